import {
  type AnyNewItem,
  acknowledged,
  brandId,
  type CampaignId,
  type CampaignRule,
  CLAIM_TYP,
  type ClaimPayload,
  type Compute,
  canonicalJson,
  createAddressBook,
  createJws,
  createSeededSigner,
  type Directory,
  encodeHex,
  epochMs,
  type HandoffId,
  importPublicJwk,
  type Migration,
  openParty,
  type Party,
  type PartyContext,
  type PartyId,
  type Policy,
  parseLifecycleEvents,
  payoutCommitment,
  RECEIPT_TYP,
  type Receipt,
  type RecheckReceipts,
  type Role,
  type Signer,
  type Store,
  sha256,
  type Timers,
  unwrap,
} from '@evenkeel/kernel'
import {
  createLoopbackTransport,
  inlineCompute,
  openSqliteStore,
  systemTimers,
} from '@evenkeel/kernel/adapters'
import { createDistributorParts, type DistributorParts } from '../../src/distributor-parts.ts'
import { createDistributor, type Distributor, distributorMigrations } from '../../src/index.ts'
import { announce } from './announce.ts'
import {
  type Counterparties,
  DISTRIBUTOR,
  decisionPolicy,
  handlersOf,
  ledgerRole,
  paymentItem,
  paymentPolicy,
  recheckItems,
  recheckPolicy,
} from './counterparties.ts'
import { seededRandom } from './seeded-random.ts'

/** P + L of the status lists in these tests. */
export const STATUS_DELAY_MS = 75_000
export const NOW: number = 1_800_000_000_000
const LEDGER = brandId<PartyId>('ledger')
const NETWORK = brandId<PartyId>('network')
const GOVERNANCE = brandId<PartyId>('governance')
export const VERIFIER: PartyId = brandId<PartyId>('verifier-a')
export const OTHER_VERIFIER: PartyId = brandId<PartyId>('verifier-b')
const OBSERVER = brandId<PartyId>('observer')
const PARTIES = [LEDGER, NETWORK, GOVERNANCE, VERIFIER, OTHER_VERIFIER, OBSERVER, DISTRIBUTOR]

/** A key with which VERIFIER signed formerly. */
export const retiredKey: Signer = createSeededSigner('EdDSA', new Uint8Array(32).fill(99))

export const policy: Policy = {
  id: 'residents',
  credentialTypes: ['https://example.org/resident'],
  assuranceMin: 'substantial',
  statusAgeMaxMs: 3_600_000,
  onUndetermined: 'hold',
  outputs: { entry: 'account' },
  requiredClaims: {},
  subjectClaim: 'person',
  receiptTtlMs: 600_000,
}

export const fixedRule: CampaignRule = {
  v: 1,
  id: brandId<CampaignId>('winter-grant'),
  title: 'Winter grant',
  asset: { code: 'UNI', scale: 18 },
  poolMinor: '1000000',
  announcedAtMs: NOW - 1_000,
  opensAtMs: NOW,
  closesAtMs: NOW + 3_600_000,
  policy,
  verifiers: [VERIFIER],
  uniqueness: { domain: 'residents', period: '2027-01' },
  allocation: { kind: 'fixed', amountMinor: '100' },
  window: 'instant',
  hold: { deadlineMs: 60_000, byDefault: 'refuse', appealMs: 60_000 },
  rail: 'internal',
}

export interface World extends Counterparties {
  readonly party: Party<Distributor>
  readonly distributor: Distributor
  readonly store: Store
  /** What the distributor's commands are given. */
  readonly parts: DistributorParts
  /** Names of the lifecycle events, in order. */
  readonly events: { readonly event: string; readonly ids: Readonly<Record<string, string>> }[]
  /** Lets a party hand items to the distributor, and everything follow from it; returns the answers. */
  partySays(from: PartyId, items: readonly AnyNewItem[]): Promise<readonly string[]>
  /** The same for the ledger. */
  ledgerSays(items: readonly AnyNewItem[]): Promise<readonly string[]>
  /** Hands an item to the distributor through its inbox. */
  sendPayment(transferId: string, outcome: 'settled' | 'unknown', from?: PartyId): Promise<void>
  sendDecision(
    claimId: string,
    decision: 'release' | 'refuse',
    version?: number,
    decidedAtMs?: number,
    about?: 'hold' | 'claw-back',
  ): Promise<string>
  advance(ms: number): void
  /** Pumps and sweeps everybody until nothing moves. */
  settleDown(): Promise<void>
  openCampaign(rule?: CampaignRule): Promise<void>
  signerOf(party: PartyId): Signer
  close(): Promise<void>
}

export interface WorldOptions {
  readonly path?: string
  readonly compute?: Compute
  readonly wrapStore?: (store: Store) => Store
  readonly timers?: Timers
  /** When it begins; NOW if absent. */
  readonly nowMs?: number
  /** A ledger in the place of the one that takes everything. */
  readonly ledger?: {
    readonly migrations: readonly Migration[]
    readonly createRole: (context: PartyContext) => Role
  }
}

