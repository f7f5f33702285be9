import {
  createParser,
  defineRoute,
  type Parser,
  READ_BUDGET_MS,
  type Route,
  type Static,
  Type,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import { pendingChangesSchema, statusSchema } from '../../status-schema.ts'
import type { Openid4vciCommands } from '../create-openid4vci.ts'
import {
  BATCH_SIZE_MAX,
  CREDENTIAL_REQUEST_BYTES_MAX,
  ISSUE_BUDGET_MS,
  WALLET_REQUEST_BYTES_MAX,
  WALLET_REQUEST_DEPTH_MAX,
} from '../limits.ts'
import { answerRefusal, answerWallet, bearerToken, REFUSED, walletBody } from './wallet-answers.ts'

const LIMITS = { maxBytes: WALLET_REQUEST_BYTES_MAX, maxDepth: WALLET_REQUEST_DEPTH_MAX }
const FORM = {
  mediaType: 'application/x-www-form-urlencoded',
  bytesMax: WALLET_REQUEST_BYTES_MAX,
}
const JSON_BODY = { mediaType: 'application/json', bytesMax: WALLET_REQUEST_BYTES_MAX }
const ACCESS_TOKEN = {
  kind: 'own',
  credential: 'The access token that the token endpoint gave for the offer, as a bearer token.',
} as const
const open = { additionalProperties: true }
const text = Type.Optional(Type.String())

// Each is open: the protocols' own rule is that unknown members are ignored (RFC 6749 §3.2, OpenID4VCI 1.0 §8.2).
const tokenRequest = Type.Object(
  {
    grant_type: text,
    'pre-authorized_code': text,
    tx_code: text,
    refresh_token: text,
  },
  open,
)
const parseTokenRequest: Parser<Static<typeof tokenRequest>> = createParser(tokenRequest, LIMITS)
const deferredRequest = Type.Object({ transaction_id: Type.String() }, open)
const parseDeferredRequest: Parser<Static<typeof deferredRequest>> = createParser(
  deferredRequest,
  LIMITS,
)
const notification = Type.Object(
  {
    notification_id: Type.String(),
    event: Type.Union([
      Type.Literal('credential_accepted'),
      Type.Literal('credential_failure'),
      Type.Literal('credential_deleted'),
    ]),
  },
  open,
)
const parseNotification: Parser<Static<typeof notification>> = createParser(notification, LIMITS)
const credentialRequest = Type.Object(
  {
    credential_configuration_id: Type.String(),
    proofs: Type.Object({
      jwt: Type.Array(Type.String(), { minItems: 1, maxItems: BATCH_SIZE_MAX }),
    }),
  },
  open,
)

const tokenSchema = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('bearer'),
  expires_in: Type.Integer(),
  refresh_token: Type.String(),
})
const credentialsSchema = Type.Object({
  credentials: Type.Array(Type.Object({ credential: Type.String() }), {
    minItems: 1,
    maxItems: BATCH_SIZE_MAX,
  }),
  notification_id: text,
  notice_uri: Type.String({ format: 'uri' }),
})
const pendingSchema = Type.Object({ transaction_id: Type.String(), interval: Type.Integer() })
const CREDENTIAL_ANSWERS = {
  200: { description: 'The credentials.', schema: credentialsSchema },
  202: { description: 'Not yet: ask the deferred endpoint.', schema: pendingSchema },
  400: REFUSED,
  401: REFUSED,
}
const offerSchema = Type.Object({
  credential_issuer: Type.String({ format: 'uri' }),
  credential_configuration_ids: Type.Array(Type.String()),
  grants: Type.Object({}, open),
})
const noticeSchema = Type.Object({
  credentials: Type.Array(
    Type.Object({
      credentialId: Type.String(),
      status: statusSchema,
      reason: text,
      effectiveEverywhereAtMs: Type.Optional(Type.Integer()),
      pending: Type.Optional(pendingChangesSchema),
    }),
    { maxItems: BATCH_SIZE_MAX },
  ),
  replacement: Type.Optional(
    Type.Object({
      credentialOfferUri: Type.Optional(Type.String({ format: 'uri' })),
      oldEndsAtMs: Type.Optional(Type.Integer()),
    }),
  ),
})

/** What wallets call. */
export function walletRoutes(commands: Openid4vciCommands): readonly Route[] {
  return [...offerRoutes(commands), ...credentialRoutes(commands), notificationRoute(commands)]
}

