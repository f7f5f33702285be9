import { request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: an answer as any client sees it
  readonly json: any
}

export interface Question {
  readonly method: string
  /** As it is written into the request line: nothing is encoded or resolved. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Uint8Array
}

/** Sends one well-formed request on a connection of its own. */
export function request(origin: string, question: Question): Promise<Answer> {
  const { hostname, port } = new URL(origin)
  const { method, path, headers = {}, body } = question
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        hostname,
        port,
        method,
        path,
        headers: { connection: 'keep-alive', ...headers },
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const entries = Object.entries(response.headers).map(([name, value]) => [
            name,
            String(value),
          ])
          resolve(
            answerOf(
              response.statusCode ?? 0,
              Object.fromEntries(entries),
              Buffer.concat(chunks).toString(),
            ),
          )
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** A connection whose bytes are the caller's own affair. */
export interface RawConnection {
  readonly socket: Socket
  say(bytes: string | Uint8Array): void
  /** Resolves with the answers heard, once the server has closed the connection. */
  readonly closed: Promise<readonly Answer[]>
  /** Resolves with the first answer. */
  first(): Promise<Answer>
}

export function openRaw(origin: string): RawConnection {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  let heard = ''
  const news = new Set<() => void>()
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1')
    for (const tell of news) tell()
  })
  socket.on('error', () => undefined)
  const closed = new Promise<readonly Answer[]>((resolve) => {
    socket.on('close', () => resolve(parseAnswers(heard)))
  })
  return {
    socket,
    say: (bytes) => {
      socket.write(bytes)
    },
    closed,
    first: () =>
      Promise.race([
        new Promise<Answer>((resolve) => {
          const look = () => {
            const [answer] = parseAnswers(heard)
            if (answer !== undefined) resolve(answer)
          }
          news.add(look)
          look()
        }),
        closed.then(([answer]) => {
          if (answer === undefined) throw new Error(`closed after ${JSON.stringify(heard)}`)
          return answer
        }),
      ]),
  }
}

/** Says everything at once and takes the first answer. */
export async function sayRaw(origin: string, text: string | Uint8Array): Promise<Answer> {
  const connection = openRaw(origin)
  connection.say(text)
  const answer = await connection.first()
  connection.socket.destroy()
  return answer
}

/** Whole answers, in order. Reads what the server of this project sends: a Content-Length, or nothing. */
function parseAnswers(heard: string): readonly Answer[] {
  const answers: Answer[] = []
  for (let rest = heard; rest.startsWith('HTTP/1.1 '); ) {
    const end = rest.indexOf('\r\n\r\n')
    if (end === -1) break
    const [line = '', ...lines] = rest.slice(0, end).split('\r\n')
    const headers = Object.fromEntries(
      lines.map((each) => {
        const colon = each.indexOf(':')
        return [each.slice(0, colon).toLowerCase(), each.slice(colon + 1).trim()]
      }),
    ) as Record<string, string>
    const length = Number(headers['content-length'] ?? 0)
    const text = rest.slice(end + 4, end + 4 + length)
    if (text.length < length) break
    const status = Number(line.split(' ')[1])
    // An interim answer (RFC 9110 §15.2) is not the answer.
    if (status >= 200)
      answers.push(answerOf(status, headers, Buffer.from(text, 'latin1').toString()))
    rest = rest.slice(end + 4 + length)
  }
  return answers
}

function answerOf(status: number, headers: Record<string, string>, text: string): Answer {
  const isJson = /[/+]json/.test(headers['content-type'] ?? '')
  return { status, headers, text, json: isJson && text !== '' ? JSON.parse(text) : undefined }
}
