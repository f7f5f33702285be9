import { type TSchema, Type } from 'typebox'
import type { CampaignId } from '../../ids.ts'
import { idField } from '../../schema/fields.ts'

/**
 * Takes what a claimant owes from earlier campaigns out of what they get in this one, up to a published share. Its verifiers put the nullifiers
 * that the person has in those campaigns into the receipt: who takes part here can be linked with them, and nowhere else.
 */
export interface OffsetTerms {
  /** Their rules must be known to this campaign's verifiers and distributor, with the same asset. In this order they are offset. */
  readonly campaigns: readonly CampaignId[]
  /** Thousandths of the claim's amount that are withheld at most. */
  readonly sharePermilleMax: number
}

/** Campaigns that one claim is offset against. Chosen: their legs and those of the payment fit into one transfer of the ledger. */
export const OFFSETS_PER_CLAIM_MAX = 4
/** Chosen: whoever claims is always paid something, so that there is one rail receipt per payment (D5). */
const SHARE_PERMILLE_MAX = 900

export const offsetsSchema: TSchema = Type.Object({
  campaigns: Type.Array(idField<CampaignId>(), {
    minItems: 1,
    maxItems: OFFSETS_PER_CLAIM_MAX,
    uniqueItems: true,
  }),
  sharePermilleMax: Type.Integer({ minimum: 1, maximum: SHARE_PERMILLE_MAX }),
})

/** The most that is withheld from an amount: rounded down, for the claimant. */
export function offsetMax(amount: bigint, { sharePermilleMax }: OffsetTerms): bigint {
  return (amount * BigInt(sharePermilleMax)) / 1000n
}
