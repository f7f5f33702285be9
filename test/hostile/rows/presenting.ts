import { randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import type { JsonObject } from '@evenkeel/kernel'
import { CompactEncrypt, importJWK, type JWK } from 'jose'
import type { HostileRow } from '../row.ts'
import { encodeJson, nested } from '../support/forge.ts'
import {
  type Asked,
  askFor,
  joinMember,
  newSigner,
  present,
  respond,
  VERIFIER,
} from '../support/honest.ts'
import type { HostileWorld } from '../support/hostile-world.ts'
import type { Answer } from '../support/raw-http.ts'

// What a wallet, a page or somebody beside them can try at a verifier (OpenID4VP 1.0 §13).

const RESPONSES = `POST /${VERIFIER}/responses/:requestId`
const SESSION = `GET /${VERIFIER}/presentations/:sessionId`
const CREATE = `POST /${VERIFIER}/presentations`

const row = (
  name: string,
  route: string,
  [status, code]: readonly [number, string | undefined],
  prepare: HostileRow['prepare'],
): HostileRow => ({ name, route, status, code, prepare })

function post(
  world: HostileWorld,
  requestId: string,
  form: Readonly<Record<string, string>>,
): Promise<Answer> {
  return world.http(VERIFIER, { method: 'POST', path: `/responses/${requestId}`, form })
}

/** A row that posts this form to the response_uri of a request. */
function posting(
  name: string,
  expected: readonly [number, string],
  formOf: (
    asked: Asked,
    presentation: string,
  ) => Promise<Record<string, string>> | Record<string, string>,
  options: JsonObject = {},
): HostileRow {
  return row(name, RESPONSES, expected, async (world) => {
    const member = await joinMember(world)
    const asked = await askFor(world, options)
    const form = await formOf(asked, await present(member, asked))
    return () => post(world, asked.requestId, form)
  })
}

const token = (presentation: unknown) => JSON.stringify({ credential: [presentation] })

const formRows: readonly HostileRow[] = [
  posting('an answer with the state of no session', [400, 'response_state_mismatch'], (_, p) => ({
    vp_token: token(p),
    state: 'guessed',
  })),
  posting('an answer with two presentations', [400, 'vp_token_malformed'], ({ request }, p) => ({
    vp_token: JSON.stringify({ credential: [p, p] }),
    state: request.state,
  })),
  posting('an answer to another query', [400, 'vp_token_malformed'], ({ request }, p) => ({
    vp_token: JSON.stringify({ passport: [p] }),
    state: request.state,
  })),
  posting('an answer that reaches for the prototype', [400, 'vp_token_malformed'], (asked, p) => ({
    vp_token: `{"__proto__":{"credential":["${p}"]}}`,
    state: asked.request.state,
  })),
  posting('an answer that nests a hundred deep', [400, 'nesting_too_deep'], ({ request }) => ({
    vp_token: nested(100),
    state: request.state,
  })),
  posting('an answer that names a query twice', [400, 'duplicate_key'], ({ request }, p) => ({
    vp_token: `{"credential":["${p}"],"credential":["${p}"]}`,
    state: request.state,
  })),
  posting('a presentation of a megabyte', [413, 'message_too_large'], ({ request }) => ({
    vp_token: token('a'.repeat(1_048_576)),
    state: request.state,
  })),
  posting('an answer of fifty fields', [400, 'malformed_message'], ({ request }, p) => ({
    ...Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, 'x'])),
    vp_token: token(p),
    state: request.state,
  })),
  posting(
    'a plain answer where an encrypted one was asked for',
    [400, 'response_mode_mismatch'],
    ({ request }, p) => ({ vp_token: token(p), state: request.state }),
    { responseMode: 'direct_post.jwt' },
  ),
]

const ENCRYPTED = { responseMode: 'direct_post.jwt' }

interface Encryption {
  readonly header?: JsonObject
  readonly jwk?: object
  readonly plaintext?: Uint8Array
}

/** Encrypts an answer for the request's key, but for what is given. */
async function encrypt(
  { request }: Asked,
  presentation: string,
  { header = {}, jwk, plaintext }: Encryption = {},
): Promise<string> {
  const metadata = request.client_metadata as unknown as { jwks: { keys: readonly [JWK] } }
  const key = metadata.jwks.keys[0]
  const members = { vp_token: { credential: [presentation] }, state: request.state }
  const bytes = plaintext ?? Buffer.from(JSON.stringify(members))
  return new CompactEncrypt(bytes)
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A128GCM', kid: String(key.kid), ...header })
    .encrypt(await importJWK((jwk as JWK) ?? key, 'ECDH-ES'))
}

