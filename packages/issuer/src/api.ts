import {
  answerResult,
  brandId,
  type CredentialId,
  codeSchema,
  defineRoute,
  encodeBase64url,
  epochMsField,
  HEAD_MEDIA_TYPE,
  ID_PATTERN,
  isId,
  type JsonObject,
  jsonBody,
  listPageSchema,
  listQuery,
  publicJwkSchema,
  READ_BUDGET_MS,
  type Reasoned,
  type Result,
  type Route,
  type RouteAnswer,
  sha256,
  Type,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import type { PublishedList } from './commands/publish-status.ts'
import type { Issuer } from './issuer.ts'
import {
  CREDENTIAL_CLAIMS_MAX,
  CREDENTIAL_VALIDITY_MS_MAX,
  ISSUE_REQUEST_LIMITS,
  PAGE_ENTRIES_MAX,
  STATUS_REQUEST_LIMITS,
} from './limits.ts'
import type { PublicationForm } from './model/publication.ts'
import { pendingChangesSchema, statusSchema } from './status-schema.ts'

const READ = { kind: 'key', scope: 'issuer:read' } as const

const issueRequest = Type.Object({
  vct: Type.String({ minLength: 1, maxLength: 512 }),
  claims: Type.Unsafe<JsonObject>(
    Type.Record(Type.String(), Type.Unknown(), { maxProperties: CREDENTIAL_CLAIMS_MAX }),
  ),
  disclose: Type.Array(Type.String(), { maxItems: CREDENTIAL_CLAIMS_MAX, uniqueItems: true }),
  holderJwk: publicJwkSchema,
  validForMs: Type.Integer({ minimum: 1_000, maximum: CREDENTIAL_VALIDITY_MS_MAX }),
  notBeforeMs: Type.Optional(Type.Integer({ minimum: 0, maximum: CREDENTIAL_VALIDITY_MS_MAX })),
})
const id = Type.String({ pattern: ID_PATTERN })
const place = {
  statusUri: Type.String({ format: 'uri' }),
  statusIndex: Type.Integer({ minimum: 0 }),
}
const issuedSchema = Type.Object({ credentialId: id, credential: Type.String(), ...place })
const recordSchema = Type.Object({
  credentialId: id,
  vct: Type.String(),
  holderKey: Type.String(),
  ...place,
  status: statusSchema,
  issuedAtMs: Type.Integer(),
  expiresAtMs: Type.Integer(),
  reason: Type.Optional(codeSchema),
  changedAtMs: Type.Optional(Type.Integer()),
  effectiveEverywhereAtMs: Type.Optional(Type.Integer()),
  pending: Type.Optional(pendingChangesSchema),
})
const changeRequest = Type.Object({
  reason: codeSchema,
  mode: Type.Optional(
    Type.Union([Type.Literal('coordinated'), Type.Literal('immediate'), Type.Literal('online')]),
  ),
  notBeforeMs: Type.Optional(epochMsField()),
})
const cancelledSchema = Type.Object({ credentialId: id, act: id, effectiveAtMs: Type.Integer() })
const changeSchema = Type.Object({
  credentialId: id,
  status: statusSchema,
  changedAtMs: Type.Integer(),
  publishedAtMs: Type.Integer(),
  effectiveEverywhereAtMs: Type.Integer(),
  onlineByMs: Type.Optional(Type.Integer()),
  act: Type.Optional(id),
})

/** The issuer's HTTP API; issuing to wallets has its own routes. */
export function issuerRoutes(issuer: Issuer): readonly Route[] {
  return [
    issueRoute(issuer),
    ...queryRoutes(issuer),
    statusRoute(
      'revoke',
      'Ends this one credential for ever; for a whole batch, revoke its offer.',
      issuer.revokeCredential,
    ),
    statusRoute('suspend', 'Ends a credential until it is reinstated.', issuer.suspendCredential),
    statusRoute('reinstate', 'Ends a suspension.', issuer.reinstateCredential),
    cancelRoute(issuer),
    publicationRoute(issuer, {
      form: 'token',
      operation: 'getStatusList',
      path: '/status/:number',
      summary: 'A status list (Token Status List §8); caches keep it no longer than its lease.',
      mediaType: 'application/statuslist+jwt',
    }),
    publicationRoute(issuer, {
      form: 'head',
      operation: 'getStatusHead',
      path: '/status/:number/head',
      summary: 'The leased head of a status list, with what is announced, and the list.',
      mediaType: HEAD_MEDIA_TYPE,
    }),
    servedListRoute(
      {
        operation: 'getFreshStatusHead',
        path: '/status/:number/head/max-age/:seconds',
        summary:
          'A head that is no older than so many seconds, made now if need be: for decisions that need an online proof.',
        mediaType: HEAD_MEDIA_TYPE,
        budgetMs: WRITE_BUDGET_MS,
      },
      async (number, { seconds = '' }) =>
        /^[1-9][0-9]{0,7}$/.test(seconds)
          ? issuer.freshHead(number, Number(seconds) * 1_000)
          : undefined,
    ),
    publicationRoute(issuer, {
      form: 'revocation',
      operation: 'getRevocationBitstring',
      path: '/status/:number/bitstring/revocation',
      summary: 'Who is revoked, as a W3C Bitstring Status List credential.',
      mediaType: 'application/vc+jwt',
    }),
    publicationRoute(issuer, {
      form: 'suspension',
      operation: 'getSuspensionBitstring',
      path: '/status/:number/bitstring/suspension',
      summary: 'Who is suspended, as a W3C Bitstring Status List credential.',
      mediaType: 'application/vc+jwt',
    }),
  ]
}

function issueRoute(issuer: Issuer): Route {
  return defineRoute({
    operation: 'issueCredential',
    method: 'POST',
    path: '/credentials',
    summary: 'Issues a credential to a key that the caller vouches for.',
    access: { kind: 'key', scope: 'issuer:issue' },
    body: jsonBody(issueRequest, ISSUE_REQUEST_LIMITS),
    answers: { 201: { description: 'The credential, for the holder only.', schema: issuedSchema } },
    reasons: [
      'disclosure_name_reserved',
      'disclosure_unknown',
      'key_malformed',
      'idempotency_conflict',
      'status_index_exhausted',
    ],
    repeats: 'key',
    budgetMs: WRITE_BUDGET_MS,
    async handle({ body, requestId }) {
      // The id follows from the request, so that a repeat after a crash takes no second status index.
      const given =
        requestId === undefined
          ? {}
          : {
              credentialId: brandId<CredentialId>(
                `cred-${encodeBase64url(sha256(requestId)).slice(0, 22)}`,
              ),
            }
      return answerResult(await issuer.issueCredential({ ...body, ...given }), 201)
    },
  })
}

function queryRoutes(issuer: Issuer): readonly Route[] {
  return [
    defineRoute({
      operation: 'listCredentials',
      method: 'GET',
      path: '/credentials',
      summary: 'All credentials that were issued, in the order of issue.',
      access: READ,
      query: listQuery,
      answers: {
        200: { description: 'A page.', schema: listPageSchema(recordSchema, PAGE_ENTRIES_MAX) },
      },
      reasons: ['malformed_message'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      async handle({ query }) {
        const after = Number(query.after ?? 0)
        if (!Number.isSafeInteger(after)) return { problem: { code: 'malformed_message' } }
        const { credentials, next } = await issuer.listIssued({ after })
        const json = { items: credentials, ...(next !== undefined && { next: String(next) }) }
        return { status: 200, json }
      },
    }),
    defineRoute({
      operation: 'showCredential',
      method: 'GET',
      path: '/credentials/:credentialId',
      summary: 'What is kept of a credential: no claims.',
      access: READ,
      answers: { 200: { description: 'The record.', schema: recordSchema } },
      reasons: ['not_found'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: ({ params }) => answerFor(params.credentialId, issuer.showCredential),
    }),
  ]
}

function statusRoute(
  operation: 'revoke' | 'suspend' | 'reinstate',
  summary: string,
  change: Issuer['revokeCredential'],
): Route {
  return defineRoute({
    operation: `${operation}Credential`,
    method: 'POST',
    path: `/credentials/:credentialId/${operation}`,
    summary,
    access: { kind: 'key', scope: 'issuer:status' },
    body: jsonBody(changeRequest, STATUS_REQUEST_LIMITS),
    answers: { 200: { description: 'The change, and when it counts.', schema: changeSchema } },
    reasons: ['not_found', 'credential_revoked', 'pending_acts_full', 'status_mode_not_allowed'],
    repeats: 'content',
    budgetMs: WRITE_BUDGET_MS,
    handle: ({ params, body }) =>
      answerFor(params.credentialId, (credentialId) => {
        const { reason, ...options } = body
        return change(credentialId, reason, options)
      }),
  })
}

async function answerFor<T extends object>(
  credentialId: string | undefined,
  command: (credentialId: CredentialId) => Promise<Result<T, Reasoned>>,
): Promise<RouteAnswer> {
  if (credentialId === undefined || !isId(credentialId)) return { problem: { code: 'not_found' } }
  return answerResult(await command(brandId<CredentialId>(credentialId)))
}

function cancelRoute(issuer: Issuer): Route {
  return defineRoute({
    operation: 'cancelStatusChange',
    method: 'POST',
    path: '/credentials/:credentialId/acts/:act/cancel',
    summary: 'Takes an announced change back, while every head that tells of it ends before it.',
    access: { kind: 'key', scope: 'issuer:status' },
    answers: { 200: { description: 'What will not happen.', schema: cancelledSchema } },
    reasons: ['not_found', 'act_cannot_be_cancelled'],
    repeats: 'content',
    budgetMs: WRITE_BUDGET_MS,
    handle: ({ params: { credentialId, act = '' } }) =>
      answerFor(credentialId, (known) => issuer.cancelAct(known, act)),
  })
}

interface ServedList {
  readonly operation: string
  readonly path: string
  readonly summary: string
  readonly mediaType: string
}

function publicationRoute(
  issuer: Issuer,
  { form, ...served }: ServedList & { readonly form: PublicationForm },
): Route {
  return servedListRoute({ ...served, budgetMs: READ_BUDGET_MS }, (number) =>
    issuer.statusList(number, form),
  )
}

function servedListRoute(
  served: ServedList & { readonly budgetMs: number },
  read: (
    number: number,
    params: Readonly<Record<string, string>>,
  ) => Promise<PublishedList | undefined>,
): Route {
  const { operation, path, summary, mediaType, budgetMs } = served
  return defineRoute({
    operation,
    method: 'GET',
    path,
    summary,
    access: { kind: 'public' },
    answers: {
      200: { description: 'The signed list.', mediaType },
      304: { description: 'The list that you have is the newest.', mediaType },
    },
    reasons: ['not_found'],
    repeats: 'safe',
    budgetMs,
    async handle({ params, headers }) {
      const { number = '' } = params
      const list = /^[1-9][0-9]{0,9}$/.test(number) ? await read(Number(number), params) : undefined
      if (list === undefined) return { problem: { code: 'not_found' } }
      const etag = `"${encodeBase64url(sha256(list.bytes)).slice(0, 22)}"`
      const cached = {
        etag,
        'cache-control': `public, max-age=${Math.floor(list.freshForMs / 1_000)}`,
      }
      // RFC 9110 §13.1.2: weakly compared, because caches on the way weaken tags; `*` is any.
      const known = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim())
      return known.some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag)
        ? { status: 304, bytes: new Uint8Array(), mediaType, headers: cached }
        : { status: 200, bytes: list.bytes, mediaType, headers: cached }
    },
  })
}
