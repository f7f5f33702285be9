import { DEFAULT_PUBLIC_URL, type Listener, openListener, readWorldFile } from '@evenkeel/node'
import { malformed, RefusedError } from './refused-error.ts'

export interface ListenOptions {
  readonly http: boolean
  readonly listen?: string
  readonly allowRemote?: boolean
  readonly publicUrl?: string
}

interface HostAndPort {
  readonly host: string
  readonly port: number
}

/**
 * Opens the port of a world: the one that `--listen` names, else the one of its own address. Other machines reach it only with
 * `--allow-remote`, because the demo's keys and money are in it.
 */
export async function listenFor(
  directory: string,
  { http, listen, allowRemote, publicUrl }: ListenOptions,
): Promise<Listener | undefined> {
  if (!http) return undefined
  const address =
    listen === undefined
      ? addressOf(readWorldFile(directory)?.publicUrl ?? publicUrl ?? DEFAULT_PUBLIC_URL)
      : readAddress(listen)
  if (allowRemote !== true && !isLoopback(address.host)) {
    throw malformed(
      `${address.host} can be reached by other machines.`,
      'listen on 127.0.0.1, or add --allow-remote',
    )
  }
  try {
    return await openListener(address)
  } catch (error) {
    throw new RefusedError({
      what: `Nothing can listen on ${address.host}:${address.port}.`,
      code: 'address_not_usable',
      detail: String(error),
      next: 'name another address with --listen, or do without by --no-http',
    })
  }
}

function readAddress(text: string): HostAndPort {
  const [, v6, v4, port] =
    /^(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9.-]+)):([0-9]{1,5})$/.exec(text) ?? []
  const host = v6 ?? v4
  if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) }
  throw malformed('--listen takes host:port, such as 127.0.0.1:8790.')
}

/** A world whose own address is not on this machine has something in front of it that must be told where to find it. */
function addressOf(publicUrl: string): HostAndPort {
  const { protocol, hostname, port } = new URL(publicUrl)
  const host = hostname.replaceAll(/[[\]]/g, '')
  if (protocol === 'http:' && isLoopback(host)) return { host, port: Number(port || 80) }
  throw malformed(
    `The world is at ${publicUrl}, which is not on this machine.`,
    'say with --listen where the server in front of it finds it, or use --no-http',
  )
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.[0-9]{1,3}){3}$/.test(host)
}
