import {
  assert,
  type CampaignId,
  createDeadlineWatch,
  type PartyContext,
  type Policy,
  type Reasoned,
  type ReceiptId,
  type Result,
  recordAt,
  type SignatureJob,
  statusTermsOf,
  type Timings,
  type Tx,
  type Verdict,
} from '@evenkeel/kernel'
import type { Settings } from '../config.ts'
import type { AccreditationSource } from '../evidence/accreditation-evidence.ts'
import type { SourceDocument, UsedHead } from '../evidence/leased-documents.ts'
import type { StatusSource } from '../evidence/status-evidence.ts'
import type { HeadProofs } from '../evidence/witness-evidence.ts'
import {
  ACCREDITATION_DEADLINE_EIGHTHS,
  HOLDER_CLOCK_AHEAD_MS_MAX,
  STATUS_DEADLINE_EIGHTHS,
} from '../limits.ts'
import type { SignatureFindings } from '../model/checks/check-context.ts'
import { decideUnexamined, decideVerdict, hashOf, NO_SIGNATURES } from '../model/decide-verdict.ts'
import type {
  DecisionInput,
  Gathered,
  StatusEvidence,
  Unrecorded,
} from '../model/decision-input.ts'
import { findingsAt, signatureQuestions } from '../model/find-signatures.ts'
import type { Identifiers } from '../model/identifiers.ts'
import { keepInput } from '../model/keep-input.ts'
import { outageOrThrow } from '../model/outage.ts'
import { type Presentation, readPresentation } from '../model/read-presentation.ts'
import type { AskOverlays, OverlaysAnswered } from './ask-overlays.ts'
import type { VerdictRecord, VerdictRecorder } from './record-verdict.ts'

export interface VerifyRequest {
  /** Compact SD-JWT+KB. */
  readonly presentation: string
  readonly policy: Policy
  /** What is at stake, in minor units: how fresh the status has to be may depend on it. */
  readonly valueMinor?: string
  /** Who the presentation must be for. */
  readonly audience: string
  /** The one that the caller gave out for this session. */
  readonly nonce: string
  /** The transaction that the holder must have approved: base64url, as it was sent. */
  readonly transactionData?: string
  /**
   * Reading of the monotonic clock after which no evidence is waited for. A verdict that it left short of evidence is no better than
   * undetermined, and uses up no nonce: the caller chooses how long it waits, never on how little a receipt rests. Nothing is looked at or
   * recorded for a caller that is later still.
   */
  readonly deadlineMs: number
  /** Keeps what hangs on the verdict, in the transaction that uses up its nonce; not called when none is used up. */
  readonly keep?: (tx: Tx, kept: KeptVerdict) => Promise<void>
}

/** What a caller's own record of a verdict is made from. */
export interface KeptVerdict {
  readonly verdict: Verdict
  /** There when one was signed. */
  readonly receipt?: SignedReceipt
}

export interface SignedReceipt {
  readonly id: ReceiptId
  readonly compact: string
}

export interface Verified {
  readonly verdict: Verdict
  /** Milliseconds per stage. */
  readonly timings: Timings
  /** The verdict replays from it; it contains the presentation, so it is as personal as that. */
  readonly input: DecisionInput
}

/** A receipt signed on the strength of a verdict, to be recorded with it. */
export interface Certificate extends SignedReceipt {
  readonly campaignId: CampaignId
  /** The verdict in its canonical form, and the hash of it that the receipt carries. */
  readonly verdictText: string
  readonly verdictHash: string
  /** Until when what the verdict was decided from is kept. */
  readonly evidenceUntilMs: number
}

/** Gets the verdict and what was read; gives what is to be handed out for it, if anything. */
export type Certify = (
  verdict: Verdict,
  presentation: Result<Presentation, Reasoned>,
) => Promise<Certificate | undefined>

export interface Verification {
  /** Verifies and records. The receipt is there only when it is recorded together with the verdict. */
  verify(
    request: VerifyRequest,
    certify: Certify,
  ): Promise<Verified & { readonly receipt?: SignedReceipt }>
}

export interface VerificationParts {
  readonly context: PartyContext
  readonly settings: Settings
  readonly identifiers: Identifiers
  readonly accreditations: AccreditationSource
  readonly statuses: StatusSource
  readonly recorder: VerdictRecorder
  readonly askOverlays: AskOverlays
  /** Absent when no log is asked. */
  readonly proofs: HeadProofs | undefined
}

interface Evidence {
  readonly presentation: Result<Presentation, Reasoned>
  readonly signatures: SignatureFindings
  readonly accreditation: DecisionInput['accreditation']
  readonly status: Gathered<StatusEvidence>
  readonly overlays: OverlaysAnswered
  /** What accreditation and status were taken from. */
  readonly sources: readonly SourceDocument[]
  readonly heads: readonly UsedHead[]
}

const NO_EVIDENCE = {
  accreditation: {},
  status: {},
  overlays: { answers: [] },
  sources: [],
  heads: [],
} as const

