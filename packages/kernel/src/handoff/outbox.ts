import { assert } from '../assert.ts'
import { encodeHex } from '../bytes/hex.ts'
import { sha256 } from '../crypto/hash.ts'
import type { PublicKey } from '../crypto/import-public-jwk.ts'
import type { RecordEvents } from '../events/event-recorder.ts'
import { type EpochMs, epochMs, type HandoffId, type PartyId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import type { JsonValue } from '../json/json-value.ts'
import type { HandoffKind } from '../messages/handoff-kinds.ts'
import type { Ports, ReadTx, Row, Tx } from '../ports.ts'
import {
  type Acknowledgement,
  ENVELOPE_TYP,
  type Envelope,
  openAcknowledgement,
  signMessage,
} from './envelope.ts'
import type {
  AnyNewItem,
  AnySendPolicy,
  DefaultAct,
  DefaultStep,
  RefusedItem,
  SendPolicy,
  SentItem,
} from './handoff-policy.ts'
import {
  ACKNOWLEDGEMENT_BYTES_MAX,
  DELIVERY_TIMEOUT_MS,
  ENVELOPE_BODY_BYTES_MAX,
  ENVELOPE_ITEMS_MAX,
  RESEND_MS_FIRST,
  RESEND_MS_LONGEST,
} from './limits.ts'

export interface Outbox {
  /** Makes this party accountable for the items, in the caller's transaction. An id that is there already is left as it is. */
  enqueue(tx: Tx, items: readonly AnyNewItem[]): Promise<void>
  /** Sends what is due, one envelope per recipient, and records the answers. Returns how many items got an answer. */
  pump(): Promise<number>
  /** Fires every default whose deadline has passed, each exactly once. Returns how many fired. */
  fireDefaults(): Promise<number>
  /** Takes an item off hold, by an operator's decision. False if it is not an open item on hold. */
  release(id: HandoffId): Promise<boolean>
}

export interface OutboxOptions {
  readonly self: PartyId
  readonly ports: Ports
  readonly keyOf: (party: PartyId) => PublicKey | undefined
  readonly policies: readonly AnySendPolicy[]
  readonly recordEvents: RecordEvents
}

const ITEM_COLUMNS =
  'id, recipient, kind, body, state, mode, created_at, journey_deadline_at, deadline_at, defaults_fired, attempts, send_after'

/** The sending half of the handoff mechanism (P1): accountable until a signed acknowledgement or refusal is stored. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { ports, self } = options
  const policies = new Map(options.policies.map((policy) => [policy.kind, policy as SendPolicy]))
  for (const policy of policies.values()) assertPolicy(policy)
  const policyOf = (kind: string): SendPolicy => {
    const policy = policies.get(kind as HandoffKind)
    assert(policy !== undefined, `${self} has no send policy for ${kind}`)
    return policy
  }
  /** Recipients with an envelope under way: one at a time each, so that a slow one holds up nobody else. */
  const underWay = new Set<PartyId>()

  async function enqueue(tx: Tx, items: readonly AnyNewItem[]): Promise<void> {
    const now = ports.clock.nowMs()
    const rows = items.map((item) => {
      const policy = policyOf(item.kind)
      const journeyDeadline =
        now + Math.min(policy.budgetMs, Math.max(0, item.budgetMs ?? policy.budgetMs))
      const deadline = nextDeadline(policy.defaults, 0, now, journeyDeadline)
      const body = canonicalJson(item.body)
      return [
        item.id,
        item.to,
        item.kind,
        body,
        'open',
        'send',
        now,
        journeyDeadline,
        deadline,
        0,
        0,
        now,
      ]
    })
    await tx.insertMany({
      table: 'handoff_out',
      columns: ITEM_COLUMNS.split(', '),
      rows,
      onConflict: 'ignore',
    })
  }

  async function pump(): Promise<number> {
    const now = ports.clock.nowMs()
    const recipients = await ports.store.read('handoff-recipients', readRecipients)
    const free = recipients.filter((to) => !underWay.has(to))
    const answered = await Promise.all(free.map((to) => sendOne(to, now)))
    return answered.reduce((sum, count) => sum + count, 0)
  }

  async function sendOne(to: PartyId, now: EpochMs): Promise<number> {
    underWay.add(to)
    try {
      const rows = cutToBytes(
        await ports.store.read('handoff-due', (tx) =>
          tx.all(
            `SELECT ${ITEM_COLUMNS} FROM handoff_out WHERE recipient = ? AND state = 'open' AND mode <> 'hold' AND send_after <= ? ORDER BY send_after, id LIMIT ${ENVELOPE_ITEMS_MAX}`,
            [to, now],
          ),
        ),
      )
      if (rows.length === 0) return 0
      const bytes = await signMessage(ENVELOPE_TYP, envelopeOf(self, to, rows, now), ports.signer)
      const answer = await ports.transport.deliver(to, bytes, {
        timeoutMs: DELIVERY_TIMEOUT_MS,
        maxBytes: ACKNOWLEDGEMENT_BYTES_MAX,
      })
      const envelopeHash = encodeHex(sha256(bytes))
      const opened = answer.ok ? openAcknowledgement(answer.value, options.keyOf) : answer
      // An answer that is not this receiver's word about this envelope is no answer.
      const trusted =
        opened.ok &&
        opened.value.from === to &&
        opened.value.to === self &&
        opened.value.envelopeHash === envelopeHash
      if (!answer.ok || !opened.ok || !trusted) {
        await postpone(rows)
        return 0
      }
      return await recordAnswer(rows, opened.value, answer.value)
    } finally {
      underWay.delete(to)
    }
  }

  async function postpone(rows: readonly Row[]): Promise<void> {
    await ports.store.transact('handoff-postpone', (tx) => postponeIn(tx, rows))
  }

  async function postponeIn(tx: Tx, rows: readonly Row[]): Promise<void> {
    const now = ports.clock.nowMs()
    const lists = rows.map((row) => {
      const wait = Math.min(
        RESEND_MS_LONGEST,
        RESEND_MS_FIRST * 2 ** Math.min(16, Number(row.attempts)),
      )
      return [now + wait + ports.random.below(Math.ceil(wait / 2)), String(row.id)]
    })
    await tx.runMany(
      `UPDATE handoff_out SET attempts = attempts + 1, send_after = ? WHERE id = ? AND state = 'open'`,
      lists,
    )
  }

  async function recordAnswer(
    rows: readonly Row[],
    acknowledgement: Acknowledgement,
    message: Uint8Array,
  ): Promise<number> {
    const outcomes = new Map(
      acknowledgement.outcomes.map((outcome) => [outcome.id as string, outcome]),
    )
    const proof = sha256(message)
    return ports.store.transact('handoff-answer', async (tx) => {
      const now = ports.clock.nowMs()
      const answered = rows.filter((row) => outcomes.has(String(row.id)))
      const silent = rows.filter((row) => !outcomes.has(String(row.id)))
      if (silent.length > 0) await postponeIn(tx, silent)
      if (answered.length === 0) return 0
      await tx.insertMany({
        table: 'handoff_proof',
        columns: ['hash', 'message'],
        rows: [[proof, message]],
        onConflict: 'ignore',
      })
      const changed = await tx.runMany(
        `UPDATE handoff_out SET state = ?, reason = ?, resolved_at = ?, proof = ? WHERE id = ? AND state = 'open'`,
        answered.map((row) => {
          const outcome = outcomes.get(String(row.id))
          const reason = outcome?.outcome === 'refused' ? outcome.reason : null
          return [outcome?.outcome ?? '', reason, now, proof, String(row.id)]
        }),
      )
      // Another process may have recorded the same answer first: its transaction ran the hooks.
      const mine = answered.filter((_, position) => changed[position] === 1)
      await runHooks(tx, mine, outcomes, now)
      return mine.length
    })
  }

  async function runHooks(
    tx: Tx,
    rows: readonly Row[],
    outcomes: ReadonlyMap<string, Acknowledgement['outcomes'][number]>,
    now: EpochMs,
  ): Promise<void> {
    for (const [kind, ofKind] of groupByKind(rows)) {
      const policy = policyOf(kind)
      const taken: SentItem[] = []
      const refused: RefusedItem[] = []
      for (const row of ofKind) {
        const outcome = outcomes.get(String(row.id))
        if (outcome?.outcome === 'refused')
          refused.push({ ...sentItem(row, now), reason: outcome.reason })
        else taken.push(sentItem(row, now))
      }
      if (taken.length > 0) await policy.onAcknowledged?.(tx, taken)
      if (refused.length > 0) await policy.onRefused?.(tx, refused)
    }
  }

  async function fireDefaults(): Promise<number> {
    return ports.store.transact('handoff-defaults', async (tx) => {
      const now = ports.clock.nowMs()
      const overdue = await tx.all(
        `SELECT ${ITEM_COLUMNS} FROM handoff_out WHERE state = 'open' AND deadline_at <= ? ORDER BY deadline_at, id LIMIT ${ENVELOPE_ITEMS_MAX}`,
        [now],
      )
      for (const row of overdue) await fireDefault(tx, row, now)
      return overdue.length
    })
  }

  async function fireDefault(tx: Tx, row: Row, now: EpochMs): Promise<void> {
    const policy = policyOf(String(row.kind))
    const step = Number(row.defaults_fired)
    const act = stepAt(policy.defaults, step).act
    await tx.insertMany({
      table: 'handoff_default',
      columns: ['id', 'step', 'act', 'fired_at'],
      rows: [[String(row.id), step, act, now]],
      onConflict: 'fail',
    })
    const mode = act === 'hold' ? 'hold' : act === 'recall' ? 'recall' : String(row.mode)
    const deadline = nextDeadline(policy.defaults, step + 1, now, Number(row.journey_deadline_at))
    await tx.run(
      `UPDATE handoff_out SET defaults_fired = ?, mode = ?, deadline_at = ?, send_after = ? WHERE id = ?`,
      [step + 1, mode, deadline, now, String(row.id)],
    )
    await policy.onDefault?.(tx, sentItem(row, now), act)
    await options.recordEvents(tx, [
      {
        event: 'HandoffDefaultFired',
        atMs: now,
        ids: { handoff: String(row.id) },
        detail: { act, step, kind: String(row.kind), to: String(row.recipient) },
      },
    ])
  }

  async function release(id: HandoffId): Promise<boolean> {
    return ports.store.transact('handoff-release', async (tx) => {
      const changed = await tx.run(
        `UPDATE handoff_out SET mode = 'send', send_after = ? WHERE id = ? AND state = 'open' AND mode = 'hold'`,
        [ports.clock.nowMs(), id],
      )
      return changed === 1
    })
  }

  return { enqueue, pump, fireDefaults, release }
}

