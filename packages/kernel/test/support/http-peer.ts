import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { TestCertificate } from './certificates.ts'

/** A server on the loopback interface, for as long as the test runs. */
export interface HttpPeer {
  readonly port: number
  /** With a slash at its end. */
  readonly url: string
  readonly connections: () => number
}

export async function openPeer(
  listener: RequestListener,
  certificate?: TestCertificate,
): Promise<HttpPeer> {
  const server: Server = certificate
    ? createTlsServer({ ...certificate }, listener)
    : createServer(listener)
  let connections = 0
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  const url = `${certificate ? 'https' : 'http'}://127.0.0.1:${port}/`
  return { port, url, connections: () => connections }
}
