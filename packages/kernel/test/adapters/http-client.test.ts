import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  createSafeHttpClient,
  type HttpClientOptions,
  type SafeHttpClient,
} from '../../src/adapters/http-client.ts'
import {
  HTTP_EXCHANGES_MAX,
  HTTP_HEADER_BYTES_MAX,
  HTTP_LOOKUPS_MAX,
  HTTP_SOCKETS_PER_HOST_MAX,
  HTTP_URL_CHARS_MAX,
} from '../../src/adapters/limits.ts'
import { createCertificate } from '../support/certificates.ts'
import { openPeer } from '../support/http-peer.ts'

const limits = { timeoutMs: 5_000, maxBytes: 1_000 }

function clientOf(options: HttpClientOptions): SafeHttpClient {
  const client = createSafeHttpClient(options)
  onTestFinished(() => client.close())
  return client
}

/** Calls this machine, as the worlds of one machine do. */
function loopbackClient(): SafeHttpClient {
  return clientOf({ allow: { loopback: true } })
}

async function outcomeOf(client: SafeHttpClient, url: string, more = {}): Promise<string> {
  const exchanged = await client.exchange({ url, ...limits, ...more })
  return exchanged.ok ? `HTTP ${exchanged.value.status}` : exchanged.error.code
}

function sayHello(_: unknown, response: ServerResponse): void {
  response.end('hello')
}

