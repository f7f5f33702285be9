import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import {
  decodeStatusList,
  readStatusToken,
  type Signer,
  type StatusList,
  unwrap,
} from '@evenkeel/kernel'
import { systemTimers } from '@evenkeel/kernel/adapters'
import { alternate, medianOf, type Round } from '../alternate.ts'
import { type LargeIssuer, openLargeIssuer } from './open-large-issuer.ts'

export type PublishLane = 'publish' | 'renew'

export interface PublishMeasured {
  readonly rounds: readonly Round<PublishLane>[]
  /** The longest that the issuer's event loop came round late while it published, in milliseconds: the median of so many publications. */
  readonly loopDelayMaxMs: Readonly<Record<PublishLane, number>>
}

export interface PublishParts {
  /** Where the store is: a directory on a disk. */
  readonly directory: string
  readonly list: StatusList
  readonly uri: string
  readonly signer: Signer
  readonly rounds: number
}

const WARM_UP = 2
/** Quiet before and after a publication, in milliseconds, so that the loop's delay is the publication's. */
const QUIET_MS = 20

/**
 * Measures the issuer's own publisher. `publish` is a revocation from its order until the list with it is served: the bits changed, compressed
 * for every form, four signatures, all durable, its leaf on its way to the log. `renew` is the same list once more, for its lease.
 */
export async function measurePublish(parts: PublishParts): Promise<PublishMeasured> {
  const { directory, list, uri, signer, rounds } = parts
  const storePath = join(directory, 'issuer.db')
  const credentials = 2 * (WARM_UP + rounds)
  const large = await openLargeIssuer({ storePath, list, signer, credentials })
  const publications: Readonly<Record<PublishLane, () => Promise<void>>> = {
    publish() {
      large.pass(1_000)
      return large.revokeNext()
    },
    renew() {
      large.pass(large.leaseMs)
      return large.issuer.publishStatus()
    },
  }
  const measured = await alternate({
    lanes: {
      publish: { operations: 1, run: publications.publish },
      renew: { operations: 1, run: publications.renew },
    },
    rounds,
    warmUp: WARM_UP,
  })
  const loopDelayMaxMs = {
    publish: await measureLoopDelay(publications.publish, rounds),
    renew: await measureLoopDelay(publications.renew, rounds),
  }
  await checkServed(large, { list, uri, revoked: WARM_UP + 2 * rounds })
  await large.close()
  return { rounds: measured, loopDelayMaxMs }
}

async function measureLoopDelay(publish: () => Promise<void>, times: number): Promise<number> {
  const delaysMs: number[] = []
  for (let done = 0; done < times; done += 1) {
    const monitor = monitorEventLoopDelay({ resolution: 1 })
    monitor.enable()
    await systemTimers.sleep(QUIET_MS)
    await publish()
    await systemTimers.sleep(QUIET_MS)
    monitor.disable()
    delaysMs.push(monitor.max / 1_000_000)
  }
  return medianOf(delaysMs)
}

/** Throws unless the plain list says what the list said, and that so many more are revoked. */
async function checkServed(
  { issuer }: LargeIssuer,
  expected: { readonly list: StatusList; readonly uri: string; readonly revoked: number },
): Promise<void> {
  const served = await issuer.statusList(1)
  if (served === undefined) throw new Error('no list is served')
  const { bytes } = unwrap(
    decodeStatusList(unwrap(readStatusToken(served.bytes, expected.uri)).payload),
  )
  const before = expected.list.bytes
  const changed = bytes.filter((byte, position) => byte !== before[position]).length
  if (bytes.length !== before.length || changed !== expected.revoked) {
    throw new Error(`${changed} bytes differ from the list, not ${expected.revoked}`)
  }
}
