import {
  type AccreditationRecord,
  type ActEffect,
  type ActMode,
  canonicalJson,
  type GovernanceAct,
  ok,
  parseAccreditationRecord,
  type ReadTx,
  type ReasonCode,
  type Reasoned,
  type Result,
  type Row,
  refuse,
  type SendPolicy,
  type Store,
  type Tx,
} from '@evenkeel/kernel'
import { ACT_ID_CHARS_MAX, NETWORK_BUDGET_MS, NETWORK_RESEND_MS } from '../limits.ts'
import { actModeFor, DEFAULT_ACCREDITATION_MODES } from '../model/accreditation-modes.ts'
import { isText } from '../model/check-actor.ts'
import { appendLeaves, type GovernanceDeps, handAct, hashBody } from './hand-over.ts'

/** An act upon the accreditations, and what the network answered. */
export interface AccreditationActView {
  readonly act: GovernanceAct
  readonly state: 'handed_over' | 'applied' | 'refused'
  readonly reason: ReasonCode | undefined
  /** What the network made of it, with the time at which it counts; what ended an announced act stands after its announcement. */
  readonly effects: readonly ActEffect[]
}

export interface Accredit {
  readonly record: AccreditationRecord
  /** What the rule says of the record's reason, if absent. */
  readonly mode?: ActMode
}

/**
 * Records the act that makes, changes or ends an accreditation, and hands it to the network, which works out when it counts. The same record
 * again gives the stored act. Reasons: malformed_message (also an immediate act that asks for a later time), case_actor_not_allowed when the
 * record names another authority, act_conflict when its act id was used already.
 */
export function accredit(
  deps: GovernanceDeps,
  { record, mode }: Accredit,
): Promise<Result<AccreditationActView, Reasoned>> {
  const { context, config } = deps
  return context.ports.store.transact('accredit', async (tx) => {
    const parsed = parseAccreditationRecord(record)
    if (!parsed.ok) return parsed
    if (!isText(record.actId, ACT_ID_CHARS_MAX)) return refuse('malformed_message', 'the act id')
    if (record.authority !== context.id) {
      return refuse('case_actor_not_allowed', `the authority here is ${context.id}`)
    }
    const known = await readAct(tx, record.actId)
    if (known !== undefined) {
      const { act } = known
      const isSame =
        act.kind === 'accredit' &&
        canonicalJson(act.record) === canonicalJson(record) &&
        (mode ?? act.mode) === act.mode
      return isSame ? ok(known) : refuse('act_conflict', record.actId)
    }
    const decidedAtMs = context.ports.clock.nowMs()
    const { accreditationModes = DEFAULT_ACCREDITATION_MODES } = config
    const decided = mode ?? actModeFor(accreditationModes, record.reason)
    if (decided === 'immediate' && record.statusFromMs > decidedAtMs) {
      return refuse('malformed_message', 'an immediate act asks for no later time')
    }
    return ok(
      await decide(
        deps,
        tx,
        { actId: record.actId, kind: 'accredit', record, decidedAtMs, mode: decided },
        { status: record.status, action: record.action },
      ),
    )
  })
}

export interface CancelAct {
  /** Of the cancelling act. */
  readonly actId: string
  /** The act that was announced. */
  readonly cancels: string
}

/**
 * Records the act that takes an announced one back, and hands it to the network, which refuses it when verifiers may go by the announcement
 * already. The same again gives the stored act. Reasons: malformed_message, not_found, act_conflict.
 */
export function cancelAct(
  deps: GovernanceDeps,
  { actId, cancels }: CancelAct,
): Promise<Result<AccreditationActView, Reasoned>> {
  const { context } = deps
  return context.ports.store.transact('cancel-act', async (tx) => {
    if (!isText(actId, ACT_ID_CHARS_MAX)) return refuse('malformed_message', 'the act id')
    const known = await readAct(tx, actId)
    if (known !== undefined) {
      const isSame = known.act.kind === 'cancel' && known.act.cancels === cancels
      return isSame ? ok(known) : refuse('act_conflict', actId)
    }
    const announced = await findAct(tx, cancels)
    if (announced?.act.kind !== 'accredit')
      return refuse('not_found', 'no act that can be taken back')
    const decidedAtMs = context.ports.clock.nowMs()
    return ok(await decide(deps, tx, { actId, kind: 'cancel', cancels, decidedAtMs }, {}))
  })
}

