import {
  answerResult,
  assert,
  defineRoute,
  jsonBody,
  MESSAGE_LIMITS,
  type PublicJwk,
  publicJwkSchema,
  READ_BUDGET_MS,
  type Route,
  Type,
} from '@evenkeel/kernel'
import type { Gate } from './gate.ts'
import { ADMIT_BUDGET_MS } from './limits.ts'

const body = Type.Object({
  receipt: Type.String({ minLength: 1, description: 'Compact, as the verifier gave it.' }),
})
const admission = Type.Object({
  pass: Type.String({ description: 'Compact JWS for the doors.' }),
  untilMs: Type.Integer({ minimum: 0 }),
})

/** The HTTP routes of the gate, as data: the node's own server serves them. */
export function gateRoutes(gate: Gate, passKey: PublicJwk): readonly Route[] {
  return [
    defineRoute({
      operation: 'admit',
      method: 'POST',
      path: '/admissions',
      summary: 'Takes a receipt, once, and gives a pass.',
      access: { kind: 'public' },
      body: jsonBody(body, MESSAGE_LIMITS),
      answers: { 201: { description: 'Come in.', schema: admission } },
      reasons: [
        'malformed_message',
        'receipt_malformed',
        'receipt_verifier_not_named',
        'algorithm_not_accepted',
        'header_not_accepted',
        'receipt_signature_invalid',
        'receipt_wrong_audience',
        'receipt_expired',
        'clock_unsafe',
        'receipt_outcome_not_accepted',
        'receipt_status_stale',
        'receipt_replayed',
      ],
      // A pass that was lost on its way is given again to who repeats the request, and to nobody else.
      repeats: 'key',
      budgetMs: ADMIT_BUDGET_MS,
      async handle({ body: { receipt }, requestId }) {
        assert(requestId !== undefined, 'a route that repeats by key has a request id')
        return answerResult(await gate.admit(receipt, requestId), 201)
      },
    }),
    defineRoute({
      operation: 'getPassKey',
      method: 'GET',
      path: '/pass-key',
      summary: 'The public key under which the doors check passes.',
      access: { kind: 'public' },
      answers: { 200: { description: 'A JWK.', schema: Type.Object({ jwk: publicJwkSchema }) } },
      reasons: [],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: async () => ({ status: 200, json: { jwk: passKey } }),
    }),
  ]
}
