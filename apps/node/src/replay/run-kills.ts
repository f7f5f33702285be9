import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assert } from '@evenkeel/kernel'
import { systemClock, systemRandom } from '@evenkeel/kernel/adapters'
import { type BookDigests, readBookDigests, settlementsInJournal } from './compare-books.ts'
import { createDrop } from './create-drop.ts'
import { AIM_EVERY_MS, KILL_AFTER_START_MS_MAX } from './limits.ts'
import type { ReplayReport } from './run-replay.ts'

export interface KillsInput {
  readonly kills: number
  readonly claims: number
  readonly retries: number
  /** An empty directory; what is in it afterwards is the caller's to remove. */
  readonly directory: string
  /** Told after each kill. */
  readonly onKill?: (kills: number, settled: number) => void
}

export interface KillsReport {
  readonly schema: 'evenkeel.kill/v1'
  readonly claims: number
  readonly kills: number
  /** Kills after which the ledger's journal had some settlements but not all. */
  readonly killsBetweenFirstAndLastSettlement: number
  /** Replays that were killed and ended by themselves; another begins when one ends before there were enough kills. */
  readonly replays: number
  /** Settled claims, sends, absorbed duplicates, sum and root as in the uninterrupted replay, each time. */
  readonly equalTotals: boolean
  /** Every account of the ledger as in the uninterrupted replay, each time. */
  readonly equalBalances: boolean
  /** Every row of the table in the same state as in the uninterrupted replay, each time. */
  readonly equalTable: boolean
  /** Accounts that hold less, and more, than their row says; all replays together. */
  readonly lost: number
  readonly doubled: number
  readonly seconds: number
}

interface EndedReplay extends BookDigests {
  readonly report: ReplayReport
}

/** Kills replays of a made-up drop at random moments until there are enough kills, and compares each with one that nobody disturbed. */
export async function runKills(input: KillsInput): Promise<KillsReport> {
  const { claims, directory } = input
  const startMs = systemClock.monotonicMs()
  const data = join(directory, 'drop.csv.gz')
  createDrop(data, claims, 'kill')
  const untouched = await endReplay(input, join(directory, 'untouched'))
  const ended: EndedReplay[] = []
  const settledAtKill: number[] = []
  do {
    const killed = join(directory, `killed-${ended.length}`)
    await killReplay(input, killed, settledAtKill)
    ended.push(await endReplay(input, killed))
  } while (settledAtKill.length < input.kills)

  const sum = (count: (report: ReplayReport) => number): number =>
    ended.reduce((total, { report }) => total + count(report), 0)
  return {
    schema: 'evenkeel.kill/v1',
    claims,
    kills: settledAtKill.length,
    killsBetweenFirstAndLastSettlement: settledAtKill.filter((n) => n > 0 && n < claims).length,
    replays: ended.length,
    equalTotals: ended.every(({ report }) => totalsOf(report) === totalsOf(untouched.report)),
    equalBalances: ended.every(({ balances }) => balances === untouched.balances),
    equalTable: ended.every(({ table }) => table === untouched.table),
    lost: sum((report) => report.lost),
    doubled: sum((report) => report.doubled),
    seconds: Math.round((systemClock.monotonicMs() - startMs) / 1000),
  }
}

/** Everything of a report that must not depend on kills. */
function totalsOf(report: ReplayReport): string {
  const { prepareSeconds, seconds, claimsPerSecond, peakRssMb, ...totals } = report
  return JSON.stringify(totals)
}

/** Lets a replay run to its end. */
async function endReplay(input: KillsInput, state: string): Promise<EndedReplay> {
  const life = await live(input, state)
  assert(life.report !== undefined, `the replay in ${state} did not end by itself`)
  return { report: life.report, ...(await readBookDigests(state)) }
}

/** Kills a replay and starts it again, until there are enough kills or it ended before its kill came. */
async function killReplay(
  input: KillsInput,
  state: string,
  settledAtKill: number[],
): Promise<void> {
  let settled = 0
  while (settledAtKill.length < input.kills) {
    const life = await live(input, state, aim(input, settled, settledAtKill.length))
    if (!life.killed) return
    settled = await settlementsInJournal(state)
    settledAtKill.push(settled)
    input.onKill?.(settledAtKill.length, settled)
  }
}

/** When to kill: at so many settlements, or so long after the start. */
type Kill = { readonly atSettled: number } | { readonly afterMs: number }

/** Three of four while claims settle, spread over what is left; the others anywhere: in the start, the preparation, the opening. */
function aim({ kills, claims }: KillsInput, settled: number, killed: number): Kill {
  if (systemRandom.below(4) === 0) return { afterMs: systemRandom.below(KILL_AFTER_START_MS_MAX) }
  const step = Math.max(1, Math.ceil((claims - settled) / (kills - killed + 1)))
  return { atSettled: settled + 1 + systemRandom.below(2 * step) }
}

interface Life {
  readonly killed: boolean
  /** What it printed, if it ended well. */
  readonly report?: ReplayReport
}

/** One life of a replay as a process of its own, to its end or to `kill -9`. */
async function live(
  { claims, retries, directory }: KillsInput,
  state: string,
  kill?: Kill,
): Promise<Life> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const data = join(directory, 'drop.csv.gz')
  const counts = ['--limit', String(claims), '--retries', String(retries)]
  const child = spawn(process.execPath, [
    ...[main, '--json', '--data', data, '--dir', state, ...counts],
    ...['--progress-ms', String(AIM_EVERY_MS)],
  ])
  const afterMs = kill !== undefined && 'afterMs' in kill ? kill.afterMs : undefined
  const timer = afterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), afterMs)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
    const settled = Number(/^settled ([0-9]+)\/[0-9]+,.*\n$/m.exec(text)?.[1] ?? -1)
    if (kill !== undefined && 'atSettled' in kill && settled >= kill.atSettled) {
      child.kill('SIGKILL')
    }
  })
  const { code, signal } = await new Promise<{ code: number | null; signal: string | null }>(
    (resolve, reject) => {
      child.on('error', reject).on('close', (code, signal) => resolve({ code, signal }))
    },
  )
  clearTimeout(timer)
  if (signal === 'SIGKILL' && kill !== undefined) return { killed: true }
  assert(code === 0, `the replay ended with ${code ?? signal}:\n${stderr}`)
  return { killed: false, report: JSON.parse(stdout) as ReplayReport }
}
