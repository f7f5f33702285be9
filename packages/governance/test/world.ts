import {
  type ActEffect,
  type AnyNewItem,
  acknowledged,
  type CaseAppeal,
  type CaseDecision,
  type CaseId,
  type CaseOpening,
  createAddressBook,
  createSeededSigner,
  epochMs,
  err,
  type GovernanceAct,
  type HandoffId,
  importPublicJwk,
  type LogLeaf,
  ok,
  openParty,
  type Party,
  type PartyContext,
  type PartyId,
  type Ports,
  parseCaseDecision,
  parseGovernanceAct,
  parseLogLeaf,
  type ReasonCode,
  type Role,
  refused,
  type SendPolicy,
  type Transport,
  unwrap,
} from '@evenkeel/kernel'
import { inlineCompute, openSqliteStore, systemTimers } from '@evenkeel/kernel/adapters'
import { createGovernance, type Governance, governanceMigrations } from '../src/index.ts'

export const GOVERNANCE = 'governance' as PartyId
export const OPENER = 'distributor' as PartyId
export const NETWORK = 'network' as PartyId

/** Stands for whoever opens cases and carries decisions out. */
export interface Opener extends Role {
  readonly decisions: CaseDecision[]
  /** What it answers to decisions: nothing while it is undefined. */
  answer: 'acknowledge' | ReasonCode | undefined
  /** Decisions of this version are not answered for the time being. */
  silentAbout: number | undefined
  open(...openings: readonly CaseOpening[]): Promise<void>
  /** Openings that governance refused, by case. */
  readonly refusals: Map<CaseId, ReasonCode>
}

export interface Network extends Role {
  readonly leaves: LogLeaf[]
  readonly acts: GovernanceAct[]
  refuseActs: ReasonCode | undefined
}

export interface World {
  readonly governance: Party<Governance>
  readonly opener: Party<Opener>
  readonly network: Party<Network>
  readonly clock: { nowMs: number }
  /** While it is true nothing is delivered. */
  readonly cut: { active: boolean }
  /** Hands an appeal to governance; returns its answer: `acknowledged`, a reason, or `open` while there is none. */
  appeal(from: Party, appeal: CaseAppeal): Promise<string>
  /** Tells governance what became of an act; returns its answer like `appeal`. */
  tell(from: Party, effect: ActEffect): Promise<string>
  /** Lets every party sweep and send until nothing more happens. */
  settle(): Promise<void>
  pass(ms: number): Promise<void>
}

/** Governance between a party that opens cases and one that keeps the log, over the real inbox and outbox. */
export async function openWorld(): Promise<World> {
  const clock = { nowMs: 1_800_000_000_000 }
  const cut = { active: false }
  const ids = [GOVERNANCE, OPENER, NETWORK]
  const signers = new Map(
    ids.map((id, n) => [id, createSeededSigner('EdDSA', new Uint8Array(32).fill(n + 1))]),
  )
  const keyOf = (id: PartyId) => {
    const signer = signers.get(id)
    return signer && unwrap(importPublicJwk(signer.publicJwk))
  }
  const parties = new Map<PartyId, Party>()
  const contexts = new Map<PartyId, PartyContext>()
  let handed = 0
  const transport: Transport = {
    async deliver(to, envelope) {
      const party = parties.get(to)
      if (cut.active || party === undefined) return err({ code: 'transport_unreachable' })
      return ok(unwrap(await party.receive(envelope)))
    },
    retrieve: async () => err({ code: 'not_found' }),
  }
  async function open<R extends Role>(
    id: PartyId,
    createRole: (context: PartyContext) => R,
    migrations = governanceMigrations,
  ): Promise<Party<R>> {
    const ports: Ports = {
      clock: { nowMs: () => epochMs(clock.nowMs), monotonicMs: () => clock.nowMs },
      random: { bytes: (length) => new Uint8Array(length), below: () => 0 },
      timers: systemTimers,
      store: await openSqliteStore({ path: ':memory:' }),
      transport,
      signer: signers.get(id) ?? createSeededSigner('EdDSA', new Uint8Array(32)),
      compute: inlineCompute,
    }
    const party = await openParty<R>({
      id,
      ports,
      directory: { ...createAddressBook(), keyOf },
      migrations,
      // Nobody answers there: what is recorded stays in the outbox to be looked at.
      observer: 'observer' as PartyId,
      createRole: (context) => {
        contexts.set(id, context)
        return createRole(context)
      },
    })
    parties.set(id, party)
    return party
  }
  const governance = await open(GOVERNANCE, (context) =>
    createGovernance(context, { network: NETWORK }),
  )
  const opener = await open(OPENER, createOpener, [])
  const network = await open(NETWORK, createNetwork, [])
  const appeal = (from: Party, body: CaseAppeal) =>
    give(from, { kind: 'governance.appeal-case', body })
  const tell = (from: Party, body: ActEffect) =>
    give(from, { kind: 'governance.record-effect', body })
  type Given = Pick<Extract<AnyNewItem, { kind: `governance.${string}` }>, 'kind' | 'body'>
  async function give(from: Party, given: Given): Promise<string> {
    handed += 1
    const id = `given:${handed}` as HandoffId
    const context = contexts.get(from.id)
    const item = { id, to: GOVERNANCE, ...given } as AnyNewItem
    await from.ports.store.transact('give', async (tx) => context?.enqueue(tx, [item]))
    await from.pump()
    const row = await from.ports.store.read('answer', (tx) =>
      tx.get('SELECT state, reason FROM handoff_out WHERE id = ?', [id]),
    )
    return String(row?.reason ?? row?.state)
  }
  async function settle(): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      for (const party of parties.values()) {
        await party.sweep()
        await party.pump()
      }
    }
  }
  return {
    governance,
    opener,
    network,
    clock,
    cut,
    appeal,
    tell,
    settle,
    async pass(ms) {
      clock.nowMs += ms
      await settle()
    },
  }
}