/** Everybody who is owed something, one index step each, however long the queue is. */
async function readRecipients(tx: ReadTx): Promise<readonly PartyId[]> {
  const recipients: PartyId[] = []
  for (let last = ''; ; ) {
    const row = await tx.get(
      `SELECT min(recipient) AS next FROM handoff_out WHERE state = 'open' AND mode <> 'hold' AND recipient > ?`,
      [last],
    )
    if (row === undefined || row.next === null) return recipients
    last = String(row.next)
    recipients.push(last as PartyId)
  }
}

/** A policy whose deadlines outlast the journey would promise the person more than the journey allows (H6). */
function assertPolicy(policy: SendPolicy): void {
  const total = policy.defaults.reduce((sum, step) => sum + step.afterMs, 0)
  assert(
    total <= policy.budgetMs,
    `${policy.kind}: the deadlines sum to ${total} ms, more than the budget of ${policy.budgetMs} ms`,
  )
  assert(
    policy.defaults.every((step) => step.afterMs > 0),
    `${policy.kind}: a default without a wait would fire at once for ever`,
  )
  assert(
    policy.defaults.every((step) => step.act !== 'recall') || policy.onRefused !== undefined,
    `${policy.kind}: a recall without onRefused replaces nothing`,
  )
}

function stepAt(defaults: readonly [DefaultStep, ...DefaultStep[]], step: number): DefaultStep {
  return defaults[Math.min(step, defaults.length - 1)] ?? defaults[0]
}

