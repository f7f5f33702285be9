import {
  type CheckOverlay,
  type CredentialHandle,
  createDeadlineWatch,
  overlaysFor,
  type PartyContext,
  type Policy,
  type Receipt,
  type Verdict,
} from '@evenkeel/kernel'
import { JURISDICTION_CHECKS_AT_A_TIME } from '../limits.ts'
import type { OverlayAnswer, Unrecorded } from '../model/decision-input.ts'
import type { JurisdictionCheck, JurisdictionQuestion } from '../ports.ts'

/** The checks that a verifier has, by the names that overlays know them by. */
export type JurisdictionChecks = Readonly<Record<string, JurisdictionCheck>>

export interface OverlayAsked {
  readonly policy: Policy
  readonly handle: CredentialHandle
  /** What is decided so far, without status and answers. */
  readonly verdict: Pick<Verdict, 'outcome' | 'outputs'>
  /** Reading of the monotonic clock by which the caller has to have it. */
  readonly deadlineMs: number
}

export interface OverlaysAnswered {
  readonly answers: readonly OverlayAnswer[]
  /** What they are about; absent when nobody was asked. */
  readonly outputs?: Receipt['outputs']
  /** Why an answer is missing for which no overlay gives an outcome. */
  readonly cutShort?: Extract<Unrecorded, 'deadline_passed' | 'queue_full'>
}

/** Asks the checks of a person's place, all at once, each for as long as its overlay's budget; of nobody who is rejected without them. */
export type AskOverlays = (asked: OverlayAsked) => Promise<OverlaysAnswered>

/**
 * Makes the command that asks. What an overlay says of a late answer holds for a check that is late, never for a caller that does not wait so long, nor
 * for a verifier that has too many questions open: else who hurries or floods would choose the outcome. It waits for one answer at a time about one
 * credential: else who shows theirs again and again would use up the places of everybody.
 */
export function createAskOverlays(
  { ports: { clock, timers } }: Pick<PartyContext, 'ports'>,
  checks: JurisdictionChecks,
): AskOverlays {
  const within = createDeadlineWatch(clock, timers)
  /** How many questions have not settled, by the check's name. */
  const open = new Map<string, number>()
  /** What is waited for. */
  const awaited = new Set<string>()

  /** The answer, `unknown` for what cannot be reached; counted as open until it settles, in time or not. */
  async function ask(
    name: string,
    check: JurisdictionCheck,
    question: JurisdictionQuestion,
    deadlineMs: number,
  ) {
    open.set(name, (open.get(name) ?? 0) + 1)
    try {
      return await check.ask(question, deadlineMs)
    } catch (fault) {
      if (fault instanceof Error && 'code' in fault) return 'unknown'
      throw fault
    } finally {
      open.set(name, (open.get(name) ?? 1) - 1)
    }
  }

  async function askOne(
    { jurisdiction, check, budgetMs }: CheckOverlay,
    { policy, handle, verdict, deadlineMs }: OverlayAsked,
  ): Promise<OverlayAnswer | OverlaysAnswered['cutShort']> {
    const asking = Object.hasOwn(checks, check) ? checks[check] : undefined
    // It had one when it took the policy. Nobody is asked, so nobody is late.
    if (asking === undefined) return undefined
    const about = `${check} ${jurisdiction} ${handle}`
    const isFull = (open.get(check) ?? 0) >= JURISDICTION_CHECKS_AT_A_TIME
    if (isFull || awaited.has(about)) return 'queue_full'
    const askedAtMs = clock.nowMs()
    const lateMs = clock.monotonicMs() + budgetMs
    const untilMs = Math.min(lateMs, deadlineMs)
    const { outputs } = verdict
    awaited.add(about)
    const question = { jurisdiction, policyId: policy.id, handle, outputs }
    const answer = await within(ask(check, asking, question, untilMs), untilMs).finally(() =>
      awaited.delete(about),
    )
    const asked = { jurisdiction, check, askedAtMs }
    if (answer !== undefined) return { ...asked, answer, answeredAtMs: clock.nowMs() }
    return deadlineMs < lateMs ? 'deadline_passed' : { ...asked, answer: 'late' }
  }

  return async (asked) => {
    const { policy, verdict } = asked
    if (policy.overlays === undefined || verdict.outcome === 'rejected') return { answers: [] }
    const found = await Promise.all(
      overlaysFor(policy.overlays, verdict.outputs).flatMap(({ overlay, applies }) =>
        overlay.effect === 'check' && applies === 'yes' ? [askOne(overlay, asked)] : [],
      ),
    )
    const cutShort = found.find((each) => typeof each === 'string')
    return {
      answers: found.filter((each) => typeof each === 'object'),
      ...(found.length > 0 && { outputs: verdict.outputs }),
      ...(cutShort && { cutShort }),
    }
  }
}
