import { type RouteAnswer, refuse, Type } from '@evenkeel/kernel'
import { describe, expect, it, onTestFinished } from 'vitest'
import { renderOpenapi } from '../../src/http/render-openapi.ts'
import { openServedWorld } from './support/open-served-world.ts'
import { made, serveToy, THINGS, toyRoute } from './support/toy-server.ts'

const json = { 'content-type': 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
/** RFC 6749 §5.2. */
const DESCRIPTION = /^[\x20\x21\x23-\x5B\x5D-\x7E]+$/

const oauthRoute = (handle: () => Promise<RouteAnswer>) =>
  toyRoute({
    errors: 'oauth',
    answers: { 201: { description: 'Made.' }, 400: { description: 'Refused.' } },
    handle,
  })

async function ask(
  route: ReturnType<typeof toyRoute>,
  request: { readonly headers?: Record<string, string>; readonly payload?: string } = {},
  options: Parameters<typeof serveToy>[1] = {},
) {
  const { server, faults } = await serveToy([route], options)
  const answer = await server.inject({
    method: 'POST',
    url: THINGS,
    headers: json,
    payload: '{}',
    ...request,
  })
  return { answer, faults }
}

describe('at an endpoint of OAuth the server refuses in the form of OAuth', () => {
  const refused: readonly (readonly [
    what: string,
    request: { headers?: Record<string, string>; payload?: string },
    status: number,
    code: string,
    error: string,
  ])[] = [
    ['another media type', { headers: form }, 415, 'media_type_not_accepted', 'invalid_request'],
    [
      'a content type that is none',
      { headers: { 'content-type': '\u00fc;;' } },
      415,
      'media_type_not_accepted',
      'invalid_request',
    ],
    ['what is no JSON', { payload: '{' }, 400, 'malformed_message', 'invalid_request'],
    ['a member named twice', { payload: '{"a":1,"a":2}' }, 400, 'duplicate_key', 'invalid_request'],
    [
      'a body that is too large',
      { payload: `{"a":"${'x'.repeat(1_000)}"}` },
      413,
      'message_too_large',
      'invalid_request',
    ],
    [
      'what came too late',
      { headers: { ...json, 'evenkeel-budget-ms': '0' } },
      504,
      'deadline_passed',
      'temporarily_unavailable',
    ],
  ]

  it.each(refused)('%s', async (_what, request, status, code, error) => {
    const late = new Promise<RouteAnswer>((resolve) => setImmediate(() => resolve(made())))
    const { answer } = await ask(
      oauthRoute(() => late),
      request,
    )
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toBe('application/json')
    expect(answer.headers['retry-after']).toBe(status < 500 ? undefined : '1')
    expect(answer.json()).toEqual({
      error,
      error_description: expect.stringMatching(DESCRIPTION),
      code,
    })
  })

  it('one request too many, and names the wait', async () => {
    const { answer } = await ask(
      oauthRoute(async () => made()),
      {},
      { limits: { requestsMax: 0 } },
    )
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1'])
    expect(answer.json()).toMatchObject({ error: 'temporarily_unavailable', code: 'queue_full' })
  })

  it('another method', async () => {
    const { server } = await serveToy([oauthRoute(async () => made())])
    const answer = await server.inject({ method: 'DELETE', url: THINGS })
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST'])
    expect(answer.json()).toMatchObject({ error: 'invalid_request', code: 'method_not_allowed' })
  })

  it('what made the handler fail, with the number to ask about', async () => {
    const { answer, faults } = await ask(
      oauthRoute(async () => {
        throw new Error('secret')
      }),
    )
    const { error, error_description, code } = answer.json()
    expect([answer.statusCode, error, code]).toEqual([500, 'server_error', 'internal_fault'])
    const incident = /\(incident ([0-9a-f]{16})\)$/.exec(error_description)?.[1]
    expect(String(faults[0])).toContain(`incident ${incident}`)
  })
})

describe('a handler of an endpoint of OAuth', () => {
  it('gives the protocol’s error, whatever the status of the reason', async () => {
    const problem = refuse('not_found', 'of “this”').error
    const { answer, faults } = await ask(
      oauthRoute(async () => ({ problem, error: 'invalid_grant' })),
    )
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ error: 'invalid_grant', code: 'not_found' })
    expect(answer.json().error_description).toMatch(DESCRIPTION)
    expect(faults).toEqual([])
  })

  it('that refuses a token challenges, and is told of a status that it does not name', async () => {
    const problem = refuse('access_token_not_accepted').error
    const { answer, faults } = await ask(
      oauthRoute(async () => ({ problem, error: 'invalid_token' })),
    )
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe('Bearer error="invalid_token"')
    expect(String(faults)).toContain('access_token_not_accepted is not named')
  })
})

