import { type Check, reasons, type Verdict } from '@evenkeel/kernel'

/** A check, with its reason in words for the person concerned. */
export type CheckView = Check & { readonly words?: string }

/** A verdict for people: as it was hashed, and its reasons in words (E3). */
export interface VerdictView extends Omit<Verdict, 'checks'> {
  readonly words?: string
  readonly checks: readonly CheckView[]
}

/** Adds the registry's words for the claimant to a verdict and to each of its checks that has a reason. */
export function describeVerdict(verdict: Verdict): VerdictView {
  const { reason, checks } = verdict
  return {
    ...verdict,
    ...(reason !== undefined && { words: reasons[reason].audience.claimant }),
    checks: checks.map((check) =>
      'reason' in check ? { ...check, words: reasons[check.reason].audience.claimant } : check,
    ),
  }
}
