import {
  type Acknowledgement,
  decodeHex,
  ENVELOPE_BYTES_MAX,
  type Envelope,
  type EpochMs,
  encodeHex,
  type KeyOf,
  openAcknowledgement,
  type PartyId,
  parseJws,
  type ReadTx,
  type Store,
  sha256,
} from '@evenkeel/kernel'
import {
  type CustodyRows,
  type DefaultRow,
  findTouched,
  type InRow,
  type OutRow,
  readAllRows,
  readTouchedRows,
  type Touched,
} from './custody-rows.ts'
import type { Invariants } from './invariants.ts'
import { DEFAULT_LATE_MS_MAX } from './limits.ts'
import type { WatchCommit } from './sim-store.ts'

/** What only a role knows of its items: counts by item id, read in the transaction that is about to commit. Ids differ between senders. */
export interface CustodyProbe {
  /** How often this receiver applied each item's effect. */
  readonly effects?: (tx: ReadTx, ids: readonly string[]) => Promise<ReadonlyMap<string, number>>
  /** How often this sender did something else instead of each item's effect. */
  readonly replacements?: CustodyProbe['effects']
  /** How often this sender's `onDefault` did its work for each item. */
  readonly defaultsSeen?: CustodyProbe['effects']
  /** The item that this party was given and that it forwards as the item named. */
  readonly parentOf?: (id: string) => string | undefined
}

export interface CustodyOptions {
  readonly invariants: Invariants
  readonly keyOf: KeyOf
  /** Counts what was forgotten, for the report. */
  readonly tally: (what: string) => void
  readonly probeOf: (party: PartyId) => CustodyProbe
}

type Counts = ReadonlyMap<string, number>

interface Counted {
  readonly effects: Counts | undefined
  readonly replacements: Counts | undefined
  readonly defaultsSeen: Counts | undefined
}

interface Mirror {
  readonly out: Map<string, OutRow>
  readonly received: Map<string, InRow>
  /** What it handed over, and what it was given, that was over and is no longer there. */
  readonly forgottenOut: Set<string>
  readonly forgottenReceived: Set<string>
  readonly replaced: Set<string>
  readonly affected: Set<string>
  /** Largest budget with which each item was sent to this party. */
  readonly budgets: Map<string, number>
}

const JWS_LIMITS = { maxBytes: ENVELOPE_BYTES_MAX, maxDepth: 24 }
const noCounts: Counts = new Map()

/**
 * Checks H1 to H6 from the rows of both sides: keeps a copy of what is committed at each party, brought up to date at each COMMIT, and looks at
 * every envelope and acknowledgement as it leaves.
 */
export class CustodyChecker {
  readonly #options: CustodyOptions
  readonly #mirrors = new Map<string, Mirror>()

  constructor(options: CustodyOptions) {
    this.#options = options
  }

  /** For the store of one party: compares what a transaction changes with what was there. */
  watchCommit(party: PartyId): WatchCommit {
    const { probeOf } = this.#options
    return async (tx, statements) => {
      const touched = findTouched(statements)
      const { ids } = touched
      if (ids.length === 0) return () => undefined
      const rows = await readTouchedRows(tx, touched)
      const proofs = await readProofs(tx, rows.out)
      const probe = probeOf(party)
      const counted: Counted = {
        effects: await probe.effects?.(tx, ids),
        replacements: await probe.replacements?.(tx, ids),
        defaultsSeen: await probe.defaultsSeen?.(tx, ids),
      }
      return () => this.#committed(party, touched, rows, proofs, counted)
    }
  }

