import type { Policy } from '@evenkeel/kernel'
import type { Verifier } from '../verifier.ts'
import type { PresentationPurpose } from './session.ts'

/** The policy that a presentation is asked for under: the caller's, or that of the campaign's rule. */
export async function findPolicy(
  verifier: Verifier,
  purpose: PresentationPurpose,
): Promise<Policy | undefined> {
  if ('policy' in purpose) return purpose.policy
  return (await verifier.findRule(purpose.campaignId))?.policy
}
