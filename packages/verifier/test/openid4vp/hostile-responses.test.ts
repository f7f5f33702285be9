import { encodeBase64url, encodeUtf8, transactionDataHash, unwrap } from '@evenkeel/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PresentationRequest, ResponseForm } from '../../src/openid4vp/index.ts'
import { openCampaign } from '../support/campaign.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  campaignId,
  issue,
  payoutData,
  strangerSigner,
  type TestWorld,
} from '../support/test-world.ts'
import {
  decodeJson,
  encrypt,
  formFor,
  formOf,
  lastSegment,
  post,
  presentationFor,
  type ReadRequest,
  readRequest,
} from '../support/wallet.ts'

type Mode = 'direct_post' | 'direct_post.jwt'

interface Asked {
  readonly world: TestWorld
  readonly created: PresentationRequest
  readonly request: ReadRequest
}

async function ask(world: TestWorld, responseMode: Mode): Promise<Asked> {
  const created = await world.openid4vp.createRequest({
    purpose: { campaignId, payoutTarget: 'account-1' },
    flow: 'cross-device',
    responseMode,
    deadlineMs: Number.MAX_SAFE_INTEGER,
  })
  if (!created.ok) throw new Error(created.error.code)
  return { world, created: created.value, request: await readRequest(world, created.value) }
}

/** The wallet's form with other presentation parts than it should have. */
const presenting =
  (change: Parameters<typeof presentationFor>[1]) =>
  async ({ request }: Asked): Promise<ResponseForm> =>
    formFor(request, await presentationFor(request, change))

/** The wallet's form with a text that was changed after it was made. */
const changing =
  (change: (presentation: string) => string) =>
  async ({ request }: Asked): Promise<ResponseForm> =>
    formFor(request, change(await presentationFor(request)))

/** The wallet's form with other members than it should have. */
const answering =
  (members: (presentation: string, state: string) => object) =>
  async ({ request }: Asked): Promise<ResponseForm> =>
    formOf(
      request,
      members(await presentationFor(request), String(request.payload.state)) as Parameters<
        typeof formOf
      >[1],
    )

const withHeader = (jws: string, header: object): string => {
  const [, payload, signature] = jws.split('.')
  return `${encodeBase64url(encodeUtf8(JSON.stringify(header)))}.${payload}.${signature}`
}
const credentialHeader = (header: object) =>
  changing((presentation) => {
    const [jws = '', ...rest] = presentation.split('~')
    return [withHeader(jws, header), ...rest].join('~')
  })
const bindingHeader = (header: object) =>
  changing((presentation) => {
    const parts = presentation.split('~')
    return [...parts.slice(0, -1), withHeader(parts.at(-1) ?? '', header)].join('~')
  })
