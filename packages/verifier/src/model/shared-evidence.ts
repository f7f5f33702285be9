import { createParser, epochMsField, type Parser, Type } from '@evenkeel/kernel'
import {
  PRESENTATION_BYTES_MAX,
  RECHECK_SEALED_BYTES_MAX,
  TRANSACTION_CHARS_MAX,
} from '../limits.ts'
import type { DecisionInput } from './decision-input.ts'

/** What of a decision another verifier needs to look at it again, and has no way of knowing. The verifier that signed states it. */
export type SharedEvidence = Pick<
  DecisionInput,
  'presentation' | 'audience' | 'nonce' | 'transactionData' | 'nowMs' | 'overlays'
>

const text = Type.String({ maxLength: 2_048 })
const sharedEvidence = Type.Object({
  presentation: Type.String({ maxLength: PRESENTATION_BYTES_MAX }),
  audience: text,
  nonce: text,
  transactionData: Type.Optional(Type.String({ maxLength: TRANSACTION_CHARS_MAX })),
  nowMs: epochMsField(),
  overlays: Type.Optional(
    Type.Array(
      Type.Object({
        jurisdiction: text,
        check: text,
        answer: Type.Union([
          Type.Literal('clear'),
          Type.Literal('deny'),
          Type.Literal('unknown'),
          Type.Literal('late'),
        ]),
        askedAtMs: epochMsField(),
        answeredAtMs: Type.Optional(epochMsField()),
      }),
      { maxItems: 64 },
    ),
  ),
})

/** Reads what another verifier has handed over: it may be the one that lies. */
export const parseSharedEvidence: Parser<SharedEvidence> = createParser(sharedEvidence, {
  maxBytes: RECHECK_SEALED_BYTES_MAX,
  maxDepth: 4,
})

/** Takes out of a decision what is shared. */
export function shareEvidence(input: SharedEvidence): SharedEvidence {
  const { presentation, audience, nonce, transactionData, nowMs, overlays } = input
  return {
    presentation,
    audience,
    nonce,
    nowMs,
    ...(transactionData !== undefined && { transactionData }),
    ...(overlays !== undefined && { overlays }),
  }
}
