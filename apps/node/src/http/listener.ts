import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo, ListenOptions, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { assert, type ReasonCode } from '@evenkeel/kernel'
import {
  ACCEPTORS,
  CONNECTIONS_CHECK_MS,
  HTTP_LIMITS,
  type HttpLimits,
  LINGER_MS,
} from './limits.ts'
import { renderProblem } from './problem.ts'

export interface ListenAddress {
  readonly host: string
  /** 0 for a port that the system chooses. */
  readonly port: number
  /** Joins the process that has the port and has started this one, instead of asking for it alone. Only where sockets can share a port (Linux). */
  readonly shared?: true
}

/**
 * An open port. It is there before the parties, because their addresses are part of what they sign; until somebody serves it, every
 * request is told to come back.
 */
export interface Listener {
  /** The origin, as `http://127.0.0.1:8790`. */
  readonly url: string
  /** Where it is open; the port is never 0. */
  readonly address: Pick<ListenAddress, 'host' | 'port'>
  /** Gives every further request to this function. */
  serve(answer: RequestListener): void
  /** Stops accepting connections and closes idle ones; resolves when the last one has closed. */
  stopAccepting(): Promise<void>
  /** Closes what is still open; resolves when all is closed. Idempotent. */
  close(): Promise<void>
}

/** Opens a port with every limit of time and size set; rejects when the system refuses it. */
export async function openListener(
  address: ListenAddress,
  limits: HttpLimits = HTTP_LIMITS,
): Promise<Listener> {
  let answer: RequestListener = answerStarting
  const latest = new WeakMap<Duplex, ServerResponse>()
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    latest.set(request.socket, response)
    answer(request, response)
  }
  let connections = 0
  const onConnection = (socket: Socket): void => {
    connections += 1
    socket.once('close', () => {
      connections -= 1
    })
    if (connections > limits.connectionsMax) socket.destroy()
  }
  const newServer = (): Server => {
    const server = createServer(
      {
        maxHeaderSize: limits.headerBytesMax,
        headersTimeout: limits.headersMsMax,
        // The route's own limit answers before; this one ends what is discarded.
        requestTimeout: limits.headersMsMax + 2 * limits.bodyMsMax,
        connectionsCheckingInterval: Math.min(CONNECTIONS_CHECK_MS, limits.headersMsMax),
        keepAliveTimeout: limits.keepAliveMs,
        requireHostHeader: true,
      },
      onRequest,
    )
    server.maxRequestsPerSocket = limits.requestsPerConnectionMax
    server.on('connection', onConnection)
    // Whoever asks whether to go on with a body is answered by the route: see `readBody`.
    server.on('checkContinue', onRequest)
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
      answerUnreadable(error, socket, latest.get(socket))
    })
    // This is no proxy.
    server.on('connect', (_request, socket) => refuse(socket, 'method_not_allowed'))
    return server
  }
  const { servers, port } = await listen(newServer, address)
  const host = address.host.includes(':') ? `[${address.host}]` : address.host
  let closed: Promise<unknown> | undefined
  const stopAccepting = async (): Promise<void> => {
    closed ??= Promise.all(servers.map(closeServer))
    await closed
  }
  return {
    url: `http://${host}:${port}`,
    address: { host: address.host, port },
    serve(next) {
      answer = next
    },
    stopAccepting,
    close() {
      const done = stopAccepting()
      for (const server of servers) server.closeAllConnections()
      return done
    },
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

/** Whether several sockets, and processes, can listen on one port, each with its part of the connections. */
export const canSharePorts: boolean = process.platform === 'linux'

/** Opens the port with ACCEPTORS sockets where the system lets sockets share one (Linux), else with one. */
async function listen(
  newServer: () => Server,
  { host, port: wanted, shared }: ListenAddress,
): Promise<{ readonly servers: readonly Server[]; readonly port: number }> {
  const alone = newServer()
  if (!canSharePorts) {
    assert(!shared, 'sockets cannot share a port here')
    return { servers: [alone], port: await listenAt(alone, { host, port: wanted }) }
  }
  if (wanted !== 0 && !shared) {
    // Who shares a port is not told that somebody else has it already; who wants it alone is.
    await listenAt(alone, { host, port: wanted })
    await closeServer(alone)
  }
  const servers = Array.from({ length: ACCEPTORS }, newServer)
  let port = wanted
  for (const server of servers) port = await listenAt(server, { host, port, reusePort: true })
  return { servers, port }
}

/** Gives the port. */
function listenAt(server: Server, options: ListenOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ ...options, exclusive: true }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

function answerStarting(_request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, bytes } = renderProblem({ code: 'draining' })
  response.writeHead(status, { ...headers, connection: 'close' }).end(bytes)
}

/**
 * Answers what is no HTTP, or came too slowly to be any, and closes the connection. A request that has reached its route has its answer from
 * there: a second one would pass for the answer to what comes next.
 */
function answerUnreadable(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  latest: ServerResponse | undefined,
): void {
  // What follows what was refused here: see `refuse`.
  if (refused.has(socket)) return
  const isBetween = latest === undefined || (latest.writableFinished && latest.req.complete)
  if (!socket.writable || !isBetween || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  refuse(socket, reasonOf(error.code))
}

const refused = new WeakSet<Duplex>()

/**
 * Writes a problem by hand and closes: our side at once, the other after a moment, or what still comes would reset the answer away
 * (RFC 9112 §9.6).
 */
function refuse(socket: Duplex, code: ReasonCode): void {
  refused.add(socket)
  const { status, headers, bytes } = renderProblem({ code })
  const lines = Object.entries({
    ...headers,
    'content-length': String(bytes.length),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`HTTP/1.1 ${status} Refused\r\n${lines.join('')}\r\n`)
  socket.end(bytes)
  const over = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.on('error', () => socket.destroy()).on('close', () => clearTimeout(over))
}

function reasonOf(code: string | undefined): ReasonCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers_too_large'
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request_too_slow'
  return 'malformed_message'
}