/** A stage never ends after its journey, the first not even when the journey is over already; later ones then repeat at their own pace (H5). */
function nextDeadline(
  defaults: readonly [DefaultStep, ...DefaultStep[]],
  step: number,
  now: number,
  journeyDeadline: number,
): number {
  const stage = now + stepAt(defaults, step).afterMs
  return step === 0 || journeyDeadline > now ? Math.min(stage, journeyDeadline) : stage
}

/** Keeps an envelope below its size; the first item always goes, because a body alone is within the limit. */
function cutToBytes(rows: readonly Row[]): readonly Row[] {
  let bytes = 0
  const end = rows.findIndex((row, position) => {
    bytes += String(row.body).length
    return position > 0 && bytes > ENVELOPE_BODY_BYTES_MAX
  })
  return end === -1 ? rows : rows.slice(0, end)
}

function envelopeOf(from: PartyId, to: PartyId, rows: readonly Row[], now: EpochMs): Envelope {
  return {
    v: 1,
    from,
    to,
    sentAtMs: now,
    items: rows
      .filter((row) => row.mode === 'send')
      .map((row) => ({
        id: row.id as HandoffId,
        kind: String(row.kind),
        budgetMs: Math.max(0, Number(row.journey_deadline_at) - now),
        body: JSON.parse(String(row.body)) as JsonValue,
      })),
    recalls: rows.filter((row) => row.mode === 'recall').map((row) => row.id as HandoffId),
  }
}

