import { canonicalJson, encodeBase64url, sha256 } from '@evenkeel/kernel'
import type { AppealMade, AppealWay } from './explain-appeal.ts'
import type { ClaimExplanation } from './explain-claim.ts'
import type { ReasonExplained } from './explain-reason.ts'
import type { RecoveryExplained } from './explain-recovery.ts'

/** A reason in words for the claimant, and what it allows. */
export type ReasonForClaimant = Omit<ReasonExplained, 'operator'>

/** What whoever has the claim's id may see: the story without the words for operators. */
export interface ClaimStateDocument
  extends Omit<ClaimExplanation, 'reason' | 'concern' | 'steps' | 'appeal' | 'recovery'> {
  readonly v: 1
  readonly reason?: ReasonForClaimant
  readonly concern?: ReasonForClaimant
  readonly steps: readonly (Omit<ClaimExplanation['steps'][number], 'reason'> & {
    readonly reason?: ReasonForClaimant
  })[]
  readonly recovery?: Omit<RecoveryExplained, 'operator' | 'concern'> & {
    readonly concern?: ReasonForClaimant
  }
  readonly appeal: Omit<AppealWay, 'made'> & {
    readonly made?: Omit<AppealMade, 'reason'> & { readonly reason?: ReasonForClaimant }
  }
}

/** The claimant's state document of a story. */
export function claimStateDocument(story: ClaimExplanation): ClaimStateDocument {
  const { reason, concern, steps, appeal, recovery, ...rest } = story
  const { made, ...way } = appeal
  return {
    v: 1,
    ...rest,
    ...(reason && { reason: forClaimant(reason) }),
    ...(concern && { concern: forClaimant(concern) }),
    ...(recovery && { recovery: recoveryForClaimant(recovery) }),
    steps: steps.map(withoutOperator),
    appeal: { ...way, ...(made && { made: withoutOperator(made) }) },
  }
}

function withoutOperator<T extends { readonly reason?: ReasonExplained }>({
  reason,
  ...rest
}: T): Omit<T, 'reason'> & { readonly reason?: ReasonForClaimant } {
  return { ...rest, ...(reason && { reason: forClaimant(reason) }) }
}

function recoveryForClaimant({
  operator: _,
  concern,
  ...rest
}: RecoveryExplained): NonNullable<ClaimStateDocument['recovery']> {
  return { ...rest, ...(concern && { concern: forClaimant(concern) }) }
}

function forClaimant({ operator: _, ...reason }: ReasonExplained): ReasonForClaimant {
  return reason
}

/** Names a state document by its content: another version is another document. */
export function claimStateVersion(document: ClaimStateDocument): string {
  return encodeBase64url(sha256(canonicalJson(document)).subarray(0, VERSION_BYTES))
}

/** 128 bits: two documents of one claim never have one name. */
const VERSION_BYTES = 16
