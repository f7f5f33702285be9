import { assert } from '../assert.ts'
import { encodeHex } from '../bytes/hex.ts'
import { sha256 } from '../crypto/hash.ts'
import type { PublicKey } from '../crypto/import-public-jwk.ts'
import type { RecordEvents } from '../events/event-recorder.ts'
import type { EpochMs, HandoffId, PartyId } from '../ids.ts'
import type { HandoffKind } from '../messages/handoff-kinds.ts'
import type { LifecycleEvent } from '../messages/lifecycle-event.ts'
import type { Ports, ReadTx, Row, Tx } from '../ports.ts'
import { isReasonCode } from '../reasons/registry.ts'
import { assertPolicy, modeAfter, type SendMode, stageEnd, stepAt } from './default-ladder.ts'
import {
  type Acknowledgement,
  ENVELOPE_TYP,
  type ItemOutcome,
  openAcknowledgement,
  signMessage,
} from './envelope.ts'
import type {
  AnyNewItem,
  AnySendPolicy,
  RefusedItem,
  SendPolicy,
  SentItem,
} from './handoff-policy.ts'
import {
  type Fault,
  type ItemFault,
  isolateFaults,
  type OnFault,
  recordFaults,
} from './isolate-faults.ts'
import {
  ACKNOWLEDGEMENT_BYTES_MAX,
  DELIVERY_TIMEOUT_MS,
  ENVELOPE_ITEMS_MAX,
  PUMP_ROUNDS_MAX,
  RESEND_MS_FIRST,
  RESEND_MS_LONGEST,
} from './limits.ts'
import {
  assertSameItems,
  bodyText,
  cutToBytes,
  envelopeOf,
  groupByKind,
  ITEM_COLUMNS,
  journeyOf,
  sentItem,
} from './outbox-rows.ts'

export interface Outbox {
  /**
   * Makes this party accountable for the items, in the caller's transaction. An id that is there already is left as it is; it throws if that
   * one has another recipient, kind or body, and on a body beyond HANDOFF_BODY_LIMITS or an id that no envelope could carry.
   */
  enqueue(tx: Tx, items: readonly AnyNewItem[]): Promise<void>
  /**
   * Sends each recipient what is due to it until nothing is or no answer comes, and records the answers; returns how many items got one.
   * Recipients do not wait for each other, and one whose envelope is still under way from an earlier call is left out.
   */
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
  readonly onFault?: OnFault
}

type Outcomes = ReadonlyMap<string, ItemOutcome>

