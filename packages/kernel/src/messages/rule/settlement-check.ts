import { type TSchema, Type } from 'typebox'
import type { PartyId } from '../../ids.ts'
import { idField, minorField } from '../../schema/fields.ts'

/**
 * Has what a receipt rests on looked at once more, before the entries of a batch window are fixed and before a payment is ordered: what was
 * revoked since the verification is found before it costs anything (D6).
 */
export interface SettlementCheck {
  /** Looks at each receipt once more. One of the rule's. */
  readonly verifier: PartyId
  /** Milliseconds: an answer comes within them, or the claim is held; and for so long it counts. */
  readonly budgetMs: number
  /** Looks at those receipts that `verifier` signed itself and that the two members below choose. One of the rule's, and another. */
  readonly secondVerifier?: PartyId
  /** So many thousandths of the receipts, chosen so that no verifier can know which, need a good answer of a verifier that did not sign them. */
  readonly samplePermille?: number
  /** A claim that is worth more needs one. */
  readonly twoVerifiersAboveMinor?: string
}

/** Longest wait for an answer, in milliseconds. Chosen: a week. */
const RECHECK_MS_MAX = 604_800_000

/** A SettlementCheck, for the rule. */
export const settlementCheckSchema: TSchema = Type.Object({
  verifier: idField<PartyId>(),
  budgetMs: Type.Integer({ minimum: 1_000, maximum: RECHECK_MS_MAX }),
  secondVerifier: Type.Optional(idField<PartyId>()),
  samplePermille: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
  twoVerifiersAboveMinor: Type.Optional(minorField()),
})

/** Why the terms do not fit the rule's verifiers, if they do not. */
export function findSettlementCheckFault(
  { verifier, secondVerifier, samplePermille, twoVerifiersAboveMinor }: SettlementCheck,
  verifiers: readonly PartyId[],
): string | undefined {
  const asked = [verifier, ...(secondVerifier === undefined ? [] : [secondVerifier])]
  if (asked.some((one) => !verifiers.includes(one))) {
    return 'a verifier that looks again is not among the rule’s'
  }
  if (verifier === secondVerifier) return 'one verifier is no second one'
  const isChosen = samplePermille !== undefined || twoVerifiersAboveMinor !== undefined
  return isChosen === (secondVerifier !== undefined)
    ? undefined
    : 'a second verifier goes with the receipts that it is to look at'
}
