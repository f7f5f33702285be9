import {
  dropOldestEvents,
  EVENT_BATCHES_PER_SWEEP_MAX,
  EVENTS_MOVED_MAX,
  eventMigrations,
  eventSendPolicy,
  type RecordEvents,
  recordEvents,
  recordNothing,
  shipEvents,
} from '../events/event-recorder.ts'
import {
  createForgetting,
  defaultHandoffRetention,
  type HandoffRetention,
} from '../handoff/forget-handoffs.ts'
import { handoffMigrations } from '../handoff/handoff-migrations.ts'
import type { AnyReceiveHandler, AnySendPolicy } from '../handoff/handoff-policy.ts'
import { createInbox } from '../handoff/inbox.ts'
import type { OnFault } from '../handoff/isolate-faults.ts'
import { PUMP_ROUNDS_MAX } from '../handoff/limits.ts'
import { createOutbox, type Outbox } from '../handoff/outbox.ts'
import type { PartyId } from '../ids.ts'
import type { Migration, Ports, StopTimer } from '../ports.ts'
import type { Reasoned } from '../reasons/reasoned.ts'
import type { Result } from '../result.ts'
import type { AddressBook } from './address-book.ts'
import { PUMP_EVERY_MS, SWEEP_EVERY_MS } from './limits.ts'
import type { KeyOf } from './signing-key.ts'

/** Who is who and where, from configuration that all parties share. */
export interface Directory extends AddressBook {
  readonly keyOf: KeyOf
}

/** What a role is given to do its work with. */
export interface PartyContext {
  readonly id: PartyId
  readonly ports: Ports
  readonly directory: Directory
  readonly recordEvents: RecordEvents
  /** Hands work over in the role's own transaction. */
  readonly enqueue: Outbox['enqueue']
  /** Takes an item off hold, by an operator's decision. */
  readonly release: Outbox['release']
}

/** What every role answers to, whatever else it can do. */
export interface Role {
  readonly sendPolicies: readonly AnySendPolicy[]
  readonly receiveHandlers: readonly AnyReceiveHandler[]
  /** Does everything of this role that has become due. Idempotent; safe to run in several processes. */
  sweep?(): Promise<void>
  /** Bytes of a document that this role publishes, or undefined. */
  document?(path: string): Promise<Uint8Array | undefined>
}

/** A role of one organisation, with its own store and keys, reachable by the others. */
export interface Party<R extends Role = Role> {
  readonly id: PartyId
  readonly role: R
  readonly ports: Ports
  receive(envelope: Uint8Array): Promise<Result<Uint8Array, Reasoned>>
  document(path: string): Promise<Uint8Array | undefined>
  /** Sends what is due until nothing more gets an answer. Returns how many items were answered. */
  pump(): Promise<number>
  /** Runs everything that is due: defaults, the role's own sweep, forgetting, events. */
  sweep(): Promise<void>
  /** Pumps and sweeps by the clock until the returned function is called. What `waits` is not sent. */
  start(options?: StartOptions): StopTimer
}

export interface StartOptions {
  /** Says that what is due to this party stays here for now: under load, sending gives way to what must not wait (P4). Asked before each envelope. */
  readonly waits?: (to: PartyId) => boolean
}

export interface PartyOptions<R extends Role> {
  readonly id: PartyId
  readonly ports: Ports
  readonly directory: Directory
  readonly migrations: readonly Migration[]
  /** Where lifecycle events go; none are recorded without it. */
  readonly observer?: PartyId
  /** How long handoffs that are over are remembered; `defaultHandoffRetention` if absent. */
  readonly retention?: HandoffRetention
  /** Told what an item's handler or hook threw; the item stays where it is and the others go on. */
  readonly onFault?: OnFault
  readonly createRole: (context: PartyContext) => R
}

/** Migrates the party's store and puts its role behind an inbox and an outbox. */
export async function openParty<R extends Role>(options: PartyOptions<R>): Promise<Party<R>> {
  const { id, ports, directory, observer } = options
  await ports.store.migrate([...handoffMigrations, ...eventMigrations, ...options.migrations])
  const record = observer === undefined ? recordNothing : recordEvents
  // The outbox needs the role's policies and the role needs the outbox; the role uses it only when it runs.
  let outbox: Outbox | undefined
  const bound = (): Outbox => {
    if (outbox === undefined)
      throw new Error(`${id}: the role used the outbox while it was created`)
    return outbox
  }
  const role = options.createRole({
    id,
    ports,
    directory,
    recordEvents: record,
    enqueue: (tx, items) => bound().enqueue(tx, items),
    release: (handoff) => bound().release(handoff),
  })
  const seams = {
    self: id,
    ports,
    keyOf: directory.keyOf,
    recordEvents: record,
    ...(options.onFault && { onFault: options.onFault }),
  }
  const sending = createOutbox({
    ...seams,
    policies: observer === undefined ? role.sendPolicies : [...role.sendPolicies, eventSendPolicy],
  })
  outbox = sending
  const forget = createForgetting(ports, options.retention ?? defaultHandoffRetention)
  const inbox = createInbox({ ...seams, handlers: role.receiveHandlers })

  async function pump(waits = waitsNever): Promise<number> {
    let total = 0
    for (let round = 0; round < PUMP_ROUNDS_MAX; round += 1) {
      const answered = await sending.pump(waits)
      if (answered === 0) break
      total += answered
    }
    return total
  }

  async function sweep(waits = waitsNever): Promise<void> {
    await sending.fireDefaults()
    await role.sweep?.()
    await forget()
    if (observer === undefined) return
    for (let batch = 0; batch < EVENT_BATCHES_PER_SWEEP_MAX; batch += 1) {
      const moved = await ports.store.transact('ship-events', async (tx) => {
        await dropOldestEvents(tx)
        return waits(observer) ? 0 : shipEvents(tx, id, observer, sending.enqueue)
      })
      if (moved < EVENTS_MOVED_MAX) return
      await ports.timers.sleep(0)
    }
  }

  function start({ waits }: StartOptions = {}): StopTimer {
    const pumps = new Set<Promise<void>>()
    let fault: { readonly error: unknown } | undefined
    const stopPump = ports.timers.every(PUMP_EVERY_MS, async () => {
      if (fault !== undefined) throw fault.error
      const done = new AbortController()
      const one = pump(waits)
        .then(() => undefined)
        .catch((error: unknown) => {
          fault = { error }
        })
        .finally(() => {
          pumps.delete(one)
          done.abort(PUMPED)
        })
      pumps.add(one)
      // A recipient that does not answer keeps its own pump waiting, never the next look at what the others are owed.
      await ports.timers.sleep(PUMP_EVERY_MS, done.signal)
    })
    const stopSweep = ports.timers.every(SWEEP_EVERY_MS, () => sweep(waits))
    return async () => {
      await Promise.all([stopPump(), stopSweep()])
      await Promise.all(pumps)
      if (fault !== undefined) throw fault.error
    }
  }

  return {
    id,
    role,
    ports,
    receive: (envelope) => inbox.receive(envelope),
    document: async (path) => role.document?.(path),
    pump: () => pump(),
    sweep: () => sweep(),
    start,
  }
}

/** Why a pump's own wait ends. Measured: without a reason the platform makes an error with its stack for each. */
const PUMPED = 'the pump has ended'

function waitsNever(_to: PartyId): boolean {
  return false
}
