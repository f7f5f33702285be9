import { describe, expect, it } from 'vitest'
import { leaseRuleOf } from '../../src/heads/lease-rule.ts'
import { canonicalJson } from '../../src/json/canonical-json.ts'
import {
  type AccreditationRecord,
  parseAccreditationList,
  parseAccreditationRecord,
} from '../../src/messages/accreditation.ts'
import { type CampaignRule, parseCampaignRule } from '../../src/messages/campaign-rule.ts'
import {
  type CaseDecision,
  type CaseOpening,
  parseCaseAppeal,
  parseCaseDecision,
  parseCaseOpening,
} from '../../src/messages/case.ts'
import {
  type ClaimPayload,
  type ClaimSubmission,
  parseClaimPayload,
  parseClaimSubmission,
  parseTicket,
  type Ticket,
} from '../../src/messages/claim.ts'
import { HANDOFF_BODY_LIMITS } from '../../src/messages/common.ts'
import {
  type ActEffect,
  type CancellingAct,
  type GovernanceAct,
  parseActEffect,
  parseGovernanceAct,
} from '../../src/messages/governance-act.ts'
import {
  EVENTS_PER_ITEM_MAX,
  type LifecycleEventBatch,
  parseLifecycleEvents,
} from '../../src/messages/lifecycle-event.ts'
import { parseLogCosignature } from '../../src/messages/log-cosignature.ts'
import { type LogLeaf, parseLogLeaf } from '../../src/messages/log-leaf.ts'
import { type Policy, parsePolicy } from '../../src/messages/policy.ts'
import { parseReceipt, type Receipt } from '../../src/messages/receipt.ts'
import {
  type CampaignAccounts,
  type PaymentOutcome,
  parseCampaignAccounts,
  parsePaymentOutcome,
  parseReserveTransfer,
  parseSettleTransfer,
  parseVoidTransfer,
  type ReserveTransfer,
  type SettleTransfer,
  type VoidTransfer,
} from '../../src/messages/transfer.ts'
import type { Parser } from '../../src/schema/create-parser.ts'

const hash = 'a'.repeat(64)
const id = 'an-id' as never
const at = 1_800_000_000_000

