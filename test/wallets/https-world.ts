import { request } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createSelfSigned } from './self-signed.ts'
import { openWalletWorld, type WalletWorld } from './wallet-world.ts'

/** A world whose addresses are https, so that its issuers and verifiers are did:webs. */
export interface HttpsWorld extends WalletWorld {
  /** The certificate that clients must trust, PEM. */
  readonly cert: string
}

/** Opens a world behind something that ends TLS, as in production. */
export async function openHttpsWorld(): Promise<HttpsWorld> {
  const front = await openTlsFront()
  const place = await openWalletWorld(({ url }) => {
    front.forwardTo(url)
    return front.url
  })
  return {
    ...place,
    cert: front.cert,
    async stop() {
      await front.close()
      await place.stop()
    },
  }
}

interface TlsFront {
  /** `https://localhost:<port>` */
  readonly url: string
  readonly cert: string
  /** Where everything goes from now on. */
  forwardTo(origin: string): void
  close(): Promise<void>
}

async function openTlsFront(): Promise<TlsFront> {
  const { key, cert } = createSelfSigned(Date.now())
  let origin: string | undefined
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    const { method, headers, url = '/' } = incoming
    const onward = request(new URL(url, origin), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0 }, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `https://localhost:${port}`,
    cert,
    forwardTo(next) {
      origin = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
