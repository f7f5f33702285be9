import {
  type CampaignRule,
  importPublicJwk,
  type Nullifier,
  type PayoutTransaction,
  payoutCommitment,
  type Receipt,
  readSubject,
  type Verdict,
} from '@evenkeel/kernel'
import type { Identifiers } from './identifiers.ts'
import type { Presentation } from './read-presentation.ts'

/** What a verdict, and the presentation and payout under it, allow a verifier to certify to a campaign. */
export type CertifiedFacts = Pick<
  Receipt,
  'iat' | 'handle' | 'nullifier' | 'outputs' | 'holderKey' | 'payoutCommitment'
>

export interface Certifiable {
  readonly verdict: Pick<Verdict, 'decidedAtMs' | 'handle' | 'outputs'>
  readonly presentation: Presentation
  readonly payout: PayoutTransaction
}

/** Works out what a receipt says of who is paid where; undefined where the presentation does not say it. */
export function certifiedFacts(
  rule: CampaignRule,
  { verdict, presentation, payout }: Certifiable,
  identifiers: Pick<Identifiers, 'nullifier'>,
): CertifiedFacts | undefined {
  const { decidedAtMs, handle, outputs } = verdict
  const holder = presentation.claims.cnf && importPublicJwk(presentation.claims.cnf.jwk)
  const nullifier = nullifierOf(rule, presentation, identifiers)
  if (handle === undefined || holder?.ok !== true || nullifier === undefined) return undefined
  return {
    iat: Math.floor(decidedAtMs / 1_000),
    handle,
    nullifier,
    outputs,
    holderKey: holder.value.thumbprint,
    payoutCommitment: payoutCommitment({ salt: payout.payout_salt, target: payout.payout_target }),
  }
}

/** The person's nullifier under a rule; undefined where the presentation does not say who that is. */
export function nullifierOf(
  { id: campaignId, policy, uniqueness: { domain, period } }: CampaignRule,
  presentation: Presentation,
  identifiers: Pick<Identifiers, 'nullifier'>,
): Nullifier | undefined {
  const subject = readSubject(policy, presentation)
  return subject.ok
    ? identifiers.nullifier({ domain, period, subject: subject.value, campaignId })
    : undefined
}
