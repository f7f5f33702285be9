import type { CampaignId, EpochMs } from '../ids.ts'
import { AUDIT_SHOWN_CHARS_MAX } from './limits.ts'

/** What is recomputed, in the order in which it is told. */
export type AuditCheck =
  | 'form'
  | 'unchanged'
  | 'signed'
  | 'rule'
  | 'included'
  | 'witnessed'
  | 'announced'
  | 'ordered'
  | 'unique'
  | 'tickets'
  | 'entitled'
  | 'limited'
  | 'table'
  | 'drawn'
  | 'allocated'
  | 'explained'
  | 'conserved'
  | 'paid'
  | 'balanced'
  | 'returned'

export interface AuditCheckWords {
  /** What holds if it passes. */
  readonly promise: string
  /** What a difference means. */
  readonly means: string
  /** What to do about one. */
  readonly next: string
}

const AGAIN = 'get the bundle again from the programme, and one from somebody else to compare'
const ASK_DISTRIBUTOR =
  'ask the distributor for this claim’s story; keep the bundle, its seal is the distributor’s word'
const ASK_LEDGER =
  'have somebody with the ledger’s scope ledger:audit look at this entry of its journal; keep the bundle, its seal is the ledger’s word'
const ASK_LOG = 'run evenkeel log verify against the log, and ask its operator and its witnesses'

/** Everything that is recomputed, in words. */
export const auditChecks: Readonly<Record<AuditCheck, AuditCheckWords>> = {
  form: {
    promise: 'every line can be read and stands where it belongs',
    means: 'the file is no whole bundle of this campaign, or not one that this version reads',
    next: AGAIN,
  },
  unchanged: {
    promise: 'each line is the one that its section was sealed with',
    means: 'a line was changed, lost, added or moved after the bundle was written',
    next: AGAIN,
  },
  signed: {
    promise: 'distributor and ledger have signed their accounts of the campaign',
    means: 'somebody else wrote this section, or the trust file has other keys',
    next: 'check the keys of the trust file with the programme; then get the bundle again',
  },
  rule: {
    promise: 'the rule can be read and its campaign went through its life in order',
    means: 'the campaign did not follow the times that its rule gives',
    next: 'ask the distributor which document was announced, and when',
  },
  included: {
    promise: 'each leaf is under a checkpoint that the log signed',
    means: 'the log does not vouch for what the bundle says was logged',
    next: ASK_LOG,
  },
  witnessed: {
    promise: 'enough witnesses have cosigned that checkpoint',
    means: 'this view of the log may not be the one that others see',
    next: ASK_LOG,
  },
  announced: {
    promise:
      'the rule’s hash was logged before it opened, and the notice that it promises was kept',
    means: 'the rule that was carried out is not the one that was announced in time',
    next: ASK_LOG,
  },
  ordered: {
    promise:
      'announcement, closing and allocation are in the log once, in this order, each naming the one before',
    means: 'what was decided was not fixed when it had to be',
    next: ASK_LOG,
  },
  unique: {
    promise: 'nobody has two claims, tickets, rows or transfers (D2)',
    means: 'somebody was counted twice',
    next: ASK_DISTRIBUTOR,
  },
  tickets: {
    promise: 'the tickets are those whose root was logged at the closing',
    means: 'a claim was added to the window, or taken from it, after the closing',
    next: ASK_DISTRIBUTOR,
  },
  entitled: {
    promise: 'each amount is what the rule gives (D3)',
    means: 'somebody was given more or less than the rule says',
    next: ASK_DISTRIBUTOR,
  },
  limited: {
    promise: 'no limit of the rule is exceeded (F6)',
    means: 'more was given on one word than the rule allows',
    next: ASK_DISTRIBUTOR,
  },
  table: {
    promise: 'the table is the one that the rule commits to',
    means: 'amounts come from another list',
    next: ASK_DISTRIBUTOR,
  },
  drawn: {
    promise: 'the draw has the seed that the rule says',
    means: 'winners were chosen by something else',
    next: 'fetch the round from a relay of the beacon and compare its signature',
  },
  allocated: {
    promise:
      'the shares follow from the entries alone, sum to the pool, and their root was logged (D8, D11, D12)',
    means: 'somebody’s share is not what the rule gives for these entries',
    next: ASK_DISTRIBUTOR,
  },
  explained: {
    promise: 'each ticket came to a payment, or to a refusal with its reason (D9)',
    means: 'a claim has no end, or one without a reason',
    next: ASK_DISTRIBUTOR,
  },
  conserved: {
    promise:
      'nothing was made or lost, and no account was below zero, at any position of the journal (D1)',
    means: 'the campaign’s books do not add up from here on',
    next: ASK_LEDGER,
  },
  paid: {
    promise: 'each claim that is settled was paid once and in full, and nothing else was (D5)',
    means: 'a payment has no claim, or a claim not its payment',
    next: ASK_LEDGER,
  },
  balanced: {
    promise: 'the ledger’s accounts are what its entries come to (D12)',
    means: 'the ledger’s balances are not those of its journal',
    next: ASK_LEDGER,
  },
  returned: {
    promise: 'what nobody was given is where the rule says',
    means: 'the rest of the pool went elsewhere, or did not go',
    next: ASK_LEDGER,
  },
}

/** The first place where a bundle is not what it should be. */
export interface AuditDifference {
  /** Of the file, from 1; one more than it has if something is missing at its end. */
  readonly line: number
  readonly check: AuditCheck
  readonly expected: string
  readonly found: string
}

/** Makes a difference; what it repeats of the bundle is cut. */
export function differs(
  line: number,
  check: AuditCheck,
  expected: string,
  found: string | undefined,
): AuditDifference {
  return { line, check, expected: shown(expected), found: shown(found ?? 'nothing') }
}

function shown(text: string): string {
  return text.length <= AUDIT_SHOWN_CHARS_MAX ? text : `${text.slice(0, AUDIT_SHOWN_CHARS_MAX)}…`
}

/** What was found when nothing differs. */
export interface AuditReport {
  readonly campaignId: CampaignId
  /** Of the rule that was announced, hex. */
  readonly ruleHash: string
  readonly lines: number
  /** How often each check was made. One that is not here had nothing to look at in this campaign. */
  readonly checks: Readonly<Partial<Record<AuditCheck, number>>>
  readonly settled: { readonly claims: number; readonly amountMinor: string }
  /** Refused claims by reason. */
  readonly refused: Readonly<Record<string, number>>
  readonly returnedMinor: string
  /** When the witnesses' clocks had reached, if there are any. */
  readonly witnessedAtMs?: EpochMs
  /** The entry of the ledger's journal up to which it was looked at. */
  readonly journalHead: { readonly seq: number; readonly hash: string }
  /** What is in the rule and is not recomputed, and why. */
  readonly notChecked: readonly { readonly what: string; readonly why: string }[]
}

/** Counts checks. */
export interface AuditTally {
  count(check: AuditCheck, times?: number): void
  checks(): AuditReport['checks']
}

export function startAuditTally(): AuditTally {
  const counts = new Map<AuditCheck, number>()
  return {
    count(check, times = 1) {
      counts.set(check, (counts.get(check) ?? 0) + times)
    },
    checks: () => {
      const names = Object.keys(auditChecks) as readonly AuditCheck[]
      return Object.fromEntries(
        names.flatMap((name) => (counts.has(name) ? [[name, counts.get(name)]] : [])),
      )
    },
  }
}