function sentItem(row: Row, now: EpochMs): SentItem {
  return {
    id: row.id as HandoffId,
    to: row.recipient as PartyId,
    body: JSON.parse(String(row.body)) as SentItem['body'],
    budgetMs: Math.max(0, Number(row.journey_deadline_at) - now),
    atMs: now,
  }
}

function groupByKind(rows: readonly Row[]): readonly (readonly [string, readonly Row[]])[] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const kind = String(row.kind)
    const group = groups.get(kind)
    if (group === undefined) groups.set(kind, [row])
    else group.push(row)
  }
  return [...groups.entries()]
}

/** An item that this party is accountable for, as the custody board shows it. */
export interface CustodyItem {
  readonly id: HandoffId
  readonly kind: string
  readonly accountable: PartyId
  readonly to: PartyId
  readonly mode: 'send' | 'hold' | 'recall'
  readonly createdAtMs: EpochMs
  readonly deadlineAtMs: EpochMs
  readonly attempts: number
  /** Acts of the defaults that fired, in order. */
  readonly defaultsFired: readonly DefaultAct[]
}

/** Everything this party holds and has not handed over yet, most overdue first; at most `limit`. */
export async function listCustody(
  tx: ReadTx,
  self: PartyId,
  limit: number,
): Promise<readonly CustodyItem[]> {
  const rows = await tx.all(
    `SELECT ${ITEM_COLUMNS} FROM handoff_out WHERE state = 'open' ORDER BY deadline_at, id LIMIT ?`,
    [limit],
  )
  const items: CustodyItem[] = []
  for (const row of rows) {
    const fired = await tx.all('SELECT act FROM handoff_default WHERE id = ? ORDER BY step', [
      String(row.id),
    ])
    items.push({
      id: row.id as HandoffId,
      kind: String(row.kind),
      accountable: self,
      to: row.recipient as PartyId,
      mode: row.mode as CustodyItem['mode'],
      createdAtMs: epochMs(Number(row.created_at)),
      deadlineAtMs: epochMs(Number(row.deadline_at)),
      attempts: Number(row.attempts),
      defaultsFired: fired.map((step) => step.act as DefaultAct),
    })
  }
  return items
}
