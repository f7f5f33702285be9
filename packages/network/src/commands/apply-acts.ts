import {
  type AccreditingAct,
  type ActEffect,
  type AnyNewItem,
  acknowledged,
  type CancellingAct,
  canonicalJson,
  type EpochMs,
  encodeHex,
  firstGridTimeMs,
  type GovernanceAct,
  type HandlerAnswer,
  type HandoffId,
  importPublicJwk,
  ok,
  parseGovernanceAct,
  type ReasonCode,
  type Reasoned,
  type ReceivedItem,
  type ReceiveHandler,
  type Result,
  refuse,
  refused,
  type SendPolicy,
  sha256,
  type Tx,
} from '@evenkeel/kernel'
import { ACT_AHEAD_MS_MAX, EFFECT_BUDGET_MS, EFFECT_RESEND_MS } from '../limits.ts'
import { isCancellable, placeAct } from '../model/place-act.ts'
import {
  foldActs,
  isFull,
  readLeaseEndMs,
  readSchedule,
  setState,
  writeStanding,
} from './accreditation-schedule.ts'
import type { NetworkDeps } from './network-deps.ts'

/**
 * Takes acts upon the accreditations from the authority: acknowledged means recorded, and in the next list. A coordinated act is announced for the
 * first time T on the grid that comes after every list without it, and not before the record asks for it; the authority is told T. One record
 * stands per subject and action, that of the act decided last, in whichever order acts arrive. A full list takes every immediate act that ends an
 * accreditation. Reasons: case_actor_not_allowed, malformed_message, key_malformed, clock_unsafe (decided ahead of our time), act_conflict,
 * accreditation_list_full, act_cannot_be_cancelled, not_found (nothing to cancel).
 */
export function applyActsHandler(deps: NetworkDeps): ReceiveHandler<'network.apply-act'> {
  return {
    kind: 'network.apply-act',
    parse: parseGovernanceAct,
    async apply(tx, items) {
      const answers: HandlerAnswer[] = []
      for (const item of items) {
        const reason = await applyAct(deps, tx, item)
        answers.push(reason === undefined ? acknowledged : refused(reason))
      }
      return answers
    },
  }
}

/** The authority hears when an act counts; until its signed answer is here, the network says it again. */
export const effectPolicy: SendPolicy<'governance.record-effect'> = {
  kind: 'governance.record-effect',
  budgetMs: EFFECT_BUDGET_MS,
  defaults: [
    { afterMs: EFFECT_RESEND_MS, act: 'resend' },
    { afterMs: EFFECT_BUDGET_MS - EFFECT_RESEND_MS, act: 'escalate' },
  ],
}

async function applyAct(
  deps: NetworkDeps,
  tx: Tx,
  { body: act, from, atMs }: ReceivedItem<'network.apply-act'>,
): Promise<ReasonCode | undefined> {
  const { config } = deps
  if (from !== config.authority) return 'case_actor_not_allowed'
  const fault = act.kind === 'accredit' ? faultOf(act, from) : undefined
  if (fault !== undefined) return fault
  if (act.decidedAtMs > atMs + ACT_AHEAD_MS_MAX) return 'clock_unsafe'
  const known = await tx.get('SELECT act FROM accreditation_act WHERE act_id = ?', [act.actId])
  if (known !== undefined) return known.act === canonicalJson(act) ? undefined : 'act_conflict'
  await foldActs(tx, atMs, config.accreditationRule.clockBoundMs)
  const effects =
    act.kind === 'accredit' ? await accredit(deps, tx, act, atMs) : await cancel(tx, act, atMs)
  if (!effects.ok) return effects.error.code
  await tellAuthority(deps, tx, { act, effects: effects.value, atMs })
  return undefined
}

function faultOf(
  { record, actId, mode, decidedAtMs }: AccreditingAct,
  from: string,
): ReasonCode | undefined {
  if (record.authority !== from) return 'case_actor_not_allowed'
  const isMalformed =
    record.actId !== actId ||
    record.validFromMs >= record.validUntilMs ||
    (mode === 'immediate' && record.statusFromMs > decidedAtMs)
  if (isMalformed) return 'malformed_message'
  return record.keys.every((key) => importPublicJwk(key).ok) ? undefined : 'key_malformed'
}

