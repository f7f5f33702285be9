import type { EpochMs, HandoffId, PartyId } from '../ids.ts'
import type { HandoffBodies, HandoffKind } from '../messages/handoff-kinds.ts'
import type { Tx } from '../ports.ts'
import type { ReasonCode } from '../reasons/registry.ts'
import type { Parser } from '../schema/create-parser.ts'
import type { ItemOutcome } from './envelope.ts'

/**
 * What happens when no answer came in time (H2). With no answer only these are legal; to replace the effect, `recall` first asks the
 * receiver for a tombstone, and its signed refusal runs `onRefused`.
 */
export type DefaultAct = 'resend' | 'hold' | 'escalate' | 'recall'

/**
 * A named default: fires once, `afterMs` after the item was enqueued or after the previous default fired; sooner, in proportion, when the
 * caller's budget is shorter than all the waits together (H6). `resend` also takes an item off hold.
 */
export interface DefaultStep {
  readonly afterMs: number
  readonly act: DefaultAct
}

/**
 * What a sender does about one kind of item that it hands over. The hooks run in the transaction that records the answer, once; they touch
 * nothing but `tx`, because after a throw they are called again with fewer items.
 */
export interface SendPolicy<Kind extends HandoffKind = HandoffKind> {
  readonly kind: Kind
  /** How long the whole journey may take unless the caller's own budget is shorter. Milliseconds. */
  readonly budgetMs: number
  /** In order; the last repeats, so that no wait is ever without a deadline and a default (H5). Their sum must fit in the budget (H6). */
  readonly defaults: readonly [DefaultStep, ...DefaultStep[]]
  readonly onAcknowledged?: (tx: Tx, items: readonly SentItem<Kind>[]) => Promise<void>
  readonly onRefused?: (tx: Tx, items: readonly RefusedItem<Kind>[]) => Promise<void>
  readonly onDefault?: (tx: Tx, item: SentItem<Kind>, act: DefaultAct) => Promise<void>
}

export interface SentItem<Kind extends HandoffKind = HandoffKind> {
  readonly id: HandoffId
  readonly to: PartyId
  readonly body: HandoffBodies[Kind]
  /** Milliseconds left of the journey, for the handoffs that follow from this one. */
  readonly budgetMs: number
  readonly atMs: EpochMs
}

export interface RefusedItem<Kind extends HandoffKind = HandoffKind> extends SentItem<Kind> {
  readonly reason: ReasonCode
}

/** How a receiver takes one kind of item. */
export interface ReceiveHandler<Kind extends HandoffKind = HandoffKind> {
  readonly kind: Kind
  readonly parse: Parser<HandoffBodies[Kind]>
  /**
   * Applies the items in the transaction that also records their outcomes: effect and record are one. Returns one answer per item, in
   * order. `postponed` records nothing and leaves the item with the sender. Touches nothing but `tx`: after a throw everything is undone and
   * it is called again with fewer items, until the ones that make it throw stand alone.
   */
  apply(tx: Tx, items: readonly ReceivedItem<Kind>[]): Promise<readonly HandlerAnswer[]>
}

export interface ReceivedItem<Kind extends HandoffKind = HandoffKind> {
  readonly id: HandoffId
  readonly from: PartyId
  readonly body: HandoffBodies[Kind]
  readonly budgetMs: number
  readonly atMs: EpochMs
}

export type HandlerAnswer = ItemOutcome | { readonly outcome: 'postponed' }

export const acknowledged: ItemOutcome = { outcome: 'acknowledged' }

export function refused(reason: ReasonCode): ItemOutcome {
  return { outcome: 'refused', reason }
}

/** An item to hand over: `id` is built from the effect, so that the same effect is the same item. */
export interface NewItem<Kind extends HandoffKind = HandoffKind> {
  readonly id: HandoffId
  readonly to: PartyId
  readonly kind: Kind
  readonly body: HandoffBodies[Kind]
  /** What is left of the caller's journey; the policy's own budget if absent. Milliseconds. */
  readonly budgetMs?: number
}

/** A policy or a handler of whichever kind: what a role lists. */
export type AnySendPolicy = { [Kind in HandoffKind]: SendPolicy<Kind> }[HandoffKind]
export type AnyReceiveHandler = { [Kind in HandoffKind]: ReceiveHandler<Kind> }[HandoffKind]
export type AnyNewItem = { [Kind in HandoffKind]: NewItem<Kind> }[HandoffKind]
