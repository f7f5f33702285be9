import {
  type AnswerSpec,
  createParser,
  defineRoute,
  encodeUtf8,
  oauthErrorSchema,
  READ_BUDGET_MS,
  type Route,
  type RouteAnswer,
  type RouteBody,
  Type,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import { RESPONSE_BYTES_MAX, WALLET_FORM_BYTES_MAX, WALLET_NONCE_CHARS_MAX } from '../limits.ts'
import type { AcceptResponse } from './accept-response.ts'
import type { ResponseForm } from './read-response.ts'
import { REQUEST_TYP } from './request-object.ts'
import type { ServeRequest } from './serve-request.ts'

export interface WalletCommands {
  readonly serveRequest: ServeRequest
  readonly acceptResponse: AcceptResponse
}

/** The statuses of every reason for which a wallet can be refused: its own mistakes, a session that is over, our trouble. */
const oauthErrors: Readonly<Record<number, AnswerSpec>> = Object.fromEntries(
  [400, 404, 409, 410, 413, 422, 503, 504].map((status) => [
    status,
    { description: 'An error in OAuth’s form, with the reason’s code.', schema: oauthErrorSchema },
  ]),
)
const requestAnswer: AnswerSpec = {
  description: 'The signed request.',
  mediaType: `application/${REQUEST_TYP}`,
}
const own = { kind: 'own', credential: 'the id of a request' } as const

/** What wallets call: the request_uri by GET and POST, and the response_uri. They get errors in OAuth's form, with our code beside it. */
export function walletRoutes({ serveRequest, acceptResponse }: WalletCommands): readonly Route[] {
  const serve = async (id = '', walletNonce?: string): Promise<RouteAnswer> => {
    const request = await serveRequest(id, walletNonce)
    if (!request.ok) return { problem: request.error }
    return {
      status: 200,
      bytes: encodeUtf8(request.value),
      mediaType: `application/${REQUEST_TYP}`,
    }
  }
  return [
    defineRoute({
      operation: 'getRequest',
      method: 'GET',
      path: '/requests/:requestId',
      summary: 'The signed request of a presentation (OpenID4VP 1.0 §5.7).',
      access: own,
      answers: { 200: requestAnswer, ...oauthErrors },
      reasons: [],
      errors: 'oauth',
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: ({ params }) => serve(params.requestId),
    }),
    defineRoute<ResponseForm>({
      operation: 'postRequest',
      method: 'POST',
      path: '/requests/:requestId',
      summary: 'The same, with the wallet’s nonce in it (OpenID4VP 1.0 §5.10).',
      access: own,
      body: form(WALLET_FORM_BYTES_MAX),
      answers: { 200: requestAnswer, ...oauthErrors },
      reasons: [],
      errors: 'oauth',
      repeats: 'content',
      budgetMs: READ_BUDGET_MS,
      async handle({ params, body }) {
        const nonce = body.wallet_nonce
        return nonce !== undefined && nonce.length > WALLET_NONCE_CHARS_MAX
          ? { problem: { code: 'malformed_message', detail: 'wallet_nonce' } }
          : serve(params.requestId, nonce)
      },
    }),
    defineRoute<ResponseForm>({
      operation: 'postResponse',
      method: 'POST',
      path: '/responses/:requestId',
      summary: 'Takes a wallet’s presentation, or that it declines (OpenID4VP 1.0 §8.2, §8.3).',
      access: own,
      body: form(RESPONSE_BYTES_MAX),
      answers: {
        200: {
          description: 'The answer counts; where the person is to be sent.',
          schema: Type.Object({ redirect_uri: Type.Optional(Type.String()) }),
        },
        ...oauthErrors,
      },
      reasons: [],
      errors: 'oauth',
      repeats: 'content',
      budgetMs: WRITE_BUDGET_MS,
      async handle({ params, body, deadlineMs }) {
        const accepted = await acceptResponse(params.requestId ?? '', body, deadlineMs)
        if (!accepted.ok) return { problem: accepted.error }
        const { redirectUri } = accepted.value
        return { status: 200, json: redirectUri === undefined ? {} : { redirect_uri: redirectUri } }
      },
    }),
  ]
}

const fields = Type.Record(Type.String(), Type.String())

function form(bytesMax: number): RouteBody<ResponseForm> {
  return {
    mediaType: 'application/x-www-form-urlencoded',
    bytesMax,
    schema: fields,
    parse: createParser(fields, { maxBytes: bytesMax, maxDepth: 1 }),
  }
}
