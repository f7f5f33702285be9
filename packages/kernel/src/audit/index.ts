// Apart from the kernel's own list, as the allocation that it recomputes: nobody has to load it who audits nothing.
export { type AuditInput, auditBundle } from './audit-bundle.ts'
export type { AuditLine, AuditMovement } from './audit-line.ts'
export {
  type AuditCheck,
  type AuditCheckWords,
  type AuditDifference,
  type AuditReport,
  auditChecks,
} from './audit-report.ts'
export { type AuditTrust, type AuditTrustDocument, parseAuditTrust } from './audit-trust.ts'
export { AUDIT_LEAVES_MAX, AUDIT_LINE_BYTES_MAX, AUDIT_TRUST_BYTES_MAX } from './limits.ts'
export {
  AUDIT_SEAL_TYP,
  type AuditSeal,
  type AuditSection,
  type AuditSectionWriter,
  auditSections,
  type NewAuditLine,
  startAuditSection,
} from './section.ts'
export { auditTransferName } from './transfer-name.ts'
