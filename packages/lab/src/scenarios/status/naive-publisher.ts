import {
  createJws,
  createStatusList,
  deflateStatusList,
  encodeBase64url,
  encodeUtf8,
  type PartyId,
  STATUS_INVALID,
  STATUS_SUSPENDED,
  STATUS_TOKEN_TYP,
  STATUS_VALID,
  setStatus,
} from '@evenkeel/kernel'
import { SIMULATION_START_MS } from '../../limits.ts'
import type { LabCredential } from './credentials.ts'
import type { IssuerName } from './draw-plan.ts'
import type { StatusWorld } from './status-world.ts'
import type { Change, Standing } from './truth.ts'

const NAIVE = 'naive' as PartyId
const ENTRIES = 131_072
const VALUES: Readonly<Record<Standing, number>> = {
  valid: STATUS_VALID,
  suspended: STATUS_SUSPENDED,
  invalid: STATUS_INVALID,
}

/**
 * Publishes the bits of an issuer as most do it: a token for a lease from now on, cacheable for as long, a new one each period and with each
 * change, at the moment at which the change counts. What the plain lists of this project are compared with.
 */
export function addNaivePublisher(
  world: StatusWorld,
  credentials: readonly LabCredential[],
): (issuer: IssuerName) => string {
  const { simulation, plan, edges } = world
  const { scheduler, directory, network } = simulation
  const served = new Map<
    string,
    { readonly text: string; readonly iat: number; readonly bits: string }
  >()
  const urlOf = (issuer: IssuerName) => `${directory.urlOf(NAIVE)}/${issuer}`

  async function publish(issuer: IssuerName): Promise<Uint8Array> {
    const own = credentials.filter((credential) => credential.issuer === issuer)
    const standings = own.map(({ changes }) => standingAt(changes, scheduler.nowMs))
    const bits = standings.join()
    const nowS = Math.floor((SIMULATION_START_MS + scheduler.nowMs) / 1_000)
    const before = served.get(issuer)
    const isDue =
      before === undefined ||
      before.bits !== bits ||
      nowS - before.iat >= plan.rule.periodMs / 1_000
    if (isDue) {
      const list = createStatusList(ENTRIES, 2)
      for (const [position, { entry }] of own.entries()) {
        setStatus(list, entry.idx, VALUES[standings[position] ?? 'valid'])
      }
      const leaseS = plan.rule.leaseMs / 1_000
      const [signer] = world.credentialKeys(issuer)
      const text = await createJws({
        header: { typ: STATUS_TOKEN_TYP, kid: signer.keyId },
        payload: {
          sub: urlOf(issuer),
          iat: nowS,
          exp: nowS + leaseS,
          ttl: leaseS,
          status_list: { bits: 2, lst: encodeBase64url(deflateStatusList(list.bytes)) },
        },
        signer,
      })
      served.set(issuer, { text, iat: nowS, bits })
    }
    const { text = '', iat = 0 } = served.get(issuer) ?? {}
    const bytes = encodeUtf8(text)
    edges.onServed(bytes, iat * 1_000 + plan.rule.leaseMs - SIMULATION_START_MS - scheduler.nowMs)
    return bytes
  }

  network.connect(NAIVE, [
    {
      receive: () => Promise.reject(new Error('it takes no envelopes')),
      document: (path) => publish(path.slice(1) as IssuerName),
    },
  ])
  return urlOf
}

/** At T for what is announced, and when the issuer has answered for what is immediate. */
function standingAt(changes: readonly Change[], atMs: number): Standing {
  const counting = changes.filter((change) => {
    const { mode, everywhereAtMs = Number.POSITIVE_INFINITY, publishedAtMs } = change
    if (change.cancelling === 'cancelled') return false
    return mode === 'immediate'
      ? publishedAtMs !== undefined && atMs >= publishedAtMs
      : atMs >= everywhereAtMs
  })
  return counting.at(-1)?.to ?? 'valid'
}
