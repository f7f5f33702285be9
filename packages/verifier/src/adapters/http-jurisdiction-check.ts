import {
  type Clock,
  canonicalJson,
  createParser,
  encodeUtf8,
  type Parser,
  Type,
} from '@evenkeel/kernel'
import type { SafeHttpClient } from '@evenkeel/kernel/adapters'
import { CHECK_ANSWER_BYTES_MAX } from '../limits.ts'
import type { JurisdictionAnswer, JurisdictionCheck } from '../ports.ts'

interface CheckAnswer {
  readonly answer: JurisdictionAnswer
}

const parseAnswer: Parser<CheckAnswer> = createParser(
  Type.Object(
    {
      answer: Type.Union([Type.Literal('clear'), Type.Literal('deny'), Type.Literal('unknown')]),
    },
    { additionalProperties: true },
  ),
  { maxBytes: CHECK_ANSWER_BYTES_MAX, maxDepth: 4 },
)

export interface HttpCheckOptions {
  /** Whoever has to send a key of its own along does so in the client. */
  readonly client: Pick<SafeHttpClient, 'exchange'>
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly url: string
}

/** Makes a check that is asked over HTTP: POST of the question as JSON, answered by 200 and `{"answer": "clear" | "deny" | "unknown"}`. Anything else is `unknown`. */
export function createHttpJurisdictionCheck({
  client,
  clock,
  url,
}: HttpCheckOptions): JurisdictionCheck {
  return {
    async ask(question, deadlineMs) {
      const answer = await client.exchange({
        url,
        body: { bytes: encodeUtf8(canonicalJson(question)), mediaType: 'application/json' },
        timeoutMs: Math.max(1, deadlineMs - clock.monotonicMs()),
        maxBytes: CHECK_ANSWER_BYTES_MAX,
      })
      const read =
        answer.ok && answer.value.status === 200 ? parseAnswer(answer.value.bytes) : undefined
      return read?.ok ? read.value.answer : 'unknown'
    },
  }
}
