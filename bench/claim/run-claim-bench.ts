import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { err, ok, type Result } from '@evenkeel/kernel'
import { createNativeSigner, systemRandom } from '@evenkeel/kernel/adapters'
import { MEMBERSHIP_TYPE } from '@evenkeel/node'
import { CLAIMS_MAX, PAUSE_MS_MAX } from '../limits.ts'
import { type WorldAddress, withWorld } from '../start-world.ts'
import { measureClaim, postJson, type ResponseMode } from './measure-claim.ts'
import { createReport, describeReport, type MeasuredClaim } from './report.ts'
import { createWallet, type Wallet } from './wallet.ts'

export interface ClaimBenchOptions {
  /** Claims that are measured, half in each response mode. */
  readonly count: number
  /** Claims before them that are not. */
  readonly warmUp: number
  readonly pauseMs: number
  readonly json: boolean
}

const USAGE = 'npm run bench -- claim [--count 300] [--warm-up 50] [--pause-ms 25] [--json]'
const DAY_MS = 86_400_000
const MODES: readonly ResponseMode[] = ['direct_post.jwt', 'direct_post']

/** Measures one claim after the other through HTTP and prints the report. Returns the exit code. */
export async function runClaimBench(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv)
  if (!options.ok) {
    process.stderr.write(`${options.error}\n  use: ${USAGE}\n`)
    return 2
  }
  const { warmUp, pauseMs, json } = options.value
  const measured = await withWorld((world) => measureClaims(world, options.value))
  const report = createReport(measured, { warmUp, pauseMs })
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : describeReport(report))
  return 0
}

/** Low load: nobody else is there, and the payment of one claim falls into the time of the next ones, as it does in life. */
async function measureClaims(
  { url, issuerKey }: WorldAddress,
  { count, warmUp, pauseMs }: ClaimBenchOptions,
): Promise<readonly MeasuredClaim[]> {
  const wallets: Wallet[] = []
  while (wallets.length < warmUp + count) wallets.push(await openWallet(url, issuerKey))
  const measured: MeasuredClaim[] = []
  for (const [position, wallet] of wallets.entries()) {
    const mode = MODES[position % MODES.length] as ResponseMode
    await sleep(pauseMs)
    const times = await measureClaim(url, wallet, mode)
    if (position >= warmUp) measured.push({ mode, times })
  }
  return measured
}

/** A new member with a credential of the strict issuer, and a key of their own. */
async function openWallet(url: string, issuerKey: string): Promise<Wallet> {
  const signer = createNativeSigner('ES256', systemRandom.bytes(32))
  const { credential } = await postJson<{ readonly credential: string }>(
    `${url}/issuer-strict/credentials`,
    {
      vct: MEMBERSHIP_TYPE,
      claims: { member_id: `m-${randomUUID()}`, tier: 'gold' },
      disclose: ['member_id', 'tier'],
      holderJwk: signer.publicJwk,
      validForMs: DAY_MS,
    },
    { authorization: `Bearer ${issuerKey}`, 'idempotency-key': randomUUID() },
  )
  return createWallet(credential, signer)
}

function readOptions(argv: readonly string[]): Result<ClaimBenchOptions, string> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        count: { type: 'string', default: '300' },
        'warm-up': { type: 'string', default: '50' },
        'pause-ms': { type: 'string', default: '25' },
        json: { type: 'boolean', default: false },
      },
    })
    const count = readNumber(values.count)
    const warmUp = readNumber(values['warm-up'])
    const pauseMs = readNumber(values['pause-ms'])
    // Less than two would leave a response mode without a figure.
    if (!(count >= MODES.length)) return err(`--count is a number from ${MODES.length}`)
    if (!(count + warmUp <= CLAIMS_MAX)) return err(`--count and --warm-up: ${CLAIMS_MAX} in all`)
    if (!(pauseMs <= PAUSE_MS_MAX)) return err(`--pause-ms is a number from 0 to ${PAUSE_MS_MAX}`)
    return ok({ count, warmUp, pauseMs, json: values.json })
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error))
  }
}

/** NaN, which is within no bounds, for what is no number. */
function readNumber(text: string): number {
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN
}