const appealPolicy: SendPolicy<'governance.appeal-case'> = {
  kind: 'governance.appeal-case',
  budgetMs: 60_000,
  defaults: [{ afterMs: 60_000, act: 'resend' }],
}

const effectPolicy: SendPolicy<'governance.record-effect'> = {
  kind: 'governance.record-effect',
  budgetMs: 60_000,
  defaults: [{ afterMs: 60_000, act: 'resend' }],
}

function createOpener(context: PartyContext): Opener {
  const opener: Opener = {
    decisions: [],
    answer: 'acknowledge',
    silentAbout: undefined,
    refusals: new Map(),
    open: (...openings) =>
      context.ports.store.transact('open', (tx) =>
        context.enqueue(
          tx,
          openings.map(
            (body): AnyNewItem => ({
              id: `case:${body.caseId}` as HandoffId,
              to: GOVERNANCE,
              kind: 'governance.open-case',
              body,
            }),
          ),
        ),
      ),
    sendPolicies: [
      appealPolicy,
      effectPolicy,
      {
        kind: 'governance.open-case',
        budgetMs: 60_000,
        defaults: [{ afterMs: 60_000, act: 'resend' }],
        onRefused: async (_tx, items) => {
          for (const item of items) opener.refusals.set(item.body.caseId, item.reason)
        },
      },
    ],
    receiveHandlers: [
      {
        kind: 'distributor.apply-decision',
        parse: parseCaseDecision,
        apply: async (_tx, items) =>
          items.map(({ body }) => {
            if (opener.answer === undefined || opener.silentAbout === body.version) {
              return { outcome: 'postponed' }
            }
            opener.decisions.push(body)
            return opener.answer === 'acknowledge' ? acknowledged : refused(opener.answer)
          }),
      },
    ],
  }
  return opener
}

function createNetwork(): Network {
  const network: Network = {
    leaves: [],
    acts: [],
    refuseActs: undefined,
    sendPolicies: [appealPolicy, effectPolicy],
    receiveHandlers: [
      {
        kind: 'network.append',
        parse: parseLogLeaf,
        apply: async (_tx, items) =>
          items.map(({ body }) => {
            network.leaves.push(body)
            return acknowledged
          }),
      },
      {
        kind: 'network.apply-act',
        parse: parseGovernanceAct,
        apply: async (_tx, items) =>
          items.map(({ body }) => {
            network.acts.push(body)
            return network.refuseActs === undefined ? acknowledged : refused(network.refuseActs)
          }),
      },
    ],
  }
  return network
}

export const DEADLINE_MS = 600_000
export const APPEAL_MS = 300_000

export function opening(n: number, changed: Partial<CaseOpening> = {}): CaseOpening {
  return {
    caseId: `case-${n}` as CaseId,
    subject: `claim-${n}`,
    power: 'release_hold',
    openedBy: OPENER,
    reason: 'undetermined_held',
    evidenceHash: 'ab'.repeat(32),
    deadlineMs: DEADLINE_MS,
    byDefault: 'refuse',
    appealMs: APPEAL_MS,
    ...changed,
  }
}