const policy: Policy = {
  id: 'policy',
  credentialTypes: ['degree'],
  assuranceMin: 'low',
  statusAgeMaxMs: 60_000,
  onUndetermined: 'hold',
  outputs: { entry: 'student_number' },
  requiredClaims: { enrolled: true },
  subjectClaim: 'student_number',
  receiptTtlMs: 60_000,
}
const rule: CampaignRule = {
  v: 1,
  id,
  title: 'Grants',
  asset: { code: 'EUR', scale: 2 },
  poolMinor: '1000',
  announcedAtMs: at,
  opensAtMs: at,
  closesAtMs: at,
  policy,
  verifiers: [id],
  uniqueness: { domain: 'students', period: '2026' },
  allocation: { kind: 'fixed', amountMinor: '10' },
  window: 'instant',
  hold: { deadlineMs: 1_000, byDefault: 'refuse', appealMs: 1_000 },
  rail: 'internal',
}
const record: AccreditationRecord = {
  subject: 'https://issuer.example',
  party: id,
  keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'x' }],
  authority: id,
  action: 'issue',
  credentialTypes: ['degree'],
  jurisdictions: ['DE', 'DE-BE'],
  assurance: 'high',
  validFromMs: at,
  validUntilMs: at,
  status: 'active',
  statusFromMs: at,
  reason: 'renewed',
  actId: 'act',
}
const opening: CaseOpening = {
  caseId: id,
  subject: 'claim',
  power: 'release_hold',
  openedBy: id,
  reason: 'status_stale',
  evidenceHash: hash,
  deadlineMs: 1_000,
  byDefault: 'refuse',
  appealMs: 1_000,
}
const decision: CaseDecision = {
  caseId: id,
  subject: 'claim',
  decision: 'release',
  decidedBy: 'default',
  decidedAtMs: at,
  version: 1,
}
const act: GovernanceAct = {
  actId: 'act',
  kind: 'accredit',
  record,
  decidedAtMs: at,
  mode: 'immediate',
}
const cancelling: CancellingAct = { actId: 'b', kind: 'cancel', cancels: 'act', decidedAtMs: at }
const effect: ActEffect = { actId: 'act', state: 'announced', effectiveAtMs: at }
const leaf: LogLeaf = {
  v: 1,
  kind: 'head',
  scope: 'accreditations',
  seq: 0,
  actor: id,
  prev: hash,
  bodyHash: hash,
  decidedAtMs: at,
  effectiveAtMs: at,
}
const accounts: CampaignAccounts = { campaignId: id, asset: 'EUR', fundMinor: '1000' }
const reserve: ReserveTransfer = { transferId: id, campaignId: id, amountMinor: '10' }
const settle: SettleTransfer = { transferId: id, payee: 'account' }
const voiding: VoidTransfer = { transferId: id, reason: 'claim_refused' }
const payment: PaymentOutcome = { transferId: id, outcome: 'settled', railReceipt: 'receipt' }
const batch: LifecycleEventBatch = {
  firstSeq: 1,
  events: [{ event: 'ClaimSettled', atMs: at, ids: { claim: 'c' }, detail: { count: 1 } }],
}
const receipt: Receipt = {
  v: 1,
  id,
  iss: id,
  aud: ['campaign'],
  nonce: 'nonce',
  iat: 1,
  exp: 2,
  outcome: 'undetermined',
  reason: 'status_stale',
  verdictHash: hash,
  policyId: 'policy',
  policyHash: hash,
  horizon: { list: 1 },
  handle: id,
  nullifier: id,
  outputs: { tier: 1 },
  holderKey: 'k'.repeat(43),
  payoutCommitment: hash,
}
const submission: ClaimSubmission = { v: 1, receipt: 'a.b.c', claim: 'a.b.c' }
const claim: ClaimPayload = {
  campaignId: id,
  receiptHash: hash,
  payoutTarget: 'account',
  payoutSalt: 's'.repeat(22),
  iat: 1,
}
const ticket: Ticket = {
  v: 1,
  claimId: id,
  campaignId: id,
  receiptHash: hash,
  window: 'instant',
  acceptedAtMs: at,
  statePath: '/claims/c',
  expiresAtMs: at,
}
const list = {
  v: 1,
  sub: 'accreditations',
  seq: 1,
  iat: 1,
  exp: 2,
  prev: hash,
  rule: leaseRuleOf({ leaseMs: 60_000, clockBoundMs: 2_000 }),
  records: [record],
  pending: [{ effectiveAtMs: at, record }],
}

/** Each message complete, with the members that may be missing. */
const messages: readonly (readonly [string, Parser<unknown>, object, readonly string[]])[] = [
  ['a policy', parsePolicy, policy, []],
  ['a campaign rule', parseCampaignRule, rule, []],
  ['an accreditation record', parseAccreditationRecord, record, ['reason']],
  ['an accreditation list', parseAccreditationList, list, ['v', 'prev', 'rule', 'pending']],
  ['a case opening', parseCaseOpening, opening, []],
  ['a case decision', parseCaseDecision, decision, []],
  ['an appeal', parseCaseAppeal, { caseId: id, by: 'c0' }, []],
  ['an act', parseGovernanceAct, act, ['mode']],
  ['a cancelling act', parseGovernanceAct, cancelling, []],
  ['an effect', parseActEffect, effect, []],
  ['a log leaf', parseLogLeaf, leaf, ['prev']],
  ['campaign accounts', parseCampaignAccounts, accounts, []],
  ['a reserve', parseReserveTransfer, reserve, []],
  ['a settle', parseSettleTransfer, settle, []],
  ['a void', parseVoidTransfer, voiding, []],
  ['a payment outcome', parsePaymentOutcome, payment, ['railReceipt']],
  ['lifecycle events', parseLifecycleEvents, batch, []],
  ['a receipt', parseReceipt, receipt, ['reason']],
  ['a claim submission', parseClaimSubmission, submission, []],
  ['a claim', parseClaimPayload, claim, []],
  ['a ticket', parseTicket, ticket, []],
]