  /** H1 and H6 on what a party sends: nothing that it does not durably hold, and no more time than is left. */
  onEnvelope(from: PartyId, bytes: Uint8Array): void {
    const { invariants } = this.#options
    const envelope = payloadOf(bytes) as unknown as Envelope
    const { stream, resolvedBelow } = envelope
    for (const row of this.openItems(from)) {
      if (row.recipient !== envelope.to || row.stream !== stream) continue
      const detail = () => `${from} gave its word up to ${resolvedBelow}, ${row.id} is open`
      invariants.check('H1', row.seq >= resolvedBelow, detail)
    }
    for (const { id, budgetMs } of envelope.items) {
      const { out, forgottenOut } = this.#mirror(from)
      const row = out.get(id)
      // A slow process sends once more what another one has had answered and forgotten.
      if (row === undefined && forgottenOut.has(id)) continue
      invariants.check('H1', row !== undefined, () => `${from} sent ${id}, which it does not hold`)
      const leftMs = Math.max(0, (row?.journeyDeadlineAtMs ?? 0) - envelope.sentAtMs)
      invariants.check('H6', budgetMs <= leftMs, () => `${id} carries ${budgetMs} of ${leftMs} ms`)
      const { budgets } = this.#mirror(envelope.to)
      budgets.set(id, Math.max(budgets.get(id) ?? 0, budgetMs))
    }
  }

  /** H4 on an acknowledgement that leaves its party. */
  onAcknowledgement(from: PartyId, bytes: Uint8Array): void {
    const { to, outcomes } = payloadOf(bytes) as unknown as Acknowledgement
    for (const { id, ...word } of outcomes) {
      if (word.outcome === 'forgotten') {
        this.#options.tally('repeats of forgotten handoffs')
        this.#checkResolved(from, to, id)
        continue
      }
      this.#checkDurable(from, to, id, word.outcome, 'reason' in word ? word.reason : null)
    }
  }

  /** Compares the whole of what is durable with the copy: for a moment in which the store is at rest. */
  async audit(party: PartyId, store: Store): Promise<void> {
    const { invariants } = this.#options
    const { out, received } = this.#mirror(party)
    const rows = await store.read('audit', readAllRows)
    const outById = new Map(rows.out.map((row) => [row.id, row]))
    for (const [id, known] of out) {
      const durable = JSON.stringify(outById.get(id))
      const holds = durable === JSON.stringify(known)
      invariants.check('H1', holds, () => `${party} held ${JSON.stringify(known)}, now ${durable}`)
    }
    const durableIds = new Set(rows.received.map(({ sender, id }) => `${sender} ${id}`))
    for (const known of received.keys()) {
      const holds = durableIds.has(known)
      invariants.check('H4', holds, () => `${party} no longer knows that it has ${known}`)
    }
    const closed = [...out.values()].filter((row) => row.state !== 'open')
    const proofs = await store.read('audit-proofs', (tx) => readProofs(tx, closed))
    for (const [hash, message] of proofs) {
      const opened = openAcknowledgement(message, this.#options.keyOf)
      invariants.check('H1', opened.ok, () => `${party} can no longer show that ${hash} is genuine`)
    }
    for (const row of closed) {
      const isProven = proofs.has(row.proof ?? '')
      invariants.check('H1', isProven, () => `${party} no longer has the answer about ${row.id}`)
      this.#checkPeer(party, row)
    }
  }

  /** Items that a party is accountable for, by id. */
  openItems(party: PartyId): readonly OutRow[] {
    return [...this.#mirror(party).out.values()].filter((row) => row.state === 'open')
  }

  /** H2: no deadline has passed for long without its default. `now` on the party's own clock. */
  checkDeadlines(party: PartyId, now: EpochMs): void {
    for (const { id, deadlineAtMs } of this.openItems(party)) {
      const lateMs = now - deadlineAtMs
      const detail = () => `the default of ${id} is ${lateMs} ms late`
      this.#options.invariants.check('H2', lateMs <= DEFAULT_LATE_MS_MAX, detail)
    }
  }

  /** Whether a party has committed to hand an item over, now or before. */
  isKnown(party: PartyId, id: string): boolean {
    const { out, forgottenOut } = this.#mirror(party)
    return out.has(id) || forgottenOut.has(id)
  }

  #committed(
    party: PartyId,
    touched: Touched,
    rows: CustodyRows,
    proofs: ReadonlyMap<string, Uint8Array>,
    counted: Counted,
  ): void {
    const { invariants } = this.#options
    const mirror = this.#mirror(party)
    this.#mirrorReceived(party, touched, rows.received)
    const outById = new Map(rows.out.map((row) => [row.id, row]))
    for (const id of touched.ids) {
      const before = mirror.out.get(id)
      const now = outById.get(id)
      if (before !== undefined && now === undefined) {
        const isOver = before.state !== 'open'
        invariants.check('H1', isOver, () => `${party} dropped ${id}`)
        mirror.out.delete(id)
        mirror.forgottenOut.add(id)
        this.#options.tally('answers forgotten')
      }
      const fired = rows.defaults.filter((row) => row.id === id)
      if (now !== undefined) {
        const isNew = !mirror.forgottenOut.has(id)
        invariants.check('H3', isNew, () => `${party} hands over ${id} again, which was over`)
        mirror.out.set(id, now)
        this.#checkSent(party, before, now, proofs)
        this.#checkDefaults(before, now, fired, counted.defaultsSeen)
      }
      this.#checkEffect(party, id, rows.received, counted)
    }
  }

  #checkSent(
    party: PartyId,
    before: OutRow | undefined,
    row: OutRow,
    proofs: ReadonlyMap<string, Uint8Array>,
  ): void {
    const { invariants, probeOf } = this.#options
    const closed = before !== undefined && before.state !== 'open'
    const same = !closed || (before.state === row.state && before.proof === row.proof)
    invariants.check('H1', same, () => `${party} closed ${row.id} twice`)
    if (row.state === 'open') {
      const bounded =
        row.deadlineAtMs > row.createdAtMs || row.journeyDeadlineAtMs <= row.createdAtMs
      invariants.check('H5', bounded, () => `${row.id} waits without a deadline`)
    } else if (!closed) {
      const word = this.#wordOf(party, row, proofs)
      invariants.check('H1', word === row.state, () => `${party} gave up ${row.id} on: ${word}`)
      this.#checkPeer(party, row)
    }
    if (row.defaultsFired === 0) {
      const nested = row.deadlineAtMs <= row.journeyDeadlineAtMs
      invariants.check('H6', nested, () => `the first stage of ${row.id} outlasts its journey`)
    }
    const parent = before === undefined ? probeOf(party).parentOf?.(row.id) : undefined
    if (parent === undefined) return
    const budgetMs = this.#mirror(party).budgets.get(parent) ?? 0
    const takenMs = row.journeyDeadlineAtMs - row.createdAtMs
    const detail = () => `${row.id} takes ${takenMs} of the ${budgetMs} ms of ${parent}`
    invariants.check('H6', takenMs <= budgetMs, detail)
  }

