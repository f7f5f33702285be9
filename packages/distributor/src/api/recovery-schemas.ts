import {
  codeSchema,
  epochMsField,
  idField,
  minorField,
  sha256Schema,
  type TSchema,
  Type,
} from '@evenkeel/kernel'
import { NAME_CHARS_MAX, REVOKED_CLAIMS_MAX } from '../limits.ts'

const words = Type.String({ minLength: 1 })
const one = (names: readonly string[]) => Type.Union(names.map((name) => Type.Literal(name)))
const receivableState = one([
  'paying',
  'in_case',
  'posting',
  'owed',
  'ending',
  'kept',
  'waived',
  'recovered',
  'written_off',
  'dismissed',
])
const changeState = one([
  'requested',
  'confirmed',
  'applying',
  'applied',
  'cancelled',
  'lapsed',
  'refused',
])
const cause = one([
  'revoked_after_payout',
  'verifier_compromised',
  'issuer_withdrawn',
  'takeover',
  'rail_failed',
])
const next = Type.Object({ what: words, from: idField(), byMs: epochMsField(), byDefault: words })

/** Members of a claim's story about what happened after it was decided; reasons have these words. */
export function aftermathMembers(why: TSchema): Readonly<Record<string, TSchema>> {
  return {
    recovery: Type.Optional(
      Type.Object({
        state: receivableState,
        cause,
        words,
        operator: Type.Optional(words),
        evidence: sha256Schema,
        amountMinor: minorField(),
        recoveredMinor: minorField(),
        openMinor: minorField(),
        next: Type.Optional(next),
        concern: Type.Optional(why),
        appeal: Type.Optional(
          Type.Object({ how: words, url: Type.String(), untilMs: epochMsField() }),
        ),
      }),
    ),
    withheldMinor: Type.Optional(minorField()),
    payoutChange: Type.Optional(
      Type.Object({
        state: changeState,
        requestedAtMs: epochMsField(),
        confirmations: Type.Integer({ minimum: 0, maximum: 2 }),
        dueAtMs: Type.Optional(epochMsField()),
        words,
      }),
    ),
  }
}

const ids = Type.Optional(Type.Array(idField(), { minItems: 1, maxItems: REVOKED_CLAIMS_MAX }))

/** A RecordRevocation without who says so. */
export const revocationSchema: TSchema = Type.Object({
  claimIds: ids,
  receiptIds: ids,
  evidence: sha256Schema,
  cause,
})

/** What became of each claim. */
export const revocationRecordedSchema: TSchema = Type.Object({
  claims: Type.Array(
    Type.Object({
      claimId: idField(),
      outcome: Type.Union([
        one(['proposed', 'taken_out', 'rest_forfeited', 'nothing_paid']),
        receivableState,
      ]),
    }),
    { maxItems: REVOKED_CLAIMS_MAX },
  ),
})

/** A RecordRepayment without its transfer. */
export const repaymentSchema: TSchema = Type.Object({
  amountMinor: minorField(),
  evidence: sha256Schema,
})

/** A RepaymentRecorded. */
export const repaymentRecordedSchema: TSchema = Type.Object({
  transferId: idField(),
  amountMinor: minorField(),
  openMinor: minorField(),
})

/** A ReceivableView. */
export const receivableSchema: TSchema = Type.Object({
  transferId: idField(),
  claimId: idField(),
  campaignId: idField(),
  state: receivableState,
  cause,
  debtor: Type.String({ minLength: 1, maxLength: NAME_CHARS_MAX }),
  evidence: sha256Schema,
  amountMinor: minorField(),
  recoveredMinor: minorField(),
  openMinor: minorField(),
  sinceMs: epochMsField(),
  dueAtMs: Type.Optional(epochMsField()),
  concern: Type.Optional(codeSchema),
})

/** A PayoutChangeView. */
export const payoutChangeSchema: TSchema = Type.Object({
  claimId: idField(),
  state: changeState,
  dueAtMs: Type.Optional(epochMsField()),
})

/** A ClaimAppealed. */
export const recoveryAppealedSchema: TSchema = Type.Object({
  claimId: idField(),
  caseId: idField(),
})
