import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { ENVELOPE_TYP, HANDOFF_MEDIA_TYPE } from '@evenkeel/kernel'
import { DEMO_CAMPAIGN, MEMBERSHIP_TYPE } from '@evenkeel/node'
import type { HostileRow } from '../row.ts'
import { nested, sign } from '../support/forge.ts'
import { joinMember, newSigner } from '../support/honest.ts'
import type { HostileWorld, HttpQuestion } from '../support/hostile-world.ts'
import type { Answer } from '../support/raw-http.ts'

// Rows that are well-formed HTTP around a message that is not as it should be, and around the rights to send one.

const CLAIM_ROUTE = 'POST /distributor/campaigns/:campaignId/claims'
const JSON_TYPE = { 'content-type': 'application/json' }

function asking(
  name: string,
  route: string,
  [status, code]: readonly [number, string],
  question: (world: HostileWorld) => HttpQuestion,
  covers?: HostileRow['covers'],
): HostileRow {
  const party = route.split('/')[1] ?? ''
  return {
    name,
    ...(covers && { covers }),
    route,
    status,
    code,
    async prepare(world) {
      const asked = question(world)
      return () => world.http(party, asked)
    },
  }
}

const claimBody = (
  name: string,
  expected: readonly [number, string],
  body: string | Uint8Array,
  options: { covers?: HostileRow['covers']; headers?: Record<string, string> } = {},
) =>
  asking(
    name,
    CLAIM_ROUTE,
    expected,
    () => ({
      method: 'POST',
      path: '/campaigns/demo-grant/claims',
      body,
      headers: { ...JSON_TYPE, ...options.headers },
    }),
    options.covers,
  )

const jsonRows: readonly HostileRow[] = [
  claimBody(
    'JSON that is larger than any claim',
    [413, 'message_too_large'],
    `"${'a'.repeat(32_768)}"`,
    {
      covers: 'oversize JSON',
    },
  ),
  claimBody('JSON that nests ten thousand deep', [400, 'nesting_too_deep'], nested(10_000), {
    covers: 'deeply nested JSON',
  }),
  claimBody('JSON that names a member twice', [400, 'duplicate_key'], '{"v":1,"v":1}'),
  claimBody(
    'JSON that names a member twice, once with an escape',
    [400, 'duplicate_key'],
    '{"v":1,"\\u0076":1}',
  ),
  claimBody(
    'JSON that reaches for the prototype',
    [400, 'malformed_message'],
    '{"__proto__":{"admin":true},"v":1}',
  ),
  claimBody('JSON that is cut short', [400, 'malformed_message'], '{"v":1'),
  claimBody('JSON in another charset', [415, 'media_type_not_accepted'], '{}', {
    headers: { 'content-type': 'application/json; charset=utf-16' },
  }),
  claimBody('JSON that is no UTF-8', [400, 'malformed_message'], Buffer.from([0x22, 0xff, 0x22])),
  claimBody(
    'JSON with half a character',
    [400, 'malformed_message'],
    '{"v":1,"receipt":"\\ud800"}',
  ),
  claimBody('JSON with a number that no machine holds', [400, 'malformed_message'], '{"v":1e999}'),
  claimBody('no body at all', [400, 'malformed_message'], ''),
  claimBody('a body that is no JSON by its own word', [415, 'media_type_not_accepted'], '{}', {
    headers: { 'content-type': 'text/plain' },
  }),
  claimBody('a body of a type that nobody can read', [415, 'media_type_not_accepted'], '{}', {
    headers: { 'content-type': ';;;=' },
  }),
  claimBody('a compressed body', [415, 'media_type_not_accepted'], gzipSync('{}'), {
    headers: { 'content-encoding': 'gzip' },
  }),
]

const TOKEN = 'POST /issuer-strict/token'
const formBody = (name: string, expected: readonly [number, string], body: string) =>
  asking(name, TOKEN, expected, () => ({
    method: 'POST',
    path: '/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body,
  }))