async function decide(
  deps: GovernanceDeps,
  tx: Tx,
  act: GovernanceAct,
  detail: Readonly<Record<string, string>>,
): Promise<AccreditationActView> {
  const { context } = deps
  const { actId, kind, decidedAtMs } = act
  await tx.run(
    'INSERT INTO governance_accreditation_act (act_id, act, decided_at, state) VALUES (?, ?, ?, ?)',
    [actId, canonicalJson(act), decidedAtMs, 'handed_over'],
  )
  await handAct(deps, tx, act)
  await appendLeaves(deps, tx, [
    {
      v: 1,
      kind: 'act',
      scope: actId,
      seq: 0,
      actor: context.id,
      bodyHash: hashBody(act),
      decidedAtMs,
      effectiveAtMs: act.kind === 'accredit' ? act.record.statusFromMs : decidedAtMs,
    },
  ])
  await context.recordEvents(tx, [
    { event: 'ActDecided', atMs: decidedAtMs, ids: { act: actId }, detail: { kind, ...detail } },
  ])
  return { act, state: 'handed_over', reason: undefined, effects: [] }
}

/** Returns an act upon the accreditations. Reason: not_found. */
export function showAct(
  store: Store,
  actId: string,
): Promise<Result<AccreditationActView, Reasoned>> {
  return store.read('show-act', async (tx) => {
    const view = await findAct(tx, actId)
    return view === undefined ? refuse('not_found', `no act ${actId}`) : ok(view)
  })
}

async function findAct(tx: ReadTx, actId: string): Promise<AccreditationActView | undefined> {
  return isText(actId, ACT_ID_CHARS_MAX) ? readAct(tx, actId) : undefined
}

async function readAct(tx: ReadTx, actId: string): Promise<AccreditationActView | undefined> {
  const row = await tx.get(
    'SELECT act, state, reason FROM governance_accreditation_act WHERE act_id = ?',
    [actId],
  )
  if (row === undefined) return undefined
  // `announced` comes first in the alphabet too.
  const effects = await tx.all(
    'SELECT act_id, state, effective_at FROM governance_act_effect WHERE act_id = ? ORDER BY state',
    [actId],
  )
  return {
    act: JSON.parse(String(row.act)) as GovernanceAct,
    state: row.state as AccreditationActView['state'],
    reason: (row.reason ?? undefined) as ReasonCode | undefined,
    effects: effects.map(toEffect),
  }
}

function toEffect(row: Row): ActEffect {
  return {
    actId: String(row.act_id),
    state: row.state as ActEffect['state'],
    effectiveAtMs: Number(row.effective_at),
  }
}

const SET_STATE = 'UPDATE governance_accreditation_act SET state = ?, reason = ? WHERE act_id = ?'

/** Acts stay with governance until the network's signed answer is here. */
export const actPolicy: SendPolicy<'network.apply-act'> = {
  kind: 'network.apply-act',
  budgetMs: NETWORK_BUDGET_MS,
  defaults: [
    { afterMs: NETWORK_RESEND_MS, act: 'resend' },
    { afterMs: NETWORK_BUDGET_MS - NETWORK_RESEND_MS, act: 'escalate' },
  ],
  onAcknowledged: async (tx, items) => {
    await tx.runMany(
      SET_STATE,
      items.map((item) => ['applied', null, item.body.actId]),
    )
  },
  onRefused: async (tx, items) => {
    await tx.runMany(
      SET_STATE,
      items.map((item) => ['refused', item.reason, item.body.actId]),
    )
  },
}

/** Leaves stay with governance until the log has them durably. */
export const leafPolicy: SendPolicy<'network.append'> = {
  kind: 'network.append',
  budgetMs: NETWORK_BUDGET_MS,
  defaults: [
    { afterMs: NETWORK_RESEND_MS, act: 'resend' },
    { afterMs: NETWORK_BUDGET_MS - NETWORK_RESEND_MS, act: 'escalate' },
  ],
}
