import {
  type AnyNewItem,
  brandId,
  type CampaignId,
  type CampaignRule,
  canonicalJson,
  deriveKey,
  encodeBase64url,
  encodeUtf8,
  type HandoffId,
  openSealed,
  type PartyContext,
  type PartyId,
  RECHECK_RECEIPTS_MAX,
  type ReasonCode,
  type ReceiptId,
  type RecheckResult,
  type Row,
  recordAt,
  sealBytes,
  sha256Text,
  statusTermsOf,
  valueAtStake,
} from '@evenkeel/kernel'
import type { Settings } from '../config.ts'
import type { AccreditationSource } from '../evidence/accreditation-evidence.ts'
import type { StatusSource } from '../evidence/status-evidence.ts'
import { RECHECK_RETRY_MS, RECHECK_SEALED_BYTES_MAX, RECHECKED_AT_A_TIME } from '../limits.ts'
import type { SignatureFindings } from '../model/checks/check-context.ts'
import type { AccreditationEvidence, Gathered, StatusEvidence } from '../model/decision-input.ts'
import {
  findingsAt,
  type SignatureQuestions,
  signatureQuestions,
} from '../model/find-signatures.ts'
import type { Identifiers } from '../model/identifiers.ts'
import { lookAgain, type SecondOpinion } from '../model/look-again.ts'
import { outageOrThrow } from '../model/outage.ts'
import { type Presentation, readPresentation } from '../model/read-presentation.ts'
import {
  parseSharedEvidence,
  type SharedEvidence,
  shareEvidence,
} from '../model/shared-evidence.ts'
import type { AcceptedRules } from './accept-rule.ts'
import type { ReadKept } from './read-decision.ts'

/** A result on its way to the distributor that asked. */
export interface RecheckAnswer {
  readonly campaignId: CampaignId
  readonly distributor: PartyId
  readonly attempt: number
  readonly result: RecheckResult
}

export interface RecheckParts {
  readonly context: PartyContext
  readonly settings: Settings
  readonly identifiers: Identifiers
  readonly rules: Pick<AcceptedRules, 'find' | 'findPriors'>
  readonly readKept: ReadKept
  readonly accreditations: AccreditationSource
  readonly statuses: StatusSource
}

/** One receipt that is to be looked at. */
interface Recheck {
  readonly itemId: string
  readonly receiptId: ReceiptId
  readonly sentBy: PartyId
  readonly campaignId: CampaignId
  readonly distributor: PartyId
  readonly attempt: number
  readonly certified: string
  readonly by: PartyId
  readonly untilMs: number
  readonly sealed: Uint8Array | undefined
}

/** What becomes of a recheck now: it is answered, handed to another verifier, or looked at again later. */
type Step =
  | { readonly step: 'answer'; readonly recheck: Recheck; readonly opinion: SecondOpinion }
  | { readonly step: 'share'; readonly recheck: Recheck; readonly sealed: Uint8Array }
  | { readonly step: 'later'; readonly recheck: Recheck }

/** A receipt of which everything is there but the answers about its signatures. */
interface Look {
  readonly step: 'look'
  readonly recheck: Recheck
  readonly rule: CampaignRule
  readonly shared: SharedEvidence
  readonly presentation: Presentation
  readonly accreditation: Gathered<AccreditationEvidence>
  readonly questions: SignatureQuestions
  readonly deadlineMs: number
}

/**
 * Makes the command that looks at receipts once more, some at a time, from the evidence that was kept or handed over and the lists that are held: no
 * issuer is asked about anybody. What another verifier is to look at is handed to it, encrypted for the programme. While a list cannot be had it is
 * tried again, until half of the question's time is over; then nobody can say.
 */
