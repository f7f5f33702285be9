import { type Claim, isReopenable } from './claim.ts'
import { isTerminal } from './claim-states.ts'

/** What a revocation ends of a claim: all of it, or what has not fallen due of one that is paid in parts. */
export type UnpaidEnd = 'take_out' | 'forfeit_rest'

/**
 * What of a claim is not paid that a revocation would end (D6); undefined where everything is paid, on its way, or ended already. `atGate` says that
 * its payment is not ordered yet, `vests` that its campaign pays in parts.
 */
export function unpaidEnd(
  claim: Claim,
  { atGate, vests }: { readonly atGate: boolean; readonly vests: boolean },
): UnpaidEnd | undefined {
  const { state, amount, vesting } = claim
  // An appeal that is granted would pay what nobody is entitled to any more.
  if (isReopenable(claim)) return 'take_out'
  if (isTerminal(state) || state === 'settling') return undefined
  const isOrdered = state === 'vesting' || (state === 'reserved' && !atGate)
  if (!isOrdered) return 'take_out'
  const hasEnd = vesting?.ending !== undefined || vesting?.kept !== undefined
  return vests && amount !== 0n && !hasEnd ? 'forfeit_rest' : undefined
}
