import {
  decodeBase64url,
  decodeUtf8,
  deflateStatusList,
  encodeHex,
  inflateStatusList,
  joinHead,
  ok,
  readHead,
  type Signer,
  STATUS_INVALID,
  STATUS_LIST_BYTES_MAX,
  setStatus,
  signHead,
  statusListSize,
  statusRoot,
  unwrap,
} from '@evenkeel/kernel'
import { shortHash } from '../../hash-values.ts'
import type { Simulation } from '../../simulation.ts'
import type { StatusPlan } from './draw-plan.ts'
import type { Meddle } from './status-world.ts'

/** What somebody between the publishers and the verifiers has done, and seen. */
export interface Meddler {
  readonly meddle: Meddle
  /** The latest document of this address that a verifier was given, by its own time, and when it was given. */
  latestGiven(verifier: string, url: string): Given | undefined
  /** From now on this verifier is given one more head of the strict issuer, and then another one of the same number again and again. */
  beginEquivocation(verifier: string, key: Signer): void
  /** Whether a verifier was given two versions of one head. */
  isLiedTo(verifier: string): boolean
}

export interface Given {
  /** Unix seconds. */
  readonly iat: number
  /** Virtual milliseconds. */
  readonly atMs: number
}

/** Earlier copies of one document that a bad cache may still give. */
const COPIES_MAX = 3

/** Makes the man in the middle: he gives old copies to some, two heads of one number to one, and notes the times that he let pass. */
export function createMeddler(simulation: Simulation, plan: StatusPlan): Meddler {
  const copies = new Map<string, Uint8Array[]>()
  const latest = new Map<string, Given>()
  const given = new Map<string, Uint8Array>()
  let liar: { readonly verifier: string; readonly key: Signer } | undefined
  const lied = new Set<string>()

  async function change(party: string, url: string, document: Uint8Array): Promise<Uint8Array> {
    const verifier = plan.verifiers.find(({ name }) => name === party)
    if (verifier === undefined || !url.includes('/status/')) return document
    // Heads that are made for now have the same older versions as any other.
    const place = url.replace(/\/max-age\/\d+$/, '')
    const seen = copies.get(place) ?? []
    copies.set(place, [...seen, document].slice(-COPIES_MAX))
    if (liar?.verifier === party && place.endsWith('/head')) {
      const before = given.get(place)
      if (before !== undefined) {
        lied.add(party)
        simulation.tally('heads forged')
        return forge(before, place.slice(0, -'/head'.length), liar.key)
      }
      given.set(place, document)
      return document
    }
    const older = seen.filter((copy) => shortHash(copy) !== shortHash(document))
    const isStale = simulation.random.chance(verifier.staleCopyPerMille)
    const [copy] = isStale ? older : []
    if (copy !== undefined) simulation.tally('stale copies')
    return copy ?? document
  }

  return {
    meddle: (party, transport) => ({
      deliver: transport.deliver,
      async retrieve(url, limits) {
        const answer = await transport.retrieve(url, limits)
        if (!answer.ok) return answer
        const document = await change(party, url, answer.value)
        const place = `${party} ${url}`
        const iat = timeOf(document)
        if (iat > (latest.get(place)?.iat ?? 0)) {
          latest.set(place, { iat, atMs: simulation.scheduler.nowMs })
        }
        return ok(document)
      },
    }),
    latestGiven: (verifier, url) => latest.get(`${verifier} ${url}`),
    beginEquivocation(verifier, key) {
      liar = { verifier, key }
    },
    isLiedTo: (verifier) => lied.has(verifier),
  }
}

/** `iat` of a signed document; 0 for a text that is none. */
function timeOf(document: Uint8Array): number {
  const payload = (decodeUtf8(document) ?? '').split('~', 1)[0]?.split('.')[1] ?? ''
  const text = decodeUtf8(decodeBase64url(payload) ?? new Uint8Array())
  if (text === undefined || !text.startsWith('{')) return 0
  return Number((JSON.parse(text) as { readonly iat?: number }).iat ?? 0)
}

/** The same head of another list: its last entry, which is nobody's, has ended. */
async function forge(document: Uint8Array, scope: string, signer: Signer): Promise<Uint8Array> {
  const { head, compressed } = unwrap(readHead(document, scope))
  const bytes = unwrap(inflateStatusList(compressed, { maxBytes: STATUS_LIST_BYTES_MAX })).slice()
  const list = { bits: head.bits, order: 'lsb', bytes } as const
  setStatus(list, statusListSize(list) - 1, STATUS_INVALID)
  const compact = await signHead(signer, { ...head, root: encodeHex(statusRoot(bytes)) })
  return joinHead(compact, deflateStatusList(bytes))
}