describe('an exchange', () => {
  it('sends a GET without and a POST with a body, and brings the answer of any status', async () => {
    const seen: unknown[] = []
    const { url } = await openPeer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const { method, headers } = request
      const { 'accept-encoding': encoding, 'content-type': type, authorization, cookie } = headers
      const body = Buffer.concat(chunks).toString()
      seen.push({ method, url: request.url, encoding, type, body, authorization, cookie })
      response.writeHead(422).end('why not')
    })
    const client = loopbackClient()
    const answer = { ok: true, value: { status: 422, bytes: new TextEncoder().encode('why not') } }
    expect(await client.exchange({ url: `${url}a?b=1`, ...limits })).toEqual(answer)
    const body = { bytes: new TextEncoder().encode('work'), mediaType: 'application/jose' }
    expect(await client.exchange({ url, body, ...limits })).toEqual(answer)
    expect(seen).toEqual([
      { method: 'GET', url: '/a?b=1', encoding: 'identity', body: '' },
      { method: 'POST', url: '/', encoding: 'identity', type: 'application/jose', body: 'work' },
    ])
  })

  it('follows no redirect, wherever it leads', async () => {
    let asked = 0
    const { url } = await openPeer((_, response) => {
      asked += 1
      response.writeHead(300 + asked, { location: '/elsewhere' }).end()
    })
    const client = loopbackClient()
    for (let status = 301; status <= 308; status += 1) {
      expect(await outcomeOf(client, url), `HTTP ${status}`).toBe('redirect_not_followed')
    }
    expect(asked).toBe(8)
  })

  it('reads no more than it was allowed to, declared or not, and hangs up', async () => {
    const hungUp: Promise<void>[] = []
    const { url } = await openPeer((request, response) => {
      hungUp.push(new Promise((resolve) => response.on('close', resolve)))
      if (request.url === '/exact') response.end('x'.repeat(1_000))
      if (request.url === '/streamed') response.write('x'.repeat(1_001))
      // What is declared is refused before any of it has come.
      if (request.url === '/declared')
        response.writeHead(200, { 'content-length': 1_001 }).flushHeaders()
    })
    const client = loopbackClient()
    expect(await outcomeOf(client, `${url}exact`)).toBe('HTTP 200')
    expect(await outcomeOf(client, `${url}declared`)).toBe('message_too_large')
    expect(await outcomeOf(client, `${url}streamed`)).toBe('message_too_large')
    await Promise.all(hungUp)
  })

  it('inflates nothing: an answer in any encoding is refused', async () => {
    const bomb = gzipSync(new Uint8Array(1_000_000))
    for (const encoding of ['gzip', 'br', 'identity, gzip']) {
      const { url } = await openPeer((_, response) => {
        response.writeHead(200, { 'content-encoding': encoding }).end(bomb)
      })
      const exchanged = await loopbackClient().exchange({ url, timeoutMs: 5_000, maxBytes: 10_000 })
      expect(exchanged).toEqual({
        ok: false,
        error: { code: 'transport_unreachable', detail: 'the answer is encoded' },
      })
    }
  })

  it('refuses headers above the limit', async () => {
    const { url } = await openPeer((_, response) => {
      response.writeHead(200, { 'x-large': 'x'.repeat(HTTP_HEADER_BYTES_MAX) }).end()
    })
    expect(await outcomeOf(loopbackClient(), url)).toBe('message_too_large')
  })

  it('an answer that breaks off, or never was HTTP, is none', async () => {
    const { url } = await openPeer((request, response) => {
      if (request.url === '/no-http') request.socket.end('SSH-2.0-server\r\n')
      if (request.url === '/upgrade') request.socket.end('HTTP/1.1 101 Go\r\nupgrade: x\r\n\r\n')
      if (request.url === '/gone') request.socket.destroy()
      if (request.url !== '/half') return
      response.writeHead(200, { 'content-length': 100 })
      response.write('half', () => request.socket.destroy())
    })
    const client = loopbackClient()
    for (const path of ['half', 'gone', 'no-http', 'upgrade']) {
      expect(await outcomeOf(client, url + path), path).toBe('transport_unreachable')
    }
  })

  it('ends with its time-out in every phase: name, connection, headers, body', async () => {
    const { url, port } = await openPeer((request, response) => {
      if (request.url === '/body') response.writeHead(200).write('slow')
    })
    const origins = [`http://peer.example:${port}`]
    const hanging = clientOf({ allow: { origins }, resolve: () => new Promise(() => undefined) })
    const timeoutMs = 30
    expect(await outcomeOf(hanging, `${origins[0]}/`, { timeoutMs })).toBe('transport_timed_out')
    const client = loopbackClient()
    expect(await outcomeOf(client, `${url}head`, { timeoutMs })).toBe('transport_timed_out')
    expect(await outcomeOf(client, `${url}body`, { timeoutMs })).toBe('transport_timed_out')
  })

  it('is refused at once when too many are running, and waits its turn for a connection', async () => {
    const arrived = Promise.withResolvers<void>()
    let requests = 0
    const { url, connections } = await openPeer(() => {
      requests += 1
      if (requests === HTTP_SOCKETS_PER_HOST_MAX) arrived.resolve()
    })
    const client = loopbackClient()
    const timeoutMs = 1_000
    const running = Array.from({ length: HTTP_EXCHANGES_MAX }, () =>
      outcomeOf(client, url, { timeoutMs }),
    )
    await arrived.promise
    const next = await client.exchange({ url, ...limits })
    expect(next).toMatchObject({ error: { detail: 'too many exchanges' } })
    expect(connections()).toBe(HTTP_SOCKETS_PER_HOST_MAX)
    expect(new Set(await Promise.all(running))).toEqual(new Set(['transport_timed_out']))
  })
})

