import {
  type AccreditationRecord,
  importPublicJwk,
  type ParsedJws,
  type PublicJwk,
  verifyJws,
} from '@evenkeel/kernel'
import type { NetworkDeps } from '../commands/network-deps.ts'
import { listAccreditations, listAnnouncements } from '../commands/publish-accreditations.ts'
import { PUBLISHERS_AGE_MS_MAX, PUBLISHERS_AGE_MS_MIN } from '../limits.ts'

/** Who may sign for a URL. */
export interface Publisher {
  /** Its address, which its URLs begin with. */
  readonly base: string
  /** Of the accredited issuers that have this address. */
  readonly keys: readonly PublicJwk[]
}

/** Whose heads a relay hands out. */
export interface AccreditedPublishers {
  /** The publisher below whose address a URL is; undefined for a URL of nobody's. */
  find(url: string): Promise<Publisher | undefined>
}

/**
 * Knows the addresses of all accredited issuers, those announced included: a party's URL, and an identifier that is a URL. They are read again
 * when they are old, and sooner when somebody is not among them.
 */
export function createAccreditedPublishers({ context }: NetworkDeps): AccreditedPublishers {
  const { store, clock } = context.ports
  let publishers: readonly (readonly [string, readonly PublicJwk[]])[] = []
  let readMs = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  /** One read at a time, however many wait for it. */
  function reread(): Promise<void> {
    reading ??= read().finally(() => {
      reading = undefined
    })
    return reading
  }

  async function read(): Promise<void> {
    const standing = await listAccreditations(store)
    const announced = (await listAnnouncements(store)).map(({ record }) => record)
    publishers = [...standing, ...announced].filter(isPublisher).flatMap(({ keys, ...record }) => {
      const bases = [context.directory.urlOf(record.party), record.subject]
      return bases.map((base) => [`${base}/`, keys] as const)
    })
    readMs = clock.monotonicMs()
  }

  const findRead = (url: string) => publishers.filter(([base]) => url.startsWith(base))

  return {
    async find(url) {
      const ageMs = clock.monotonicMs() - readMs
      const isOld = ageMs >= PUBLISHERS_AGE_MS_MAX
      const isUnknown = findRead(url).length === 0
      if (isOld || (isUnknown && ageMs >= PUBLISHERS_AGE_MS_MIN)) await reread()
      const found = findRead(url)
      const [first] = found
      return first && { base: first[0], keys: found.flatMap(([, keys]) => keys) }
    },
  }
}

function isPublisher({ action, status }: AccreditationRecord): boolean {
  return action === 'issue' && status !== 'withdrawn'
}

/** Whether one of the keys signed it. */
export function isSignedBy(jws: ParsedJws, keys: readonly PublicJwk[], typ: string): boolean {
  return keys.some((jwk) => {
    const key = importPublicJwk(jwk)
    return key.ok && verifyJws(jws, key.value, { typ }).ok
  })
}
