import type { HostileRow } from '../row.ts'
import { askFor, joinMember, presentForClaim } from '../support/honest.ts'
import type { HostileWorld } from '../support/hostile-world.ts'
import { type Answer, openRaw, sayRaw } from '../support/raw-http.ts'

// Rows that are hostile as bytes, whatever they ask for.

const CLAIMS = '/distributor/campaigns/demo-grant/claims'
const CLAIM_ROUTE = 'POST /distributor/campaigns/:campaignId/claims'
const MB = 1_048_576
const JSON_HEAD = 'Host: x\r\nContent-Type: application/json\r\n'

function raw(
  name: string,
  [status, code]: readonly [number, string | undefined],
  send: (world: HostileWorld) => Promise<Answer>,
  more: Pick<HostileRow, 'covers' | 'route'> = {},
): HostileRow {
  return { name, ...more, status, code, prepare: async (world) => () => send(world) }
}

const saying = (text: string) => (world: HostileWorld) => sayRaw(world.url, text)

/** Says the beginning, then more and more until the server has had enough. */
const pouring =
  (begin: string, more: string | Uint8Array, times = Number.POSITIVE_INFINITY) =>
  async ({ url }: HostileWorld): Promise<Answer> => {
    const connection = openRaw(url)
    connection.say(begin)
    let said = 0
    const pour = (): void => {
      while (said < times && !connection.socket.destroyed) {
        said += 1
        if (!connection.socket.write(more)) {
          // Lets the answer be heard between two writes.
          connection.socket.once('drain', () => setImmediate(pour))
          return
        }
      }
    }
    pour()
    const answer = await connection.first()
    connection.socket.destroy()
    return answer
  }

const slowRows: readonly HostileRow[] = [
  raw(
    'a body that comes a byte at a time and never ends',
    [408, 'request_too_slow'],
    async ({ url }) => {
      const connection = openRaw(url)
      connection.say(`POST ${CLAIMS} HTTP/1.1\r\n${JSON_HEAD}Content-Length: 10000\r\n\r\n{`)
      const drip = setInterval(() => connection.say(' '), 20)
      const answer = await connection.first().finally(() => clearInterval(drip))
      connection.socket.destroy()
      return answer
    },
    { covers: 'slowloris body', route: CLAIM_ROUTE },
  ),
  raw(
    'chunks that come slowly and never end',
    [408, 'request_too_slow'],
    async ({ url }) => {
      const connection = openRaw(url)
      connection.say(`POST ${CLAIMS} HTTP/1.1\r\n${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n`)
      const drip = setInterval(() => connection.say('1\r\n \r\n'), 20)
      const answer = await connection.first().finally(() => clearInterval(drip))
      connection.socket.destroy()
      return answer
    },
    { route: CLAIM_ROUTE },
  ),
  raw('headers that come a line at a time', [408, 'request_too_slow'], async ({ url }) => {
    const connection = openRaw(url)
    connection.say(`POST ${CLAIMS} HTTP/1.1\r\nHost: x\r\n`)
    const drip = setInterval(() => connection.say('X: y\r\n'), 50)
    return connection.first().finally(() => clearInterval(drip))
  }),
]

const sizeRows: readonly HostileRow[] = [
  raw(
    'a body of ten megabytes that says so',
    [413, 'message_too_large'],
    pouring(
      `POST ${CLAIMS} HTTP/1.1\r\n${JSON_HEAD}Content-Length: ${10 * MB}\r\n\r\n`,
      Buffer.alloc(MB, ' '),
      10,
    ),
    { covers: '10 MB body', route: CLAIM_ROUTE },
  ),
  raw(
    'a body of ten megabytes in chunks',
    [413, 'message_too_large'],
    pouring(
      `POST ${CLAIMS} HTTP/1.1\r\n${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n`,
      Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(MB, ' '), Buffer.from('\r\n')]),
      10,
    ),
    { route: CLAIM_ROUTE },
  ),
  raw(
    'chunks without an end',
    [413, 'message_too_large'],
    pouring(
      `POST ${CLAIMS} HTTP/1.1\r\n${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n`,
      'a\r\n          \r\n'.repeat(4_096),
    ),
    { route: CLAIM_ROUTE },
  ),
  raw('fifty bodies of ten megabytes at once', [413, 'message_too_large'], async (world) => {
    const body = Buffer.alloc(10 * MB, ' ')
    const begin = `POST ${CLAIMS} HTTP/1.1\r\n${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\na00000\r\n`
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => pouring(begin, body, 1)(world)),
    )
    return answers.find(({ status }) => status !== 413) ?? (answers[0] as Answer)
  }),
  raw(
    'headers without an end',
    [431, 'headers_too_large'],
    pouring('GET /livez HTTP/1.1\r\nHost: x\r\n', `X-${'y'.repeat(1_000)}: z\r\n`),
  ),
  raw(
    'ten thousand headers',
    [431, 'headers_too_large'],
    saying(`GET /livez HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(10_000)}\r\n`),
  ),
  raw(
    'an address of a hundred thousand characters',
    [431, 'headers_too_large'],
    saying(`GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`),
  ),
  raw(
    'a body announced as larger than numbers go',
    [400, 'malformed_message'],
    saying(`POST ${CLAIMS} HTTP/1.1\r\n${JSON_HEAD}Content-Length: 99999999999999999999\r\n\r\n`),
  ),
]