  /** Takes over what a transaction recorded as given, and what it forgot of that: only what its sender has an answer to (H3). */
  #mirrorReceived(party: PartyId, { ids, senders }: Touched, rows: readonly InRow[]): void {
    const { received, forgottenReceived } = this.#mirror(party)
    const now = new Map(rows.map((row) => [`${row.sender} ${row.id}`, row]))
    for (const [key, row] of now) received.set(key, row)
    for (const sender of senders) {
      for (const id of ids) {
        const key = `${sender} ${id}`
        if (now.has(key) || !received.delete(key)) continue
        this.#checkResolved(party, sender, id)
        forgottenReceived.add(key)
        this.#options.tally('outcomes forgotten')
      }
    }
  }

  #checkResolved(receiver: PartyId, sender: string, id: string): void {
    const state = this.#mirror(sender).out.get(id)?.state
    const detail = () => `${receiver} forgot ${id}, to which ${sender} has no answer`
    this.#options.invariants.check('H3', state !== 'open', detail)
  }

  /** What the recipient signed about an item, as the sender holds it. */
  #wordOf(party: PartyId, row: OutRow, proofs: ReadonlyMap<string, Uint8Array>): string {
    const message = row.proof === null ? undefined : proofs.get(row.proof)
    if (message === undefined) return 'no answer'
    const opened = openAcknowledgement(message, this.#options.keyOf)
    if (!opened.ok) return opened.error.code
    const { from, to, outcomes } = opened.value
    if (from !== row.recipient || to !== party) return `an answer from ${from} to ${to}`
    return outcomes.find(({ id }) => id === row.id)?.outcome ?? 'an answer about other items'
  }

  #checkPeer(party: PartyId, row: OutRow): void {
    this.#checkDurable(row.recipient as PartyId, party, row.id, row.state, row.reason)
  }

  #checkDurable(
    receiver: PartyId,
    sender: PartyId,
    id: string,
    outcome: string,
    reason: string | null,
  ): void {
    const { invariants } = this.#options
    const { received, forgottenReceived } = this.#mirror(receiver)
    const row = received.get(`${sender} ${id}`)
    if (row === undefined && forgottenReceived.has(`${sender} ${id}`)) return
    // Another body under a known id is refused without a row of its own.
    if (reason === 'handoff_conflict' && row !== undefined) return
    const holds = row?.outcome === outcome && row.reason === reason
    const detail = () =>
      `${receiver} said ${outcome} about ${id}, durable is ${row?.outcome ?? 'nothing'}`
    invariants.check('H4', holds, detail)
  }

  #checkDefaults(
    before: OutRow | undefined,
    row: OutRow,
    fired: readonly DefaultRow[],
    seen: Counts | undefined,
  ): void {
    const { invariants } = this.#options
    const { id, defaultsFired } = row
    const steps = fired.map(({ step }) => step).sort((a, b) => a - b)
    const each = steps.length === defaultsFired && steps.every((step, index) => step === index)
    invariants.check('H2', each, () => `${id} fired ${steps}, says ${defaultsFired}`)
    if (before !== undefined && defaultsFired > before.defaultsFired) {
      const last = fired.find(({ step }) => step === before.defaultsFired)
      const once = defaultsFired === before.defaultsFired + 1 && before.state === 'open'
      invariants.check('H2', once, () => `${id} fired more than one default at once`)
      const due = last !== undefined && last.firedAtMs >= before.deadlineAtMs
      const detail = () => `${id} fired at ${last?.firedAtMs}, due at ${before.deadlineAtMs}`
      invariants.check('H2', due, detail)
    }
    if (seen === undefined) return
    const times = seen.get(id) ?? 0
    const detail = () => `the default of ${id} worked ${times} times, fired ${defaultsFired}`
    invariants.check('H2', times === defaultsFired, detail)
  }

  #checkEffect(party: PartyId, id: string, received: readonly InRow[], counted: Counted): void {
    const { invariants } = this.#options
    const mirror = this.#mirror(party)
    const given = received.filter((row) => row.id === id)
    if (counted.effects !== undefined && given.length > 0) {
      const times = counted.effects.get(id) ?? 0
      const due = given.filter((row) => row.outcome === 'acknowledged').length
      invariants.check('H3', times === due, () => `${party} did ${id} ${times} times, not ${due}`)
      if (times > 0) mirror.affected.add(id)
    }
    const replaced = (counted.replacements ?? noCounts).get(id) ?? 0
    if (replaced > 0) mirror.replaced.add(id)
    invariants.check('H2', replaced <= 1, () => `${party} replaced ${id} ${replaced} times`)
    if (!this.#some('replaced', id)) return
    const both = this.#some('affected', id)
    invariants.check('H2', !both, () => `${id} was done and replaced`)
  }

  #some(list: 'replaced' | 'affected', id: string): boolean {
    return [...this.#mirrors.values()].some((mirror) => mirror[list].has(id))
  }

  #mirror(party: string): Mirror {
    let mirror = this.#mirrors.get(party)
    if (mirror === undefined) {
      mirror = {
        out: new Map(),
        received: new Map(),
        forgottenOut: new Set(),
        forgottenReceived: new Set(),
        replaced: new Set(),
        affected: new Set(),
        budgets: new Map(),
      }
      this.#mirrors.set(party, mirror)
    }
    return mirror
  }
}

async function readProofs(
  tx: ReadTx,
  rows: readonly OutRow[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const hashes = [...new Set(rows.flatMap((row) => (row.proof === null ? [] : [row.proof])))]
  const found = await tx.selectIn({
    table: 'handoff_proof',
    columns: ['hash', 'message'],
    key: 'hash',
    keys: hashes.flatMap((hash) => decodeHex(hash) ?? []),
  })
  const messages = found.flatMap(({ message }) => (message instanceof Uint8Array ? [message] : []))
  return new Map(messages.map((message) => [encodeHex(sha256(message)), message]))
}

/** What a signed message says; whether to believe it is for the parties to decide. */
function payloadOf(bytes: Uint8Array): unknown {
  const parsed = parseJws(bytes, JWS_LIMITS)
  return parsed.ok ? parsed.value.payload : { items: [], outcomes: [] }
}
