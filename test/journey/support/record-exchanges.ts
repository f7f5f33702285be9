import { worldParties } from '@evenkeel/node'
import { createExchangeChecker, type Exchange } from './check-exchange.ts'
import { readOpenapiDocuments } from './openapi-documents.ts'

export interface RecordedExchange {
  readonly role: string
  /** As `role operation`. */
  readonly name: string
  readonly exchange: Exchange
}

/** Sends requests to the parties of a world and compares each answer with the document of the party's role. */
export interface Recorder {
  /** As `fetch`. A request with an Idempotency-Key that was answered well is sent twice, and has to get the stored answer. */
  readonly exchange: (request: Request) => Promise<Response>
  /** Waits for the ends of streams; what was exchanged, and what was wrong with it. */
  finish(): Promise<{
    readonly recorded: readonly RecordedExchange[]
    readonly complaints: readonly string[]
  }>
}

/** Records what goes to the parties below a public URL by `send`, the platform's own fetch if absent. */
export function createRecorder(
  publicUrl: string,
  send: (request: Request) => Promise<Response> = fetch,
): Recorder {
  const check = createExchangeChecker(readOpenapiDocuments())
  const recorded: RecordedExchange[] = []
  const complaints: string[] = []
  const keeping: Promise<void>[] = []

  async function keep(request: Request, body: string, response: Response): Promise<void> {
    const { role, target } = addresseeOf(request.url, publicUrl)
    const exchange: Exchange = {
      method: request.method,
      target,
      sent: { headers: request.headers, body },
      status: response.status,
      headers: response.headers,
      body: await response.text(),
    }
    const checked = check(role, exchange)
    complaints.push(...checked.complaints)
    recorded.push({ role, name: checked.name, exchange })
  }

  async function repeat(request: Request, first: Response): Promise<void> {
    const again = await send(request)
    const isSame = again.status === first.status && (await again.text()) === (await first.text())
    const isStored = again.headers.get('idempotency-replayed') === 'true'
    if (!isSame || !isStored) complaints.push(`${request.url} answered its repeat anew`)
  }

  return {
    async exchange(request) {
      const body = await request.clone().text()
      const again = request.clone()
      const response = await send(request)
      keeping.push(keep(again, body, response.clone()))
      if (response.ok && request.headers.has('idempotency-key')) {
        await repeat(again, response.clone())
      }
      return response
    },
    async finish() {
      await Promise.all(keeping)
      return { recorded, complaints }
    },
  }
}

function addresseeOf(url: string, publicUrl: string): { role: string; target: string } {
  const [, party = '', target = ''] = /^\/([^/]+)(\/.*)$/s.exec(url.slice(publicUrl.length)) ?? []
  const role = worldParties.find(({ id }) => id === party)?.role
  if (role === undefined) throw new Error(`${url} is of no party`)
  return { role, target }
}