/** A distributor among counterparties that answer as the test says, connected by their real inboxes and outboxes. */
export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const transport = createLoopbackTransport({
    onFault: (party, fault) => {
      throw new Error(`${party} failed`, { cause: fault })
    },
  })
  const signers = new Map(
    PARTIES.map((id, i) => [id, createSeededSigner('EdDSA', new Uint8Array(32).fill(i + 1))]),
  )
  const keys = new Map(
    [...signers].map(([id, signer]) => [id, unwrap(importPublicJwk(signer.publicJwk))]),
  )
  const retired = unwrap(importPublicJwk(retiredKey.publicJwk))
  const directory: Directory = {
    ...createAddressBook(),
    keyOf(party, keyId) {
      if (party === VERIFIER && keyId === retired.thumbprint) return retired
      const key = keys.get(party)
      return keyId === undefined || keyId === key?.thumbprint ? key : undefined
    },
  }
  const signerOf = (party: PartyId): Signer => {
    const signer = signers.get(party)
    if (signer === undefined) throw new Error(`no signer for ${party}`)
    return signer
  }
  let nowMs = options.nowMs ?? NOW
  const parties: Party[] = []
  const stores: Store[] = []
  const contexts = new Map<PartyId, PartyContext>()

  async function open<R extends Role>(id: PartyId, createRole: (context: PartyContext) => R) {
    const own = id === DISTRIBUTOR
    const raw = await openSqliteStore({ path: own ? (options.path ?? ':memory:') : ':memory:' })
    const store = own ? (options.wrapStore?.(raw) ?? raw) : raw
    stores.push(raw)
    const party = await openParty({
      id,
      directory,
      migrations: own
        ? distributorMigrations
        : id === LEDGER
          ? (options.ledger?.migrations ?? [])
          : [],
      ...(own ? { observer: OBSERVER } : {}),
      ports: {
        clock: { nowMs: () => epochMs(nowMs), monotonicMs: () => nowMs },
        random: seededRandom(stores.length),
        timers: options.timers ?? systemTimers,
        store,
        transport,
        signer: signerOf(id),
        compute: options.compute ?? inlineCompute,
      },
      createRole: (context) => {
        contexts.set(id, context)
        return createRole(context)
      },
    })
    transport.register(id, {
      receive: async (envelope) => unwrap(await party.receive(envelope)),
      document: async () => undefined,
    })
    parties.push(party)
    return party
  }

  async function settleDown(): Promise<void> {
    for (let moved = 1; moved > 0; ) {
      moved = 0
      for (const party of parties) {
        await party.sweep()
        moved += await party.pump()
      }
    }
  }

  const config = {
    ledger: LEDGER,
    network: NETWORK,
    governance: GOVERNANCE,
    statusDelayMs: STATUS_DELAY_MS,
    payoutKey: new Uint8Array(32).fill(7),
  }
  const party = await open(DISTRIBUTOR, (context) => createDistributor(context, config))
  const context = contexts.get(DISTRIBUTOR)
  if (context === undefined) throw new Error('the distributor has a context')

  const world: World = {
    party,
    distributor: party.role,
    store: party.ports.store,
    parts: createDistributorParts(context, config),
    deliveries: [],
    events: [],
    answer: () => acknowledged,
    payment: () => 'settled',
    recheck: () => 'good',
    ledgerSays: (items) => world.partySays(LEDGER, items),
    async partySays(from, items) {
      const context = contexts.get(from)
      await context?.ports.store.transact('party-says', (tx) => context.enqueue(tx, items))
      await settleDown()
      const rows = await context?.ports.store.read('answers', (tx) =>
        tx.selectIn({
          table: 'handoff_out',
          columns: ['id', 'state', 'reason'],
          key: 'id',
          keys: items.map(({ id }) => id),
        }),
      )
      const rowOf = new Map(rows?.map((row) => [row.id, row]))
      return items.map(({ id }) => String(rowOf.get(id)?.reason ?? rowOf.get(id)?.state))
    },
    async sendPayment(transferId, outcome, from = LEDGER) {
      const context = contexts.get(from)
      await context?.ports.store.transact('payment', (tx) =>
        context.enqueue(tx, [paymentItem(transferId, outcome)]),
      )
    },
    async sendDecision(claimId, decision, version = 1, decidedAtMs = nowMs, about = 'hold') {
      const context = contexts.get(GOVERNANCE)
      const id = `decide:${about}:${claimId}:${version}` as HandoffId
      await context?.ports.store.transact('decide', (tx) =>
        context.enqueue(tx, [
          {
            id,
            to: DISTRIBUTOR,
            kind: 'distributor.apply-decision',
            body: {
              caseId: brandId(`${about}.${claimId}`),
              subject: claimId,
              decision,
              decidedBy: 'reviewer',
              decidedAtMs,
              version,
            },
          },
        ]),
      )
      await settleDown()
      const row = await context?.ports.store.read('answer', (tx) =>
        tx.get('SELECT state, reason FROM handoff_out WHERE id = ?', [id]),
      )
      return String(row?.reason ?? row?.state)
    },
    advance(ms) {
      nowMs += ms
    },
    settleDown,
    async openCampaign(rule = fixedRule) {
      await announce(party.role, rule)
      await settleDown()
    },
    signerOf,
    async close() {
      for (const store of stores) await store.close()
    },
  }
  await open(LEDGER, (context) => options.ledger?.createRole(context) ?? ledgerRole(world, context))
  for (const id of [NETWORK, GOVERNANCE, VERIFIER, OTHER_VERIFIER]) {
    await open(id, () => ({
      sendPolicies: [decisionPolicy, paymentPolicy, recheckPolicy],
      receiveHandlers: handlersOf(world, async (tx, delivery) => {
        if (delivery.kind !== 'verifier.recheck-receipts') return
        const { by, ...body } = delivery.body as unknown as RecheckReceipts
        const looker = contexts.get(by)
        const items = recheckItems(world, by, body)
        // Whoever signed hands its evidence to whoever looks, which has a store of its own.
        if (by === id) await looker?.enqueue(tx, items)
        else await looker?.ports.store.transact('look', (own) => looker.enqueue(own, items))
      }),
    }))
  }
  await open(OBSERVER, () => ({
    sendPolicies: [],
    receiveHandlers: [
      {
        kind: 'observer.record',
        parse: parseLifecycleEvents,
        apply: async (_tx, items) =>
          items.map(({ body }) => {
            world.events.push(...body.events)
            return acknowledged
          }),
      },
    ],
  }))
  return world
}