/** The sending half of the handoff mechanism (P1): accountable until a signed acknowledgement or refusal is stored. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { ports, self } = options
  const policies = new Map(options.policies.map((policy) => [policy.kind, policy as SendPolicy]))
  assert(policies.size === options.policies.length, `${self} has two send policies for one kind`)
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
      const journey = { createdAtMs: now, deadlineAtMs: journeyDeadline }
      const deadline = stageEnd(policy.defaults, 0, now, journey)
      return [
        item.id,
        item.to,
        item.kind,
        bodyText(item),
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
    const inserted = await tx.insertMany({
      table: 'handoff_out',
      columns: ITEM_COLUMNS.split(', '),
      rows,
      onConflict: 'ignore',
    })
    if (inserted.length < items.length) await assertSameItems(tx, items)
  }

  async function pump(): Promise<number> {
    const recipients = await ports.store.read('handoff-recipients', readRecipients)
    const free = recipients.filter(({ to }) => !underWay.has(to))
    const answered = await Promise.all(free.map(drain))
    return answered.reduce((sum, count) => sum + count, 0)
  }

  async function drain({ to, lastSendAfterMs }: Recipient): Promise<number> {
    underWay.add(to)
    try {
      if (lastSendAfterMs > latestResend(ports.clock.nowMs())) await sendAtOnce(to)
      let total = 0
      for (let round = 0; round < PUMP_ROUNDS_MAX; round += 1) {
        const answered = await sendOne(to)
        if (answered === undefined) break
        total += answered
      }
      return total
    } finally {
      underWay.delete(to)
    }
  }

  /** Waits that no resend can have made: the clock was set back, and they would last that much longer. */
  async function sendAtOnce(to: PartyId): Promise<void> {
    const now = ports.clock.nowMs()
    await ports.store.transact('handoff-clock-back', (tx) =>
      tx.run(
        `UPDATE handoff_out SET send_after = ? WHERE recipient = ? AND state = 'open' AND mode <> 'hold' AND send_after > ?`,
        [now, to, latestResend(now)],
      ),
    )
  }

  /** Returns how many items got an answer; undefined when nothing is due or nobody answered. */
  async function sendOne(to: PartyId): Promise<number | undefined> {
    const now = ports.clock.nowMs()
    const rows = cutToBytes(
      await ports.store.read('handoff-due', (tx) =>
        tx.all(
          `SELECT ${ITEM_COLUMNS} FROM handoff_out WHERE recipient = ? AND state = 'open' AND mode <> 'hold' AND send_after <= ? ORDER BY send_after, id LIMIT ${ENVELOPE_ITEMS_MAX}`,
          [to, now],
        ),
      ),
    )
    if (rows.length === 0) return undefined
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
      return undefined
    }
    return recordAnswer(rows, opened.value, answer.value)
  }

  async function postpone(rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return
    const now = ports.clock.nowMs()
    await ports.store.transact('handoff-postpone', (tx) =>
      tx.runMany(
        `UPDATE handoff_out SET attempts = attempts + 1, send_after = ? WHERE id = ? AND state = 'open'`,
        rows.map((row) => {
          const doubled = RESEND_MS_FIRST * 2 ** Math.min(16, Number(row.attempts))
          const wait = Math.min(RESEND_MS_LONGEST, doubled)
          return [now + wait + ports.random.below(Math.ceil(wait / 2)), String(row.id)]
        }),
      ),
    )
  }

  async function recordAnswer(
    rows: readonly Row[],
    acknowledgement: Acknowledgement,
    message: Uint8Array,
  ): Promise<number> {
    const outcomes: Outcomes = new Map(
      acknowledgement.outcomes.map((outcome) => [outcome.id as string, known(outcome)]),
    )
    const proof = { hash: sha256(message), message }
    const answered = rows.filter((row) => outcomes.has(String(row.id)))
    const { outputs, faults } = await isolateFaults(answered, (some) =>
      close(some, outcomes, proof),
    )
    await recordFaults(options, faults.map(itemFault))
    const silent = rows.filter((row) => !outcomes.has(String(row.id)))
    await postpone([...silent, ...faults.map(({ item }) => item)])
    return outputs.length
  }

  /** Stores the answer, closes the items and runs their hooks in one transaction; returns the items that were still open. */
  function close(
    rows: readonly Row[],
    outcomes: Outcomes,
    proof: { readonly hash: Uint8Array; readonly message: Uint8Array },
  ): Promise<readonly Row[]> {
    return ports.store.transact('handoff-answer', async (tx) => {
      const now = ports.clock.nowMs()
      await tx.insertMany({
        table: 'handoff_proof',
        columns: ['hash', 'message'],
        rows: [[proof.hash, proof.message]],
        onConflict: 'ignore',
      })
      const changed = await tx.runMany(
        `UPDATE handoff_out SET state = ?, reason = ?, resolved_at = ?, proof = ? WHERE id = ? AND state = 'open'`,
        rows.map((row) => {
          const outcome = outcomes.get(String(row.id))
          const reason = outcome?.outcome === 'refused' ? outcome.reason : null
          return [outcome?.outcome ?? '', reason, now, proof.hash, String(row.id)]
        }),
      )
      // Another process may have recorded the same answer first: its transaction ran the hooks.
      const mine = rows.filter((_, position) => changed[position] === 1)
      await runHooks(tx, mine, outcomes, now)
      return mine
    })
  }

  async function runHooks(
    tx: Tx,
    rows: readonly Row[],
    outcomes: Outcomes,
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
      if (refused.length === 0) continue
      if (policy.onRefused !== undefined) await policy.onRefused(tx, refused)
      // Nobody is accountable for these any more and no hook looks at them: they have to be seen somewhere (H2).
      else
        await options.recordEvents(
          tx,
          refused.map((item) => refusedEvent(kind, item)),
        )
    }
  }

  async function fireDefaults(): Promise<number> {
    let fired = 0
    for (let round = 0; round < PUMP_ROUNDS_MAX; round += 1) {
      const now = ports.clock.nowMs()
      const overdue = await ports.store.read('handoff-overdue', (tx) =>
        tx.all(
          `SELECT ${ITEM_COLUMNS} FROM handoff_out WHERE state = 'open' AND deadline_at <= ? ORDER BY deadline_at, id LIMIT ${ENVELOPE_ITEMS_MAX}`,
          [now],
        ),
      )
      const { outputs, faults } = await isolateFaults(overdue, (some) => fire(some, now))
      fired += outputs.length
      await putOff(faults, now)
      if (overdue.length < ENVELOPE_ITEMS_MAX) break
    }
    return fired
  }

  /** Fires the present default of each item in one transaction; returns the items for which no other process was first. */
  function fire(rows: readonly Row[], now: EpochMs): Promise<readonly Row[]> {
    return ports.store.transact('handoff-defaults', async (tx) => {
      const changed = await tx.runMany(
        `UPDATE handoff_out SET defaults_fired = ?, mode = ?, deadline_at = ?, send_after = ? WHERE id = ? AND state = 'open' AND defaults_fired = ? AND mode = ?`,
        rows.map((row) => {
          const { defaults } = policyOf(String(row.kind))
          const step = Number(row.defaults_fired)
          const mode = modeAfter(stepAt(defaults, step).act, row.mode as SendMode)
          const deadline = stageEnd(defaults, step + 1, now, journeyOf(row))
          return [step + 1, mode, deadline, now, String(row.id), step, String(row.mode)]
        }),
      )
      const mine = rows
        .filter((_, position) => changed[position] === 1)
        .map((row) => {
          const policy = policyOf(String(row.kind))
          const step = Number(row.defaults_fired)
          return { row, policy, step, act: stepAt(policy.defaults, step).act }
        })
      await tx.insertMany({
        table: 'handoff_default',
        columns: ['id', 'step', 'act', 'fired_at'],
        rows: mine.map(({ row, step, act }) => [String(row.id), step, act, now]),
        onConflict: 'fail',
      })
      for (const { row, policy, act } of mine) {
        await policy.onDefault?.(tx, sentItem(row, now), act)
      }
      const events = mine.map(({ row, step, act }) => ({
        event: 'HandoffDefaultFired',
        atMs: now,
        ids: { handoff: String(row.id) },
        detail: { act, step, kind: String(row.kind), to: String(row.recipient) },
      }))
      await options.recordEvents(tx, events)
      return mine.map(({ row }) => row)
    })
  }

  /** A default whose hook throws is tried again later, so that it stays visible and holds up no other. */
  async function putOff(faults: readonly Fault<Row>[], now: EpochMs): Promise<void> {
    if (faults.length === 0) return
    await recordFaults(options, faults.map(itemFault))
    await ports.store.transact('handoff-default-fault', (tx) =>
      tx.runMany(
        `UPDATE handoff_out SET deadline_at = ? WHERE id = ? AND state = 'open' AND defaults_fired = ?`,
        faults.map(({ item }) => [
          now + RESEND_MS_LONGEST,
          String(item.id),
          Number(item.defaults_fired),
        ]),
      ),
    )
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

interface Recipient {
  readonly to: PartyId
  /** The latest time at which something is due to it. */
  readonly lastSendAfterMs: number
}

/** Everybody who is owed something, two index steps each, however long the queue is. */
async function readRecipients(tx: ReadTx): Promise<readonly Recipient[]> {
  const recipients: Recipient[] = []
  for (let last = ''; ; ) {
    const next = await tx.get(
      `SELECT min(recipient) AS next FROM handoff_out WHERE state = 'open' AND mode <> 'hold' AND recipient > ?`,
      [last],
    )
    if (next === undefined || next.next === null) return recipients
    last = String(next.next)
    const latest = await tx.get(
      `SELECT max(send_after) AS latest FROM handoff_out WHERE recipient = ? AND state = 'open' AND mode <> 'hold'`,
      [last],
    )
    recipients.push({ to: last as PartyId, lastSendAfterMs: Number(latest?.latest) })
  }
}

/** The latest time that a resend counted from now can be put off to, jitter included. */
function latestResend(now: number): number {
  return now + 1.5 * RESEND_MS_LONGEST
}

/** A newer receiver may give a reason that this version does not know; its own words stay in the stored proof. */
function known(outcome: ItemOutcome): ItemOutcome {
  if (outcome.outcome !== 'refused' || isReasonCode(outcome.reason)) return outcome
  return { outcome: 'refused', reason: 'reason_unknown' }
}

function refusedEvent(kind: string, { id, to, reason, atMs }: RefusedItem): LifecycleEvent {
  return {
    event: 'HandoffRefused',
    atMs,
    ids: { handoff: id },
    detail: { kind, to, reason },
  }
}

function itemFault({ item, error }: Fault<Row>): ItemFault {
  return { id: item.id as HandoffId, counterparty: item.recipient as PartyId, error }
}
