import {
  answerResult,
  type CampaignId,
  type DidDocument,
  defineRoute,
  encodeUtf8,
  epochMsField,
  idField,
  jsonBody,
  MESSAGE_LIMITS,
  type Policy,
  payoutTargetSchema,
  policySchema,
  publicJwkSchema,
  READ_BUDGET_MS,
  type ReasonCode,
  type Route,
  routeQuery,
  type Static,
  Type,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import { REDIRECT_URI_CHARS_MAX } from '../limits.ts'
import { POLICY_REASONS } from '../model/check-policy.ts'
import type { CreateRequest } from './create-request.ts'
import type { ShowPresentation, WatchPresentation } from './show-presentation.ts'
import { presentationViewSchema } from './view-schema.ts'
import { type WalletCommands, walletRoutes } from './wallet-routes.ts'

/** What the routes need of it. */
export interface Openid4vpCommands extends WalletCommands {
  readonly createRequest: CreateRequest
  readonly showPresentation: ShowPresentation
  readonly watchPresentation: WatchPresentation
}

const how = {
  flow: Type.Union([Type.Literal('same-device'), Type.Literal('cross-device')]),
  responseMode: Type.Optional(
    Type.Union([Type.Literal('direct_post'), Type.Literal('direct_post.jwt')]),
  ),
  redirectUri: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: REDIRECT_URI_CHARS_MAX,
      description: 'Same-device only: where the wallet sends the person back.',
    }),
  ),
}
const forCampaign = Type.Object({
  campaignId: idField<CampaignId>(),
  payoutTarget: payoutTargetSchema,
  ...how,
})
const forPolicy = Type.Object({ policy: Type.Unsafe<Policy>(policySchema), ...how })
const created = Type.Object({
  sessionId: Type.String({ description: 'Reads the result. Show it to nobody.' }),
  requestUri: Type.String(),
  walletUrl: Type.String({ description: 'Opens the wallet: a link, or the text of a QR code.' }),
  expiresAtMs: epochMsField(),
})
const codeQuery = Type.Object({
  response_code: Type.Optional(
    Type.String({ maxLength: 128, description: 'From the fragment of the redirect_uri.' }),
  ),
})

/** The HTTP routes of OpenID4VP: the application's, the wallet's, and the DID document by which wallets check requests. */
export function openid4vpRoutes(
  commands: Openid4vpCommands,
  document: DidDocument | undefined,
): readonly Route[] {
  return [
    ...requestRoutes(commands),
    ...resultRoutes(commands),
    ...walletRoutes(commands),
    ...didRoutes(document),
  ]
}

const REQUEST_REASONS: readonly ReasonCode[] = [
  'malformed_message',
  'redirect_not_allowed',
  'queue_full',
  'deadline_passed',
  'store_unavailable',
]

function requestRoutes({ createRequest }: Openid4vpCommands): readonly Route[] {
  const answers = { 201: { description: 'The request, for one wallet.', schema: created } }
  return [
    defineRoute<Static<typeof forCampaign>>({
      operation: 'createPresentation',
      method: 'POST',
      path: '/presentations',
      summary:
        'Asks for a presentation for a campaign, with the payout that the wallet is to approve.',
      // Claimants begin here, and they have no key.
      access: { kind: 'public' },
      body: jsonBody(forCampaign, MESSAGE_LIMITS),
      answers,
      reasons: [...REQUEST_REASONS, 'campaign_unknown', 'campaign_closed'],
      repeats: 'key',
      budgetMs: WRITE_BUDGET_MS,
      async handle({ body, requestId, deadlineMs }) {
        const { campaignId, payoutTarget, ...rest } = body
        const purpose = { campaignId, payoutTarget }
        const asked = {
          ...rest,
          purpose,
          deadlineMs,
          ...(requestId !== undefined && { requestId }),
        }
        return answerResult(await createRequest(asked), 201)
      },
    }),
    defineRoute<Static<typeof forPolicy>>({
      operation: 'createPolicyPresentation',
      method: 'POST',
      path: '/policy-presentations',
      summary:
        'Asks for a presentation under a policy of the caller’s own; the result is a verdict.',
      access: { kind: 'key', scope: 'verifier:verify' },
      body: jsonBody(forPolicy, MESSAGE_LIMITS),
      answers,
      reasons: [...REQUEST_REASONS, ...POLICY_REASONS],
      repeats: 'key',
      budgetMs: WRITE_BUDGET_MS,
      async handle({ body, requestId, deadlineMs }) {
        const { policy, ...rest } = body
        const purpose = { policy }
        const asked = {
          ...rest,
          purpose,
          deadlineMs,
          ...(requestId !== undefined && { requestId }),
        }
        return answerResult(await createRequest(asked), 201)
      },
    }),
  ]
}