const inBothModes: readonly [string, (asked: Asked) => Promise<ResponseForm>, string][] = [
  [
    'for another audience',
    presenting({ audience: 'https://verifier.evenkeel.example' }),
    'audience_mismatch',
  ],
  ['with another nonce', presenting({ nonce: 'another' }), 'nonce_mismatch'],
  [
    'made for another session',
    async ({ world, request }) => {
      const other = await ask(world, request.payload.response_mode as Mode)
      return formFor(request, await presentationFor(other.request))
    },
    'nonce_mismatch',
  ],
  [
    'with the state of another session',
    async ({ world, request }) => {
      const other = await ask(world, request.payload.response_mode as Mode)
      const presentation = await presentationFor(request)
      const { state = '' } = other.request.payload
      return formOf(request, { vp_token: { credential: [presentation] }, state })
    },
    'response_state_mismatch',
  ],
  [
    'without state',
    answering((p) => ({ vp_token: { credential: [p] } })),
    'response_state_mismatch',
  ],
  [
    'whose key binding was stripped',
    changing((p) => p.slice(0, p.lastIndexOf('~') + 1)),
    'holder_binding_missing',
  ],
  ['bound by another key', presenting({ signer: strangerSigner }), 'holder_binding_invalid'],
  ['made too long ago', presenting({ issuedAtS: 1_799_999_000 }), 'holder_binding_invalid'],
  ['made in the future', presenting({ issuedAtS: 1_800_001_000 }), 'holder_binding_invalid'],
  [
    'with a tampered disclosure',
    changing((p) => {
      const forged = encodeBase64url(encodeUtf8('["AAAAAAAAAAAAAAAAAAAAAA","tier","platinum"]'))
      return p.replace(/~[^~]+/, `~${forged}`)
    }),
    'disclosure_unreferenced',
  ],
  [
    'with a disclosure that nothing refers to',
    changing((p) => {
      const added = encodeBase64url(encodeUtf8('["AAAAAAAAAAAAAAAAAAAAAA","vip",true]'))
      return p.replace('~', `~${added}~`)
    }),
    'disclosure_unreferenced',
  ],
  [
    'with a disclosure twice',
    changing((p) => p.replace(/(~[^~]+)/, '$1$1')),
    'disclosure_duplicate',
  ],
  ['that withholds a claim', presenting({ show: ['person', 'country'] }), 'disclosure_missing'],
  [
    'whose issuer signed with alg none',
    credentialHeader({ alg: 'none', typ: 'dc+sd-jwt' }),
    'algorithm_not_accepted',
  ],
  [
    'whose issuer signed with HS256',
    credentialHeader({ alg: 'HS256', typ: 'dc+sd-jwt' }),
    'algorithm_not_accepted',
  ],
  ['bound with alg none', bindingHeader({ alg: 'none', typ: 'kb+jwt' }), 'holder_binding_invalid'],
  ['bound with HS256', bindingHeader({ alg: 'HS256', typ: 'kb+jwt' }), 'holder_binding_invalid'],
  [
    'that approves another payout',
    presenting({ transactionData: payoutData() }),
    'transaction_not_approved',
  ],
  [
    'that approves no payout',
    async ({ request }) => {
      const { transaction_data: _, ...payload } = request.payload
      return formFor(request, await presentationFor({ ...request, payload }))
    },
    'transaction_not_approved',
  ],
  [
    'that approves a second payout too',
    async ({ request }) => {
      const [own = ''] = request.payload.transaction_data as readonly string[]
      const hashes = [own, payoutData()].map(transactionDataHash)
      const claims = { transaction_data_hashes: hashes }
      return formFor(request, await presentationFor(request, { claims }))
    },
    'transaction_not_approved',
  ],
  [
    'that approves by another hash',
    presenting({ claims: { transaction_data_hashes_alg: 'sha-512' } }),
    'transaction_not_approved',
  ],
  [
    'of another type than asked for',
    async ({ request }) => {
      const credential = await issue({ claims: { vct: 'urn:example:other' } })
      return formFor(request, await presentationFor(request, { credential }))
    },
    'credential_type_not_accepted',
  ],
  [
    'of a value that was not asked for',
    async ({ request }) => {
      const credential = await issue({ claims: { country: 'XB' } })
      return formFor(request, await presentationFor(request, { credential }))
    },
    'credential_claim_not_accepted',
  ],
  [
    'that its issuer did not sign',
    async ({ request }) => {
      const credential = await issue({ signer: strangerSigner })
      return formFor(request, await presentationFor(request, { credential }))
    },
    'credential_signature_invalid',
  ],
  [
    'of two presentations',
    answering((p, state) => ({ vp_token: { credential: [p, p] }, state })),
    'vp_token_malformed',
  ],
  [
    'of two credentials',
    answering((p, state) => ({ vp_token: { credential: [p], other: [p] }, state })),
    'vp_token_malformed',
  ],
  [
    'of none',
    answering((_, state) => ({ vp_token: { credential: [] }, state })),
    'vp_token_malformed',
  ],
  [
    'as drafts had it',
    answering((p, state) => ({ vp_token: { credential: p }, state })),
    'vp_token_malformed',
  ],
  [
    'that is no text',
    answering((_, state) => ({ vp_token: { credential: [{}] }, state })),
    'vp_token_malformed',
  ],
  [
    'that is no credential',
    answering((_, state) => ({ vp_token: { credential: ['x'] }, state })),
    'credential_malformed',
  ],
  [
    'that nests too deep',
    answering((_, state) => ({ vp_token: JSON.parse('['.repeat(40) + ']'.repeat(40)), state })),
    'nesting_too_deep',
  ],
  [
    'that is too large',
    answering((p, state) => ({ vp_token: { credential: [p + 'A'.repeat(66_000)] }, state })),
    'message_too_large',
  ],
]

describe.each<Mode>(['direct_post', 'direct_post.jwt'])('an answer by %s', (mode) => {
  test.each(inBothModes)(
    '%s is refused with its reason and leaves the session open',
    async (_, hostile, code) => {
      const asked = await ask((await openCampaign()).world, mode)
      await expectRefusal(asked, await hostile(asked), code)
    },
  )
})

