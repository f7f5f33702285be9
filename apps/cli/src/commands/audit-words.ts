import {
  type AuditCheck,
  type AuditDifference,
  type AuditReport,
  auditChecks,
} from '@evenkeel/kernel/audit'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import type { Output } from '../output.ts'

/** Prints what was recomputed: each check with its count, then what no bundle can show. */
export function printReport(output: Output, report: AuditReport): void {
  const { campaignId, ruleHash, lines, checks, settled, refused, returnedMinor } = report
  const { journalHead, witnessedAtMs, notChecked } = report
  const refusals = Object.entries(refused).map(([reason, claims]) => `${reason} ${claims}`)
  const log = witnessedAtMs === undefined ? 'no witness' : `witnessed ${formatTime(witnessedAtMs)}`
  output.result('evenkeel.audit/v1', report, [
    `${campaignId}: nothing differs in ${lines} lines`,
    `  rule      ${ruleHash}`,
    `  settled   ${settled.claims} claims, ${settled.amountMinor} minor units; ${returnedMinor} went back`,
    `  refused   ${refusals.length === 0 ? 'none' : refusals.join(', ')}`,
    `  log       ${log}; journal up to entry ${journalHead.seq}`,
    ...Object.entries(checks).map(
      ([check, count]) =>
        `  ✓ ${check.padEnd(10)} ${String(count).padStart(9)}  ${auditChecks[check as AuditCheck].promise}`,
    ),
    ...notChecked.map(({ what, why }) => `  – not checked: ${what}, ${why}`),
  ])
}

/** Prints the first difference as a refusal. */
export function refuseDifference(
  output: Output,
  { line, check, expected, found }: AuditDifference,
  file: string,
): ExitCode {
  const { means, next } = auditChecks[check]
  output.refuse({
    what: `Line ${line} of ${file} differs (${check}): ${means}.`,
    code: 'audit_difference',
    detail: `expected ${expected}; found ${found}`,
    next,
  })
  return EXIT.invariantBroken
}