describe('what may be called', () => {
  const resolve = async () => ['93.184.215.14']

  it.each([
    ['http://public.example/', 'not https'],
    ['ftp://public.example/', 'not https'],
    ['file:///etc/passwd', 'not https'],
    ['data:text/plain,hello', 'not https'],
    ['https://user@public.example/', 'credentials in the URL'],
    ['https://:secret@public.example/', 'credentials in the URL'],
    ['https://public.example/#part', 'a fragment in the URL'],
    ['https://public.example/#', 'a fragment in the URL'],
    ['https://public.example:25/', 'a port of another protocol'],
    ['https://public.example:1023/', 'a port of another protocol'],
    ['https://', 'not a URL'],
    ['/relative', 'not a URL'],
    ['https://10.0.0.1/', 'not a public address'],
    ['https://0x7f.1/', 'not a public address'],
    ['https://2130706433/', 'not a public address'],
    ['https://[::ffff:169.254.169.254]/', 'not a public address'],
    ['https://[::1]:8443/', 'not a public address'],
  ])('%s is not called: %s', async (url, detail) => {
    const exchanged = await clientOf({ resolve }).exchange({ url, ...limits })
    expect(exchanged).toEqual({ ok: false, error: { code: 'address_not_allowed', detail } })
  })

  it('a name with one address that is not public is not called, whatever its others are', async () => {
    const { port, connections } = await openPeer(sayHello, createCertificate('peer.example'))
    const answers = [
      ['127.0.0.1'],
      ['93.184.215.14', '127.0.0.1'],
      ['2606:4700::1', 'fe80::1'],
      ['x'],
    ]
    for (const addresses of answers) {
      const client = clientOf({ resolve: async () => addresses })
      const url = `https://peer.example:${port}/`
      expect(await outcomeOf(client, url), addresses.join()).toBe('address_not_allowed')
    }
    expect(connections()).toBe(0)
  })

  it('a name that leads elsewhere than before is not called, though a connection to it is open', async () => {
    const { port, connections } = await openPeer(sayHello)
    const answers = [['127.0.0.1'], ['10.0.0.1'], ['127.0.0.1']]
    const client = clientOf({
      allow: { loopback: true },
      resolve: async () => answers.shift() ?? [],
    })
    const url = `http://localhost:${port}/`
    expect(await outcomeOf(client, url)).toBe('HTTP 200')
    expect(await outcomeOf(client, url)).toBe('address_not_allowed')
    expect(await outcomeOf(client, url)).toBe('HTTP 200')
    expect(connections()).toBe(1)
  })

  it('a URL longer than the limit is not called', async () => {
    const url = `https://public.example/${'a'.repeat(HTTP_URL_CHARS_MAX)}`
    expect(await outcomeOf(clientOf({ resolve }), url)).toBe('address_not_allowed')
  })

  it('loopback is called only when the URL says so itself, and only if that was allowed', async () => {
    const { url, port } = await openPeer(sayHello)
    const resolveHere = async () => ['127.0.0.1']
    const here = clientOf({ allow: { loopback: true }, resolve: resolveHere })
    expect(await outcomeOf(here, url)).toBe('HTTP 200')
    expect(await outcomeOf(here, `http://localhost:${port}/`)).toBe('HTTP 200')
    expect(await outcomeOf(here, `http://peer.example:${port}/`)).toBe('address_not_allowed')
    expect(await outcomeOf(here, `https://peer.example:${port}/`)).toBe('address_not_allowed')
    expect(await outcomeOf(here, `http://10.0.0.1:${port}/`)).toBe('address_not_allowed')
    const elsewhere = clientOf({ allow: { loopback: true }, resolve: async () => ['10.0.0.1'] })
    expect(await outcomeOf(elsewhere, `http://localhost:${port}/`)).toBe('address_not_allowed')
    expect(await outcomeOf(clientOf({}), url)).toBe('address_not_allowed')
  })

  it('an origin that the operator chose may be private and plain, its neighbours may not', async () => {
    const { port } = await openPeer(sayHello)
    const origin = `http://peer.example:${port}`
    const client = clientOf({ allow: { origins: [origin] }, resolve: async () => ['127.0.0.1'] })
    expect(await outcomeOf(client, `${origin}/a`)).toBe('HTTP 200')
    for (const other of [
      `https://peer.example:${port}/`,
      'http://peer.example/',
      'http://a.example/',
    ]) {
      expect(await outcomeOf(client, other), other).toBe('address_not_allowed')
    }
  })

  it('an allowed origin that says more than an origin stops the program', () => {
    for (const origin of [
      'peer.example',
      'http://peer.example/a',
      'ftp://a.example',
      'http://u@a/',
    ]) {
      expect(() => createSafeHttpClient({ allow: { origins: [origin] } }), origin).toThrow()
    }
  })

  it('a name without an address, or whose server fails, is out of reach', async () => {
    const client = clientOf({ resolve: async () => [] })
    expect(await outcomeOf(client, 'https://public.example/')).toBe('transport_unreachable')
    const failing = clientOf({ resolve: () => Promise.reject(new Error('no such host')) })
    expect(await outcomeOf(failing, 'https://public.example/')).toBe('transport_unreachable')
  })

  it('names that are never resolved hold up a limited number of questions', async () => {
    let asked = 0
    const client = clientOf({
      resolve: () => {
        asked += 1
        return new Promise(() => undefined)
      },
    })
    const url = 'https://public.example/'
    const ask = () => outcomeOf(client, url, { timeoutMs: 20 })
    const outcomes = await Promise.all(Array.from({ length: HTTP_LOOKUPS_MAX }, ask))
    expect(new Set(outcomes)).toEqual(new Set(['transport_timed_out']))
    expect(await ask()).toBe('transport_unreachable')
    expect(asked).toBe(HTTP_LOOKUPS_MAX)
  })
})

