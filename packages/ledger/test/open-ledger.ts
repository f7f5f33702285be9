import {
  type AnySendPolicy,
  type CampaignId,
  createAddressBook,
  createSeededSigner,
  type Directory,
  epochMs,
  type HandoffBodies,
  type HandoffId,
  importPublicJwk,
  openParty,
  type Party,
  type PartyId,
  type PaymentOutcome,
  type Ports,
  parsePaymentOutcome,
  parseVestingEnd,
  type Role,
  type TransferId,
  unwrap,
  type VestingEnd,
} from '@evenkeel/kernel'
import {
  createLoopbackTransport,
  inlineCompute,
  openSqliteStore,
  systemRandom,
  systemTimers,
} from '@evenkeel/kernel/adapters'
import { createLedger, type Ledger, ledgerMigrations, type Rail } from '../src/index.ts'

export type LedgerKind = Extract<keyof HandoffBodies, `ledger.${string}`>

export const DISTRIBUTOR = 'distributor' as PartyId
export const STRANGER = 'stranger' as PartyId
export const LEDGER = 'ledger' as PartyId
export const CAMPAIGN = 'spring-grant' as CampaignId
export const ASSET = 'UNI'

/** What a party heard about the items that it handed to the ledger, and the payments that the ledger reported to it. */
export interface Counterparty {
  readonly answers: Map<string, string>
  readonly payments: PaymentOutcome[]
  /** What the ledger said that cancelled vestings came to. */
  readonly ends: VestingEnd[]
  /** Hands items over and waits for their answers, in one envelope per 256. */
  send<Kind extends LedgerKind>(
    kind: Kind,
    bodies: readonly HandoffBodies[Kind][],
    idOf?: (body: HandoffBodies[Kind], position: number) => string,
  ): Promise<readonly string[]>
}

export interface LedgerUnderTest {
  readonly party: Party<Ledger>
  readonly ledger: Ledger
  readonly distributor: Counterparty
  readonly stranger: Counterparty
  /** Moves the time of all parties. */
  advance(ms: number): void
  /** Sweeps the ledger and delivers what follows from it. */
  sweep(): Promise<void>
  close(): Promise<void>
}

export interface OpenLedgerOptions {
  readonly path?: string
  readonly rail?: Rail
}

/** Opens a ledger and two parties that use it, connected through their real inboxes and outboxes. */
export async function openLedger(options: OpenLedgerOptions = {}): Promise<LedgerUnderTest> {
  const transport = createLoopbackTransport()
  const signers = new Map(
    [LEDGER, DISTRIBUTOR, STRANGER].map((id, position) => [
      id,
      createSeededSigner('EdDSA', new Uint8Array(32).fill(position + 1)),
    ]),
  )
  const keys = new Map(
    [...signers].map(([id, signer]) => [id, unwrap(importPublicJwk(signer.publicJwk))]),
  )
  const directory: Directory = { ...createAddressBook(), keyOf: (party) => keys.get(party) }
  let nowMs = 1_800_000_000_000
  const stores: Ports['store'][] = []
  const portsOf = async (id: PartyId, path: string): Promise<Ports> => {
    const store = await openSqliteStore({ path })
    stores.push(store)
    const signer = signers.get(id)
    if (signer === undefined) throw new Error(`no signer for ${id}`)
    return {
      clock: { nowMs: () => epochMs(nowMs), monotonicMs: () => nowMs },
      random: systemRandom,
      timers: systemTimers,
      store,
      transport,
      signer,
      compute: inlineCompute,
    }
  }
  const register = (party: Party): void => {
    transport.register(party.id, {
      receive: async (envelope) => unwrap(await party.receive(envelope)),
      document: async () => undefined,
    })
  }

  const party = await openParty({
    id: LEDGER,
    ports: await portsOf(LEDGER, options.path ?? ':memory:'),
    directory,
    migrations: ledgerMigrations,
    observer: 'observer' as PartyId,
    createRole: (context) =>
      createLedger(context, {
        distributors: [DISTRIBUTOR],
        ...(options.rail === undefined ? {} : { rail: options.rail }),
      }),
  })
  register(party)
  const open = async (id: PartyId): Promise<Counterparty> =>
    openCounterparty(id, await portsOf(id, ':memory:'), directory, register, party)
  return {
    party,
    ledger: party.role,
    distributor: await open(DISTRIBUTOR),
    stranger: await open(STRANGER),
    advance: (ms) => {
      nowMs += ms
    },
    async sweep() {
      await party.sweep()
      await party.pump()
    },
    async close() {
      for (const store of stores) await store.close()
    },
  }
}