const plainOnly: readonly [string, (asked: Asked) => Promise<ResponseForm>, string][] = [
  [
    'that names a member twice',
    async ({ request }) => {
      const presentation = await presentationFor(request)
      const token = `{"credential":["${presentation}"],"credential":["${presentation}"]}`
      return { vp_token: token, state: String(request.payload.state) }
    },
    'duplicate_key',
  ],
  [
    'that is no JSON',
    async ({ request }) => ({ vp_token: '{', state: String(request.payload.state) }),
    'malformed_message',
  ],
  [
    'without a token',
    async ({ request }) => ({ state: String(request.payload.state) }),
    'vp_token_malformed',
  ],
  [
    'that is encrypted though nobody asked',
    async () => ({ response: 'a.b.c.d.e' }),
    'response_mode_mismatch',
  ],
  [
    'with a name of an object’s own',
    async ({ request }) => ({
      vp_token: '{"__proto__":["x"]}',
      state: String(request.payload.state),
    }),
    'vp_token_malformed',
  ],
]

/** A JWE whose header says something else than it should, over a right body. */
const encrypted =
  (header: object) =>
  async ({ request }: Asked): Promise<ResponseForm> => {
    const form = await formFor(request, await presentationFor(request))
    const [protectedHeader = '', ...rest] = String(form.response).split('.')
    const changed = { ...decodeJson(protectedHeader), ...header }
    return { response: [encodeBase64url(encodeUtf8(JSON.stringify(changed))), ...rest].join('.') }
  }

const encryptedOnly: readonly [string, (asked: Asked) => Promise<ResponseForm>, string][] = [
  [
    'that is not encrypted',
    async ({ request }) => ({
      vp_token: JSON.stringify({ credential: [await presentationFor(request)] }),
      state: String(request.payload.state),
    }),
    'response_mode_mismatch',
  ],
  ['with a shared key', encrypted({ alg: 'dir' }), 'response_encryption_not_accepted'],
  ['by RSA1_5', encrypted({ alg: 'RSA1_5' }), 'response_encryption_not_accepted'],
  [
    'by a password',
    encrypted({ alg: 'PBES2-HS256+A128KW', p2c: 2 ** 31 }),
    'response_encryption_not_accepted',
  ],
  [
    'with another content encryption',
    encrypted({ enc: 'A128CBC-HS256' }),
    'response_encryption_not_accepted',
  ],
  ['that is compressed', encrypted({ zip: 'DEF' }), 'response_encryption_not_accepted'],
  ['with an extension', encrypted({ crit: ['x'], x: 1 }), 'response_encryption_not_accepted'],
  ['with a changed header', encrypted({ apu: 'AAAA' }), 'response_not_decryptable'],
  [
    'with a point that is on no curve',
    encrypted({ epk: { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } }),
    'response_not_decryptable',
  ],
  ['without a key', encrypted({ epk: undefined }), 'response_not_decryptable'],
  ['that is no JWE', async () => ({ response: 'x' }), 'response_encryption_not_accepted'],
  [
    'that is cut short',
    async (asked) => ({ response: String((await encrypted({})(asked)).response).slice(0, -9) }),
    'response_not_decryptable',
  ],
  [
    'for the key of another session',
    async ({ world, request }) => {
      const other = await ask(world, 'direct_post.jwt')
      return formFor({ ...other.request }, await presentationFor(request))
    },
    'response_encryption_not_accepted',
  ],
  [
    'for the key of another session that it does not name',
    async ({ world }) => {
      const other = await ask(world, 'direct_post.jwt')
      return { response: await encrypt(other.request.payload, '{}', { kid: undefined }) }
    },
    'response_not_decryptable',
  ],
  [
    'that names a member twice inside',
    async ({ request }) => ({
      response: await encrypt(request.payload, '{"state":"a","state":"b"}'),
    }),
    'duplicate_key',
  ],
  [
    'that is no object inside',
    async ({ request }) => ({ response: await encrypt(request.payload, '[]') }),
    'malformed_message',
  ],
]

test.each(plainOnly)(
  'a plain answer %s is refused and leaves the session open',
  async (_, hostile, code) => {
    const asked = await ask((await openCampaign()).world, 'direct_post')
    await expectRefusal(asked, await hostile(asked), code)
  },
)

test.each(encryptedOnly)(
  'an encrypted answer %s is refused and leaves the session open',
  async (_, hostile, code) => {
    const asked = await ask((await openCampaign()).world, 'direct_post.jwt')
    await expectRefusal(asked, await hostile(asked), code)
  },
)

/** Refused, counted, told to who asked; and the claimant can still answer. */
async function expectRefusal(asked: Asked, form: ResponseForm, code: string): Promise<void> {
  const { world, created, request } = asked
  const reply = await post(world, request, form)
  expect(reply.json).toMatchObject({ code })
  expect(reply.status).toBeGreaterThanOrEqual(400)
  expect(await world.openid4vp.showPresentation(created.sessionId)).toMatchObject({
    value: { state: 'pending', reason: code },
  })
  expect(
    await post(world, request, await formFor(request, await presentationFor(request))),
  ).toMatchObject({
    status: 200,
  })
  expect(await world.openid4vp.showPresentation(created.sessionId)).toMatchObject({
    value: { state: 'answered', result: { verdict: { outcome: 'accepted' } } },
  })
}