const framingRows: readonly HostileRow[] = [
  raw(
    'a body framed in two ways at once',
    [400, 'malformed_message'],
    saying(
      `POST ${CLAIMS} HTTP/1.1\r\n${JSON_HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    ),
  ),
  raw(
    'two lengths of one body',
    [400, 'malformed_message'],
    saying(
      `POST ${CLAIMS} HTTP/1.1\r\n${JSON_HEAD}Content-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}`,
    ),
  ),
  raw(
    'a header folded over two lines',
    [400, 'malformed_message'],
    saying('GET /livez HTTP/1.1\r\nHost: x\r\nX: y\r\n z\r\n\r\n'),
  ),
  raw(
    'a header with a bare line feed',
    [400, 'malformed_message'],
    saying('GET /livez HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n'),
  ),
  raw('the hello of a TLS client', [400, 'malformed_message'], (world) =>
    sayRaw(world.url, Buffer.from('160301002a010000260303', 'hex')),
  ),
  raw(
    'the preface of HTTP/2',
    [400, 'malformed_message'],
    saying('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  ),
  {
    name: 'garbage behind a good request on one connection',
    status: 400,
    code: 'malformed_message',
    async prepare({ url }) {
      return async () => {
        const connection = openRaw(url)
        connection.say('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n')
        await connection.first()
        connection.say('\0\0\0 /etc/passwd\r\n\r\n')
        return (await connection.closed).at(-1) as Answer
      }
    },
  },
  // Node itself answers these two, without a body.
  raw('a request without a host', [400, undefined], saying('GET /livez HTTP/1.1\r\n\r\n')),
  raw(
    'a request to go on as a WebSocket',
    [200, undefined],
    saying('GET /livez HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
  ),
  raw(
    'a host of somebody else',
    [200, undefined],
    saying(
      'GET /issuer-strict/.well-known/openid-credential-issuer HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n\r\n',
    ),
  ),
  raw(
    'an expectation that nobody can meet',
    [417, undefined],
    saying('GET /livez HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n'),
  ),
]

const methodRows: readonly HostileRow[] = [
  raw('TRACE', [404, 'not_found'], saying(`TRACE ${CLAIMS} HTTP/1.1\r\nHost: x\r\n\r\n`)),
  raw(
    'a method that nobody has',
    [400, 'malformed_message'],
    saying(`EVIL ${CLAIMS} HTTP/1.1\r\nHost: x\r\n\r\n`),
  ),
  raw('PUT', [405, 'method_not_allowed'], (world) =>
    world.http('distributor', { method: 'PUT', path: '/campaigns/demo-grant/claims' }),
  ),
  raw('DELETE', [405, 'method_not_allowed'], (world) =>
    world.http('distributor', { method: 'DELETE', path: '/campaigns/demo-grant' }),
  ),
  raw('HEAD of a claim intake', [401, undefined], (world) =>
    world.http('distributor', { method: 'HEAD', path: '/campaigns/demo-grant/claims' }),
  ),
  raw('HEAD of a route that only takes', [405, undefined], (world) =>
    world.http('issuer-strict', { method: 'HEAD', path: '/token' }),
  ),
  raw('OPTIONS of a route for operators', [405, 'method_not_allowed'], (world) =>
    world.http('verifier-a', { method: 'OPTIONS', path: '/verifications' }),
  ),
  raw(
    'a page that asks whether it may call a route for operators',
    [405, 'method_not_allowed'],
    (world) =>
      world.http('verifier-a', {
        method: 'OPTIONS',
        path: '/verifications',
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      }),
  ),
  raw('CONNECT to a service inside', [405, 'method_not_allowed'], (world) =>
    sayRaw(world.url, `CONNECT 127.0.0.1:${world.origin.trapPort} HTTP/1.1\r\nHost: x\r\n\r\n`),
  ),
  raw('the address of a service inside in the request line', [404, 'not_found'], (world) =>
    sayRaw(world.url, `GET http://127.0.0.1:${world.origin.trapPort}/ HTTP/1.1\r\nHost: x\r\n\r\n`),
  ),
]

