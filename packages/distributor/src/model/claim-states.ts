import { assert } from '@evenkeel/kernel'

/**
 * The life of a claim. `entered` means that it waits in a batch window for its share, `settling` that the ledger owes the payment, `held` that a
 * person or a deadline has to decide first. In a batch window `entered` comes before `accepted`, also after a hold and after an appeal. What waits
 * at the payment gate, `entered` or `reserved`, may be held there. Where payments are made in parts `vesting` stands in the place of `settling`.
 *
 *     accepted ──▶ reserved ──▶ settling ──▶ settled
 *       ▲  │        ▲  │  └────────────────────▲
 *       │  └────────│──┴──▶ refused ──(appeal)──▶ accepted
 *      held ◀───────┴─────────▲
 */
export type ClaimState =
  | 'entered'
  | 'accepted'
  | 'held'
  | 'reserved'
  | 'settling'
  | 'vesting'
  | 'settled'
  | 'refused'

/** Every transition there is. `refused` opens again only when an appeal reverses the decision. */
export const claimTransitions: Readonly<Record<ClaimState, readonly ClaimState[]>> = {
  entered: ['accepted', 'held', 'refused'],
  accepted: ['reserved', 'refused'],
  held: ['entered', 'accepted', 'reserved', 'refused'],
  reserved: ['held', 'settling', 'vesting', 'settled', 'refused'],
  settling: ['settled'],
  vesting: ['settled', 'refused'],
  settled: [],
  refused: ['accepted', 'entered'],
}

/** All states in the order of a claim's life. */
export const claimStates: readonly ClaimState[] = Object.keys(claimTransitions) as ClaimState[]

/** Says whether a claim in this state waits for nothing. */
export function isTerminal(state: ClaimState): boolean {
  return state === 'settled' || state === 'refused'
}

/** Throws unless the table has this transition. */
export function assertTransition(from: ClaimState, to: ClaimState): void {
  assert(claimTransitions[from].includes(to), `a claim never goes from ${from} to ${to}`)
}