function offerRoutes(commands: Openid4vciCommands): readonly Route[] {
  return [
    defineRoute({
      operation: 'getOffer',
      method: 'GET',
      path: '/offers/:offer',
      summary: 'A credential offer by its unguessable address (OpenID4VCI 1.0 §4.1.3).',
      access: { kind: 'public' },
      answers: { 200: { description: 'The offer.', schema: offerSchema } },
      reasons: ['not_found', 'grant_expired', 'grant_used'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      async handle({ params }) {
        const offer = await commands.showOffer(params.offer ?? '')
        return offer.ok
          ? { status: 200, json: offer.value, headers: { 'cache-control': 'no-store' } }
          : { problem: offer.error }
      },
    }),
    defineRoute({
      operation: 'createToken',
      method: 'POST',
      path: '/token',
      summary: 'An access token for a pre-authorized code or a refresh token (OpenID4VCI 1.0 §6).',
      access: { kind: 'own', credential: 'The code of an offer, or a refresh token.' },
      body: walletBody(tokenRequest, FORM),
      answers: { 200: { description: 'The token.', schema: tokenSchema }, 400: REFUSED },
      reasons: [],
      errors: 'oauth',
      repeats: 'content',
      budgetMs: WRITE_BUDGET_MS,
      async handle({ body }) {
        const request = parseTokenRequest(body)
        if (!request.ok) return answerRefusal({ error: 'invalid_request', reason: request.error })
        return answerWallet(await commands.exchangeToken(request.value))
      },
    }),
    defineRoute({
      operation: 'getNotice',
      method: 'GET',
      path: '/notices/:notice',
      summary: 'What changed about credentials that a holder has, by an unguessable address.',
      access: { kind: 'public' },
      answers: { 200: { description: 'How they stand.', schema: noticeSchema } },
      reasons: ['not_found'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      async handle({ params }) {
        const notice = await commands.showNotice(params.notice ?? '')
        return notice.ok ? { status: 200, json: notice.value } : { problem: notice.error }
      },
    }),
  ]
}

function credentialRoutes(commands: Openid4vciCommands): readonly Route[] {
  const statusOf = (answer: object): number => ('transaction_id' in answer ? 202 : 200)
  return [
    defineRoute({
      operation: 'createNonce',
      method: 'POST',
      path: '/nonce',
      summary: 'A nonce for proofs of possession (OpenID4VCI 1.0 §7).',
      access: { kind: 'public' },
      answers: {
        200: {
          description: 'A nonce for one request.',
          schema: Type.Object({ c_nonce: Type.String() }),
        },
      },
      reasons: [],
      errors: 'oauth',
      repeats: 'content',
      budgetMs: READ_BUDGET_MS,
      handle: async () => ({
        status: 200,
        json: { c_nonce: commands.createNonce() },
        headers: { 'cache-control': 'no-store' },
      }),
    }),
    defineRoute({
      operation: 'requestCredential',
      method: 'POST',
      path: '/credential',
      summary: 'One credential for each proof of possession (OpenID4VCI 1.0 §8).',
      access: ACCESS_TOKEN,
      body: walletBody(credentialRequest, {
        ...JSON_BODY,
        bytesMax: CREDENTIAL_REQUEST_BYTES_MAX,
      }),
      answers: CREDENTIAL_ANSWERS,
      reasons: ['status_index_exhausted'],
      errors: 'oauth',
      repeats: 'content',
      budgetMs: ISSUE_BUDGET_MS,
      async handle({ headers, body }) {
        return answerWallet(await commands.requestCredentials(bearerToken(headers), body), statusOf)
      },
    }),
    defineRoute({
      operation: 'requestDeferredCredential',
      method: 'POST',
      path: '/deferred_credential',
      summary: 'The credentials of a transaction that was deferred (OpenID4VCI 1.0 §9).',
      access: ACCESS_TOKEN,
      body: walletBody(deferredRequest, JSON_BODY),
      answers: CREDENTIAL_ANSWERS,
      reasons: ['status_index_exhausted'],
      errors: 'oauth',
      repeats: 'content',
      budgetMs: ISSUE_BUDGET_MS,
      async handle({ headers, body }) {
        const request = parseDeferredRequest(body)
        if (!request.ok) {
          return answerRefusal({ error: 'invalid_credential_request', reason: request.error })
        }
        const { transaction_id } = request.value
        return answerWallet(
          await commands.requestDeferred(bearerToken(headers), transaction_id),
          statusOf,
        )
      },
    }),
  ]
}

function notificationRoute(commands: Openid4vciCommands): Route {
  return defineRoute({
    operation: 'notifyIssuer',
    method: 'POST',
    path: '/notification',
    summary: 'What the wallet did with its credentials (OpenID4VCI 1.0 §11).',
    access: ACCESS_TOKEN,
    body: walletBody(notification, JSON_BODY),
    answers: {
      204: { description: 'Noted.', mediaType: 'application/json' },
      400: REFUSED,
      401: REFUSED,
    },
    reasons: [],
    errors: 'oauth',
    repeats: 'content',
    budgetMs: WRITE_BUDGET_MS,
    async handle({ headers, body }) {
      const parsed = parseNotification(body)
      if (!parsed.ok) {
        return answerRefusal({ error: 'invalid_notification_request', reason: parsed.error })
      }
      const noted = await commands.recordNotification(bearerToken(headers), parsed.value)
      if (!noted.ok) return answerRefusal(noted.error)
      return { status: 204, bytes: new Uint8Array(), mediaType: 'application/json' }
    },
  })
}
