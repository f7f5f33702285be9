import { createNativeSigner, systemRandom } from '@evenkeel/kernel/adapters'
import { readRoundOptions } from '../figures.ts'
import { signStatusToken } from '../sign-status-token.ts'
import { STATUS_URI } from '../verify/scene.ts'
import { withDirectory } from '../with-directory.ts'
import { createLargeList } from './large-list.ts'
import { measureCodec } from './measure-codec.ts'
import { measurePublish } from './measure-publish.ts'
import { measureRefresh } from './measure-refresh.ts'
import { createStatusReport, describeStatusReport, type StatusMeasured } from './report.ts'

const USAGE = 'npm run bench -- status [--rounds 7] [--json]'
const ROUNDS = 7
/** How long presentations arrive, in milliseconds. */
const ARRIVE_MS = 10_000
/** Leases in seconds: the list is replaced every two seconds, and never while anything is measured. */
const LEASE_SHORT_S = 3
const LEASE_LONG_S = 3_600

/** Measures what a list of ten million entries costs its publisher and its readers and prints the report. Returns the exit code. */
export async function runStatusBench(argv: readonly string[]): Promise<number> {
  const options = readRoundOptions(argv, ROUNDS)
  if (!options.ok) {
    process.stderr.write(`${options.error}\n  use: ${USAGE}\n`)
    return 2
  }
  const { rounds, json } = options.value
  const report = createStatusReport(await withDirectory((directory) => measure(directory, rounds)))
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : describeStatusReport(report))
  return 0
}

async function measure(directory: string, rounds: number): Promise<StatusMeasured> {
  const issuer = createNativeSigner('ES256', systemRandom.bytes(32))
  const list = createLargeList()
  const token = await signStatusToken(list, { uri: STATUS_URI, iat: 1, exp: 2 }, issuer)
  const load = { directory, list, issuer, forMs: ARRIVE_MS }
  return {
    ...(await measureCodec(token, STATUS_URI, rounds)),
    publish: await measurePublish({ directory, list, uri: STATUS_URI, signer: issuer, rounds }),
    noRefresh: await measureRefresh({ ...load, leaseS: LEASE_LONG_S }),
    refresh: await measureRefresh({ ...load, leaseS: LEASE_SHORT_S }),
    tokenBytes: token.length,
  }
}
