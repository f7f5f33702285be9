import { AdapterError } from '../adapters/adapter-error.ts'
import type { RecordEvents } from '../events/event-recorder.ts'
import type { HandoffId, PartyId } from '../ids.ts'
import type { Ports } from '../ports.ts'

/** What came of a batch whose faulty items were left out. */
export interface Isolated<I, O> {
  readonly outputs: readonly O[]
  readonly faults: readonly Fault<I>[]
}

export interface Fault<I> {
  readonly item: I
  readonly error: unknown
}

/**
 * Applies the items in one transaction; when it throws, each half by itself, and so on, until every item that makes it throw stands alone:
 * about 2·log2(n) transactions for one poisonous item among n. An AdapterError is no item's doing and is thrown on: whatever was applied
 * until then stays, and doing all of it again has to be harmless.
 */
export async function isolateFaults<I, O>(
  items: readonly I[],
  apply: (items: readonly I[]) => Promise<readonly O[]>,
): Promise<Isolated<I, O>> {
  const [first, ...others] = items
  if (first === undefined) return { outputs: [], faults: [] }
  try {
    return { outputs: await apply(items), faults: [] }
  } catch (error) {
    if (error instanceof AdapterError) throw error
    if (others.length === 0) return { outputs: [], faults: [{ item: first, error }] }
  }
  const half = Math.ceil(items.length / 2)
  const left = await isolateFaults(items.slice(0, half), apply)
  const right = await isolateFaults(items.slice(half), apply)
  return {
    outputs: [...left.outputs, ...right.outputs],
    faults: [...left.faults, ...right.faults],
  }
}

/** Told what the handler or hook of an item threw, for this party's own operator: its text may hold what no event may (E5). */
export type OnFault = (handoff: HandoffId, error: unknown) => void

/** Makes faults visible: the whole error to `onFault`, its name alone to the observer. */
export async function recordFaults(
  { ports, recordEvents, onFault }: FaultWitnesses,
  faults: readonly ItemFault[],
): Promise<void> {
  if (faults.length === 0) return
  const atMs = ports.clock.nowMs()
  for (const { id, error } of faults) onFault?.(id, error)
  const events = faults.map(({ id, counterparty, error }) => ({
    event: 'HandoffFaulted',
    atMs,
    ids: { handoff: id },
    detail: { counterparty, fault: error instanceof Error ? error.name : typeof error },
  }))
  await ports.store.transact('handoff-fault', (tx) => recordEvents(tx, events))
}

/** An item that makes its handler or hook throw. */
export interface ItemFault {
  readonly id: HandoffId
  /** The party that hands the item over, or is handed it. */
  readonly counterparty: PartyId
  readonly error: unknown
}

/** Who is told of faults. */
export interface FaultWitnesses {
  readonly ports: Ports
  readonly recordEvents: RecordEvents
  readonly onFault?: OnFault | undefined
}