const PATHS: readonly (readonly [string, string, readonly [number, string]])[] = [
  ['up and down again', '/issuer-strict/../ledger/campaigns', [404, 'not_found']],
  ['up in percent-encoding', '/issuer-strict/%2e%2e/ledger/campaigns', [404, 'not_found']],
  ['a slash in percent-encoding', '/issuer-strict%2f..%2fledger', [404, 'not_found']],
  ['to a file of the machine', '/../../../../etc/passwd', [404, 'not_found']],
  [
    'to a file below a parameter',
    '/issuer-strict/offers/..%2f..%2fetc%2fpasswd',
    [404, 'not_found'],
  ],
  ['to a file below the status lists', '/issuer-strict/status/..%2f1', [404, 'not_found']],
  ['with a null byte', '/distributor/campaigns/demo-grant%00', [404, 'campaign_unknown']],
  ['with overlong UTF-8', '/distributor/campaigns/%c0%af', [400, 'malformed_message']],
  ['with half an escape', '/distributor/campaigns/%', [400, 'malformed_message']],
  ['encoded twice', '/distributor/campaigns/demo%252dgrant', [404, 'campaign_unknown']],
  [
    'with a parameter of ten thousand characters',
    `/distributor/campaigns/${'a'.repeat(10_000)}`,
    [400, 'malformed_message'],
  ],
  ['with two slashes', '//distributor//campaigns', [404, 'not_found']],
  ['with a statement in it', "/distributor/campaigns/x'%20OR%20'1'='1", [404, 'campaign_unknown']],
  [
    'of a well-known document of nobody',
    '/.well-known/openid-credential-issuer/nobody',
    [404, 'not_found'],
  ],
  [
    'with a script in it',
    '/distributor/campaigns/%3Cscript%3Ealert(1)%3C/script%3E',
    [404, 'not_found'],
  ],
  ['to a member of every object', '/distributor/campaigns/__proto__', [404, 'campaign_unknown']],
]

const pathRows: readonly HostileRow[] = PATHS.map(([name, path, [status, code]]) => ({
  name: `a path ${name}`,
  status,
  code,
  prepare: async (world) => () => sayRaw(world.url, `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`),
}))

const streamRows: readonly HostileRow[] = [
  {
    name: 'more streams of events than there may be',
    route: 'GET /verifier-a/presentations/:sessionId/events',
    status: 503,
    code: 'queue_full',
    async prepare(world) {
      const { sessionId } = await askFor(world)
      const begin = `GET /verifier-a/presentations/${sessionId}/events HTTP/1.1\r\nHost: x\r\n\r\n`
      return async () => {
        const streams = Array.from({ length: world.limits.streamsMax }, () => openRaw(world.url))
        for (const stream of streams) {
          stream.say(begin)
          await stream.first()
        }
        const answer = await sayRaw(world.url, begin)
        for (const { socket } of streams) socket.destroy()
        return answer
      }
    },
  },
  {
    name: 'the events of a claim that nobody made',
    route: 'GET /distributor/claims/:claimId/events',
    status: 404,
    code: 'claim_unknown',
    prepare: async (world) => () =>
      world.http('distributor', { method: 'GET', path: '/claims/claim-none/events' }),
  },
  {
    name: 'a caller that has no time',
    route: CLAIM_ROUTE,
    status: 504,
    code: 'deadline_passed',
    async prepare(world) {
      const claim = await presentForClaim(world, await joinMember(world))
      return () =>
        world.http('distributor', {
          method: 'POST',
          path: '/campaigns/demo-grant/claims',
          headers: { 'evenkeel-budget-ms': '0' },
          json: claim,
        })
    },
  },
]

export const wireRows: readonly HostileRow[] = [
  ...slowRows,
  ...sizeRows,
  ...framingRows,
  ...methodRows,
  ...pathRows,
  ...streamRows,
]