const formRows: readonly HostileRow[] = [
  formBody('a form of a thousand fields', [400, 'malformed_message'], fieldsOf(1_000)),
  formBody(
    'a form that names a field twice',
    [400, 'duplicate_key'],
    'grant_type=refresh_token&grant_type=x',
  ),
  formBody(
    'a form larger than any',
    [413, 'message_too_large'],
    `grant_type=${'a'.repeat(10_000)}`,
  ),
  formBody('a form with half an escape', [400, 'grant_type_not_supported'], 'grant_type=%zz'),
  asking('a form sent as JSON', TOKEN, [415, 'media_type_not_accepted'], () => ({
    method: 'POST',
    path: '/token',
    json: { grant_type: 'refresh_token' },
  })),
  asking('a form in parts', TOKEN, [415, 'media_type_not_accepted'], () => ({
    method: 'POST',
    path: '/token',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: '--x\r\nContent-Disposition: form-data; name="grant_type"\r\n\r\nx\r\n--x--',
  })),
]

function fieldsOf(count: number): string {
  return Array.from({ length: count }, (_, index) => `f${index}=x`).join('&')
}

const LIST = 'GET /issuer-strict/credentials'
const listing = (name: string, expected: readonly [number, string], query: string) =>
  asking(name, LIST, expected, () => ({
    method: 'GET',
    path: `/credentials?${query}`,
    asOperator: true,
  }))

const queryRows: readonly HostileRow[] = [
  listing('a cursor that is no cursor', [400, 'malformed_message'], 'after=%27%20OR%201=1'),
  listing('a cursor that is no number', [400, 'malformed_message'], 'after=NaN'),
  listing('a cursor larger than numbers go', [400, 'malformed_message'], 'after=1e309'),
  listing('a cursor with a null byte', [400, 'malformed_message'], 'after=%00'),
  listing('two cursors', [400, 'duplicate_key'], 'after=1&after=2'),
  listing('a cursor longer than any', [400, 'malformed_message'], `after=${'1'.repeat(400)}`),
  listing('a query of a thousand fields', [400, 'malformed_message'], fieldsOf(1_000)),
  listing('a query that nobody asked for', [400, 'malformed_message'], 'admin=true'),
  asking(
    'a page of a billion claims',
    'GET /distributor/campaigns/:campaignId/claims',
    [400, 'malformed_message'],
    () => ({
      method: 'GET',
      path: '/campaigns/demo-grant/claims?limit=1000000000',
      asOperator: true,
    }),
  ),
]

const ISSUE = 'POST /issuer-strict/credentials'
const issueRequest = () => ({
  vct: MEMBERSHIP_TYPE,
  claims: { member_id: randomUUID(), tier: 'gold' },
  disclose: ['member_id', 'tier'],
  holderJwk: newSigner().publicJwk,
  validForMs: 86_400_000,
})

