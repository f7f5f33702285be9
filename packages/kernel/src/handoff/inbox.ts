import { assert } from '../assert.ts'
import { equalBytes } from '../bytes/compare-bytes.ts'
import { encodeHex } from '../bytes/hex.ts'
import { sha256 } from '../crypto/hash.ts'
import type { PublicKey } from '../crypto/import-public-jwk.ts'
import type { RecordEvents } from '../events/event-recorder.ts'
import type { EpochMs, HandoffId, PartyId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import type { HandoffBodies, HandoffKind } from '../messages/handoff-kinds.ts'
import type { Ports, Row, Tx } from '../ports.ts'
import type { Reasoned } from '../reasons/reasoned.ts'
import { err, ok, type Result } from '../result.ts'
import {
  ACKNOWLEDGEMENT_TYP,
  type Acknowledgement,
  type Envelope,
  type EnvelopeItem,
  type ItemOutcome,
  openEnvelope,
  signMessage,
} from './envelope.ts'
import {
  type AnyReceiveHandler,
  acknowledged,
  type HandlerAnswer,
  type ReceivedItem,
  type ReceiveHandler,
  refused,
} from './handoff-policy.ts'

export interface Inbox {
  /**
   * Takes an envelope and returns the bytes of a signed acknowledgement, signed only after COMMIT (H4). The same envelope again gives the
   * same outcomes and no second effect (H3). Reasons: those of `openEnvelope`, and handoff_not_for_me.
   */
  receive(bytes: Uint8Array): Promise<Result<Uint8Array, Reasoned>>
}

export interface InboxOptions {
  readonly self: PartyId
  readonly ports: Ports
  readonly keyOf: (party: PartyId) => PublicKey | undefined
  readonly handlers: readonly AnyReceiveHandler[]
  readonly recordEvents: RecordEvents
}

type Outcomes = readonly ({ readonly id: HandoffId } & ItemOutcome)[]

/** The receiving half of the handoff mechanism (P1): effect, record and tombstones in one transaction. */
export function createInbox(options: InboxOptions): Inbox {
  const { ports, self } = options
  const handlers = new Map<string, ReceiveHandler>(
    options.handlers.map((handler) => [handler.kind, handler as ReceiveHandler]),
  )

  async function receive(bytes: Uint8Array): Promise<Result<Uint8Array, Reasoned>> {
    const opened = openEnvelope(bytes, options.keyOf)
    if (!opened.ok) return opened
    const envelope = opened.value
    if (envelope.to !== self) return err({ code: 'handoff_not_for_me', detail: envelope.to })
    const acknowledgement: Acknowledgement = {
      v: 1,
      from: self,
      to: envelope.from,
      envelopeHash: encodeHex(sha256(bytes)),
      atMs: ports.clock.nowMs(),
      outcomes: await applyAll(envelope),
    }
    return ok(await signMessage(ACKNOWLEDGEMENT_TYP, acknowledgement, ports.signer))
  }

  /** One transaction for the batch; if an item makes its handler throw, one each, so that a poisonous item stops only itself. */
  async function applyAll(envelope: Envelope): Promise<Outcomes> {
    try {
      return await apply(envelope)
    } catch (fault) {
      if (envelope.items.length + envelope.recalls.length <= 1) throw fault
    }
    const outcomes: ({ readonly id: HandoffId } & ItemOutcome)[] = []
    const singles: Envelope[] = [
      ...envelope.items.map((item) => ({ ...envelope, items: [item], recalls: [] })),
      ...envelope.recalls.map((id) => ({ ...envelope, items: [], recalls: [id] })),
    ]
    const faults: { readonly id: string; readonly fault: unknown }[] = []
    for (const single of singles) {
      try {
        outcomes.push(...(await apply(single)))
      } catch (fault) {
        faults.push({ id: single.items[0]?.id ?? single.recalls[0] ?? '', fault })
      }
    }
    // With no item taken, the fault is not an item's but ours: crash the unit of work, the sender keeps everything.
    if (faults.length === singles.length) throw faults[0]?.fault
    await ports.store.transact('handoff-fault', (tx) =>
      options.recordEvents(
        tx,
        faults.map(({ id, fault }) => ({
          event: 'HandoffFaulted',
          atMs: ports.clock.nowMs(),
          ids: { handoff: id },
          detail: { from: envelope.from, fault: String(fault).slice(0, 200) },
        })),
      ),
    )
    return outcomes
  }

  function apply(envelope: Envelope): Promise<Outcomes> {
    return ports.store.transact('handoff-receive', async (tx) => {
      const now = ports.clock.nowMs()
      const ids = [...envelope.items.map((item) => item.id), ...envelope.recalls]
      const known = await readKnown(tx, envelope.from, ids)
      const hashes = new Map(envelope.items.map((item) => [item.id, hashOf(item)]))
      const answers = new Map<HandoffId, HandlerAnswer>()
      const fresh: EnvelopeItem[] = []
      for (const item of envelope.items) {
        const row = known.get(item.id)
        if (row !== undefined) answers.set(item.id, storedOutcome(row, hashes.get(item.id)))
        else if (!answers.has(item.id)) {
          fresh.push(item)
          // A second item with the same id in one envelope is the same item; it must not be applied twice.
          answers.set(item.id, { outcome: 'postponed' })
        }
      }
      for (const [item, answer] of await applyFresh(tx, envelope, fresh, now))
        answers.set(item.id, answer)
      const tombstones = envelope.recalls.filter((id) => !known.has(id) && !answers.has(id))
      for (const id of envelope.recalls) {
        const row = known.get(id)
        if (row !== undefined) answers.set(id, storedOutcome(row, undefined))
        else if (!answers.has(id)) answers.set(id, refused('handoff_recalled'))
      }
      await record(
        tx,
        envelope.from,
        [
          ...fresh.map((item) => ({
            id: item.id,
            kind: item.kind,
            hash: hashes.get(item.id) ?? null,
          })),
          ...tombstones.map((id) => ({ id, kind: 'recall', hash: null })),
        ],
        answers,
        now,
      )
      return toOutcomes(ids, answers)
    })
  }

  async function applyFresh(
    tx: Tx,
    envelope: Envelope,
    items: readonly EnvelopeItem[],
    now: EpochMs,
  ): Promise<readonly (readonly [EnvelopeItem, HandlerAnswer])[]> {
    const answers: [EnvelopeItem, HandlerAnswer][] = []
    const batches = new Map<string, [EnvelopeItem, ReceivedItem][]>()
    for (const item of items) {
      const handler = handlers.get(item.kind)
      const body = handler?.parse(item.body)
      if (handler === undefined) answers.push([item, refused('handoff_unknown_kind')])
      else if (body === undefined || !body.ok) answers.push([item, refused('malformed_message')])
      else {
        const received: ReceivedItem = {
          id: item.id,
          from: envelope.from,
          body: body.value as HandoffBodies[HandoffKind],
          budgetMs: item.budgetMs,
          atMs: now,
        }
        const batch = batches.get(item.kind)
        if (batch === undefined) batches.set(item.kind, [[item, received]])
        else batch.push([item, received])
      }
    }
    for (const [kind, batch] of batches) {
      const handler = handlers.get(kind)
      assert(handler !== undefined, `no handler for ${kind}`)
      const given = await handler.apply(
        tx,
        batch.map(([, received]) => received),
      )
      assert(
        given.length === batch.length,
        `${kind}: ${given.length} answers for ${batch.length} items`,
      )
      batch.forEach(([item], position) => {
        answers.push([item, given[position] ?? { outcome: 'postponed' }])
      })
    }
    return answers
  }

  return { receive }
}

function hashOf(item: EnvelopeItem): Uint8Array {
  return sha256(canonicalJson({ kind: item.kind, body: item.body }))
}

async function readKnown(
  tx: Tx,
  sender: PartyId,
  ids: readonly HandoffId[],
): Promise<ReadonlyMap<string, Row>> {
  const rows = await tx.selectIn({
    table: 'handoff_in',
    columns: ['id', 'body_hash', 'outcome', 'reason'],
    key: 'id',
    keys: ids,
    where: { sender },
  })
  return new Map(rows.map((row) => [String(row.id), row]))
}

/** An id is for ever: the same body gets the stored outcome, another body under the same id is refused and changes nothing. */
function storedOutcome(row: Row, hash: Uint8Array | undefined): ItemOutcome {
  const stored = row.body_hash
  if (hash !== undefined && stored instanceof Uint8Array && !equalBytes(stored, hash)) {
    return refused('handoff_conflict')
  }
  if (row.outcome === 'acknowledged') return acknowledged
  return { outcome: 'refused', reason: String(row.reason) as never }
}

async function record(
  tx: Tx,
  sender: PartyId,
  items: readonly {
    readonly id: HandoffId
    readonly kind: string
    readonly hash: Uint8Array | null
  }[],
  answers: ReadonlyMap<HandoffId, HandlerAnswer>,
  now: EpochMs,
): Promise<void> {
  const rows = items.flatMap(({ id, kind, hash }) => {
    const answer = answers.get(id)
    if (answer === undefined || answer.outcome === 'postponed') return []
    const reason = answer.outcome === 'refused' ? answer.reason : null
    return [[sender, id, kind, hash, answer.outcome, reason, now]]
  })
  await tx.insertMany({
    table: 'handoff_in',
    columns: ['sender', 'id', 'kind', 'body_hash', 'outcome', 'reason', 'received_at'],
    rows,
    onConflict: 'fail',
  })
}

function toOutcomes(
  ids: readonly HandoffId[],
  answers: ReadonlyMap<HandoffId, HandlerAnswer>,
): Outcomes {
  const outcomes: ({ readonly id: HandoffId } & ItemOutcome)[] = []
  for (const id of new Set(ids)) {
    const answer = answers.get(id)
    if (answer !== undefined && answer.outcome !== 'postponed') outcomes.push({ id, ...answer })
  }
  return outcomes
}
