import { Buffer } from 'node:buffer'
import { assert } from '../assert.ts'
import { equalBytes } from '../bytes/compare-bytes.ts'
import { encodeHex } from '../bytes/hex.ts'
import { sha256 } from '../crypto/hash.ts'
import type { PublicKey } from '../crypto/import-public-jwk.ts'
import type { RecordEvents } from '../events/event-recorder.ts'
import type { EpochMs, HandoffId, PartyId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { HANDOFF_BODY_LIMITS } from '../messages/common.ts'
import type { HandoffBodies, HandoffKind } from '../messages/handoff-kinds.ts'
import type { Ports, Row, Tx } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import type { ReasonCode } from '../reasons/registry.ts'
import { ok, type Result } from '../result.ts'
import {
  ACKNOWLEDGEMENT_TYP,
  type Acknowledgement,
  type Envelope,
  type EnvelopeItem,
  type ItemOutcome,
  openEnvelope,
  type SignedOutcome,
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
import { isolateFaults, type OnFault, recordFaults } from './isolate-faults.ts'
import { itemHash } from './item-hash.ts'

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
  readonly onFault?: OnFault
}

type Outcomes = readonly SignedOutcome[]

/** The receiving half of the handoff mechanism (P1): effect, record and tombstones in one transaction. */
export function createInbox(options: InboxOptions): Inbox {
  const { ports, self } = options
  const handlers = new Map<string, ReceiveHandler>(
    options.handlers.map((handler) => [handler.kind, handler as ReceiveHandler]),
  )
  assert(handlers.size === options.handlers.length, `${self} has two handlers for one kind`)

  async function receive(bytes: Uint8Array): Promise<Result<Uint8Array, Reasoned>> {
    const opened = openEnvelope(bytes, options.keyOf)
    if (!opened.ok) return opened
    const envelope = opened.value
    if (envelope.to !== self) return refuse('handoff_not_for_me', envelope.to)
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

  /** One transaction for the batch; an item that makes its handler throw stops only itself and stays with the sender. */
  async function applyAll(envelope: Envelope): Promise<Outcomes> {
    const works = [...envelope.items, ...envelope.recalls]
    const { outputs, faults } = await isolateFaults(works, (some) =>
      apply({
        ...envelope,
        items: some.filter((work) => typeof work !== 'string'),
        recalls: some.filter((work) => typeof work === 'string'),
      }),
    )
    await recordFaults(
      options,
      faults.map(({ item, error }) => ({
        id: typeof item === 'string' ? item : item.id,
        counterparty: envelope.from,
        error,
      })),
    )
    // With no item taken, the fault may as well be ours: crash the unit of work, the sender keeps everything.
    if (faults.length > 0 && faults.length === works.length) throw faults[0]?.error
    return outputs
  }

  function apply(envelope: Envelope): Promise<Outcomes> {
    return ports.store.transact('handoff-receive', async (tx) => {
      const now = ports.clock.nowMs()
      const ids = [...envelope.items.map((item) => item.id), ...envelope.recalls]
      const known = await readKnown(tx, envelope.from, ids)
      const answers = new Map<HandoffId, HandlerAnswer>()
      const hashes = new Map<HandoffId, Uint8Array>()
      const fresh: DigestedItem[] = []
      for (const item of envelope.items.map(digest)) {
        const row = known.get(item.id)
        hashes.set(item.id, item.hash)
        if (row === undefined) fresh.push(item)
        else answers.set(item.id, storedOutcome(row, item.hash))
      }
      for (const [item, answer] of await applyFresh(tx, envelope, fresh, now))
        answers.set(item.id, answer)
      for (const id of envelope.recalls) {
        const row = known.get(id)
        answers.set(id, row === undefined ? refused('handoff_recalled') : storedOutcome(row))
        if (row?.body_hash instanceof Uint8Array) hashes.set(id, row.body_hash)
      }
      const tombstones = envelope.recalls.filter((id) => !known.has(id))
      await record(
        tx,
        envelope.from,
        [
          ...fresh.map(({ id, kind, hash }) => ({ id, kind, hash })),
          ...tombstones.map((id) => ({ id, kind: 'recall', hash: null })),
        ],
        answers,
        now,
      )
      return toOutcomes(ids, answers, hashes)
    })
  }

  async function applyFresh(
    tx: Tx,
    envelope: Envelope,
    items: readonly DigestedItem[],
    now: EpochMs,
  ): Promise<readonly (readonly [EnvelopeItem, HandlerAnswer])[]> {
    const answers: [EnvelopeItem, HandlerAnswer][] = []
    const batches = new Map<string, [EnvelopeItem, ReceivedItem][]>()
    for (const item of items) {
      const read = readBody(item)
      if (!read.ok) {
        answers.push([item, refused(read.error.code)])
        continue
      }
      const received: ReceivedItem = {
        id: item.id,
        from: envelope.from,
        body: read.value,
        budgetMs: item.budgetMs,
        atMs: now,
      }
      const batch = batches.get(item.kind)
      if (batch === undefined) batches.set(item.kind, [[item, received]])
      else batch.push([item, received])
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

  function readBody(item: DigestedItem): Result<HandoffBodies[HandoffKind], Reasoned> {
    const handler = handlers.get(item.kind)
    if (handler === undefined) return refuse('handoff_unknown_kind')
    if (item.bodyBytes > HANDOFF_BODY_LIMITS.maxBytes) return refuse('message_too_large')
    return handler.parse(item.body)
  }

  return { receive }
}

/** An item with what its id is bound to. */
interface DigestedItem extends EnvelopeItem {
  readonly hash: Uint8Array
  readonly bodyBytes: number
}

function digest(item: EnvelopeItem): DigestedItem {
  const body = canonicalJson(item.body)
  return { ...item, hash: itemHash(item.kind, body), bodyBytes: Buffer.byteLength(body) }
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
function storedOutcome(row: Row, hash?: Uint8Array): ItemOutcome {
  const stored = row.body_hash
  if (hash !== undefined && stored instanceof Uint8Array && !equalBytes(stored, hash)) {
    return refused('handoff_conflict')
  }
  if (row.outcome === 'acknowledged') return acknowledged
  return { outcome: 'refused', reason: String(row.reason) as ReasonCode }
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
  hashes: ReadonlyMap<HandoffId, Uint8Array>,
): Outcomes {
  const outcomes: SignedOutcome[] = []
  for (const id of ids) {
    const answer = answers.get(id)
    if (answer === undefined || answer.outcome === 'postponed') continue
    const hash = hashes.get(id)
    outcomes.push({ id, ...answer, ...(hash && { bodyHash: encodeHex(hash) }) })
  }
  return outcomes
}