/**
 * Makes the verification: gathers evidence through ports, decides by a pure function, and records what was used up, in that order. Evidence
 * that cannot be had in time leaves the verdict undetermined, and so does a store or worker that cannot be used; a presentation is taken once.
 */
export function createVerification(parts: VerificationParts): Verification {
  const {
    context,
    settings,
    identifiers,
    accreditations,
    statuses,
    recorder,
    askOverlays,
    proofs,
  } = parts
  const { clock, compute, timers } = context.ports
  const within = createDeadlineWatch(clock, timers)

  async function gather(request: VerifyRequest, lap: Lap): Promise<Evidence> {
    const presentation = readPresentation(request.presentation)
    lap('read')
    if (!presentation.ok) {
      return { presentation, signatures: NO_SIGNATURES, ...NO_EVIDENCE }
    }
    const { iss, status: named } = presentation.value.claims
    const stages = stageDeadlines(clock.monotonicMs(), request.deadlineMs)
    const accreditation = await accreditations.gather(iss, stages.accreditation)
    lap('accreditation')
    const { evidence: listed } = accreditation.gathered
    const questions = signatureQuestions(presentation.value, listed)
    const signatures = questions.findings(await answersTo(questions.jobs))
    lap('signatures')
    const instant = { nowMs: clock.nowMs(), clockBoundMs: settings.clockBoundMs }
    const record = listed && recordAt(listed, instant)
    const { credential } = findingsAt(signatures, listed, instant)
    // Only an accredited issuer makes us retrieve a URL of its choice.
    const isNamed = credential === 'holds' && named !== undefined && record !== undefined
    const { policy } = request
    const [status, overlays] = isNamed
      ? await Promise.all([
          statuses
            .gather({
              issuer: iss,
              entry: named.status_list,
              record,
              ageMsMax: statusTermsOf(policy, request.valueMinor).statusAgeMaxMs,
              deadlineMs: stages.status,
            })
            .finally(() => lap('status')),
          policy.overlays === undefined
            ? NO_EVIDENCE.overlays
            : askOverlays({
                policy,
                handle: identifiers.handle(named.status_list),
                verdict: decideVerdict(
                  { ...inputOf(request), ...instant, accreditation: accreditation.gathered },
                  { presentation, signatures },
                ),
                deadlineMs: stages.status,
              }).finally(() => lap('overlays')),
        ])
      : [{ gathered: {} }, NO_EVIDENCE.overlays]
    return {
      presentation,
      signatures,
      accreditation: accreditation.gathered,
      status: status.gathered,
      overlays,
      sources: [accreditation, status].flatMap(({ source }) => source ?? []),
      heads: [accreditation, status].flatMap(({ head }) => head ?? []),
    }
  }

  function answersTo(jobs: readonly SignatureJob[]): Promise<readonly boolean[]> {
    return jobs.length === 0 ? Promise.resolve([]) : compute.verifySignatures(jobs)
  }

  function inputOf(request: VerifyRequest): DecisionInput {
    const { log } = settings
    return {
      verifier: context.id,
      presentation: request.presentation,
      policy: request.policy,
      ...(request.valueMinor !== undefined && { valueMinor: request.valueMinor }),
      audience: request.audience,
      nonce: request.nonce,
      ...(request.transactionData !== undefined && { transactionData: request.transactionData }),
      nowMs: clock.nowMs(),
      clockBoundMs: settings.clockBoundMs,
      presentationAgeMsMax: settings.presentationAgeMsMax,
      accreditation: {},
      status: {},
      nonceState: 'fresh',
      ...(log && { log: { origin: log.key.name, mergeDelayMs: log.mergeDelayMs } }),
    }
  }

  function inputFrom(request: VerifyRequest, evidence: Evidence): DecisionInput {
    const { presentation, signatures, accreditation, status, overlays } = evidence
    const named = presentation.ok ? presentation.value.claims.status : undefined
    const isGenuine = signatures.credential === 'holds' && named !== undefined
    const isLate = [accreditation, status].some(({ failure }) => failure === 'deadline_passed')
    const cutShort = isLate ? 'deadline_passed' : overlays.cutShort
    return {
      ...inputOf(request),
      accreditation,
      status,
      ...(overlays.answers.length > 0 && { overlays: overlays.answers }),
      ...(cutShort && { nonceState: cutShort }),
      ...(isGenuine && { handle: identifiers.handle(named.status_list) }),
    }
  }

  /** An answer counts for what was asked. What the policy puts out may have changed meanwhile with the issuer's record or the hour. */
  function decideFrom(
    input: DecisionInput,
    evidence: Evidence,
  ): { readonly input: DecisionInput; readonly verdict: Verdict } {
    const verdict = decideVerdict(input, evidence)
    const { outputs: asked } = evidence.overlays
    const isAnswered = asked === undefined || hashOf(asked) === hashOf(verdict.outputs)
    if (isAnswered) return { input, verdict }
    const unanswered = { ...input, overlays: [] }
    return { input: unanswered, verdict: decideVerdict(unanswered, evidence) }
  }

  /** A nonce is used up only by the holder of the credential's key: nobody else can spend it. */
  function usedNonce(
    verdict: Verdict,
    evidence: Evidence,
    nonce: string,
  ): VerdictRecord['nonce'] | undefined {
    const binding = verdict.checks.find(({ check }) => check === 'holder_binding')
    if (binding?.result !== 'ok') return undefined
    const issuedAtMs = binding.evidence?.issuedAtMs
    assert(evidence.presentation.ok && issuedAtMs !== undefined, 'the binding was checked')
    const { presentationAgeMsMax, clockBoundMs } = settings
    // Longer than any reading of our clock could still take the presentation for fresh.
    const untilMs = issuedAtMs + presentationAgeMsMax + 2 * clockBoundMs + HOLDER_CLOCK_AHEAD_MS_MAX
    return { value: nonce, untilMs }
  }

  /** Nothing was looked at and nothing is used up. */
  function unexamined(
    request: VerifyRequest,
    why: Unrecorded | 'clock_unsafe',
    timings: Timings,
  ): Verified {
    const input = { ...inputOf(request), unexamined: why }
    return { verdict: decideUnexamined(input), timings, input }
  }

  /** Once more only when another process of this verifier has stored newer evidence meanwhile: then from that (S6). */
  async function attempt(
    request: VerifyRequest,
    certify: Certify,
    { lap, timings }: Stopwatch,
    { isLast }: { readonly isLast: boolean },
  ): Promise<Verified & { readonly receipt?: SignedReceipt }> {
    const isUnsafe = await proofs?.isClockUnsafe().catch(outageOrThrow)
    // By a clock that is known to be wrong nothing is decided (S12).
    if (isUnsafe) return unexamined(request, isUnsafe === true ? 'clock_unsafe' : isUnsafe, timings)
    const evidence = await gather(request, lap).catch(outageOrThrow)
    if (typeof evidence === 'string') return unexamined(request, evidence, timings)
    const { input, verdict } = decideFrom(inputFrom(request, evidence), evidence)
    const signed = await certify(verdict, evidence.presentation)
    lap('decision')
    const nonce = usedNonce(verdict, evidence, request.nonce)
    // A presentation that no known credential stands behind leaves nothing: else anybody could fill the store.
    if (verdict.handle === undefined && nonce === undefined) return { verdict, timings, input }
    const { heads } = evidence
    const { keep } = request
    const receipt = signed && { id: signed.id, compact: signed.compact }
    const outcome = await recorder.record(
      {
        verdict,
        heads,
        ...(nonce && { nonce }),
        ...(signed && {
          receipt: {
            ...signed,
            evidence: {
              input: keepInput(input),
              untilMs: signed.evidenceUntilMs,
              documents: evidence.sources,
            },
          },
        }),
        ...(keep && nonce && { keep: (tx) => keep(tx, { verdict, ...(receipt && { receipt }) }) }),
      },
      request.deadlineMs,
    )
    lap('record')
    if (outcome === 'recorded') return { verdict, timings, input, ...(receipt && { receipt }) }
    if (outcome === 'status_rolled_back' && !isLast) {
      for (const { scope } of heads) {
        accreditations.reload(scope)
        statuses.reload(scope)
      }
      return attempt(request, certify, { lap, timings }, { isLast: true })
    }
    const refused: DecisionInput = { ...input, nonceState: outcome }
    const second = decideVerdict(refused, evidence)
    if (outcome === 'replayed')
      await recorder.record({ verdict: second, heads }, request.deadlineMs)
    return { verdict: second, timings, input: refused }
  }

  return {
    async verify(request, certify) {
      const stopwatch = startTimings(() => clock.monotonicMs())
      if (clock.monotonicMs() > request.deadlineMs) {
        return unexamined(request, 'deadline_passed', stopwatch.timings)
      }
      const attempted = await within(
        attempt(request, certify, stopwatch, { isLast: false }),
        request.deadlineMs,
      )
      // What is still being recorded is there for the caller's next attempt.
      return attempted ?? unexamined(request, 'deadline_passed', stopwatch.timings)
    },
  }
}

/** Until when each stage that waits for others may do so, on the monotonic clock; what is left is for signatures, decision and commit. */
function stageDeadlines(
  nowMs: number,
  deadlineMs: number,
): { readonly accreditation: number; readonly status: number } {
  const after = (eighths: number) => nowMs + Math.floor(((deadlineMs - nowMs) * eighths) / 8)
  return {
    accreditation: after(ACCREDITATION_DEADLINE_EIGHTHS),
    status: after(STATUS_DEADLINE_EIGHTHS),
  }
}

type Lap = (stage: string) => void

interface Stopwatch {
  readonly lap: Lap
  readonly timings: Timings
}

function startTimings(monotonicMs: () => number): Stopwatch {
  const timings: Record<string, number> = {}
  let beforeMs = monotonicMs()
  return {
    timings,
    lap(stage) {
      const nowMs = monotonicMs()
      timings[stage] = (timings[stage] ?? 0) + nowMs - beforeMs
      beforeMs = nowMs
    },
  }
}
