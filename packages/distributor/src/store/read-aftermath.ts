import {
  type CampaignRule,
  type ClaimId,
  formatMinor,
  type ReadTx,
  type TransferId,
} from '@evenkeel/kernel'
import type { Claim } from '../model/claim.ts'
import { transferIdOf } from '../model/claim-ids.ts'
import type { ClaimExplanation } from '../model/explain-claim.ts'
import { explainReason } from '../model/explain-reason.ts'
import { explainRecovery, type RecoveryParties } from '../model/explain-recovery.ts'
import type { PayoutChange } from '../model/payout-change.ts'
import { isMoot, type Receivable } from '../model/receivable.ts'
import { readPayoutChanges } from './payout-change-rows.ts'
import { type RecoveryRow, readReceivables, readRecoveries } from './receivable-rows.ts'

/** What happened to claims after they were decided: debts, what was withheld, changed payout targets. */
export interface Aftermath {
  readonly receivables: ReadonlyMap<ClaimId, Receivable>
  readonly withheld: ReadonlyMap<string, readonly RecoveryRow[]>
  readonly changes: ReadonlyMap<ClaimId, PayoutChange>
}

/** Reads the aftermath of some claims. */
export async function readAftermath(tx: ReadTx, claims: readonly Claim[]): Promise<Aftermath> {
  const ids = claims.map(({ claimId }) => claimId)
  const receivables = await readReceivables(tx, 'claim_id', ids)
  const recoveries = await readRecoveries(tx, 'by_id', claims.map(paymentOf))
  const withheld = Map.groupBy(
    recoveries.filter(({ state }) => state !== 'refused'),
    ({ byId }) => byId,
  )
  return {
    receivables: new Map(receivables.map((one) => [one.claimId, one])),
    withheld,
    changes: await readPayoutChanges(tx, ids),
  }
}

function paymentOf({ claimId, transferVersion }: Claim): TransferId {
  return transferIdOf(claimId, transferVersion)
}

/** Adds to a claim's story what happened after it was decided. */
export function withAftermath(
  story: ClaimExplanation,
  claim: Claim,
  rule: CampaignRule,
  { receivables, withheld, changes }: Aftermath,
  parties: RecoveryParties,
): ClaimExplanation {
  const receivable = receivables.get(claim.claimId)
  const isTold = receivable !== undefined && !isMoot(receivable)
  const recovery = isTold ? explainRecovery(receivable, rule, parties) : undefined
  const offsets = withheld.get(paymentOf(claim)) ?? []
  const sum = offsets.reduce((minor, { amount }) => minor + amount, 0n)
  const change = changes.get(claim.claimId)
  const said =
    offsets.length === 0
      ? undefined
      : 'Part of your payment was withheld for what you owe from an earlier campaign.'
  return {
    ...story,
    terminal: story.terminal && recovery?.next === undefined,
    words: [story.words, recovery?.words, said].filter((text) => text !== undefined).join(' '),
    ...(recovery && { recovery }),
    ...(said && { withheldMinor: formatMinor(sum as Receivable['amount']) }),
    ...(change && {
      payoutChange: {
        state: change.state,
        requestedAtMs: change.requestedAtMs,
        confirmations: [change.confirmedBy, change.secondBy].filter(Boolean).length,
        ...(change.dueAtMs === undefined ? {} : { dueAtMs: change.dueAtMs }),
        words: wordsOf(change),
      },
    }),
  }
}

const CHANGE_WORDS: Readonly<Record<PayoutChange['state'], string>> = {
  requested:
    'Another payout target was asked for; two people have to confirm it. Cancel it if it was not you.',
  confirmed:
    'Another payout target applies to later payments once the time to cancel it is over. Cancel it if it was not you.',
  applying: 'Another payout target is being told to those who pay.',
  applied: 'Later payments go to another payout target.',
  cancelled: 'A change of the payout target was cancelled; nothing changes.',
  lapsed: 'A change of the payout target lapsed; nothing changes.',
  refused: 'The other payout target cannot be paid; nothing changes.',
}

function wordsOf({ state, reason }: PayoutChange): string {
  const why = reason === undefined ? '' : ` ${explainReason(reason).words}`
  return `${CHANGE_WORDS[state]}${why}`
}