export function createRecheckAnswerer(parts: RecheckParts): () => Promise<void> {
  const { context, settings, identifiers, rules, readKept, accreditations, statuses } = parts
  const { clock, compute, random, store, timers } = context.ports
  const key = deriveKey(settings.programmeKey, ['recheck'])

  /** Takes the steps of some rechecks. All their signatures are one batch: that is worth the way to another thread. */
  async function takeSteps(rechecks: readonly Recheck[]): Promise<readonly Step[]> {
    const own = rechecks.filter(({ sealed }) => sealed === undefined)
    const kept = await readKept(own.map(({ receiptId }) => receiptId))
    const begun = await Promise.all(rechecks.map((recheck) => beginStep(recheck, kept)))
    const looks = begun.filter((one) => one.step === 'look')
    const jobs = looks.flatMap(({ questions }) => questions.jobs)
    const answers = jobs.length === 0 ? [] : await compute.verifySignatures(jobs)
    let position = 0
    const steps = begun.map((one) => {
      if (one.step !== 'look') return one
      const first = position
      position += one.questions.jobs.length
      return endStep(one, one.questions.findings(answers.slice(first, position)))
    })
    return Promise.all(steps)
  }

  async function beginStep(
    recheck: Recheck,
    kept: ReadonlyMap<ReceiptId, SharedEvidence>,
  ): Promise<Step | Look> {
    const rule = await rules.find(recheck.campaignId)
    if (rule === undefined) return answer(recheck, 'campaign_unknown')
    const shared = evidenceOf(recheck, kept)
    if (shared === undefined) return answer(recheck, 'recheck_evidence_missing')
    if (recheck.by !== context.id) {
      const sealed = sealBytes(key, random, nameOf(recheck), encodeUtf8(JSON.stringify(shared)))
      return sealed.length > RECHECK_SEALED_BYTES_MAX
        ? answer(recheck, 'recheck_evidence_missing')
        : { step: 'share', recheck, sealed }
    }
    const read = readPresentation(shared.presentation)
    if (!read.ok) {
      return { step: 'answer', recheck, opinion: { outcome: 'changed', reason: read.error.code } }
    }
    const presentation = read.value
    const deadlineMs = clock.monotonicMs() + 2 * settings.fetchMs
    const { gathered } = await accreditations.gather(presentation.claims.iss, deadlineMs)
    const questions = signatureQuestions(presentation, gathered.evidence)
    const accreditation = gathered
    return {
      step: 'look',
      recheck,
      rule,
      shared,
      presentation,
      deadlineMs,
      accreditation,
      questions,
    }
  }

  /** The verifier's own evidence, or what it was handed. */
  function evidenceOf(
    recheck: Recheck,
    kept: ReadonlyMap<ReceiptId, SharedEvidence>,
  ): SharedEvidence | undefined {
    if (recheck.sealed !== undefined) {
      const bytes = openSealed(key, nameOf(recheck), recheck.sealed)
      const shared = bytes && parseSharedEvidence(bytes)
      return shared?.ok ? shared.value : undefined
    }
    const own = kept.get(recheck.receiptId)
    return own && shareEvidence(own)
  }

  async function endStep(
    { recheck, rule, shared, presentation, deadlineMs, accreditation }: Look,
    signatures: SignatureFindings,
  ): Promise<Step> {
    const { receiptId, sentBy, sealed, certified, untilMs } = recheck
    const { clockBoundMs, presentationAgeMsMax } = settings
    const status = await gatherStatus(presentation, rule, { accreditation, signatures, deadlineMs })
    const priors = await rules.findPriors(rule)
    const nowMs = clock.nowMs()
    const opinion = lookAgain({
      receipt: { id: receiptId, iss: sealed === undefined ? context.id : sentBy, certified },
      rule,
      priors,
      shared,
      presentation,
      signatures,
      own: { verifier: context.id, clockBoundMs, presentationAgeMsMax, accreditation, status },
      nowMs,
      identifiers,
    })
    const isTrouble = opinion.outcome === 'undetermined' && nowMs < untilMs
    return isTrouble ? { step: 'later', recheck } : { step: 'answer', recheck, opinion }
  }

  /** The status of a credential that is genuine, of an issuer that is known. */
  async function gatherStatus(
    { claims: { iss, status: named } }: Presentation,
    rule: CampaignRule,
    found: Pick<Look, 'accreditation' | 'deadlineMs'> & { readonly signatures: SignatureFindings },
  ): Promise<Gathered<StatusEvidence>> {
    const { evidence } = found.accreditation
    const instant = { nowMs: clock.nowMs(), clockBoundMs: settings.clockBoundMs }
    const record = evidence && recordAt(evidence, instant)
    const isGenuine = findingsAt(found.signatures, evidence, instant).credential === 'holds'
    if (!isGenuine || named === undefined || record === undefined) return {}
    const { gathered } = await statuses.gather({
      issuer: iss,
      entry: named.status_list,
      record,
      ageMsMax: statusTermsOf(rule.policy, valueAtStake(rule)).statusAgeMaxMs,
      deadlineMs: found.deadlineMs,
    })
    return gathered
  }

  async function finish(steps: readonly Step[]): Promise<void> {
    const now = clock.nowMs()
    const answers: RecheckAnswer[] = []
    const shared: AnyNewItem[] = []
    const later: [number, string, string][] = []
    const done: [string, string][] = []
    for (const step of steps) {
      const { itemId, receiptId, campaignId, distributor, attempt, certified, by, untilMs } =
        step.recheck
      if (step.step === 'later') {
        later.push([Math.min(now + RECHECK_RETRY_MS, untilMs), itemId, receiptId])
        continue
      }
      done.push([itemId, receiptId])
      if (step.step === 'answer') {
        const result = { receiptId, certified, ...step.opinion }
        answers.push({ campaignId, distributor, attempt, result })
        continue
      }
      const sealed = encodeBase64url(step.sealed)
      const body = { campaignId, distributor, attempt, receiptId, certified, sealed }
      const id = idOf('recheck-evidence', { itemId, receiptId })
      const budgetMs = Math.max(1, untilMs - now)
      shared.push({ id, to: by, kind: 'verifier.recheck-evidence', body, budgetMs })
    }
    await store.transact('finish-rechecks', async (tx) => {
      await tx.runMany('DELETE FROM recheck WHERE item_id = ? AND receipt_id = ?', done)
      await tx.runMany(
        'UPDATE recheck SET look_at_ms = ? WHERE item_id = ? AND receipt_id = ?',
        later,
      )
      await context.enqueue(tx, [...shared, ...recheckAnswers(answers)])
      await context.recordEvents(
        tx,
        answers
          .filter(({ result }) => result.outcome !== 'good')
          .map(({ result: { receiptId, outcome, reason = '' } }) => ({
            event: 'ReceiptRechecked',
            atMs: now,
            ids: { receipt: receiptId },
            detail: { outcome, reason },
          })),
      )
    })
  }

  return async () => {
    const beganAtMs = clock.nowMs()
    // Whoever hangs keeps the party from whatever else is due for no longer than they would alone.
    const stopMs = clock.monotonicMs() + settings.fetchMs
    while (clock.monotonicMs() < stopMs) {
      const due = await store.read('rechecks-due', (tx) =>
        tx.all(
          'SELECT * FROM recheck WHERE look_at_ms <= ? ORDER BY look_at_ms, item_id, receipt_id LIMIT ?',
          [beganAtMs, RECHECKED_AT_A_TIME],
        ),
      )
      if (due.length === 0) return
      await timers.sleep(0)
      const steps = await takeSteps(due.map(recheckOf)).catch(outageOrThrow)
      // They are there at the next sweep.
      if (typeof steps === 'string') return
      await finish(steps)
    }
  }
}