async function accredit(
  { config }: NetworkDeps,
  tx: Tx,
  act: AccreditingAct,
  now: EpochMs,
): Promise<Result<readonly ActEffect[], Reasoned>> {
  const { actId, record, decidedAtMs, mode = 'coordinated' } = act
  const leaseEndMs = await readLeaseEndMs(tx)
  // The drain: nothing that was prepared without the act lives until T.
  const effectiveAtMs =
    mode === 'immediate'
      ? undefined
      : firstGridTimeMs(config.accreditationRule.gridMs, leaseEndMs, now, record.statusFromMs)
  const schedule = await readSchedule(tx, record)
  const isEnding = record.status !== 'active'
  const placed = placeAct(schedule, { actId, decidedAtMs, isEnding }, effectiveAtMs)
  if (!placed.ok) return placed
  const { state, replaces } = placed.value
  const isAlwaysTaken = isEnding && state === 'in_force' && schedule.standing !== undefined
  if (state !== 'void' && !isAlwaysTaken && (await isFull(tx, record, state))) {
    return refuse('accreditation_list_full')
  }
  await insertAct(tx, { act, record, state, effectiveAtMs: effectiveAtMs ?? now })
  for (const replaced of replaces) await setState(tx, replaced.actId, 'void')
  if (state === 'in_force') await writeStanding(tx, act)
  const countsAtMs = {
    announced: effectiveAtMs ?? now,
    in_force: Math.max(leaseEndMs, now),
    void: now,
  }[state]
  return ok([
    { actId, state, effectiveAtMs: countsAtMs },
    ...replaces.map(
      (other): ActEffect => ({ actId: other.actId, state: 'void', effectiveAtMs: now }),
    ),
  ])
}

async function cancel(
  tx: Tx,
  act: CancellingAct,
  now: EpochMs,
): Promise<Result<readonly ActEffect[], Reasoned>> {
  const { actId, cancels } = act
  const row = await tx.get(
    'SELECT subject, action, state, effective_at, listed_until FROM accreditation_act WHERE act_id = ?',
    [cancels],
  )
  if (row === undefined) return refuse('not_found')
  const effectiveAtMs = Number(row.effective_at)
  const listedUntilMs = Number(row.listed_until)
  if (row.state !== 'announced' || !isCancellable({ effectiveAtMs, listedUntilMs }, now)) {
    return refuse('act_cannot_be_cancelled')
  }
  const record = { subject: String(row.subject), action: String(row.action) }
  await insertAct(tx, { act, record, state: 'cancelled', effectiveAtMs })
  await setState(tx, cancels, 'cancelled')
  return ok([actId, cancels].map((id) => ({ actId: id, state: 'cancelled', effectiveAtMs })))
}

interface RecordedAct {
  readonly act: GovernanceAct
  readonly record: { readonly subject: string; readonly action: string }
  readonly state: ActEffect['state']
  readonly effectiveAtMs: number
}

async function insertAct(
  tx: Tx,
  { act, record, state, effectiveAtMs }: RecordedAct,
): Promise<void> {
  const { actId, decidedAtMs } = act
  await tx.run(
    'INSERT INTO accreditation_act (act_id, subject, action, decided_at, act, state, effective_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [actId, record.subject, record.action, decidedAtMs, canonicalJson(act), state, effectiveAtMs],
  )
}

async function tellAuthority(
  { context, config }: NetworkDeps,
  tx: Tx,
  told: {
    readonly act: GovernanceAct
    readonly effects: readonly ActEffect[]
    readonly atMs: EpochMs
  },
): Promise<void> {
  const { act, effects, atMs } = told
  await context.enqueue(
    tx,
    effects.map(
      (body): AnyNewItem => ({
        id: `effect:${encodeHex(sha256(canonicalJson(body)))}` as HandoffId,
        to: config.authority,
        kind: 'governance.record-effect',
        body,
      }),
    ),
  )
  const about =
    act.kind === 'accredit' ? { status: act.record.status, action: act.record.action } : {}
  await context.recordEvents(
    tx,
    effects.map(({ actId, state, effectiveAtMs }) => ({
      event: 'AccreditationRecorded',
      atMs,
      ids: { act: actId },
      detail: { state, effectiveAtMs, ...(actId === act.actId && about) },
    })),
  )
}
