import {
  type AccreditationRecord,
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
} from '@evenkeel/kernel'
import { ACT_ID_CHARS_MAX, NETWORK_BUDGET_MS, NETWORK_RESEND_MS } from '../limits.ts'
import { isText } from '../model/check-actor.ts'
import { appendLeaves, type GovernanceDeps, handAct, hashBody } from './hand-over.ts'

/** An act upon the accreditations, and what the network answered. */
export interface AccreditationActView {
  readonly act: GovernanceAct
  readonly state: 'handed_over' | 'applied' | 'refused'
  readonly reason: ReasonCode | undefined
}

/**
 * Records the act that makes, changes or ends an accreditation, and hands it to the network. The same record again gives the stored act.
 * Reasons: malformed_message, case_actor_not_allowed when the record names another authority, act_conflict when its act id was used already.
 */
export function accredit(
  deps: GovernanceDeps,
  record: AccreditationRecord,
): Promise<Result<AccreditationActView, Reasoned>> {
  const { context } = deps
  return context.ports.store.transact('accredit', async (tx) => {
    const parsed = parseAccreditationRecord(record)
    if (!parsed.ok) return parsed
    if (!isText(record.actId, ACT_ID_CHARS_MAX)) return refuse('malformed_message', 'the act id')
    if (record.authority !== context.id) {
      return refuse('case_actor_not_allowed', `the authority here is ${context.id}`)
    }
    const known = await readAct(tx, record.actId)
    if (known !== undefined) {
      const same = canonicalJson(known.act.record) === canonicalJson(record)
      return same ? ok(known) : refuse('act_conflict', record.actId)
    }
    const now = context.ports.clock.nowMs()
    const act: GovernanceAct = { actId: record.actId, kind: 'accredit', record, decidedAtMs: now }
    await tx.run(
      'INSERT INTO governance_accreditation_act (act_id, act, decided_at, state) VALUES (?, ?, ?, ?)',
      [act.actId, canonicalJson(act), now, 'handed_over'],
    )
    await handAct(deps, tx, act)
    await appendLeaves(deps, tx, [
      {
        v: 1,
        kind: 'act',
        scope: act.actId,
        seq: 0,
        actor: context.id,
        bodyHash: hashBody(act),
        decidedAtMs: now,
        effectiveAtMs: record.statusFromMs,
      },
    ])
    const { status, action } = record
    await context.recordEvents(tx, [
      { event: 'ActDecided', atMs: now, ids: { act: act.actId }, detail: { status, action } },
    ])
    return ok({ act, state: 'handed_over', reason: undefined })
  })
}

/** Returns an act upon the accreditations. Reason: not_found. */
export function showAct(
  store: Store,
  actId: string,
): Promise<Result<AccreditationActView, Reasoned>> {
  return store.read('show-act', async (tx) => {
    const view = isText(actId, ACT_ID_CHARS_MAX) ? await readAct(tx, actId) : undefined
    return view === undefined ? refuse('not_found', `no act ${actId}`) : ok(view)
  })
}

async function readAct(tx: ReadTx, actId: string): Promise<AccreditationActView | undefined> {
  const row = await tx.get(
    'SELECT act, state, reason FROM governance_accreditation_act WHERE act_id = ?',
    [actId],
  )
  return row && toView(row)
}

function toView(row: Row): AccreditationActView {
  return {
    act: JSON.parse(String(row.act)) as GovernanceAct,
    state: row.state as AccreditationActView['state'],
    reason: (row.reason ?? undefined) as ReasonCode | undefined,
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
