import { type TSchema, Type } from 'typebox'
import type { Receipt } from '../receipt.ts'
import { isWithin, placeOf, placeSchema } from './places.ts'

/**
 * What one place asks for on top of the policy. It can only narrow: nothing that was refused is accepted for it. Where somebody belongs is the
 * receipt's output `jurisdiction`.
 */
export type Overlay = DenyOverlay | CheckOverlay

/** Nobody of the place is accepted. */
export interface DenyOverlay {
  readonly jurisdiction: string
  readonly effect: 'deny'
  /** The ground, such as a law, for whoever asks: it stands in the verdict. */
  readonly reason: string
}

/** Somebody else is asked about everybody of the place, while the status is looked up. */
export interface CheckOverlay {
  readonly jurisdiction: string
  readonly effect: 'check'
  /** Name of the check, which every verifier of the rule has to have. */
  readonly check: string
  /** Milliseconds that it is waited for. Nobody of another place waits. */
  readonly budgetMs: number
  /** What no answer comes to: the claim is held, it is refused, or the verdict is accepted and says what it does without. */
  readonly whenLate: 'hold' | 'refuse' | 'accept_flagged'
  readonly reason: string
}

/** What a check may be called. */
export const CHECK_NAME_PATTERN = '^[a-z][a-z0-9_-]{0,63}$'
/** Of one policy. Chosen: more than a programme has places with rules of their own. */
const OVERLAYS_MAX = 64
/** Shortest wait for a check, in milliseconds. Chosen: one network round trip. */
const BUDGET_MS_MIN = 10
/**
 * Longest wait for a check, in milliseconds. Chosen: what WRITE_BUDGET_MS has left for the status when the accreditation took all of its part, so that
 * a late check always comes to what the overlay says, and never to the caller's own deadline. What takes longer is for `hold` and people.
 */
const BUDGET_MS_MAX = 1_800

const ground = Type.String({ minLength: 1, maxLength: 200 })

export const overlaysSchema: TSchema = Type.Array(
  Type.Union([
    Type.Object({ jurisdiction: placeSchema, effect: Type.Literal('deny'), reason: ground }),
    Type.Object({
      jurisdiction: placeSchema,
      effect: Type.Literal('check'),
      check: Type.String({ pattern: CHECK_NAME_PATTERN }),
      budgetMs: Type.Integer({ minimum: BUDGET_MS_MIN, maximum: BUDGET_MS_MAX }),
      whenLate: Type.Union([
        Type.Literal('hold'),
        Type.Literal('refuse'),
        Type.Literal('accept_flagged'),
      ]),
      reason: ground,
    }),
  ]),
  { minItems: 1, maxItems: OVERLAYS_MAX },
)

/** An overlay for somebody; `unclear`: nobody can tell whether it applies. */
export interface OverlayAt {
  readonly overlay: Overlay
  readonly applies: 'yes' | 'unclear'
}

/**
 * Finds the overlays that somebody with these outputs comes under, in the order of the policy. Who shows no place, or a state where an overlay
 * is for a part of it, is not let off: whether it applies is then unclear.
 */
export function overlaysFor(
  overlays: readonly Overlay[],
  { jurisdiction }: Receipt['outputs'],
): readonly OverlayAt[] {
  const place = placeOf(jurisdiction)
  if (place === undefined) return overlays.map((overlay) => ({ overlay, applies: 'unclear' }))
  return overlays.flatMap((overlay): OverlayAt[] => {
    if (isWithin(place, overlay.jurisdiction)) return [{ overlay, applies: 'yes' }]
    if (isWithin(overlay.jurisdiction, place)) return [{ overlay, applies: 'unclear' }]
    return []
  })
}
