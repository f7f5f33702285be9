import { join } from 'node:path'
import type { Signer } from '@evenkeel/kernel'
import { createNativeSigner, systemClock, systemRandom } from '@evenkeel/kernel/adapters'
import { alternate, type Lane, type Round } from '../alternate.ts'
import { createAccreditationList, createStatusToken } from './evidence.ts'
import { createFloor } from './floor.ts'
import { nativeVerify, openLibrary, webVerify } from './library.ts'
import { type OpenVerifier, openVerifier } from './open-verifier.ts'
import { type Presented, present } from './presentations.ts'
import { accreditationOf, STATUS_URI } from './scene.ts'

export const LANES = [
  'floor',
  'verdict',
  'verdictInMemory',
  'libraryNoStatus',
  'libraryNoStatusWebCrypto',
  'libraryWithStatus1M',
] as const
export type VerifyLane = (typeof LANES)[number]

/** Presentations under way at a time: what arrives at a busy service within a few milliseconds, so that they share COMMITs. */
export const IN_FLIGHT = 64
/** Operations of one run, some 50 ms each; of the library with status one takes as long. */
const VERDICTS = 4 * IN_FLIGHT
const FLOORS = 256
const LIBRARY_RUNS = 128
export const WARM_UP = 4

/** Measures verdicts, what they can cost at least, and the reference library, in alternation, in one process. */
export async function measureVerify(
  directory: string,
  rounds: number,
): Promise<readonly Round<VerifyLane>[]> {
  const issuer = createNativeSigner('ES256', systemRandom.bytes(32))
  const network = createNativeSigner('EdDSA', systemRandom.bytes(32))
  const nowMs = systemClock.nowMs()
  const nowS = Math.floor(nowMs / 1_000)
  const token = await createStatusToken(nowS, issuer)
  const record = accreditationOf(issuer.publicJwk, nowMs)
  const list = await createAccreditationList(record, nowS, network)
  const documentAt = (url: string): Uint8Array => (url === STATUS_URI ? token : list)
  const onDisk = await openVerifier({
    storePath: join(directory, 'verifier.db'),
    network,
    documentAt,
  })
  const inMemory = await openVerifier({ storePath: ':memory:', network, documentAt })
  const native = openLibrary(issuer, token, nativeVerify)
  const web = openLibrary(issuer, token, webVerify)
  const floor = createFloor(FLOORS)
  const runs = rounds + WARM_UP
  const make = (verifier: OpenVerifier['verifier'], count: number, withStatus = true) =>
    presentMany({ issuer, verifier, nowS, withStatus, count: count * runs })

  const lanes: Readonly<Record<VerifyLane, Lane>> = {
    floor: {
      operations: FLOORS,
      run() {
        for (let done = 0; done < FLOORS; done += 1) floor.runOnce()
      },
    },
    verdict: verdictLane(onDisk, await make(onDisk.verifier, VERDICTS)),
    verdictInMemory: verdictLane(inMemory, await make(inMemory.verifier, VERDICTS)),
    libraryNoStatus: libraryLane(
      native,
      LIBRARY_RUNS,
      await make(onDisk.verifier, LIBRARY_RUNS, false),
    ),
    libraryNoStatusWebCrypto: libraryLane(
      web,
      LIBRARY_RUNS,
      await make(onDisk.verifier, LIBRARY_RUNS, false),
    ),
    libraryWithStatus1M: libraryLane(native, 1, await make(onDisk.verifier, 1)),
  }
  const measured = await alternate({ lanes, rounds, warmUp: WARM_UP })
  await onDisk.close()
  await inMemory.close()
  return measured
}

interface PresentMany {
  readonly issuer: Signer
  readonly verifier: OpenVerifier['verifier']
  readonly nowS: number
  readonly withStatus: boolean
  readonly count: number
}

/** Made before anything is measured: a lane does not pay for the making of its work. */
async function presentMany(parts: PresentMany): Promise<Presented[]> {
  const { verifier, count, ...rest } = parts
  const made: Presented[] = []
  while (made.length < count) {
    const nonce = verifier.createNonce()
    made.push(await present({ ...rest, position: made.length, audience: verifier.audience, nonce }))
  }
  return made
}

function verdictLane({ accept }: OpenVerifier, work: Presented[]): Lane {
  return {
    operations: VERDICTS,
    async run() {
      for (let done = 0; done < VERDICTS; done += IN_FLIGHT) {
        await Promise.all(work.splice(0, IN_FLIGHT).map(accept))
      }
    },
  }
}

function libraryLane(
  verify: (presented: Presented) => Promise<void>,
  operations: number,
  work: Presented[],
): Lane {
  return {
    operations,
    async run() {
      for (const presented of work.splice(0, operations)) await verify(presented)
    },
  }
}