/** Answers as items, many receipts in one. */
export function recheckAnswers(answers: readonly RecheckAnswer[]): readonly AnyNewItem[] {
  const groups = Map.groupBy(answers, ({ campaignId, distributor, attempt }) =>
    canonicalJson({ campaignId, distributor, attempt }),
  )
  const items: AnyNewItem[] = []
  for (const group of groups.values()) {
    for (let first = 0; first < group.length; first += RECHECK_RECEIPTS_MAX) {
      const [one, ...others] = group.slice(first, first + RECHECK_RECEIPTS_MAX)
      if (one === undefined) continue
      const { campaignId, distributor: to, attempt } = one
      const body = { campaignId, attempt, results: [one, ...others].map(({ result }) => result) }
      items.push({ id: idOf('rechecked', body), to, kind: 'distributor.record-recheck', body })
    }
  }
  return items
}

function answer(recheck: Recheck, reason: ReasonCode): Step {
  return { step: 'answer', recheck, opinion: { outcome: 'undetermined', reason } }
}

/** What sealed evidence is bound to: nobody passes one receipt's for another's. */
function nameOf({ campaignId, receiptId, certified }: Recheck): Uint8Array {
  return encodeUtf8(canonicalJson([campaignId, receiptId, certified]))
}

function idOf(prefix: string, of: object): HandoffId {
  return brandId<HandoffId>(`${prefix}:${sha256Text(canonicalJson(of), 'hex')}`)
}

function recheckOf(row: Row): Recheck {
  return {
    itemId: String(row.item_id),
    receiptId: row.receipt_id as ReceiptId,
    sentBy: row.sent_by as PartyId,
    campaignId: row.campaign_id as CampaignId,
    distributor: row.distributor as PartyId,
    attempt: Number(row.attempt),
    certified: String(row.certified),
    by: row.looked_at_by as PartyId,
    untilMs: Number(row.until_ms),
    sealed: row.sealed instanceof Uint8Array ? row.sealed : undefined,
  }
}
