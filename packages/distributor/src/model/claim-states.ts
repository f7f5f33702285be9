import { assert } from '@evenkeel/kernel'

/**
 * The life of a claim. `settling` means that the ledger owes the payment, `held` that a person or a deadline has to decide first.
 *
 *     accepted ──▶ reserved ──▶ settling ──▶ settled
 *       ▲  │        ▲  │  └────────────────────▲
 *       │  └────────│──┴──▶ refused ──(appeal)──▶ accepted
 *      held ────────┴─────────▲
 */
export type ClaimState = 'accepted' | 'held' | 'reserved' | 'settling' | 'settled' | 'refused'

/** Every transition there is. `refused` opens again only when an appeal reverses the decision. */
export const claimTransitions: Readonly<Record<ClaimState, readonly ClaimState[]>> = {
  accepted: ['reserved', 'refused'],
  held: ['accepted', 'reserved', 'refused'],
  reserved: ['settling', 'settled', 'refused'],
  settling: ['settled'],
  settled: [],
  refused: ['accepted'],
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
