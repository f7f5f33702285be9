import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Signer, StatusList } from '@evenkeel/kernel'
import {
  createNativeSigner,
  systemClock,
  systemRandom,
  systemTimers,
} from '@evenkeel/kernel/adapters'
import { signStatusToken } from '../sign-status-token.ts'
import { createAccreditationList } from '../verify/evidence.ts'
import { type OpenVerifier, openVerifier } from '../verify/open-verifier.ts'
import { type Presented, present } from '../verify/presentations.ts'
import { accreditationOf, STATUS_URI } from '../verify/scene.ts'

/** Presentations that come at once, and how often, in milliseconds: 400 a second, about a sixth of what a core can do. */
const ARRIVING = 4
const ARRIVING_EVERY_MS = 10
/** Time between two sweeps, in milliseconds: ahead of the end of so short a lease. */
const SWEEP_MS = 200
/** Time before anything is measured, and tokens beyond the end, in milliseconds and seconds. */
const WARM_UP_MS = 3_000
const TOKENS_BEYOND_S = 10

export interface RefreshParts {
  /** Where the verifier's store is: a directory on a disk. */
  readonly directory: string
  readonly list: StatusList
  readonly issuer: Signer
  /** How long a token may be relied on, in seconds: a sweep finds it due in its second half. */
  readonly leaseS: number
  readonly forMs: number
}

export interface RefreshFigures {
  /** How late the event loop came round, in milliseconds, looked at every millisecond, which is in it. */
  readonly delayMs: { readonly p50: number; readonly p99: number; readonly max: number }
  /** How often the list was replaced. */
  readonly refreshes: number
  readonly verdicts: number
}

/** Lets presentations arrive at a verifier while the list that they are looked up in is replaced in every lease. */
export async function measureRefresh(parts: RefreshParts): Promise<RefreshFigures> {
  const { directory, list, issuer, leaseS, forMs } = parts
  const network = createNativeSigner('EdDSA', systemRandom.bytes(32))
  const nowMs = systemClock.nowMs()
  const nowS = Math.floor(nowMs / 1_000)
  const record = accreditationOf(issuer.publicJwk, nowMs)
  const accreditations = await createAccreditationList(record, nowS, network)
  const tokens = new Map<number, Uint8Array>()
  const served = new Set<number>()
  const { verifier, accept, close } = await openVerifier({
    storePath: join(directory, `verifier-${leaseS}.db`),
    network,
    documentAt(url) {
      if (url !== STATUS_URI) return accreditations
      const iat = Math.floor(systemClock.nowMs() / 1_000)
      served.add(iat)
      return tokens.get(iat)
    },
  })
  const waiting: Presented[] = []
  while (waiting.length < ((WARM_UP_MS + forMs) / ARRIVING_EVERY_MS) * ARRIVING) {
    const { audience } = verifier
    const asked = { position: waiting.length, issuer, audience, nonce: verifier.createNonce() }
    waiting.push(await present({ ...asked, nowS, withStatus: true }))
  }
  const startS = Math.floor(systemClock.nowMs() / 1_000)
  const endS = startS + (WARM_UP_MS + forMs) / 1_000 + TOKENS_BEYOND_S
  for (let iat = startS; iat < endS; iat += 1) {
    const times = { uri: STATUS_URI, iat, exp: iat + leaseS }
    tokens.set(iat, await signStatusToken(list, times, issuer))
  }

  const arriveFor = createArrivals(accept, waiting)
  const stopSweep = systemTimers.every(SWEEP_MS, async () => verifier.sweep?.())
  await arriveFor(WARM_UP_MS)
  served.clear()
  const monitor = monitorEventLoopDelay({ resolution: 1 })
  monitor.enable()
  const verdicts = await arriveFor(forMs)
  monitor.disable()
  await stopSweep()
  await close()
  const ms = (nanoseconds: number) => Math.round(nanoseconds / 1_000) / 1_000
  return {
    delayMs: {
      p50: ms(monitor.percentile(50)),
      p99: ms(monitor.percentile(99)),
      max: ms(monitor.max),
    },
    refreshes: served.size,
    verdicts,
  }
}

/** Makes what lets presentations arrive for so long, and gives how many did; throws what the first one threw that was not accepted. */
function createArrivals(
  accept: OpenVerifier['accept'],
  waiting: Presented[],
): (durationMs: number) => Promise<number> {
  let fault: { readonly error: unknown } | undefined
  const acceptOne = (presented: Presented): Promise<void> =>
    accept(presented).catch((error: unknown) => {
      fault ??= { error }
    })
  return async (durationMs) => {
    const endMs = systemClock.monotonicMs() + durationMs
    const verdicts: Promise<void>[] = []
    while (systemClock.monotonicMs() < endMs) {
      verdicts.push(...waiting.splice(0, ARRIVING).map(acceptOne))
      await systemTimers.sleep(ARRIVING_EVERY_MS)
    }
    await Promise.all(verdicts)
    if (fault !== undefined) throw fault.error
    return verdicts.length
  }
}
