import type { CampaignRule } from '../messages/campaign-rule.ts'
import { limitKinds } from '../messages/rule/limits.ts'
import type { AuditReport } from './audit-report.ts'
import { LIMITS_KEPT } from './check-limits.ts'

/** Members of a rule that are recomputed, or say nothing that could be. */
const RECOMPUTED: ReadonlySet<string> = new Set([
  'v',
  'id',
  'title',
  'asset',
  'poolMinor',
  'announcedAtMs',
  'noticeMs',
  'opensAtMs',
  'closesAtMs',
  'allocation',
  'window',
  'unclaimed',
  'limits',
  'claimExpiry',
])

const WHY: ReadonlyMap<string, string> = new Map([
  ['policy', 'receipts are not public: that a verifier found what the policy demands is its word'],
  [
    'verifiers',
    'receipts are not public: that one of these verifiers signed each is the distributor’s word',
  ],
  ['uniqueness', 'that nullifiers are over this domain and period takes the campaign’s key'],
  ['hold', 'cases are not in the bundle: that each hold was decided in time is governance’s word'],
  [
    'intake',
    'who was refused for lack of room, and who had knocked, is not in the bundle: that the window waited for them is the distributor’s word',
  ],
  ['losses', 'who bears what is decided case by case; the postings show what was written off'],
  ['canary', 'who was paid first is not in the bundle'],
  ['settlementCheck', 'receipts are not public: what a second look found is that verifier’s word'],
  [
    'clawback',
    'why something is owed back is decided case by case; that what comes back adds up is checked',
  ],
  ['offsets', 'what was withheld for another campaign is in that campaign’s bundle'],
  ['payoutChange', 'payout targets are not public'],
  [
    'vesting',
    'when which part was due is not recomputed: that no more was paid than the whole amount is checked',
  ],
  ['rail', 'what left the rail is seen in the rail’s own statement'],
])

/** Lists what of a rule this version does not recompute. A member that it does not know is among them. */
export function listNotChecked(rule: CampaignRule): AuditReport['notChecked'] {
  const members = Object.keys(rule).filter((member) => !RECOMPUTED.has(member))
  const ofRule = members.sort().map((member) => ({
    what: `rule.${member}`,
    why: WHY.get(member) ?? 'this version of the auditor does not recompute it',
  }))
  return [...ofRule, ...listOfInstant(rule), ...ALWAYS]
}

/** What an instant window does not keep with each claim. */
function listOfInstant({
  window,
  allocation,
  limits = {},
}: CampaignRule): AuditReport['notChecked'] {
  if (window !== 'instant') return []
  const kinds = limitKinds.filter((kind) => limits[kind] && !LIMITS_KEPT.includes(kind))
  const tiers = 'that an amount is a tier’s is checked, not whose tier it is'
  return [
    ...(allocation.kind === 'tiered' ? [{ what: 'rule.allocation.tiers', why: tiers }] : []),
    ...kinds.map((kind) => ({
      what: `rule.limits.${kind}`,
      why: 'an instant window does not keep with a claim what this limit goes by',
    })),
    {
      what: 'tickets',
      why: 'an instant window logs no set of its tickets: which there are is the distributor’s word',
    },
  ]
}

const ALWAYS: AuditReport['notChecked'] = [
  {
    what: 'times',
    why: 'when something happened is the word of who logged it; the log proves the order',
  },
  {
    what: 'the rest of the journal',
    why: 'the hash chain is over all campaigns and names payees: that no other entry touched this one is the ledger’s word, and the pool being accounted for',
  },
]