it('the reference of an endpoint of OAuth names its form, that of another does not', () => {
  const formOf = (route: ReturnType<typeof toyRoute>) => {
    const { paths, components } = renderOpenapi('toy', [route]) as never as {
      readonly paths: {
        '/things': { post: { responses: Record<number, { content: Record<string, unknown> }> } }
      }
      readonly components: { readonly schemas: object }
    }
    const { content } = paths['/things'].post.responses[415] ?? { content: {} }
    return [Object.keys(content), Object.keys(components.schemas)]
  }
  expect(formOf(oauthRoute(async () => made()))).toEqual([
    ['application/json'],
    ['Problem', 'OauthError'],
  ])
  expect(formOf(toyRoute({ handle: async () => made() }))).toEqual([
    ['application/problem+json'],
    ['Problem'],
  ])
})

it('an answer that an endpoint of OAuth declares itself is not narrowed to the server’s reasons', () => {
  const schema = Type.Object({ error: Type.String() })
  const route = toyRoute({
    errors: 'oauth',
    answers: { 201: { description: 'Made.' }, 400: { description: 'Refused.', schema } },
    handle: async () => made(),
  })
  expect(renderOpenapi('toy', [route]).paths).toMatchObject({
    '/things': {
      post: { responses: { 400: { content: { 'application/json': { schema } } } } },
    },
  })
})

it('every endpoint that wallets post to refuses in the form of OAuth', async () => {
  const { server, close } = await openServedWorld()
  onTestFinished(close)
  const paths = [
    'issuer-strict/token',
    'issuer-strict/credential',
    'issuer-strict/deferred_credential',
    'issuer-strict/notification',
    'verifier-a/requests/x',
    'verifier-a/responses/x',
  ]
  for (const path of paths) {
    const wrong = { method: 'POST', url: `/${path}`, payload: 'x' } as const
    const answer = await server.inject({ ...wrong, headers: { 'content-type': 'text/html' } })
    expect([path, answer.statusCode, answer.headers['content-type']]).toEqual([
      path,
      415,
      'application/json',
    ])
    expect(answer.json()).toMatchObject({
      error: 'invalid_request',
      code: 'media_type_not_accepted',
    })
  }
  const fields = { payload: 'grant_type=a&grant_type=b', headers: form }
  const repeated = await server.inject({ method: 'POST', url: '/issuer-strict/token', ...fields })
  expect(repeated.json()).toMatchObject({ error: 'invalid_request', code: 'duplicate_key' })
  const large = { payload: 'x'.repeat(2_000), headers: { 'content-type': 'text/plain' } }
  const nonce = await server.inject({ method: 'POST', url: '/issuer-strict/nonce', ...large })
  expect(nonce.json()).toMatchObject({ error: 'invalid_request', code: 'message_too_large' })
  const unknown = await server.inject({ method: 'GET', url: '/verifier-a/requests/x' })
  expect(unknown.statusCode).toBe(404)
  expect(unknown.json()).toMatchObject({ error: 'invalid_request', code: 'presentation_unknown' })
})
