import { Buffer } from 'node:buffer'
import { assert } from '../assert.ts'
import { equalBytes } from '../bytes/compare-bytes.ts'
import { encodeHex } from '../bytes/hex.ts'
import { sha256 } from '../crypto/hash.ts'
import type { RecordEvents } from '../events/event-recorder.ts'
import type { EpochMs, HandoffId, PartyId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { HANDOFF_BODY_LIMITS } from '../messages/common.ts'
import type { HandoffBodies, HandoffKind } from '../messages/handoff-kinds.ts'
import type { KeyOf } from '../party/signing-key.ts'
import type { Ports, Row, Tx } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import type { ReasonCode } from '../reasons/registry.ts'
import { ok, type Result } from '../result.ts'
import {
  ACKNOWLEDGEMENT_TYP,
  type Acknowledgement,
  type Envelope,
  type EnvelopeItem,
  type Forgotten,
  type ItemOutcome,
  openEnvelope,
  type Recall,
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
import { raiseWatermark } from './watermark.ts'

export interface Inbox {
  /**
   * Takes an envelope and returns the bytes of a signed acknowledgement, signed only after COMMIT (H4). The same envelope again gives the
   * same outcomes and no second effect (H3); what was forgotten since, it says so of. Reasons: those of `openEnvelope`, and handoff_not_for_me.
   */
  receive(bytes: Uint8Array): Promise<Result<Uint8Array, Reasoned>>
}

export interface InboxOptions {
  readonly self: PartyId
  readonly ports: Ports
  readonly keyOf: KeyOf
  readonly handlers: readonly AnyReceiveHandler[]
  readonly recordEvents: RecordEvents
  readonly onFault?: OnFault
}

type Outcomes = readonly SignedOutcome[]
type Answer = HandlerAnswer | Forgotten

const forgotten: Forgotten = { outcome: 'forgotten' }

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
        items: some.filter(isItem),
        recalls: some.filter((work) => !isItem(work)),
      }),
    )
    await recordFaults(
      options,
      faults.map(({ item: { id }, error }) => ({ id, counterparty: envelope.from, error })),
    )
    // With no item taken, the fault may as well be ours: crash the unit of work, the sender keeps everything.
    if (faults.length > 0 && faults.length === works.length) throw faults[0]?.error
    return outputs
  }

  function apply(envelope: Envelope): Promise<Outcomes> {
    return ports.store.transact('handoff-receive', async (tx) => {
      const now = ports.clock.nowMs()
      const works = [...envelope.items, ...envelope.recalls]
      const watermark = await raiseWatermark(tx, envelope)
      const known = await readKnown(tx, envelope, works, watermark)
      const answers = new Map<HandoffId, Answer>()
      const hashes = new Map<HandoffId, Uint8Array>()
      const fresh: DigestedItem[] = []
      const tombstones: Recall[] = []
      for (const item of envelope.items.map(digest)) {
        const row = known.get(item.id)
        if (row !== undefined) answers.set(item.id, storedOutcome(row, item.hash))
        else if (item.seq < watermark) answers.set(item.id, forgotten)
        else fresh.push(item)
        hashes.set(item.id, item.hash)
      }
      for (const [item, answer] of await applyFresh(tx, envelope, fresh, now))
        answers.set(item.id, answer)
      for (const recall of envelope.recalls) {
        const row = known.get(recall.id)
        if (row !== undefined) answers.set(recall.id, storedOutcome(row))
        else if (recall.seq < watermark) answers.set(recall.id, forgotten)
        else {
          answers.set(recall.id, refused('handoff_recalled'))
          tombstones.push(recall)
        }
        if (row?.body_hash instanceof Uint8Array) hashes.set(recall.id, row.body_hash)
      }
      await record(
        tx,
        envelope,
        [
          ...fresh.map(({ id, seq, kind, hash }) => ({ id, seq, kind, hash })),
          ...tombstones.map(({ id, seq }) => ({ id, seq, kind: 'recall', hash: null })),
        ],
        answers,
        now,
      )
      return toOutcomes(works, answers, hashes)
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

function isItem(work: EnvelopeItem | Recall): work is EnvelopeItem {
  return 'body' in work
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

/**
 * What was said before, by id. An item that comes back under another number, as after a backup or from before there were numbers, is
 * remembered for that one from now on: the watermark that it waits for is another.
 */
async function readKnown(
  tx: Tx,
  { from: sender, stream }: Envelope,
  works: readonly Recall[],
  watermark: number,
): Promise<ReadonlyMap<string, Row>> {
  const rows = await tx.selectIn({
    table: 'handoff_in',
    columns: ['id', 'body_hash', 'outcome', 'reason', 'stream', 'seq'],
    key: 'id',
    keys: works.map(({ id }) => id),
    where: { sender },
  })
  const known = new Map(rows.map((row) => [String(row.id), row]))
  const renumbered = works.filter(({ id, seq }) => {
    const row = known.get(id)
    const isOther = row !== undefined && (row.stream !== stream || row.seq !== seq)
    return isOther && seq >= watermark
  })
  await tx.runMany(
    'UPDATE handoff_in SET stream = ?, seq = ? WHERE sender = ? AND id = ?',
    renumbered.map(({ id, seq }) => [stream, seq, sender, id]),
  )
  return known
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
  { from: sender, stream }: Envelope,
  items: readonly (Recall & { readonly kind: string; readonly hash: Uint8Array | null })[],
  answers: ReadonlyMap<HandoffId, Answer>,
  now: EpochMs,
): Promise<void> {
  const rows = items.flatMap(({ id, seq, kind, hash }) => {
    const answer = answers.get(id)
    if (answer === undefined || answer.outcome === 'postponed') return []
    const reason = answer.outcome === 'refused' ? answer.reason : null
    return [[sender, id, kind, hash, answer.outcome, reason, now, stream, seq]]
  })
  await tx.insertMany({
    table: 'handoff_in',
    columns: [
      'sender',
      'id',
      'kind',
      'body_hash',
      'outcome',
      'reason',
      'received_at',
      'stream',
      'seq',
    ],
    rows,
    onConflict: 'fail',
  })
}

function toOutcomes(
  works: readonly Recall[],
  answers: ReadonlyMap<HandoffId, Answer>,
  hashes: ReadonlyMap<HandoffId, Uint8Array>,
): Outcomes {
  const outcomes: SignedOutcome[] = []
  for (const { id } of works) {
    const answer = answers.get(id)
    if (answer === undefined || answer.outcome === 'postponed') continue
    const hash = answer.outcome === 'forgotten' ? undefined : hashes.get(id)
    outcomes.push({ id, ...answer, ...(hash && { bodyHash: encodeHex(hash) }) })
  }
  return outcomes
}
