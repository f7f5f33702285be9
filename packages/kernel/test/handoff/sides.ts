import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { importPublicJwk, type PublicKey } from '../../src/crypto/import-public-jwk.ts'
import { eventMigrations } from '../../src/events/event-recorder.ts'
import { type Envelope, openEnvelope } from '../../src/handoff/envelope.ts'
import { createForgetting } from '../../src/handoff/forget-handoffs.ts'
import { handoffMigrations } from '../../src/handoff/handoff-migrations.ts'
import {
  type AnyNewItem,
  type AnyReceiveHandler,
  type AnySendPolicy,
  acknowledged,
  type HandlerAnswer,
  type SendPolicy,
} from '../../src/handoff/handoff-policy.ts'
import { createInbox, type Inbox } from '../../src/handoff/inbox.ts'
import { createOutbox, type Outbox } from '../../src/handoff/outbox.ts'
import { brandId, type CampaignId, epochMs, type HandoffId, type PartyId } from '../../src/ids.ts'
import type { LifecycleEvent } from '../../src/messages/lifecycle-event.ts'
import { parseReserveTransfer } from '../../src/messages/transfer.ts'
import { createKeyOf, type KeyOf } from '../../src/party/signing-key.ts'
import type { Ports, Row, Signer, Store, Transport } from '../../src/ports.ts'
import { err, ok, unwrap } from '../../src/result.ts'

export const alice: PartyId = brandId<PartyId>('alice')
export const bob: PartyId = brandId<PartyId>('bob')
export const carol: PartyId = brandId<PartyId>('carol')

export function signerOf(party: PartyId): Signer {
  return createSeededSigner('EdDSA', new Uint8Array(32).fill(party.charCodeAt(0)))
}

export function publicKeyOf(signer: Signer): PublicKey {
  return unwrap(importPublicJwk(signer.publicJwk))
}

export const keyOf: KeyOf = createKeyOf(
  new Map([alice, bob, carol].map((party) => [party, [publicKeyOf(signerOf(party))]])),
)

/** Puts a body's answer, or the silence, on the wire. */
export type Wire = Transport['deliver']
export const silence: Wire = async () => err({ code: 'transport_unreachable' })

/** One party's half of the mechanism, with a clock that stands still until it is set. */
export interface Side {
  readonly outbox: Outbox
  readonly inbox: Inbox
  readonly store: Store
  readonly time: { now: number }
  readonly wire: { deliver: Wire }
  readonly events: LifecycleEvent[]
  readonly faults: { readonly id: HandoffId; readonly error: unknown }[]
  readonly transactions: string[]
  /** Forgets what is over since DAY_MS as a receiver, since 10 times that as a sender. */
  forget(): Promise<void>
  rows(sql: string): Promise<readonly Row[]>
  enqueue(...items: AnyNewItem[]): Promise<void>
}

export interface SideOptions {
  readonly policies?: readonly AnySendPolicy[]
  readonly handlers?: readonly AnyReceiveHandler[]
  /** Another process over the same store. */
  readonly over?: Side
  /** Keys in place of those that everybody has had all along. */
  readonly signer?: Signer
  readonly keyOf?: KeyOf
}

export const START_MS = 1_800_000_000_000
export const DAY_MS = 86_400_000

export async function openSide(self: PartyId, options: SideOptions = {}): Promise<Side> {
  const opened = options.over?.store ?? (await openSqliteStore({ path: ':memory:' }))
  await opened.migrate([...handoffMigrations, ...eventMigrations])
  const transactions: string[] = []
  const store: Store = {
    transact(name, body) {
      transactions.push(name)
      return opened.transact(name, body)
    },
    read: (name, body) => opened.read(name, body),
    migrate: (migrations) => opened.migrate(migrations),
    close: () => opened.close(),
  }
  const time = { now: START_MS }
  let drawn = 0
  const wire = { deliver: silence }
  const ports: Ports = {
    clock: { nowMs: () => epochMs(time.now), monotonicMs: () => time.now },
    random: {
      bytes: (length) => {
        drawn += 1
        return new Uint8Array(length).fill(drawn)
      },
      below: () => 0,
    },
    timers: { sleep: async () => undefined, every: () => async () => undefined },
    store,
    transport: {
      deliver: (to, envelope, limits) => wire.deliver(to, envelope, limits),
      retrieve: async () => err({ code: 'not_found' }),
    },
    signer: options.signer ?? signerOf(self),
    compute: { verifySignatures: async () => [] },
  }
  const events: LifecycleEvent[] = []
  const faults: Side['faults'] = []
  const seams = {
    self,
    ports,
    keyOf: options.keyOf ?? keyOf,
    recordEvents: async (_: unknown, more: readonly LifecycleEvent[]) => {
      events.push(...more)
    },
    onFault: (id: HandoffId, error: unknown) => {
      faults.push({ id, error })
    },
  }
  const outbox = createOutbox({ ...seams, policies: options.policies ?? [] })
  const inbox = createInbox({ ...seams, handlers: options.handlers ?? [] })
  return {
    outbox,
    inbox,
    store,
    time,
    wire,
    events,
    faults,
    transactions,
    forget: createForgetting(ports, { outcomesMs: DAY_MS, answersMs: 10 * DAY_MS, everyMs: 0 }),
    rows: (sql) => store.read('rows', (tx) => tx.all(sql)),
    enqueue: (...items) => store.transact('enqueue', (tx) => outbox.enqueue(tx, items)),
  }
}

