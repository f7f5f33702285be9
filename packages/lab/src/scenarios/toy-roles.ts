import {
  type AnyNewItem,
  acknowledged,
  brandId,
  type CampaignId,
  type HandlerAnswer,
  type HandoffId,
  type PartyContext,
  type PartyId,
  parsePaymentOutcome,
  parseReserveTransfer,
  parseSettleTransfer,
  parseVoidTransfer,
  type ReceivedItem,
  type Role,
  refused,
  type SendPolicy,
  type SentItem,
  type TransferId,
  type Tx,
} from '@evenkeel/kernel'
import { recordDeeds } from './toy-tables.ts'

/** The three toy parties: the teller hands numbers over, the counter adds them up, the relay stands between the two for some. */
export const teller: PartyId = brandId<PartyId>('teller')
export const relay: PartyId = brandId<PartyId>('relay')
export const counter: PartyId = brandId<PartyId>('counter')

/** How an item travels: straight with a default that recalls, straight with one that holds, or by way of the relay. */
export type Route = 'recall' | 'hold' | 'relay'

export interface Teller extends Role {
  /** Takes a number; when it resolves, the teller is accountable for it. */
  submit(route: Route, number: number, amount: number): Promise<void>
  /** Lets everything go on that a default has put on hold. */
  releaseHeld(): Promise<void>
}

const JOURNEY_MS = 12_000
/** The counter refuses these: a refusal is an answer too. */
const UNLUCKY = 7

/** Id of the item that the relay sends on for one that it was given. */
const FORWARDED = ':forwarded'

/** Id of the item that the relay was given for one that it sends on; undefined for any other. */
export function parentOfForwarded(id: string): string | undefined {
  return id.endsWith(FORWARDED) ? id.slice(0, -FORWARDED.length) : undefined
}

const amountOf = (item: SentItem<'ledger.reserve'>): number => Number(item.body.amountMinor)

/** The party that hands numbers over, and replaces what it had to recall. */
export function createTeller({ ports, enqueue, release }: PartyContext): Teller {
  const onDefault = (tx: Tx, { id }: SentItem): Promise<void> =>
    recordDeeds(tx, [{ what: 'default', item: id, amount: 0 }])

  const recalling: SendPolicy<'ledger.reserve'> = {
    kind: 'ledger.reserve',
    budgetMs: JOURNEY_MS,
    defaults: [
      { afterMs: 3_000, act: 'resend' },
      { afterMs: 3_000, act: 'recall' },
    ],
    onRefused: (tx, items) =>
      recordDeeds(
        tx,
        items.map((item) => ({ what: 'replacement', item: item.id, amount: amountOf(item) })),
      ),
    onDefault,
  }
  const holding: SendPolicy<'ledger.void'> = {
    kind: 'ledger.void',
    budgetMs: JOURNEY_MS,
    defaults: [
      { afterMs: 2_000, act: 'resend' },
      { afterMs: 4_000, act: 'hold' },
    ],
    onDefault,
  }
  const relaying: SendPolicy<'ledger.settle'> = {
    kind: 'ledger.settle',
    budgetMs: JOURNEY_MS,
    defaults: [{ afterMs: 4_000, act: 'escalate' }],
    onDefault,
  }

  return {
    sendPolicies: [recalling, holding, relaying],
    receiveHandlers: [],
    submit: (route, number, amount) =>
      ports.store.transact('submit', (tx) => enqueue(tx, [newItem(route, number, amount)])),
    async releaseHeld() {
      const held = await ports.store.read('held', (tx) =>
        tx.all("SELECT id FROM handoff_out WHERE state = 'open' AND mode = 'hold' ORDER BY id"),
      )
      for (const { id } of held) await release(brandId<HandoffId>(String(id)))
    },
  }
}

/** The party that hands on what it is given, within the budget that is left. */
export function createRelay({ enqueue }: PartyContext): Role {
  async function apply(
    tx: Tx,
    items: readonly ReceivedItem<'ledger.settle'>[],
  ): Promise<readonly HandlerAnswer[]> {
    const forwarded = items.map(
      ({ id, body, budgetMs }): AnyNewItem => ({
        id: brandId<HandoffId>(`${id}${FORWARDED}`),
        to: counter,
        kind: 'distributor.record-payment',
        body: { transferId: body.transferId, outcome: 'unknown' },
        budgetMs,
      }),
    )
    await enqueue(tx, forwarded)
    await recordDeeds(
      tx,
      items.map(({ id }) => ({ what: 'effect', item: id, amount: 0 })),
    )
    return items.map(() => acknowledged)
  }
  return {
    sendPolicies: [
      {
        kind: 'distributor.record-payment',
        budgetMs: JOURNEY_MS,
        defaults: [{ afterMs: 2_000, act: 'resend' }],
      },
    ],
    receiveHandlers: [{ kind: 'ledger.settle', parse: parseSettleTransfer, apply }],
  }
}

/** Adds what it is given; until it opens it postpones everything. `opensAtMs` on its own monotonic clock. */
export function createCounter({ ports }: PartyContext, opensAtMs: number): Role {
  async function add(
    tx: Tx,
    items: readonly ReceivedItem[],
    amountAt: (position: number) => number,
  ): Promise<readonly HandlerAnswer[]> {
    if (ports.clock.monotonicMs() < opensAtMs) return items.map(() => ({ outcome: 'postponed' }))
    const isLucky = items.map((_, position) => amountAt(position) % UNLUCKY !== 0)
    const deeds = items.map(
      ({ id }, position) => ({ what: 'effect', item: id, amount: amountAt(position) }) as const,
    )
    await recordDeeds(
      tx,
      deeds.filter((_, position) => isLucky[position]),
    )
    return isLucky.map((lucky) => (lucky ? acknowledged : refused('insufficient_funds')))
  }
  return {
    sendPolicies: [],
    receiveHandlers: [
      {
        kind: 'ledger.reserve',
        parse: parseReserveTransfer,
        apply: (tx, items) =>
          add(tx, items, (position) => Number(items[position]?.body.amountMinor)),
      },
      {
        kind: 'ledger.void',
        parse: parseVoidTransfer,
        apply: (tx, items) => add(tx, items, () => 1),
      },
      {
        kind: 'distributor.record-payment',
        parse: parsePaymentOutcome,
        apply: (tx, items) => add(tx, items, () => 1),
      },
    ],
  }
}

/** Id of the item with which the teller hands over a number. */
export function itemIdOf(route: Route, number: number): HandoffId {
  return brandId<HandoffId>(`${route}-${number}`)
}

function newItem(route: Route, number: number, amount: number): AnyNewItem {
  const id = itemIdOf(route, number)
  const transferId = brandId<TransferId>(id)
  if (route === 'relay') {
    return { id, to: relay, kind: 'ledger.settle', body: { transferId, payee: 'counter' } }
  }
  if (route === 'hold') {
    return { id, to: counter, kind: 'ledger.void', body: { transferId, reason: 'toy' } }
  }
  const campaignId = brandId<CampaignId>('toy')
  const body = { transferId, campaignId, amountMinor: String(amount) }
  return { id, to: counter, kind: 'ledger.reserve', body }
}
