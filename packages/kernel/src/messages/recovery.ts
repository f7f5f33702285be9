import { Type } from 'typebox'
import type { TransferId } from '../ids.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { idField, minorField, wholeField } from '../schema/fields.ts'
import { HANDOFF_BODY_LIMITS, payoutTargetSchema, sha256Schema } from './common.ts'

/** Turns what a payment gave into something that is owed: once per transfer, never more than it gave. */
export interface ClawBack {
  /** Of the payment. */
  readonly transferId: TransferId
  readonly amountMinor: string
  /** SHA-256 of what justifies it, hex (D7). */
  readonly evidence: string
  /** Nobody owes it, as the rule lays the loss on the campaign: it is shown in the books and written off in the same transfer. */
  readonly waived?: true
  /** What comes back goes on to where the pool came from. */
  readonly returns?: true
}

/** Lowers what is owed for a transfer. */
export interface Recovery {
  readonly transferId: TransferId
  readonly amountMinor: string
  /**
   * `repaid`: the payee gave it back. `compensated`: somebody else made up for it. `written_off`: the campaign gives it up. `dismissed`: it was never
   * owed, as an appeal found.
   */
  readonly how: RecoveryWay
  /** SHA-256 of what justifies it, hex: of money that came, the statement that shows it, which therefore counts once. */
  readonly evidence: string
}

export type RecoveryWay = 'repaid' | 'compensated' | 'written_off' | 'dismissed'

/** Pays the parts of a vesting transfer that have not left to somebody else from now on. */
export interface PayeeChange {
  readonly transferId: TransferId
  readonly payee: string
  /** The newest change counts, in whatever order they come. */
  readonly number: number
}

const payeeChange = Type.Object({
  transferId: idField<TransferId>(),
  payee: payoutTargetSchema,
  number: wholeField(1),
})
const clawBack = Type.Object({
  transferId: idField<TransferId>(),
  amountMinor: minorField(),
  evidence: sha256Schema,
  waived: Type.Optional(Type.Literal(true)),
  returns: Type.Optional(Type.Literal(true)),
})
const recovery = Type.Object({
  transferId: idField<TransferId>(),
  amountMinor: minorField(),
  how: Type.Union([
    Type.Literal('repaid'),
    Type.Literal('compensated'),
    Type.Literal('written_off'),
    Type.Literal('dismissed'),
  ]),
  evidence: sha256Schema,
})

export const parsePayeeChange: Parser<PayeeChange> = createParser(payeeChange, HANDOFF_BODY_LIMITS)
export const parseClawBack: Parser<ClawBack> = createParser(clawBack, HANDOFF_BODY_LIMITS)
export const parseRecovery: Parser<Recovery> = createParser(recovery, HANDOFF_BODY_LIMITS)
