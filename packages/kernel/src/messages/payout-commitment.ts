import { sha256Text } from '../crypto/hash.ts'
import { canonicalJson } from '../json/canonical-json.ts'

/** What opens a payout commitment: only who knows both can show where a payment was to go. */
export interface PayoutOpening {
  /** 128 random bits or more, base64url; without it a target could be found by trying. */
  readonly salt: string
  readonly target: string
}

/** SHA-256 over the canonical form of ["payout", salt, target], hex: the receipt carries it, the claim opens it (F2). */
export function payoutCommitment({ salt, target }: PayoutOpening): string {
  return sha256Text(canonicalJson(['payout', salt, target]), 'hex')
}
