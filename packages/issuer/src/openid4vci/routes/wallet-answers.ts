import {
  type AnswerSpec,
  oauthErrorSchema,
  ok,
  type Result,
  type RouteAnswer,
  type RouteBody,
  reasons,
  type TSchema,
} from '@evenkeel/kernel'
import type { ProtocolRefusal } from '../model/protocol-refusal.ts'

const NO_STORE = { 'cache-control': 'no-store' }

/** The protocol's own form of a refusal. */
export const REFUSED: AnswerSpec = {
  description: "The protocol's error.",
  schema: oauthErrorSchema,
}

/**
 * A body whose form the command checks: what is wrong with it is answered in the protocol's words. `schema` is what is expected, for the
 * reference.
 */
export function walletBody(
  schema: TSchema,
  options: { readonly mediaType: string; readonly bytesMax: number },
): RouteBody<unknown> {
  return { ...options, schema, parse: (input) => ok(input) }
}

/** The bearer token of a request (RFC 6750 §2.1); no token is like one that nobody gave. */
export function bearerToken(headers: Readonly<Record<string, string>>): string {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
}

/** Answers with a command's value, or with its refusal as the protocol has it. */
export function answerWallet<T extends object>(
  result: Result<T, ProtocolRefusal>,
  status: (value: T) => number = () => 200,
): RouteAnswer {
  if (result.ok) return { status: status(result.value), json: result.value, headers: NO_STORE }
  return answerRefusal(result.error)
}

export function answerRefusal({ error, reason }: ProtocolRefusal): RouteAnswer {
  // Our own trouble is none of the protocol's errors. But a key that cannot be reached is the wallet's to put right, whoever's server it is on.
  const isOurs = reasons[reason.code].httpStatus >= 500 && error !== 'invalid_proof'
  return isOurs ? { problem: reason } : { problem: reason, error }
}