function resultRoutes(commands: Openid4vpCommands): readonly Route[] {
  const query = routeQuery(codeQuery)
  const access = { kind: 'own', credential: 'the session id' } as const
  return [
    defineRoute<undefined, Static<typeof codeQuery>>({
      operation: 'showPresentation',
      method: 'GET',
      path: '/presentations/:sessionId',
      summary: 'What became of a request: its state, and once answered the verdict and the claim.',
      access,
      query,
      answers: { 200: { description: 'The state.', schema: presentationViewSchema } },
      reasons: ['presentation_unknown', 'response_code_mismatch', 'store_unavailable'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: async ({ params, query: { response_code: code } }) =>
        answerResult(await commands.showPresentation(params.sessionId ?? '', code)),
    }),
    defineRoute<undefined, Static<typeof codeQuery>>({
      operation: 'watchPresentation',
      method: 'GET',
      path: '/presentations/:sessionId/events',
      summary: 'The same, as events named `presentation`, until it is answered or has expired.',
      access,
      query,
      answers: {
        200: {
          description: 'The states.',
          mediaType: 'text/event-stream',
          schema: presentationViewSchema,
        },
      },
      reasons: [
        'presentation_unknown',
        'response_code_mismatch',
        'queue_full',
        'store_unavailable',
      ],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      async handle({ params, query: { response_code: code }, signal }) {
        const events = await commands.watchPresentation({
          sessionId: params.sessionId ?? '',
          signal,
          ...(code !== undefined && { responseCode: code }),
        })
        return events.ok ? { events: events.value } : { problem: events.error }
      },
    }),
  ]
}

const texts = Type.Array(Type.String())
const didDocumentSchema = Type.Object({
  '@context': texts,
  id: Type.String(),
  verificationMethod: Type.Array(
    Type.Object({
      id: Type.String(),
      type: Type.Literal('JsonWebKey2020'),
      controller: Type.String(),
      publicKeyJwk: publicJwkSchema,
    }),
  ),
  assertionMethod: texts,
  authentication: texts,
})

/** A did:web is at the root of its host or below its path; both are served, and a did:jwk needs neither. */
function didRoutes(document: DidDocument | undefined): readonly Route[] {
  const paths = { showDidDocument: '/did.json', showWellKnownDidDocument: '/.well-known/did.json' }
  return Object.entries(paths).map(([operation, path]) =>
    defineRoute({
      operation,
      method: 'GET',
      path,
      summary: 'The document of the verifier’s did:web, by which wallets check its requests.',
      access: { kind: 'public' },
      answers: {
        200: {
          description: 'The DID document.',
          mediaType: 'application/did+json',
          schema: didDocumentSchema,
        },
      },
      reasons: ['not_found'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: async () =>
        document === undefined
          ? { problem: { code: 'not_found' } }
          : {
              status: 200,
              bytes: encodeUtf8(JSON.stringify(document)),
              mediaType: 'application/did+json',
              headers: { 'cache-control': 'public, max-age=300' },
            },
    }),
  )
}
