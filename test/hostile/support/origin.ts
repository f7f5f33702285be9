import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'

/** A server of the attacker's, and a service inside that the attacker wants reached. */
export interface Origin {
  readonly url: string
  /** Serves one more path with this, and gives its URL. */
  serve(answer: RequestListener): string
  /** Port of the service inside: it counts who connects, and says nothing. */
  readonly trapPort: number
  trapped(): number
  close(): Promise<void>
}

export async function createOrigin(): Promise<Origin> {
  const answers = new Map<string, RequestListener>()
  const server = createServer((request, response) => {
    // Where a list is, its head is looked for below, also one made on demand.
    const answer = answers.get((request.url ?? '').replace(/\/head(\/max-age\/\d+)?$/, ''))
    if (answer === undefined) response.writeHead(404).end()
    else answer(request, response)
  })
  let connections = 0
  const trap = createTcpServer((socket) => {
    connections += 1
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    serve(answer) {
      const path = `/${answers.size + 1}`
      answers.set(path, answer)
      return url + path
    },
    trapPort: (trap.address() as AddressInfo).port,
    trapped: () => connections,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await new Promise((resolve) => trap.close(resolve))
    },
  }
}