export interface ClaimOptions {
  readonly rule?: CampaignRule
  /** Names the person: holder key, nullifier, payout target and table entry follow from it. */
  readonly person?: string
  /** Tells receipts of one person apart. */
  readonly visit?: number
  readonly receipt?: Partial<Receipt>
  readonly claim?: Partial<ClaimPayload>
  readonly receiptSigner?: Signer
  readonly receiptHeader?: Readonly<Record<string, unknown>>
  readonly claimSigner?: Signer
  readonly claimHeader?: Readonly<Record<string, unknown>>
  readonly alg?: 'EdDSA' | 'ES256'
}

/** The holder's key of a person. */
export function holderOf(person: string, alg: 'EdDSA' | 'ES256' = 'EdDSA'): Signer {
  return createSeededSigner(alg, sha256(`holder ${person}`))
}

/** The bytes of a claim that is right in every respect that the options leave alone. */
export async function makeClaim(world: World, options: ClaimOptions = {}): Promise<Uint8Array> {
  const { rule = fixedRule, person = 'ada', visit = 1 } = options
  const holder = holderOf(person, options.alg)
  const opening = { salt: 'c2FsdHNhbHRzYWx0c2FsdA', target: `account-of-${person}` }
  const nowS = NOW / 1000
  const receipt = {
    v: 1,
    id: `receipt-${person}-${visit}`,
    iss: VERIFIER,
    aud: [`campaign:${rule.id}`],
    nonce: `nonce-${visit}`,
    iat: nowS,
    exp: nowS + 600,
    outcome: 'accepted',
    verdictHash: encodeHex(sha256(`verdict ${person}`)),
    policyId: rule.policy.id,
    policyHash: encodeHex(sha256(canonicalJson(rule.policy))),
    horizon: {},
    handle: `handle-${person}`,
    nullifier: `nullifier-${person}`,
    outputs: { entry: person },
    holderKey: holder.keyId,
    payoutCommitment: payoutCommitment(opening),
    ...options.receipt,
  }
  const receiptSigner = options.receiptSigner ?? world.signerOf(VERIFIER)
  const receiptJws = await createJws({
    header: { typ: RECEIPT_TYP, kid: receiptSigner.keyId, ...options.receiptHeader },
    payload: receipt,
    signer: receiptSigner,
  })
  const claim = {
    campaignId: rule.id,
    receiptHash: encodeHex(sha256(receiptJws)),
    payoutTarget: opening.target,
    payoutSalt: opening.salt,
    iat: nowS,
    ...options.claim,
  }
  const claimSigner = options.claimSigner ?? holder
  const claimJws = await createJws({
    header: { typ: CLAIM_TYP, jwk: holder.publicJwk, ...options.claimHeader },
    payload: claim,
    signer: claimSigner,
  })
  return submissionOf(receiptJws, claimJws)
}

export function submissionOf(receipt: string, claim: string): Uint8Array {
  return Buffer.from(JSON.stringify({ v: 1, receipt, claim }))
}

/** The two compact texts of a submission. */
export function textsOf(bytes: Uint8Array): { readonly receipt: string; readonly claim: string } {
  return JSON.parse(Buffer.from(bytes).toString())
}

/** Everything that intake wrote, to say that it wrote nothing. */
export async function countStored(world: World): Promise<Readonly<Record<string, number>>> {
  return world.store.read('count', async (tx) => {
    const counts: Record<string, number> = {}
    for (const table of ['claim', 'nullifier', 'handoff_out', 'lifecycle_event']) {
      counts[table] = Number((await tx.get(`SELECT count(*) AS n FROM ${table}`))?.n)
    }
    return counts
  })
}
