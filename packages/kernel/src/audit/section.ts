import { assert } from '../assert.ts'
import { sha256Text } from '../crypto/hash.ts'
import { createJws } from '../crypto/jws.ts'
import type { CampaignId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import type { Signer } from '../ports.ts'
import type { AuditLine } from './audit-line.ts'

/** The parts of a bundle, in their order: the distributor's account, the log's proofs, the ledger's account. */
export const auditSections = ['campaign', 'log', 'ledger'] as const
export type AuditSection = (typeof auditSections)[number]

/** JWS `typ` of the seal at the end of a section. */
export const AUDIT_SEAL_TYP = 'evenkeel-audit+jwt'

/** What a party signs at the end of its section. */
export interface AuditSeal {
  readonly v: 1
  readonly section: AuditSection
  readonly campaignId: CampaignId
  /** Lines before the seal. */
  readonly lines: number
  /** The chain after the last of them, hex. */
  readonly digest: string
}

/**
 * The chain of a section: SHA-256 over the previous value in hex, a line feed and the line, from a start that names section and campaign. Each line
 * carries the beginning of the value before it, so that a reader knows at the next line which one was changed, lost or moved; the seal has the whole.
 */
export interface AuditChain {
  /** What the next line has as `prev`. */
  readonly prev: string
  readonly lines: number
  readonly digest: string
  add(text: string): void
}

/** Hex digits of `prev`. They only say where: that nothing was changed is the seal's to prove. */
export const PREV_CHARS = 16

export function startAuditChain(section: AuditSection, campaignId: CampaignId): AuditChain {
  let digest = sha256Text(`evenkeel/audit/v1\n${section}\n${campaignId}`, 'hex')
  let lines = 0
  return {
    get prev() {
      return digest.slice(0, PREV_CHARS)
    },
    get lines() {
      return lines
    },
    get digest() {
      return digest
    },
    add(text) {
      digest = sha256Text(`${digest}\n${text}`, 'hex')
      lines += 1
    },
  }
}

type WithoutPrev<Line> = Line extends AuditLine ? Omit<Line, 'prev'> : never
/** A line before it has its place. */
export type NewAuditLine = WithoutPrev<AuditLine>

/** Writes the lines of one section, in order. */
export interface AuditSectionWriter {
  /** The line's text, without a line feed. */
  write(line: NewAuditLine): string
  /** The text of the last line: the party's signature over all before it. */
  seal(signer: Signer): Promise<string>
}

export function startAuditSection(
  section: AuditSection,
  campaignId: CampaignId,
): AuditSectionWriter {
  const chain = startAuditChain(section, campaignId)
  const write = (line: NewAuditLine): string => {
    const text = canonicalJson({ ...line, prev: chain.prev })
    chain.add(text)
    return text
  }
  return {
    write,
    async seal(signer) {
      assert(chain.lines > 0, 'a section has lines')
      const { lines, digest } = chain
      const payload: AuditSeal = { v: 1, section, campaignId, lines, digest }
      const header = { typ: AUDIT_SEAL_TYP, kid: signer.keyId }
      return write({ kind: 'seal', jws: await createJws({ header, payload, signer }) })
    },
  }
}