/** Lets a sender's envelopes reach a receiver's inbox; what was sent is kept. */
export function connect(from: Side, to: Side): Uint8Array[] {
  const sent: Uint8Array[] = []
  from.wire.deliver = async (_, envelope) => {
    sent.push(envelope)
    try {
      const answer = await to.inbox.receive(envelope)
      return answer.ok ? ok(answer.value) : err({ code: 'transport_unreachable' })
    } catch {
      return err({ code: 'transport_unreachable' })
    }
  }
  return sent
}

export function readEnvelope(bytes: Uint8Array | undefined): Envelope {
  return unwrap(openEnvelope(bytes ?? new Uint8Array(), keyOf))
}

/** A policy for `ledger.reserve`; hooks note what they were told in `told`. */
export function reservePolicy(
  told: string[],
  changes: Partial<SendPolicy<'ledger.reserve'>> = {},
): SendPolicy<'ledger.reserve'> {
  return {
    kind: 'ledger.reserve',
    budgetMs: 100_000,
    defaults: [{ afterMs: 10_000, act: 'resend' }],
    onAcknowledged: async (_, items) => {
      told.push(...items.map(({ id }) => `${id} acknowledged`))
    },
    onRefused: async (_, items) => {
      told.push(...items.map(({ id, reason }) => `${id} ${reason}`))
    },
    ...changes,
  }
}

/** A handler that notes what it applies; `answer` may refuse, postpone or throw. */
export function reserveHandler(
  applied: string[],
  answer: (id: string) => HandlerAnswer = () => acknowledged,
): AnyReceiveHandler {
  return {
    kind: 'ledger.reserve',
    parse: parseReserveTransfer,
    apply: async (_, items) => {
      const answers = items.map(({ id }) => answer(id))
      applied.push(...items.map(({ id, body }) => `${id} ${body.amountMinor}`))
      return answers
    },
  }
}

export function reserve(id: string, amountMinor = '1', to: PartyId = bob): AnyNewItem {
  const handoff = id as HandoffId
  const campaignId = brandId<CampaignId>('campaign')
  return {
    id: handoff,
    to,
    kind: 'ledger.reserve',
    body: { transferId: id as never, campaignId, amountMinor },
  }
}

export function reserves(count: number): AnyNewItem[] {
  return Array.from({ length: count }, (_, position) =>
    reserve(`r${String(position).padStart(4, '0')}`),
  )
}

/** A sender and a receiver of reserves, connected, and what the sender was told and the receiver applied. */
export interface Pair {
  readonly from: Side
  readonly to: Side
  readonly told: string[]
  readonly applied: string[]
  readonly sent: Uint8Array[]
}

export async function openPair(
  answer: (id: string) => HandlerAnswer = () => acknowledged,
): Promise<Pair> {
  const told: string[] = []
  const applied: string[] = []
  const from = await openSide(alice, { policies: [reservePolicy(told)] })
  const to = await openSide(bob, { handlers: [reserveHandler(applied, answer)] })
  return { from, to, told, applied, sent: connect(from, to) }
}

/** Ids of the items that a side is accountable for. */
export async function openIds(side: Side): Promise<readonly unknown[]> {
  const rows = await side.rows("SELECT id FROM handoff_out WHERE state = 'open' ORDER BY id")
  return rows.map(({ id }) => id)
}