async function openCounterparty(
  id: PartyId,
  ports: Ports,
  directory: Directory,
  register: (party: Party) => void,
  ledger: Party,
): Promise<Counterparty> {
  const answers = new Map<string, string>()
  const payments: PaymentOutcome[] = []
  const ends: VestingEnd[] = []
  let enqueue: Parameters<Parameters<typeof openParty>[0]['createRole']>[0]['enqueue'] | undefined
  const policyOf = (kind: LedgerKind): AnySendPolicy =>
    ({
      kind,
      budgetMs: 3_600_000,
      defaults: [{ afterMs: 60_000, act: 'resend' }],
      onAcknowledged: async (_tx: unknown, items: readonly { readonly id: HandoffId }[]) => {
        for (const item of items) answers.set(item.id, 'acknowledged')
      },
      onRefused: async (
        _tx: unknown,
        items: readonly { readonly id: HandoffId; readonly reason: string }[],
      ) => {
        for (const item of items) answers.set(item.id, item.reason)
      },
    }) as AnySendPolicy
  const role: Role = {
    sendPolicies: [
      policyOf('ledger.open-campaign'),
      policyOf('ledger.reserve'),
      policyOf('ledger.settle'),
      policyOf('ledger.void'),
      policyOf('ledger.return-pool'),
      policyOf('ledger.cancel-vesting'),
      policyOf('ledger.pause-releases'),
      policyOf('ledger.change-payee'),
      policyOf('ledger.claw-back'),
      policyOf('ledger.recover'),
    ],
    receiveHandlers: [
      {
        kind: 'distributor.record-payment',
        parse: parsePaymentOutcome,
        apply: async (_tx, items) =>
          items.map((item) => {
            payments.push(item.body)
            return { outcome: 'acknowledged' }
          }),
      },
      {
        kind: 'distributor.end-vesting',
        parse: parseVestingEnd,
        apply: async (_tx, items) =>
          items.map((item) => {
            ends.push(item.body)
            return { outcome: 'acknowledged' }
          }),
      },
    ],
  }
  const party = await openParty({
    id,
    ports,
    directory,
    migrations: [],
    createRole: (context) => {
      enqueue = context.enqueue
      return role
    },
  })
  register(party)
  let sent = 0
  return {
    answers,
    payments,
    ends,
    async send(kind, bodies, idOf = () => `item-${String(++sent).padStart(6, '0')}`) {
      const items = bodies.map((body, position) => ({
        id: idOf(body, position) as HandoffId,
        to: LEDGER,
        kind,
        body,
      }))
      await ports.store.transact('send', async (tx) => enqueue?.(tx, items as never))
      await party.pump()
      await ledger.pump()
      return items.map((item) => answers.get(item.id) ?? 'unanswered')
    },
  }
}

export function transferId(name: string | number): TransferId {
  return `t-${name}` as TransferId
}

/** Opens the campaign with so much in its pool. */
export async function fund(
  { distributor }: LedgerUnderTest,
  fundMinor: bigint,
  campaignId: CampaignId = CAMPAIGN,
): Promise<void> {
  const [answer] = await distributor.send('ledger.open-campaign', [
    { campaignId, asset: ASSET, fundMinor: String(fundMinor) },
  ])
  if (answer !== 'acknowledged') throw new Error(`the campaign was not opened: ${answer}`)
}
