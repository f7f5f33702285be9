import {
  type Check,
  type CheckOverlay,
  type Evidence,
  type Overlay,
  overlaysFor,
} from '@evenkeel/kernel'
import type { DecisionInput, OverlayAnswer } from '../decision-input.ts'
import type { Terms } from '../evaluate-terms.ts'
import { failed, passed, skipped, unknown } from './check-context.ts'

/** Stands in the degradations of a verdict that was reached although a check of its place did not answer. */
export const PLACE_UNCHECKED = 'accepted_without_jurisdiction_check'

type Overlaid = Pick<DecisionInput, 'policy' | 'overlays'>

/**
 * Checks what the place asks for, one check for each overlay that applies; none where the policy has no overlays. Reasons: jurisdiction_denied,
 * jurisdiction_check_denied, jurisdiction_check_unanswered (failed or unknown, as the overlay says), jurisdiction_unclear (unknown).
 */
export function checkOverlays(input: Overlaid, terms: Terms): readonly Check[] {
  const { overlays } = input.policy
  if (overlays === undefined) return []
  if (!isPlaced(terms)) return [skipped('overlay', 'no place is known that anybody vouches for')]
  const found = overlaysFor(overlays, terms.outputs).map(({ overlay, applies }): Check => {
    if (applies === 'unclear') return unknown('overlay', 'jurisdiction_unclear', about(overlay))
    return overlay.effect === 'deny'
      ? failed('overlay', 'jurisdiction_denied', about(overlay))
      : checkAnswer(overlay, input)
  })
  return found.length > 0 ? found : [skipped('overlay', 'there is none for this place')]
}

/** Whether somebody's place was told by what is genuine and meets the condition: nobody is asked about others. */
function isPlaced({ isGenuine, evaluated }: Terms): boolean {
  return isGenuine && evaluated?.ok !== false
}

/** Whether the verdict does without an answer that it should have had. */
export function isPlaceUnchecked(checks: readonly Check[]): boolean {
  return checks.some(
    (check) =>
      check.check === 'overlay' && check.result === 'skipped' && check.evidence !== undefined,
  )
}

function checkAnswer(overlay: CheckOverlay, { overlays: answers = [] }: Overlaid): Check {
  const answer = answers.find(
    ({ jurisdiction, check }) => jurisdiction === overlay.jurisdiction && check === overlay.check,
  )
  const evidence = about(overlay, answer)
  switch (answer?.answer) {
    case 'clear':
      return passed('overlay', evidence)
    case 'deny':
      return failed('overlay', 'jurisdiction_check_denied', evidence)
    case undefined:
      // Nobody was asked, so nobody is late.
      return unknown('overlay', 'jurisdiction_check_unanswered', evidence)
    default:
      return unanswered(overlay, evidence)
  }
}

function unanswered({ whenLate }: CheckOverlay, evidence: Evidence): Check {
  switch (whenLate) {
    case 'hold':
      return unknown('overlay', 'jurisdiction_check_unanswered', evidence)
    case 'refuse':
      return failed('overlay', 'jurisdiction_check_unanswered', evidence)
    case 'accept_flagged':
      return { ...skipped('overlay', 'no answer in time, and accepted without one'), evidence }
  }
}

function about(overlay: Overlay, answer?: OverlayAnswer): Evidence {
  const { jurisdiction, reason } = overlay
  return {
    kind: 'overlay',
    source: overlay.effect === 'deny' ? jurisdiction : `${jurisdiction} ${overlay.check}`,
    ...(answer && { issuedAtMs: answer.askedAtMs }),
    ...(answer?.answeredAtMs !== undefined && { observedAtMs: answer.answeredAtMs }),
    ...(overlay.effect === 'check' && { boundMs: overlay.budgetMs }),
    ground: reason,
  }
}
