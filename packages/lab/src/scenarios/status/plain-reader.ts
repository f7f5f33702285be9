import {
  decodeStatusList,
  getStatus,
  importPublicJwk,
  readStatusToken,
  type Signer,
  STATUS_INVALID,
  STATUS_SUSPENDED,
  STATUS_TOKEN_BYTES_MAX,
  STATUS_TOKEN_TYP,
  STATUS_VALID,
  type StatusEntry,
  type StatusList,
  type Transport,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import type { PartyClock } from './party-clock.ts'
import type { Standing } from './truth.ts'

const FETCH_MS_MAX = 2_000
const STANDINGS: Readonly<Record<number, Standing>> = {
  [STATUS_VALID]: 'valid',
  [STATUS_SUSPENDED]: 'suspended',
  [STATUS_INVALID]: 'invalid',
}

interface HeldToken {
  readonly list: StatusList
  readonly expMs: number
  /** When it should look again: `ttl` after it was fetched. */
  readonly refetchAtMs: number
}

/**
 * A relying party as the Token Status List draft describes it (draft-ietf-oauth-status-list-21 §8.3), which knows nothing of heads and ε: it
 * checks signature, `sub` and `exp`, keeps a token until `ttl` is over, and if no other can be had, until `exp`.
 */
export interface PlainReader {
  /** What it says of an entry; undefined when it has no token that holds. */
  read(entry: StatusEntry): Promise<Standing | undefined>
}

export function createPlainReader(
  clock: PartyClock,
  transport: Transport,
  keysOf: (uri: string) => readonly Signer[],
): PlainReader {
  const held = new Map<string, HeldToken>()
  const flights = new Map<string, Promise<void>>()

  async function look(uri: string): Promise<void> {
    const limits = { timeoutMs: FETCH_MS_MAX, maxBytes: STATUS_TOKEN_BYTES_MAX }
    const answer = await transport.retrieve(uri, limits)
    const token = answer.ok ? readStatusToken(answer.value, uri) : answer
    if (!token.ok) return
    const { jws, payload } = token.value
    const isGenuine = keysOf(uri).some(
      ({ publicJwk }) =>
        verifyJws(jws, unwrap(importPublicJwk(publicJwk)), { typ: STATUS_TOKEN_TYP }).ok,
    )
    const list = isGenuine ? decodeStatusList(payload) : undefined
    const now = clock.nowMs()
    const expMs = payload.exp * 1_000
    if (!list?.ok || now >= expMs) return
    const refetchAtMs = payload.ttl === undefined ? expMs : now + payload.ttl * 1_000
    held.set(uri, { list: list.value, expMs, refetchAtMs })
  }

  return {
    async read({ uri, idx }) {
      const before = held.get(uri)
      if (before === undefined || clock.nowMs() >= Math.min(before.refetchAtMs, before.expMs)) {
        const flight = flights.get(uri) ?? look(uri).finally(() => flights.delete(uri))
        flights.set(uri, flight)
        await flight
      }
      const newest = held.get(uri)
      if (newest === undefined || clock.nowMs() >= newest.expMs) return undefined
      const value = getStatus(newest.list, idx)
      return value.ok ? STANDINGS[value.value] : undefined
    },
  }
}
