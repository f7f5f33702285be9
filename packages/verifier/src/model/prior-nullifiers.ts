import { type CampaignRule, canonicalJson, type Receipt } from '@evenkeel/kernel'
import { nullifierOf } from './certified-facts.ts'
import type { Identifiers } from './identifiers.ts'
import type { Presentation } from './read-presentation.ts'

/**
 * Whether two rules know people by the same identifiers, so that whoever has a nullifier under the one has one under the other, and nobody is somebody
 * else there.
 */
export function knowsSamePeople(rule: CampaignRule, prior: CampaignRule): boolean {
  const termsOf = ({ policy: { subject, subjectClaim } }: CampaignRule): string =>
    canonicalJson([subject ?? null, subjectClaim])
  return termsOf(rule) === termsOf(prior)
}

/** The person's nullifiers in the earlier campaigns that a rule offsets against; undefined under one that offsets nothing. */
export function priorNullifiers(
  priors: readonly CampaignRule[],
  presentation: Presentation,
  identifiers: Pick<Identifiers, 'nullifier'>,
): Receipt['priorNullifiers'] {
  if (priors.length === 0) return undefined
  return Object.fromEntries(
    priors.flatMap((prior) => {
      const nullifier = nullifierOf(prior, presentation, identifiers)
      return nullifier === undefined ? [] : [[prior.id, nullifier] as const]
    }),
  )
}
