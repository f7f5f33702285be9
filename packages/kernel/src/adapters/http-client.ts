import {
  type AgentOptions,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { isIPv6, type LookupFunction } from 'node:net'
import { getCACertificates } from 'node:tls'
import { createByteCollector } from '../bytes/byte-collector.ts'
import type { ExchangeLimits, TransportFailure } from '../ports.ts'
import { err, ok, type Result } from '../result.ts'
import {
  type AllowedOrigins,
  createFindTarget,
  type HttpTarget,
  type ResolveHost,
  systemResolveHost,
} from './http-target.ts'
import {
  HTTP_EXCHANGES_MAX,
  HTTP_HEADER_BYTES_MAX,
  HTTP_IDLE_MS,
  HTTP_SOCKETS_IDLE_MAX,
  HTTP_SOCKETS_MAX,
  HTTP_SOCKETS_PER_HOST_MAX,
  TIMER_DELAY_MS_MAX,
} from './limits.ts'

export interface HttpRequest extends ExchangeLimits {
  readonly url: string
  /** With a body the request is a POST, without one a GET. */
  readonly body?: { readonly bytes: Uint8Array; readonly mediaType: string }
}

export interface HttpAnswer {
  readonly status: number
  readonly bytes: Uint8Array
}

/** The only way out of a process over HTTP. */
export interface SafeHttpClient {
  /**
   * Sends one request to one of the addresses that were checked for it and reads the answer, whatever its status unless it is a redirect.
   * Never rejects; `timeoutMs` covers everything from resolving the name to the answer's last byte.
   */
  exchange(request: HttpRequest): Promise<Result<HttpAnswer, TransportFailure>>
  /** Closes the connections kept for reuse. */
  close(): void
}

export interface HttpClientOptions {
  readonly allow?: AllowedOrigins
  readonly resolve?: ResolveHost
  /** PEM certificates of authorities to trust beside the platform's. */
  readonly authorities?: readonly string[]
}

/** The addresses that an exchange is bound to; they are part of what makes two connections the same. */
interface PinnedOptions extends RequestOptions {
  readonly pinnedTo: string
}

/**
 * Makes the client through which every URL from outside is called (ADR 0013): https to public addresses, or what `allow` names. The host is
 * resolved once, all its addresses are checked, and the connection goes to these; certificates are always verified; redirects and encoded
 * answers are refused; answers are cut at `maxBytes`.
 */
export function createSafeHttpClient(options: HttpClientOptions = {}): SafeHttpClient {
  const findTarget = createFindTarget(options.allow ?? {}, options.resolve ?? systemResolveHost)
  const agents = createAgents(options.authorities ?? [])
  let running = 0

  async function exchangeWithin(
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<Result<HttpAnswer, TransportFailure>> {
    const target = await Promise.race([findTarget(request.url), rejectOnAbort(signal)])
    if (!target.ok) return target
    const response = await send(request, target.value, agents, signal)
    return readAnswer(response, request.maxBytes)
  }

  return {
    async exchange(request) {
      if (running >= HTTP_EXCHANGES_MAX) return fail('transport_unreachable', 'too many exchanges')
      running += 1
      const deadline = new AbortController()
      const delayMs = Math.min(request.timeoutMs, TIMER_DELAY_MS_MAX)
      const timer = setTimeout(() => deadline.abort(), delayMs)
      try {
        return await exchangeWithin(request, deadline.signal)
      } catch (error) {
        return deadline.signal.aborted ? fail('transport_timed_out') : failureOf(error)
      } finally {
        clearTimeout(timer)
        running -= 1
      }
    },
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

interface Agents {
  readonly http: HttpAgent
  readonly https: HttpsAgent
}

function createAgents(authorities: readonly string[]): Agents {
  const limits: AgentOptions = {
    keepAlive: true,
    timeout: HTTP_IDLE_MS,
    maxSockets: HTTP_SOCKETS_PER_HOST_MAX,
    maxTotalSockets: HTTP_SOCKETS_MAX,
    maxFreeSockets: HTTP_SOCKETS_IDLE_MAX,
  }
  const trust = authorities.length > 0 && { ca: [...getCACertificates('default'), ...authorities] }
  // Said explicitly, so that no variable of the environment turns verification off.
  const https = new HttpsAgent({ ...limits, ...trust, rejectUnauthorized: true })
  return { http: pinned(new HttpAgent(limits)), https: pinned(https) }
}

/** Lets an agent reuse a connection only for an exchange that was bound to the same addresses. */
function pinned<A extends HttpAgent>(agent: A): A {
  const nameOf = agent.getName.bind(agent)
  agent.getName = (options) => `${nameOf(options)}:${(options as PinnedOptions).pinnedTo}`
  return agent
}

function send(
  { body }: HttpRequest,
  { url, addresses }: HttpTarget,
  agents: Agents,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const isTls = url.protocol === 'https:'
  const options: PinnedOptions = {
    method: body ? 'POST' : 'GET',
    headers: {
      // Status lists are compressed inside; without encodings there is nothing to inflate and no bomb.
      'accept-encoding': 'identity',
      ...(body && { 'content-type': body.mediaType, 'content-length': body.bytes.length }),
    },
    agent: isTls ? agents.https : agents.http,
    lookup: lookupIn(addresses),
    pinnedTo: addresses.join(),
    maxHeaderSize: HTTP_HEADER_BYTES_MAX,
    insecureHTTPParser: false,
    signal,
  }
  return new Promise((resolve, reject) => {
    const outgoing = (isTls ? httpsRequest : httpRequest)(url, options, resolve)
    outgoing.on('error', reject)
    outgoing.end(body?.bytes)
  })
}

/** Answers the platform's question for a host's addresses with those that were checked. */
function lookupIn(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  return (_host, options, callback) => {
    if (options.all) callback(null, found)
    else callback(null, found[0]?.address ?? '', found[0]?.family)
  }
}

async function readAnswer(
  response: IncomingMessage,
  maxBytes: number,
): Promise<Result<HttpAnswer, TransportFailure>> {
  const { statusCode: status = 0, headers } = response
  const refused = refusalOf(status, headers, maxBytes)
  if (refused !== undefined) {
    response.destroy()
    return refused
  }
  const body = createByteCollector()
  // Leaving the loop early destroys the response and its connection.
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    if (body.length + chunk.length > maxBytes) {
      return fail('message_too_large', `more than ${maxBytes} bytes`)
    }
    body.add(chunk)
  }
  return ok({ status, bytes: body.bytes() })
}

function refusalOf(
  status: number,
  headers: IncomingMessage['headers'],
  maxBytes: number,
): Result<never, TransportFailure> | undefined {
  if (status < 200) return fail('transport_unreachable', `HTTP ${status}`)
  if (status >= 300 && status < 400) return fail('redirect_not_followed', `HTTP ${status}`)
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    return fail('transport_unreachable', 'the answer is encoded')
  }
  if (Number(headers['content-length']) > maxBytes) {
    return fail('message_too_large', `more than ${maxBytes} bytes`)
  }
  return undefined
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function failureOf(error: unknown): Result<never, TransportFailure> {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'HPE_HEADER_OVERFLOW') {
    return fail('message_too_large', `more than ${HTTP_HEADER_BYTES_MAX} bytes of headers`)
  }
  return fail('transport_unreachable', code ?? message)
}

function fail(code: TransportFailure['code'], detail?: string): Result<never, TransportFailure> {
  return err(detail === undefined ? { code } : { code, detail })
}