/** Their readers may be older than their writers: further members are ignored. */
const readByOutsiders: ReadonlySet<Parser<unknown>> = new Set([
  parseAccreditationList,
  parseReceipt,
])

describe.each(messages)('%s', (_, parse, message, optional) => {
  it('is read as it was written', () => {
    const bytes = new TextEncoder().encode(canonicalJson(message))
    expect(parse(bytes)).toEqual({ ok: true, value: message })
  })

  it('is refused without any member that it must have, and read without one that it need not have', () => {
    for (const missing of Object.keys(message)) {
      const rest = Object.fromEntries(Object.entries(message).filter(([name]) => name !== missing))
      expect(parse(rest).ok, missing).toBe(optional.includes(missing))
    }
  })

  it('is refused with a member of another type, and with one that it does not know unless outsiders read it', () => {
    expect(parse({ ...message, more: 1 }).ok).toBe(readByOutsiders.has(parse))
    for (const name of Object.keys(message)) {
      expect(parse({ ...message, [name]: [[]] }).ok, name).toBe(false)
    }
  })
})

describe('what a newer network publishes', () => {
  it('is read with further members in its records, and refused when its version says that they matter', () => {
    const newer = { ...list, records: [{ ...record, witnessedBy: 'somebody' }] }
    expect(parseAccreditationList(newer)).toEqual({ ok: true, value: newer })
    expect(parseAccreditationList({ ...list, v: 2 }).ok).toBe(false)
  })

  it('is no wider for acts: a record with a member that nobody knows is not accredited', () => {
    expect(parseAccreditationRecord({ ...record, witnessedBy: 'somebody' }).ok).toBe(false)
    const widened = { ...act, record: { ...record, witnessedBy: 'somebody' } }
    expect(parseGovernanceAct(widened).ok).toBe(false)
  })

  it('names kinds of log leaves that this version does not write', () => {
    expect(parseLogLeaf({ ...leaf, kind: 'allocation_audit' }).ok).toBe(true)
    expect(parseLogLeaf({ ...leaf, kind: 'Allocation audit' }).ok).toBe(false)
  })
})

describe('limits of messages', () => {
  it('a log leaf of the longest scope fits into a handoff many times', () => {
    const longest = { ...leaf, scope: '語'.repeat(1024), actor: 'a'.repeat(128) }
    expect(parseLogLeaf(longest).ok).toBe(true)
    const bytes = new TextEncoder().encode(canonicalJson(longest))
    expect(bytes.length).toBeLessThan(HANDOFF_BODY_LIMITS.maxBytes / 8)
  })

  it('a number that readers or stores could not have exactly is refused', () => {
    const most = Number.MAX_SAFE_INTEGER
    expect(parseLogLeaf({ ...leaf, seq: most }).ok).toBe(true)
    expect(parseLogLeaf({ ...leaf, seq: most + 1 }).ok).toBe(false)
    expect(parseLifecycleEvents({ ...batch, firstSeq: most + 1 }).ok).toBe(false)
    const cosignature = { origin: 'log.example', size: most, line: 'x' }
    expect(parseLogCosignature(cosignature).ok).toBe(true)
    expect(parseLogCosignature({ ...cosignature, size: most + 1 }).ok).toBe(false)
  })

  it('a policy gives its receipts no end that they could not write', () => {
    const longest = { ...policy, receiptTtlMs: 315_360_000_000 }
    expect(parsePolicy(longest).ok).toBe(true)
    expect(parsePolicy({ ...longest, receiptTtlMs: longest.receiptTtlMs + 1 }).ok).toBe(false)
  })

  it('more events than an item carries are refused', () => {
    const events = Array(EVENTS_PER_ITEM_MAX + 1).fill(batch.events[0])
    expect(parseLifecycleEvents({ firstSeq: 1, events }).ok).toBe(false)
  })
})