describe('the connection', () => {
  it('goes to the address that was checked, and the name is resolved once', async () => {
    const hosts: (string | undefined)[] = []
    const { port } = await openPeer((request, response) => {
      hosts.push(request.headers.host)
      response.end()
    })
    const asked: string[] = []
    const client = clientOf({
      allow: { origins: [`http://peer.example:${port}`] },
      resolve: async (host) => {
        asked.push(host)
        return ['127.0.0.1']
      },
    })
    // The platform's own resolver knows no peer.example, so only the pinned address can have answered.
    expect(await outcomeOf(client, `http://peer.example:${port}/`)).toBe('HTTP 200')
    expect(asked).toEqual(['peer.example'])
    expect(hosts).toEqual([`peer.example:${port}`])
  })

  it('is used again for the same addresses, and not once the name has others', async () => {
    const { port, connections } = await openPeer(sayHello)
    const answers = [['127.0.0.1'], ['127.0.0.1'], ['127.0.0.1', '::1']]
    const client = clientOf({
      allow: { origins: [`http://peer.example:${port}`] },
      resolve: async () => answers.shift() ?? [],
    })
    const url = `http://peer.example:${port}/`
    expect(await outcomeOf(client, url)).toBe('HTTP 200')
    expect(await outcomeOf(client, url)).toBe('HTTP 200')
    expect(connections()).toBe(1)
    expect(await outcomeOf(client, url)).toBe('HTTP 200')
    expect(connections()).toBe(2)
  })

  it('is made only to who has a trusted certificate for the name in the URL', async () => {
    const certificate = createCertificate('peer.example')
    const { port } = await openPeer(sayHello, certificate)
    const names = ['peer.example', 'other.example']
    const allow = { origins: names.map((name) => `https://${name}:${port}`) }
    const resolve = async () => ['127.0.0.1']
    const trusting = clientOf({ allow, resolve, authorities: [certificate.cert] })
    expect(await outcomeOf(trusting, `https://peer.example:${port}/`)).toBe('HTTP 200')
    const other = await trusting.exchange({ url: `https://other.example:${port}/`, ...limits })
    expect(other).toMatchObject({ error: { detail: 'ERR_TLS_CERT_ALTNAME_INVALID' } })
    const strange = await clientOf({ allow, resolve }).exchange({
      url: `https://peer.example:${port}/`,
      ...limits,
    })
    expect(strange).toMatchObject({ error: { detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
  })

  it('is verified whatever the environment says', async () => {
    const { port } = await openPeer(sayHello, createCertificate('peer.example'))
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    // The platform warns of the variable once per process.
    const warning = vi.spyOn(process, 'emitWarning').mockReturnValue()
    onTestFinished(() => {
      vi.unstubAllEnvs()
      warning.mockRestore()
    })
    const client = clientOf({ allow: { loopback: true } })
    const exchanged = await client.exchange({ url: `https://127.0.0.1:${port}/`, ...limits })
    expect(exchanged).toMatchObject({ error: { detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
  })
})
