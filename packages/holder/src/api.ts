import {
  answerResult,
  brandId,
  type CredentialId,
  defineRoute,
  idField,
  isId,
  jsonBody,
  listPageSchema,
  listQuery,
  publicJwkSchema,
  READ_BUDGET_MS,
  type Route,
  refuse,
  Type,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import type { Holder } from './holder.ts'
import { CREDENTIAL_BYTES_MAX, PAGE_ENTRIES_MAX, STATUS_BUDGET_MS } from './limits.ts'

const held = Type.Object({
  credentialId: idField<CredentialId>(),
  vct: Type.String(),
  issuer: Type.String(),
  storedAtMs: Type.Integer({ minimum: 0 }),
})
const standing = Type.Object({
  status: Type.Union([Type.Literal('valid'), Type.Literal('suspended'), Type.Literal('invalid')]),
  asOfMs: Type.Integer({ minimum: 0, description: 'When the issuer signed its list.' }),
  leaseEndsAtMs: Type.Integer({ minimum: 0, description: 'Until when verifiers may rely on it.' }),
})
const key = Type.Object({ jwk: publicJwkSchema })
const storeBody = Type.Object({
  credentialId: idField<CredentialId>(),
  credential: Type.String({ minLength: 1, maxLength: CREDENTIAL_BYTES_MAX }),
})
const STORE_LIMITS = { maxBytes: CREDENTIAL_BYTES_MAX + 1_024, maxDepth: 1 }

/** The HTTP routes of the holder: a wallet that a service keeps for people, as demos do. Nothing here gives a private key away. */
export function holderRoutes(holder: Holder): readonly Route[] {
  return [...readRoutes(holder), ...keyRoutes(holder)]
}

function readRoutes(holder: Holder): readonly Route[] {
  const access = { kind: 'key', scope: 'holder:read' } as const
  return [
    defineRoute({
      operation: 'listCredentials',
      method: 'GET',
      path: '/credentials',
      summary: 'The credentials that are kept here, by id.',
      access,
      query: listQuery,
      answers: { 200: { description: 'A page.', schema: listPageSchema(held, PAGE_ENTRIES_MAX) } },
      reasons: ['malformed_message'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      async handle({ query: { after } }) {
        if (after !== undefined && !isId(after)) {
          return { problem: refuse('malformed_message', 'after').error }
        }
        const items = await holder.listCredentials(
          after === undefined ? {} : { after: brandId(after) },
        )
        const last = items.at(-1)
        const isFull = last !== undefined && items.length === PAGE_ENTRIES_MAX
        return { status: 200, json: { items, ...(isFull && { next: last.credentialId }) } }
      },
    }),
    defineRoute({
      operation: 'checkStatus',
      method: 'GET',
      path: '/credentials/:credentialId/status',
      summary:
        'Whether a credential still stands, from its issuer’s list, before any verifier says so.',
      access,
      answers: { 200: { description: 'What the list says.', schema: standing } },
      reasons: [
        'not_found',
        'status_unavailable',
        'status_stale',
        'status_list_mismatch',
        'status_list_malformed',
        'status_index_out_of_range',
        'message_too_large',
        'malformed_message',
        'nesting_too_deep',
        'duplicate_key',
        'header_not_accepted',
      ],
      repeats: 'safe',
      budgetMs: STATUS_BUDGET_MS,
      handle: async ({ params: { credentialId = '' } }) =>
        answerResult(await holder.checkStatus(credentialId as CredentialId)),
    }),
  ]
}

function keyRoutes(holder: Holder): readonly Route[] {
  const access = { kind: 'key', scope: 'holder:keys' } as const
  return [
    defineRoute({
      operation: 'createKey',
      method: 'POST',
      path: '/keys',
      summary:
        'Makes a key for one credential and returns its public half for the request to issue.',
      access,
      answers: { 201: { description: 'The public key.', schema: key } },
      reasons: [],
      repeats: 'key',
      budgetMs: WRITE_BUDGET_MS,
      // A repeat after a crash may make a second key; nobody has heard of the first, so nothing is ever bound to it.
      handle: async () => ({ status: 201, json: { jwk: await holder.createKey() } }),
    }),
    defineRoute({
      operation: 'storeCredential',
      method: 'POST',
      path: '/credentials',
      summary:
        'Keeps a credential that is bound to a key made here; the same again changes nothing.',
      access,
      body: jsonBody(storeBody, STORE_LIMITS),
      answers: { 200: { description: 'What is kept.', schema: held } },
      reasons: [
        'credential_malformed',
        'credential_conflict',
        'holder_binding_missing',
        'holder_key_unknown',
        'key_malformed',
        'disclosure_malformed',
        'disclosure_name_reserved',
        'message_too_large',
        'malformed_message',
        'nesting_too_deep',
        'duplicate_key',
      ],
      repeats: 'content',
      budgetMs: WRITE_BUDGET_MS,
      handle: async ({ body }) => answerResult(await holder.storeCredential(body)),
    }),
  ]
}
