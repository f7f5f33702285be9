import { type TSchema, Type } from 'typebox'

/** Who bears a loss. `programme`: the campaign's pool, and so whoever funded it. */
export type LossBearer = 'claimant' | 'issuer' | 'verifier' | 'programme'

/** Who bears which loss (G1), said beforehand. The programme bears what is not said. */
export interface Losses {
  /** The credential was revoked after the payment that it was the ground for. */
  readonly revoked_after_payout?: 'claimant' | 'issuer' | 'programme'
  /** Receipts of a verifier that lied or was stolen were paid. Never the claimant: nobody can show that they were part of it. */
  readonly verifier_compromised?: 'verifier' | 'programme'
  /** The issuer lost its accreditation after payments on its credentials. */
  readonly issuer_withdrawn?: 'issuer' | 'programme'
  /** A mutable identifier got to somebody else, who was paid under it. */
  readonly takeover?: 'claimant' | 'programme'
  /** The rail took the money and did not deliver it: the claimant is still owed. */
  readonly rail_failed?: 'programme'
}

/** Everything that can cost somebody something once money has left. */
export type LossCause = keyof Losses

const bearers = (...who: readonly LossBearer[]) =>
  Type.Optional(Type.Union(who.map((bearer) => Type.Literal(bearer))))

/** A Losses. */
export const lossesSchema: TSchema = Type.Object({
  revoked_after_payout: bearers('claimant', 'issuer', 'programme'),
  verifier_compromised: bearers('verifier', 'programme'),
  issuer_withdrawn: bearers('issuer', 'programme'),
  takeover: bearers('claimant', 'programme'),
  rail_failed: bearers('programme'),
})

/** Who bears a loss under a rule: the programme where the rule does not say, for nobody else has agreed to it. */
export function bearerOf(
  { losses = {} }: { readonly losses?: Losses },
  cause: LossCause,
): LossBearer {
  return losses[cause] ?? 'programme'
}