function issuing(
  name: string,
  expected: readonly [number, string],
  change: (world: HostileWorld) => Partial<HttpQuestion>,
): HostileRow {
  return asking(name, ISSUE, expected, (world) => ({
    method: 'POST',
    path: '/credentials',
    json: issueRequest(),
    ...change(world),
  }))
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

const rightsRows: readonly HostileRow[] = [
  issuing('a credential for oneself without a key', [401, 'api_key_missing'], () => ({})),
  issuing('a key that somebody made up', [401, 'api_key_not_accepted'], () =>
    bearer(`ek_${'A'.repeat(43)}`),
  ),
  issuing('a key of another party', [401, 'api_key_not_accepted'], (world) =>
    bearer(world.keyOf('verifier-a')),
  ),
  issuing('a key with a statement in it', [401, 'api_key_not_accepted'], () =>
    bearer("x' OR '1'='1"),
  ),
  issuing('no idempotency key', [400, 'idempotency_key_missing'], () => ({
    asOperator: true,
    headers: { 'idempotency-key': '' },
  })),
  issuing('an idempotency key that anybody guesses', [400, 'idempotency_key_missing'], () => ({
    asOperator: true,
    headers: { 'idempotency-key': '1' },
  })),
  issuing('an idempotency key without an end', [400, 'idempotency_key_missing'], () => ({
    asOperator: true,
    headers: { 'idempotency-key': 'k'.repeat(201) },
  })),
  issuing('a credential of a thousand claims', [400, 'malformed_message'], () => ({
    asOperator: true,
    json: {
      ...issueRequest(),
      claims: Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`c${n}`, n])),
    },
  })),
  issuing('a credential that says who issued it', [400, 'malformed_message'], () => ({
    asOperator: true,
    json: { ...issueRequest(), claims: { iss: 'did:web:evil.example' }, disclose: [] },
  })),
  issuing('a credential bound to a private key', [400, 'key_malformed'], () => ({
    asOperator: true,
    json: { ...issueRequest(), holderJwk: { ...newSigner().publicJwk, d: 'A'.repeat(43) } },
  })),
  issuing('a credential bound to a point on no curve', [400, 'key_malformed'], () => ({
    asOperator: true,
    json: {
      ...issueRequest(),
      holderJwk: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) },
    },
  })),
  {
    name: 'another request under a used idempotency key',
    route: ISSUE,
    status: 409,
    code: 'idempotency_conflict',
    async prepare(world) {
      const send = keyedIssue(world)
      await send()
      return send
    },
  },
  {
    name: 'a revocation of a credential by its holder',
    route: 'POST /issuer-strict/credentials/:credentialId/revoke',
    status: 401,
    code: 'api_key_missing',
    async prepare(world) {
      const { credentialId } = await joinMember(world)
      const path = `/credentials/${credentialId}/revoke`
      const json = { reason: 'key_compromise' }
      return () => world.http('issuer-strict', { method: 'POST', path, json })
    },
  },
]

/** Sends another request each time, under one idempotency key. */
function keyedIssue(world: HostileWorld): () => Promise<Answer> {
  const headers = { 'idempotency-key': randomUUID() }
  return () =>
    world.http('issuer-strict', {
      method: 'POST',
      path: '/credentials',
      asOperator: true,
      headers,
      json: issueRequest(),
    })
}

const HANDOFF = 'POST /ledger/handoffs'
const handing = (
  name: string,
  expected: readonly [number, string],
  envelope: () => Promise<string> | string | Uint8Array,
): HostileRow => ({
  name,
  route: HANDOFF,
  status: expected[0],
  code: expected[1],
  async prepare(world) {
    const body = await envelope()
    const headers = { 'content-type': HANDOFF_MEDIA_TYPE }
    return () => world.http('ledger', { method: 'POST', path: '/handoffs', body, headers })
  },
})

const order = (from: string) => ({
  v: 1,
  from,
  to: 'ledger',
  sentAtMs: Date.now(),
  stream: 'stream-1',
  below: 0,
  items: [
    {
      id: 'reserve-1',
      seq: 1,
      kind: 'ledger.reserve',
      budgetMs: 60_000,
      body: { campaignId: DEMO_CAMPAIGN, amountMinor: '1000000' },
    },
  ],
  recalls: [],
})

const handoffRows: readonly HostileRow[] = [
  handing('an order to the ledger that is no envelope', [400, 'malformed_message'], () => '{}'),
  handing('an order to the ledger by a party of nobody’s', [403, 'handoff_party_unknown'], () => {
    const signer = newSigner()
    return sign(signer, ENVELOPE_TYP, order('nobody'), { kid: signer.keyId })
  }),
  handing('an order to the ledger in the distributor’s name', [422, 'handoff_key_unknown'], () => {
    const signer = newSigner()
    return sign(signer, ENVELOPE_TYP, order('distributor'), { kid: signer.keyId })
  }),
  handing('an order to the ledger of five megabytes', [413, 'message_too_large'], () =>
    Buffer.alloc(5 * 1_048_576, 'a'),
  ),
]

export const messageRows: readonly HostileRow[] = [
  ...jsonRows,
  ...formRows,
  ...queryRows,
  ...rightsRows,
  ...handoffRows,
]