/** The same JWE under another header, as somebody on the way could write it. */
function withHeader(jwe: string, change: object): string {
  const [header = '', ...rest] = jwe.split('.')
  const before = JSON.parse(Buffer.from(header, 'base64url').toString())
  return [encodeJson({ ...before, ...change }), ...rest].join('.')
}

function encrypting(
  name: string,
  expected: readonly [number, string],
  forge: (asked: Asked, presentation: string) => Promise<string>,
): HostileRow {
  const formOf = async (asked: Asked, p: string) => ({ response: await forge(asked, p) })
  return posting(name, expected, formOf, ENCRYPTED)
}

const NOT_ACCEPTED = [400, 'response_encryption_not_accepted'] as const
const NOT_DECRYPTABLE = [400, 'response_not_decryptable'] as const

const encryptionRows: readonly HostileRow[] = [
  encrypting('an answer encrypted under alg dir', NOT_ACCEPTED, async (asked, p) =>
    withHeader(await encrypt(asked, p), { alg: 'dir' }),
  ),
  encrypting(
    'an answer encrypted with a password of a billion rounds',
    NOT_ACCEPTED,
    async (asked, p) =>
      withHeader(await encrypt(asked, p), {
        alg: 'PBES2-HS256+A128KW',
        p2c: 1_000_000_000,
        p2s: 'AAAAAAAAAAA',
      }),
  ),
  encrypting('an answer encrypted under another enc', NOT_ACCEPTED, (asked, p) =>
    encrypt(asked, p, { header: { enc: 'A256CBC-HS512' } }),
  ),
  encrypting('an answer that inflates to a bomb', NOT_ACCEPTED, async (asked, p) => {
    const plaintext = deflateRawSync(Buffer.alloc(33_554_432))
    return withHeader(await encrypt(asked, p, { plaintext }), { zip: 'DEF' })
  }),
  encrypting(
    'an answer with an extension that must be understood',
    NOT_ACCEPTED,
    async (asked, p) => withHeader(await encrypt(asked, p), { crit: ['evil'], evil: true }),
  ),
  encrypting('an answer encrypted for a key of another name', NOT_ACCEPTED, (asked, p) =>
    encrypt(asked, p, { header: { kid: 'other' } }),
  ),
  encrypting('an answer encrypted for somebody else', NOT_DECRYPTABLE, (asked, p) =>
    encrypt(asked, p, { jwk: newSigner().publicJwk }),
  ),
  encrypting('an answer whose key agreement is on no curve', NOT_DECRYPTABLE, async (asked, p) =>
    withHeader(await encrypt(asked, p), {
      epk: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) },
    }),
  ),
  encrypting('an answer whose tag was changed', NOT_DECRYPTABLE, async (asked, p) => {
    const jwe = await encrypt(asked, p)
    return `${jwe.slice(0, jwe.lastIndexOf('.') + 1)}${'A'.repeat(22)}`
  }),
  encrypting('an answer that is only signed', NOT_ACCEPTED, async () =>
    [encodeJson({ alg: 'none' }), encodeJson({}), ''].join('.'),
  ),
]

