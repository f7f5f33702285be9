import type { PartyId } from '@evenkeel/kernel'

/** A lifecycle event as the observer keeps it. */
export interface ObservedEvent {
  readonly party: PartyId
  /** The party's own number of the event. */
  readonly seq: number
  readonly event: string
  /** On the party's clock. */
  readonly atMs: number
  /** On the observer's clock; later than `atMs` by the way here and the difference of the clocks. */
  readonly receivedMs: number
  readonly ids: Readonly<Record<string, string>>
  readonly detail: Readonly<Record<string, string | number | boolean>>
}