test('whatever is posted gets a result, and only the holder’s own presentation decides', async () => {
  const { world } = await openCampaign()
  const name = fc.constantFrom('vp_token', 'response', 'state', 'error', 'x')
  const garbage = fc.dictionary(name, fc.oneof(fc.string(), fc.json()))
  const change = fc.record({ at: fc.nat(), put: fc.string({ minLength: 1, maxLength: 3 }) })
  const mode = fc.constantFrom<Mode>('direct_post', 'direct_post.jwt')
  let refused = 0
  await fc.assert(
    fc.asyncProperty(mode, fc.oneof(garbage, change), async (responseMode, hostile) => {
      const { created, request } = await ask(world, responseMode)
      const presentation = await presentationFor(request)
      const right = await formFor(request, presentation)
      const [field = '', sound = ''] = Object.entries(right)[0] ?? []
      const { at, put } = hostile as { readonly at?: number; readonly put?: string }
      const form =
        at === undefined
          ? (hostile as ResponseForm)
          : {
              ...right,
              [field]:
                sound.slice(0, at % sound.length) + put + sound.slice((at % sound.length) + 1),
            }
      const id = lastSegment(created.requestUri)
      const answer = await world.openid4vp.acceptResponse(id, form, Number.MAX_SAFE_INTEGER)
      const { state, result } = unwrap(await world.openid4vp.showPresentation(created.sessionId))
      if (answer.ok) {
        // White space in JSON, or the same character again: the presentation is what it was.
        const keyBinding = presentation.slice(presentation.lastIndexOf('~') + 1)
        expect(result?.submission).toMatchObject({ approval: { keyBinding } })
      } else {
        refused += 1
        expect(state).toBe('pending')
      }
    }),
    { numRuns: 500 },
  )
  expect(refused).toBeGreaterThan(400)
})

describe('a session', () => {
  test('describes an error in the characters that OAuth allows, whatever the answer was', async () => {
    const { world, request } = await ask((await openCampaign()).world, 'direct_post')
    const twice = changing((p) => p.replace(/(~[^~]+)/, '$1$1'))
    const named = changing((p) => {
      const added = encodeBase64url(encodeUtf8('["AAAAAAAAAAAAAAAAAAAAAA","\\"é\\\\","x"]'))
      return p.replace('~', `~${added}~`)
    })
    for (const hostile of [twice, named]) {
      const { json } = await post(world, request, await hostile({ world, request } as Asked))
      // RFC 6749 §5.2.
      expect(json).toMatchObject({
        error_description: expect.stringMatching(/^[\x20\x21\x23-\x5B\x5D-\x7E]+$/),
      })
    }
  })

  test('does not count the verifier’s own trouble, and takes the same answer afterwards', async () => {
    const { world } = await openCampaign()
    world.answers.set(ACCREDITATIONS_URL, 'unreachable')
    const { created, request } = await ask(world, 'direct_post.jwt')
    const form = await formFor(request, await presentationFor(request))
    for (let attempt = 0; attempt < 40; attempt += 1) {
      expect(await post(world, request, form)).toMatchObject({
        status: 503,
        json: { error: 'temporarily_unavailable', code: 'accreditation_stale' },
      })
    }
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: world.time.nowMs() }))
    await world.time.advance(2_000)
    expect((await post(world, request, form)).status).toBe(200)
    expect(await world.openid4vp.showPresentation(created.sessionId)).toMatchObject({
      value: { state: 'answered' },
    })
  })

  test('is known to nobody by a wrong id, and its request id reads no result', async () => {
    const { world, created, request } = await ask((await openCampaign()).world, 'direct_post')
    await post(world, request, await formFor(request, await presentationFor(request)))
    const requestId = created.requestUri.split('/').at(-1) ?? ''
    for (const id of [requestId, '', 'x', 'A'.repeat(22), `${created.sessionId}=`, '../..']) {
      expect(await world.openid4vp.showPresentation(id)).toMatchObject({
        error: { code: 'presentation_unknown' },
      })
      if (id !== requestId) {
        expect(await world.openid4vp.serveRequest(id)).toMatchObject({
          error: { code: 'presentation_unknown' },
        })
      }
    }
    expect(await world.openid4vp.serveRequest(requestId)).toMatchObject({
      error: { code: 'presentation_answered' },
    })
  })
})
