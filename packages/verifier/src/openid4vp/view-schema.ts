import {
  claimSubmissionSchema,
  codeSchema,
  epochMsField,
  type TSchema,
  Type,
  verdictSchema,
} from '@evenkeel/kernel'

/** Schema of a PresentationView. */
export const presentationViewSchema: TSchema = Type.Object({
  state: Type.Union(
    (['pending', 'declined', 'answered', 'expired'] as const).map((state) => Type.Literal(state)),
  ),
  expiresAtMs: epochMsField(),
  reason: Type.Optional(codeSchema),
  words: Type.Optional(Type.String()),
  walletError: Type.Optional(Type.String()),
  result: Type.Optional(
    Type.Object({
      verdict: verdictSchema,
      receipt: Type.Optional(Type.String()),
      submission: Type.Optional(claimSubmissionSchema),
    }),
  ),
})