const sessionRows: readonly HostileRow[] = [
  row(
    'a result read by who only saw the request',
    SESSION,
    [404, 'presentation_unknown'],
    async (world) => {
      const { requestId } = await askFor(world)
      return () => world.http(VERIFIER, { method: 'GET', path: `/presentations/${requestId}` })
    },
  ),
  row(
    'a result of a session that somebody guessed',
    SESSION,
    [404, 'presentation_unknown'],
    async (world) => {
      const path = `/presentations/${randomBytes(16).toString('base64url')}`
      return () => world.http(VERIFIER, { method: 'GET', path })
    },
  ),
  row(
    'a session of another verifier',
    'GET /verifier-b/presentations/:sessionId',
    [404, 'presentation_unknown'],
    async (world) => {
      const { sessionId } = await askFor(world)
      return () => world.http('verifier-b', { method: 'GET', path: `/presentations/${sessionId}` })
    },
  ),
  row(
    'a response code that somebody guessed',
    SESSION,
    [403, 'response_code_mismatch'],
    async (world) => {
      const redirectUri = `${world.url}/back`
      const { sessionId } = await askFor(world, { flow: 'same-device', redirectUri })
      const guess = randomBytes(16).toString('base64url')
      const path = `/presentations/${sessionId}?response_code=${guess}`
      return () => world.http(VERIFIER, { method: 'GET', path })
    },
  ),
  row(
    'a response code that is no code',
    SESSION,
    [403, 'response_code_mismatch'],
    async (world) => {
      const { sessionId } = await askFor(world)
      const path = `/presentations/${sessionId}?response_code=%20%00`
      return () => world.http(VERIFIER, { method: 'GET', path })
    },
  ),
  row(
    'an answer to a request of nobody’s',
    RESPONSES,
    [404, 'presentation_unknown'],
    async (world) => {
      const requestId = randomBytes(16).toString('base64url')
      return () => post(world, requestId, { vp_token: token('x'), state: 'x' })
    },
  ),
  row(
    'another answer to a request that was answered',
    RESPONSES,
    [409, 'presentation_answered'],
    async (world) => {
      const asked = await askFor(world)
      const first = await joinMember(world)
      await respond(world, asked, await present(first, asked))
      const second = await joinMember(world)
      const presentation = await present(second, asked)
      return () => respond(world, asked, presentation)
    },
  ),
  row(
    'a refusal in the name of who has answered',
    RESPONSES,
    [409, 'presentation_answered'],
    async (world) => {
      const asked = await askFor(world)
      await respond(world, asked, await present(await joinMember(world), asked))
      const form = { error: 'access_denied', state: asked.request.state }
      return () => post(world, asked.requestId, form)
    },
  ),
  row(
    'an answer after more wrong ones than are looked at',
    RESPONSES,
    [410, 'presentation_attempts_exhausted'],
    async (world) => {
      const asked = await askFor(world)
      const presentation = await present(await joinMember(world), asked)
      return async () => {
        for (let wrong = 0; wrong < 32; wrong += 1) {
          await post(world, asked.requestId, { vp_token: 'x', state: 'x' })
        }
        return respond(world, asked, presentation)
      }
    },
  ),
  row(
    'a wallet’s nonce without an end',
    `POST /${VERIFIER}/requests/:requestId`,
    [400, 'malformed_message'],
    async (world) => {
      const { requestId } = await askFor(world)
      const form = { wallet_nonce: 'a'.repeat(10_000) }
      return () => world.http(VERIFIER, { method: 'POST', path: `/requests/${requestId}`, form })
    },
  ),
]

const creating = (name: string, expected: readonly [number, string], change: object): HostileRow =>
  row(name, CREATE, expected, async (world) => {
    const json = {
      campaignId: 'demo-grant',
      payoutTarget: 'purse',
      flow: 'same-device',
      redirectUri: `${world.url}/back`,
      ...change,
    }
    return () => world.http(VERIFIER, { method: 'POST', path: '/presentations', json })
  })

const requestRows: readonly HostileRow[] = [
  creating('a request that sends people to a thief’s page', [400, 'redirect_not_allowed'], {
    redirectUri: 'https://evil.example/',
  }),
  creating('a request that sends people to a script', [400, 'redirect_not_allowed'], {
    redirectUri: 'javascript:alert(1)',
  }),
  creating(
    'a request that sends people to a page with our name in front',
    [400, 'redirect_not_allowed'],
    {
      redirectUri: 'http://127.0.0.1@evil.example/',
    },
  ),
  creating('a request for a campaign of nobody’s', [404, 'campaign_unknown'], {
    campaignId: 'no-such-campaign',
  }),
  creating('a request for a payout to a text without an end', [400, 'malformed_message'], {
    payoutTarget: 'a'.repeat(20_000),
  }),
  creating('a request for a payout to half a character', [400, 'malformed_message'], {
    payoutTarget: 'a\u0000b',
  }),
  creating('a request with members of its own', [400, 'malformed_message'], {
    amountMinor: '1000000',
  }),
]

export const presentingRows: readonly HostileRow[] = [
  ...formRows,
  ...encryptionRows,
  ...sessionRows,
  ...requestRows,
]
