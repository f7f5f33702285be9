import { type TSchema, Type } from 'typebox'
import { epochMsField } from '../../schema/fields.ts'

/**
 * Until when value that nobody has taken stays in the campaign: rows of a table without a claim, payments that a rail refused, what a cancelled
 * vesting left in the pool. With `unclaimed: return` it goes back to where the pool came from, never before this published time.
 */
export interface ClaimExpiry {
  readonly atMs: number
}

/** A ClaimExpiry. */
export const claimExpirySchema: TSchema = Type.Object({ atMs: epochMsField() })
