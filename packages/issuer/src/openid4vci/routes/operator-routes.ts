import {
  answerResult,
  brandId,
  type CredentialId,
  codeSchema,
  defineRoute,
  encodeBase64url,
  ID_PATTERN,
  isId,
  type JsonObject,
  jsonBody,
  listPageSchema,
  listQuery,
  READ_BUDGET_MS,
  type Route,
  sha256,
  Type,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import {
  CREDENTIAL_CLAIMS_MAX,
  CREDENTIAL_VALIDITY_MS_MAX,
  ISSUE_REQUEST_LIMITS,
  STATUS_REQUEST_LIMITS,
} from '../../limits.ts'
import type { Openid4vciCommands } from '../create-openid4vci.ts'
import {
  BATCH_SIZE_MAX,
  GRACE_MS_MAX,
  OFFER_MS_MAX,
  OFFER_MS_MIN,
  OFFER_PAGE_MAX,
} from '../limits.ts'

const ISSUE = { kind: 'key', scope: 'issuer:issue' } as const
const READ = { kind: 'key', scope: 'issuer:read' } as const

const claims = Type.Unsafe<JsonObject>(
  Type.Record(Type.String(), Type.Unknown(), { maxProperties: CREDENTIAL_CLAIMS_MAX }),
)
const duration = (minimum: number, maximum: number) => Type.Integer({ minimum, maximum })
const shared = {
  claims,
  disclose: Type.Optional(
    Type.Array(Type.String(), { maxItems: CREDENTIAL_CLAIMS_MAX, uniqueItems: true }),
  ),
  transactionCode: Type.Optional(Type.Boolean()),
  deferred: Type.Optional(Type.Boolean()),
  validForMs: duration(1_000, CREDENTIAL_VALIDITY_MS_MAX),
}
const offerRequest = Type.Object({
  ...shared,
  configurationId: Type.String(),
  batchSize: Type.Optional(duration(1, BATCH_SIZE_MAX)),
  notBeforeMs: Type.Optional(duration(0, CREDENTIAL_VALIDITY_MS_MAX)),
  expiresMs: duration(OFFER_MS_MIN, OFFER_MS_MAX),
})
const reissueRequest = Type.Object({
  ...shared,
  graceMs: duration(0, GRACE_MS_MAX),
  expiresMs: Type.Optional(duration(OFFER_MS_MIN, OFFER_MS_MAX)),
  subjectChanges: Type.Optional(Type.Boolean()),
})
const completion = Type.Object({ claims: Type.Optional(claims), disclose: shared.disclose })
const denial = Type.Object({ reason: codeSchema })

const id = Type.String({ pattern: ID_PATTERN })
const url = Type.String({ format: 'uri' })
const createdSchema = Type.Object({
  offerId: id,
  credentialOffer: Type.Object({}, { additionalProperties: true }),
  credentialOfferUri: url,
  link: url,
  transactionCode: Type.Optional(Type.String({ pattern: '^[0-9]+$' })),
  endsAtMs: Type.Integer(),
})
const offerSchema = Type.Object({
  offerId: id,
  configurationId: Type.String(),
  state: Type.String(),
  reason: Type.Optional(Type.String()),
  deferred: Type.Boolean(),
  credentialIds: Type.Array(id, { maxItems: BATCH_SIZE_MAX }),
  replaces: Type.Optional(id),
  createdAtMs: Type.Integer(),
  endsAtMs: Type.Optional(Type.Integer()),
})
const decisionSchema = Type.Object({
  transactionId: id,
  state: Type.Union([Type.Literal('approved'), Type.Literal('denied')]),
})

const CONTENT_REASONS = [
  'disclosure_name_reserved',
  'disclosure_unknown',
  'credential_configuration_unknown',
] as const
const DECISION_REASONS = ['transaction_unknown', 'issuance_not_pending'] as const

/** What the issuer's own systems call. */
export function operatorRoutes(commands: Openid4vciCommands): readonly Route[] {
  return [...offerRoutes(commands), ...issuanceRoutes(commands)]
}

function offerRoutes(commands: Openid4vciCommands): readonly Route[] {
  return [
    defineRoute({
      operation: 'createOffer',
      method: 'POST',
      path: '/offers',
      summary: 'Offers a credential to whoever gets the link.',
      access: ISSUE,
      body: jsonBody(offerRequest, ISSUE_REQUEST_LIMITS),
      answers: { 201: { description: 'The offer, and its code once.', schema: createdSchema } },
      reasons: CONTENT_REASONS,
      repeats: 'key',
      budgetMs: WRITE_BUDGET_MS,
      async handle({ body, requestId }) {
        return answerResult(await commands.createOffer({ ...body, ...offerIdOf(requestId) }), 201)
      },
    }),
    defineRoute({
      operation: 'listOffers',
      method: 'GET',
      path: '/offers',
      summary: 'All offers, in the order they were made.',
      access: READ,
      query: listQuery,
      answers: {
        200: { description: 'A page.', schema: listPageSchema(offerSchema, OFFER_PAGE_MAX) },
      },
      reasons: ['malformed_message'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      async handle({ query }) {
        const after = Number(query.after ?? 0)
        if (!Number.isSafeInteger(after)) return { problem: { code: 'malformed_message' } }
        const { offers, next } = await commands.listOffers({ after })
        const json = { items: offers, ...(next !== undefined && { next: String(next) }) }
        return { status: 200, json }
      },
    }),
    defineRoute({
      operation: 'revokeOffer',
      method: 'POST',
      path: '/offers/:offerId/revoke',
      summary: 'Ends an offer, and for ever every credential that was issued for it.',
      access: { kind: 'key', scope: 'issuer:status' },
      body: jsonBody(denial, STATUS_REQUEST_LIMITS),
      answers: {
        200: {
          description: 'What is invalid now.',
          schema: Type.Object({
            offerId: id,
            credentialIds: Type.Array(id, { maxItems: BATCH_SIZE_MAX }),
          }),
        },
      },
      reasons: ['not_found'],
      repeats: 'content',
      budgetMs: WRITE_BUDGET_MS,
      async handle({ params, body }) {
        return answerResult(await commands.revokeOffer(params.offerId ?? '', body.reason))
      },
    }),
    defineRoute({
      operation: 'reissueCredential',
      method: 'POST',
      path: '/credentials/:credentialId/reissue',
      summary: 'Offers a credential anew; the old one ends when the new one was received.',
      access: ISSUE,
      body: jsonBody(reissueRequest, ISSUE_REQUEST_LIMITS),
      answers: { 201: { description: 'The offer of the new one.', schema: createdSchema } },
      reasons: [
        ...CONTENT_REASONS,
        'not_found',
        'credential_revoked',
        'reissue_pending',
        'reissue_subject_changed',
      ],
      repeats: 'key',
      budgetMs: WRITE_BUDGET_MS,
      async handle({ params, body, requestId }) {
        const { credentialId = '' } = params
        if (!isId(credentialId)) return { problem: { code: 'not_found' } }
        const request = { ...body, ...offerIdOf(requestId) }
        return answerResult(
          await commands.reissueCredential(brandId<CredentialId>(credentialId), request),
          201,
        )
      },
    }),
  ]
}

function issuanceRoutes(commands: Openid4vciCommands): readonly Route[] {
  const answers = { 200: { description: 'The decision that stands.', schema: decisionSchema } }
  return [
    defineRoute({
      operation: 'completeIssuance',
      method: 'POST',
      path: '/issuances/:transactionId/complete',
      summary: 'Lets a wallet have the credential that it waits for.',
      access: ISSUE,
      body: jsonBody(completion, ISSUE_REQUEST_LIMITS),
      answers,
      reasons: [...DECISION_REASONS, ...CONTENT_REASONS, 'reissue_subject_changed'],
      repeats: 'content',
      budgetMs: WRITE_BUDGET_MS,
      async handle({ params, body }) {
        return answerResult(await commands.completeIssuance(params.transactionId ?? '', body))
      },
    }),
    defineRoute({
      operation: 'denyIssuance',
      method: 'POST',
      path: '/issuances/:transactionId/deny',
      summary: 'Refuses a credential that a wallet waits for.',
      access: ISSUE,
      body: jsonBody(denial, STATUS_REQUEST_LIMITS),
      answers,
      reasons: DECISION_REASONS,
      repeats: 'content',
      budgetMs: WRITE_BUDGET_MS,
      async handle({ params, body }) {
        return answerResult(await commands.denyIssuance(params.transactionId ?? '', body.reason))
      },
    }),
  ]
}

/** An offer's id follows from the request, so that its repeat is the same offer. */
function offerIdOf(requestId: string | undefined): { offerId?: string } {
  if (requestId === undefined) return {}
  return { offerId: `offer-${encodeBase64url(sha256(requestId)).slice(0, 22)}` }
}
