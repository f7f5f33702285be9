import { type TUnsafe, Type } from 'typebox'

/** Characters of one expression. Chosen: a screen of text; whoever needs more puts the rule into the credential. */
export const EXPRESSION_CHARS_MAX = 1_024
/** Outputs of one receipt, copied and computed together (Receipt schema). */
export const OUTPUTS_MAX = 32
/** What a claim or an output may be called in a policy. */
export const RULE_NAME_PATTERN = '^[A-Za-z_][A-Za-z0-9_]{0,63}$'

/** An expression in CEL, as far as its form goes; `checkPolicyTerms` says whether it can be evaluated. */
export const expressionSchema: TUnsafe<string> = Type.Unsafe<string>(
  Type.String({ minLength: 1, maxLength: EXPRESSION_CHARS_MAX }),
)
export const computedOutputsSchema: TUnsafe<Readonly<Record<string, string>>> = Type.Unsafe(
  Type.Record(Type.String({ pattern: RULE_NAME_PATTERN }), expressionSchema, {
    minProperties: 1,
    maxProperties: OUTPUTS_MAX,
  }),
)
