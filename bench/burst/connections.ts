import { connect, type Socket } from 'node:net'

/** An answer as far as the bench looks at it. */
export interface Answer {
  readonly status: number
  readonly retryAfterS: number
  readonly body: string
}

/** Why there is none. */
export type NoAnswer = 'timeout' | 'broken'

/** Kept connections to one server; each carries one exchange at a time, and a caller that gives up closes its own. */
export interface Connections {
  /** Sends the bytes and waits for the answer, at most so long. */
  exchange(request: Uint8Array, timeoutMs: number): Promise<Answer | NoAnswer>
  close(): void
}

interface Connection {
  readonly socket: Socket
  chunks: Buffer[]
  settle: ((answer: Answer | NoAnswer) => void) | undefined
}

/** Connections to one server. Chosen: below what a node takes, as a proxy in front would keep it. */
const CONNECTIONS_MAX = 3_500

/** Connects when none is idle; above CONNECTIONS_MAX an exchange waits for a connection first. */
export function openConnections(port: number): Connections {
  const idle: Connection[] = []
  const all = new Set<Connection>()
  const waiting: (() => void)[] = []

  function open(): Connection {
    const socket = connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    const connection: Connection = { socket, chunks: [], settle: undefined }
    all.add(connection)
    const drop = (): void => {
      all.delete(connection)
      waiting.shift()?.()
      const at = idle.indexOf(connection)
      if (at !== -1) idle.splice(at, 1)
      connection.settle?.('broken')
    }
    socket.on('error', drop).on('close', drop)
    socket.on('data', (chunk: Buffer) => {
      connection.chunks.push(chunk)
      const answer = readAnswer(connection)
      if (answer === undefined) return
      connection.chunks = []
      const { settle } = connection
      connection.settle = undefined
      if (answer.closes) socket.destroy()
      else {
        idle.push(connection)
        waiting.shift()?.()
      }
      settle?.(answer)
    })
    return connection
  }

  return {
    async exchange(request, timeoutMs) {
      while (idle.length === 0 && all.size >= CONNECTIONS_MAX) {
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
      return new Promise((resolve) => {
        const connection = idle.pop() ?? open()
        const timer = setTimeout(() => {
          connection.settle = undefined
          connection.socket.destroy()
          resolve('timeout')
        }, timeoutMs)
        connection.settle = (answer) => {
          clearTimeout(timer)
          connection.settle = undefined
          resolve(answer)
        }
        connection.socket.write(request)
      })
    },
    close() {
      for (const { socket } of all) socket.destroy()
    },
  }
}

const END_OF_HEAD = '\r\n\r\n'

function readAnswer({ chunks }: Connection): (Answer & { readonly closes: boolean }) | undefined {
  const [first] = chunks
  const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks)
  const end = bytes.indexOf(END_OF_HEAD)
  if (end === -1) return undefined
  const head = bytes.toString('latin1', 0, end)
  const bodyStart = end + END_OF_HEAD.length
  const body = bodyOf(head, bytes.subarray(bodyStart))
  if (body === undefined) return undefined
  return {
    status: Number(head.slice(9, 12)),
    retryAfterS: Number(/\r\nretry-after: ([0-9]+)/i.exec(head)?.[1] ?? 0),
    closes: /\r\nconnection: close/i.test(head),
    body,
  }
}

/** The body if it is whole. Servers of the bench name its length, or send it as one chunk. */
function bodyOf(head: string, rest: Buffer): string | undefined {
  const length = /\r\ncontent-length: ([0-9]+)/i.exec(head)?.[1]
  if (length !== undefined) {
    return rest.length < Number(length) ? undefined : rest.toString('latin1', 0, Number(length))
  }
  const text = rest.toString('latin1')
  return text.endsWith('0\r\n\r\n') ? text.slice(text.indexOf('\r\n') + 2, -7) : undefined
}
