import { assert } from '../assert.ts'
import { encodeHex } from '../bytes/hex.ts'
import { sha256 } from '../crypto/hash.ts'
import type { RecordEvents } from '../events/event-recorder.ts'
import type { HandoffId, PartyId } from '../ids.ts'
import type { HandoffKind } from '../messages/handoff-kinds.ts'
import type { KeyOf } from '../party/signing-key.ts'
import type { Ports, ReadTx, Row, Tx } from '../ports.ts'
import { assertPolicy, stageEnd } from './default-ladder.ts'
import { ENVELOPE_TYP, openAcknowledgement, signMessage } from './envelope.ts'
import { fireDefaults } from './fire-defaults.ts'
import type { AnyNewItem, AnySendPolicy, SendPolicy } from './handoff-policy.ts'
import { renumberForgotten } from './hold-forgotten.ts'
import type { OnFault } from './isolate-faults.ts'
import {
  ACKNOWLEDGEMENT_BYTES_MAX,
  DELIVERY_TIMEOUT_MS,
  PUMP_ROUNDS_MAX,
  RESEND_MS_FIRST,
  RESEND_MS_LONGEST,
} from './limits.ts'
import { takeNumbers } from './number-items.ts'
import {
  assertSameItems,
  bodyText,
  envelopeOf,
  ITEM_COLUMNS,
  readDueItems,
  type Sender,
} from './outbox-rows.ts'
import { recordAnswer } from './record-answer.ts'

export interface Outbox {
  /**
   * Makes this party accountable for the items, in the caller's transaction. An id that is there already is left as it is; it throws if that
   * one has another recipient, kind or body, and on a body beyond HANDOFF_BODY_LIMITS or an id that no envelope could carry.
   */
  enqueue(tx: Tx, items: readonly AnyNewItem[]): Promise<void>
  /**
   * Sends each recipient what is due to it until nothing is or no answer comes, and records the answers; returns how many items got one.
   * Recipients do not wait for each other, and one whose envelope is still under way from an earlier call is left out. Before each envelope
   * it asks whether its recipient `waits`: then what is due to it stays.
   */
  pump(waits?: (to: PartyId) => boolean): Promise<number>
  /** Fires every default whose deadline has passed, each exactly once. Returns how many fired. */
  fireDefaults(): Promise<number>
  /**
   * Takes an item off hold, by an operator's decision. False if it is not an open item on hold. For one that its receiver has forgotten, the
   * decision is that it was never done: it goes out under a new number.
   */
  release(id: HandoffId): Promise<boolean>
}

export interface OutboxOptions {
  readonly self: PartyId
  readonly ports: Ports
  readonly keyOf: KeyOf
  readonly policies: readonly AnySendPolicy[]
  readonly recordEvents: RecordEvents
  readonly onFault?: OnFault
}

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
  const sender: Sender = { ...options, policyOf }
  /** Recipients with an envelope under way: one at a time each, so that a slow one holds up nobody else. */
  const underWay = new Set<PartyId>()

  async function enqueue(tx: Tx, items: readonly AnyNewItem[]): Promise<void> {
    if (items.length === 0) return
    const now = ports.clock.nowMs()
    const numbers = await takeNumbers(
      tx,
      ports.random,
      items.map(({ to }) => to),
    )
    const rows = items.map((item, position) => {
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
        numbers[position]?.stream ?? null,
        numbers[position]?.seq ?? null,
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

  async function pump(waits = (_to: PartyId): boolean => false): Promise<number> {
    const recipients = await ports.store.read('handoff-recipients', readRecipients)
    const free = recipients.filter(({ to }) => !underWay.has(to))
    const answered = await Promise.all(free.map((recipient) => drain(recipient, waits)))
    return answered.reduce((sum, count) => sum + count, 0)
  }

  async function drain(
    { to, lastSendAfterMs }: Recipient,
    waits: (to: PartyId) => boolean,
  ): Promise<number> {
    underWay.add(to)
    try {
      if (lastSendAfterMs > latestResend(ports.clock.nowMs())) await sendAtOnce(to)
      let total = 0
      for (let round = 0; round < PUMP_ROUNDS_MAX && !waits(to); round += 1) {
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
    const due = await ports.store.read('handoff-due', (tx) => readDueItems(tx, to, now))
    if (due === undefined) return undefined
    const { rows } = due
    const bytes = await signMessage(ENVELOPE_TYP, envelopeOf(self, to, due, now), ports.signer)
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
    const { closed, left } = await recordAnswer(sender, rows, opened.value, answer.value)
    await postpone(left)
    return closed
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

  async function release(id: HandoffId): Promise<boolean> {
    return ports.store.transact('handoff-release', async (tx) => {
      const changed = await tx.run(
        `UPDATE handoff_out SET mode = 'send', send_after = ? WHERE id = ? AND state = 'open' AND mode = 'hold'`,
        [ports.clock.nowMs(), id],
      )
      if (changed === 1) await renumberForgotten(tx, ports.random, id)
      return changed === 1
    })
  }

  return { enqueue, pump, fireDefaults: () => fireDefaults(sender), release }
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
