import {
  type CampaignRule,
  type ClawbackTerms,
  epochMs,
  finalAfterMs,
  formatInstant,
  formatMinor,
  type LossCause,
  type PartyId,
} from '@evenkeel/kernel'
import type { NextStep } from './explain-claim.ts'
import { explainReason, type ReasonExplained } from './explain-reason.ts'
import { openMinor, type Receivable, type ReceivableState } from './receivable.ts'

/** What became of a payment whose ground was revoked. Amounts are decimal strings of minor units. */
export interface RecoveryExplained {
  readonly state: ReceivableState
  readonly cause: LossCause
  /** For the claimant. */
  readonly words: string
  readonly operator: string
  readonly evidence: string
  readonly amountMinor: string
  readonly recoveredMinor: string
  readonly openMinor: string
  readonly next?: NextStep
  readonly concern?: ReasonExplained
  readonly appeal?: { readonly how: string; readonly url: string; readonly untilMs: number }
}

export interface RecoveryParties {
  readonly distributor: PartyId
  readonly ledger: PartyId
  readonly governance: PartyId
  readonly distributorUrl: string
}

const WORDS: Readonly<Record<ReceivableState, string>> = {
  paying:
    'What your payment rests on was revoked while it was on its way. What that means is decided once it has arrived.',
  in_case: 'What your payment rests on was revoked. A case decides whether you owe it back.',
  posting: 'It was decided that your payment is owed back.',
  owed: 'It was decided that your payment is owed back.',
  ending: 'What is still open of your payment is being closed; nothing more is asked of you.',
  kept: 'What your payment rests on was revoked. The payment stays yours.',
  waived: 'What your payment rests on was revoked. The campaign bears the loss; you owe nothing.',
  recovered: 'What was owed back is back. You owe nothing more.',
  written_off: 'What was still owed back was written off. You owe nothing more.',
  dismissed: 'It was found that nothing is owed back.',
}

/** Words for states in which somebody else than the claimant owes: they keep the payment. */
const BORNE_BY_OTHERS =
  'What your payment rests on was revoked. You keep the payment: another party bears the loss.'

const OPERATOR: Readonly<Record<ReceivableState, string>> = {
  paying: 'Waits for the outcome of the payment; then the case is opened.',
  in_case: 'The case is with governance; its default decides if nobody does (G3).',
  posting: 'ledger.claw-back is handed over.',
  owed: 'Posted from settled to receivable. Record repayments with their statement; the rest is written off at its time.',
  ending: 'ledger.recover is handed over for what is open.',
  kept: 'Nothing was posted.',
  waived:
    'Posted to receivable and back to settled with the evidence: the loss shows in the journal.',
  recovered: 'Everything is back in the pool, or where the pool came from.',
  written_off: 'What was open is settled again: the value left and nobody owes it.',
  dismissed: 'What was open is settled again: the appeal was granted.',
}

/** Tells what became of a payment, from what is stored. */
export function explainRecovery(
  receivable: Receivable,
  rule: CampaignRule,
  parties: RecoveryParties,
): RecoveryExplained {
  const { state, cause, evidence, amount, recovered, debtor } = receivable
  const isTheirs = debtor === 'claimant' || debtor === 'programme' || state === 'kept'
  const next = rule.clawback && nextOf(receivable, rule.clawback, parties)
  const appeal = rule.clawback && appealOf(receivable, rule.clawback, parties)
  const concern = receivable.concern && explainReason(receivable.concern)
  return {
    state,
    cause,
    words: isTheirs ? WORDS[state] : BORNE_BY_OTHERS,
    operator: `${OPERATOR[state]} The ${debtor} bears the loss.`,
    evidence,
    amountMinor: formatMinor(amount),
    recoveredMinor: formatMinor(recovered),
    openMinor: formatMinor(openMinor(receivable)),
    ...(next && { next }),
    ...(concern && { concern }),
    ...(appeal && { appeal }),
  }
}

function nextOf(
  { state, sinceMs, dueAtMs, decidedAtMs, decisionVersion, debtor }: Receivable,
  terms: ClawbackTerms,
  { distributor, governance }: RecoveryParties,
): NextStep | undefined {
  if (state === 'in_case') {
    return {
      what: 'Somebody decides whether the payment is owed back.',
      from: governance,
      byMs: sinceMs + terms.deadlineMs,
      byDefault:
        terms.byDefault === 'keep'
          ? 'If nobody decides in time, the payment stays.'
          : 'If nobody decides in time, it is owed back, and an appeal is heard.',
    }
  }
  if (state !== 'owed' || dueAtMs === undefined) return undefined
  const from = decisionVersion > 1 ? 0 : finalAfterMs(terms)
  const since = formatInstant(epochMs((decidedAtMs ?? sinceMs) + from))
  const taken =
    debtor === 'claimant'
      ? `From ${since} on it may be paid back, and later campaigns may withhold part of what they pay.`
      : `From ${since} on the ${debtor} may make up for it.`
  return {
    what: taken,
    from: distributor,
    byMs: dueAtMs,
    byDefault: 'What is open then is written off.',
  }
}

function appealOf(
  { claimId, state, debtor, decidedAtMs, decisionVersion, appealedAtMs }: Receivable,
  { appealMs }: ClawbackTerms,
  { distributorUrl }: RecoveryParties,
): RecoveryExplained['appeal'] {
  const isOpen = (state === 'owed' || state === 'posting') && debtor === 'claimant'
  if (!isOpen || decidedAtMs === undefined || decisionVersion !== 1) return undefined
  if (appealedAtMs !== undefined) return undefined
  const untilMs = epochMs(decidedAtMs + appealMs)
  const url = `${distributorUrl}/claims/${claimId}/recovery/appeal`
  const how = `Send a POST to ${url} before ${formatInstant(untilMs)}; somebody else than before decides.`
  return { how, url, untilMs }
}
