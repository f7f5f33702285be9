import { type CampaignRule, type CaseId, formatInstant } from '@evenkeel/kernel'
import { appealUntil } from './check-appeal.ts'
import { type Claim, type ClaimAppeal, holdsOf } from './claim.ts'
import { caseIdOf } from './claim-ids.ts'
import { explainReason, type ReasonExplained } from './explain-reason.ts'

/** Whether and how a claimant can appeal, and what became of it if they did. */
export interface AppealWay {
  /** Whether an appeal is heard that is sent before `untilMs`. */
  readonly possible: boolean
  readonly how: string
  readonly caseId?: CaseId
  /** Where to send it: a POST without a body. */
  readonly url?: string
  readonly untilMs?: number
  /** The claimant's own. */
  readonly made?: AppealMade
}

export interface AppealMade {
  /** `taken`: it is under way; `not_taken`: governance refused to hear it. */
  readonly state: ClaimAppeal['state'] | 'decided'
  readonly sentAtMs: number
  readonly reason?: ReasonExplained
}

/** Where a claim's appeals go: this distributor, and governance for what words alone can say. */
export interface AppealAddresses {
  readonly distributorUrl: string
  readonly governanceUrl: string
}

/** Tells whether a claim can be appealed, how, and what became of the appeal. */
export function explainAppeal(
  claim: Claim,
  rule: CampaignRule,
  { distributorUrl, governanceUrl }: AppealAddresses,
): AppealWay {
  const { claimId, state } = claim
  const caseId = caseIdOf(claimId, holdsOf(claim))
  const sayWhy = `To say why, write to ${governanceUrl} and name the case ${caseId}.`
  const made = appealMade(claim)
  if (made !== undefined) return { possible: false, how: howMade(made, sayWhy), caseId, made }
  const until = appealUntil(claim, rule.hold)
  if (until.ok) {
    const url = `${distributorUrl}/claims/${claimId}/appeal`
    const how = `Send a POST to ${url} before ${formatInstant(until.value)}; somebody else than before decides. ${sayWhy}`
    return { possible: true, how, caseId, url, untilMs: until.value }
  }
  if (until.error === 'appeal_made_already') return { possible: false, how: HEARD }
  if (state === 'held') {
    return { possible: false, how: 'Nothing was decided yet; you may appeal once it is.' }
  }
  if (state !== 'refused') return { possible: false, how: 'There is nothing to appeal.' }
  return claim.reason !== undefined && explainReason(claim.reason).appealable
    ? {
        possible: false,
        how: `No case was opened about this refusal: write to the operator of the campaign and name the claim ${claimId}.`,
      }
    : { possible: false, how: 'This refusal cannot be appealed.' }
}

function appealMade({ appeal, decisionVersion }: Claim): AppealMade | undefined {
  if (appeal === undefined) return undefined
  const { state, sentAtMs, reason } = appeal
  return {
    state: decisionVersion > 1 && state !== 'not_taken' ? 'decided' : state,
    sentAtMs,
    ...(reason === undefined ? {} : { reason: explainReason(reason) }),
  }
}

const HEARD = 'An appeal was heard already, and its decision is final.'

function howMade({ state, reason }: AppealMade, sayWhy: string): string {
  switch (state) {
    case 'sent':
    case 'taken':
      return `Your appeal is under way. ${sayWhy}`
    case 'not_taken':
      return `Your appeal was not heard. ${reason?.words}`
    case 'decided':
      return HEARD
  }
}

/** What happens next with an appeal that is not decided; undefined when none is under way. */
export function appealNext({ state, dueAtMs, appeal }: Claim): string | undefined {
  // A refused claim waits for nothing but its appeal.
  if (state !== 'refused' || dueAtMs === undefined) return undefined
  return appeal?.state === 'sent'
    ? 'Your appeal is being handed to those who decide.'
    : 'Somebody else than before decides about your appeal.'
}
