import { glob, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { findSwaps, type Swap } from './find-swaps.ts'
import { copyLab, type LabCopy, type Played, repoRoot } from './lab-copies.ts'

/** The claim: two lines of a command that change places change the history's hash, break an invariant, or fail. Shows where that is not so. */
type Effect = 'hash changed' | 'invariant broken' | 'fault' | 'unchanged' | 'not reached'

interface Judged {
  readonly swap: Swap
  readonly effect: Effect
  readonly by: string
}

const COMMAND_FILES = ['packages/*/src/commands/*.ts', 'packages/kernel/src/handoff/*.ts']
// The cheaper one first: most swaps change it already.
const SCENARIOS = ['calm', 'partition'] as const
const SEED = 7
/** Swaps tried unless told otherwise. Chosen: about three minutes. */
const SWAPS_MAX = 60

const { values } = parseArgs({
  options: {
    files: { type: 'string', multiple: true, default: COMMAND_FILES },
    max: { type: 'string', default: String(SWAPS_MAX) },
    jobs: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
  },
})

const all = await collectSwaps(values.files)
const chosen = spread(all, Number(values.max))
const copies = await Promise.all(Array.from({ length: Number(values.jobs) }, () => copyLab()))
try {
  const judged = await judgeAll(copies, chosen)
  report(judged)
} finally {
  await Promise.all(copies.map((copy) => copy.remove()))
}

async function collectSwaps(patterns: readonly string[]): Promise<readonly Swap[]> {
  const files: string[] = []
  for (const pattern of patterns) {
    for await (const file of glob(pattern, { cwd: repoRoot })) files.push(file)
  }
  const found = await Promise.all(
    files
      .toSorted()
      .map(async (file) => findSwaps(file, await readFile(join(repoRoot, file), 'utf8'))),
  )
  return found.flat()
}

/** Every so many-th, so that a small sample touches many files. */
function spread(swaps: readonly Swap[], max: number): readonly Swap[] {
  const step = Math.max(1, swaps.length / max)
  return Array.from(
    { length: Math.min(max, swaps.length) },
    (_, position) => swaps[Math.floor(position * step)],
  ).filter((swap) => swap !== undefined)
}

async function judgeAll(
  workers: readonly LabCopy[],
  swaps: readonly Swap[],
): Promise<readonly Judged[]> {
  const [first] = workers
  if (first === undefined) throw new Error('at least one job')
  const base = await playBase(first)
  const judged: Judged[] = []
  const queue = [...swaps.entries()]
  const work = async (copy: LabCopy): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [position, swap] = next
      judged[position] = await judge(copy, swap, base)
      process.stderr.write(`${position + 1}/${swaps.length} ${swap.file}:${swap.line}\n`)
    }
  }
  await Promise.all(workers.map(work))
  return judged
}

interface Base {
  readonly hashes: ReadonlyMap<string, string>
  isReached(swap: Swap): boolean
}

/** Plays the sources as they are, and notes which lines run. */
async function playBase(copy: LabCopy): Promise<Base> {
  const coverage = await mkdtemp(join(tmpdir(), 'evenkeel-coverage-'))
  const hashes = new Map<string, string>()
  for (const scenario of SCENARIOS) {
    const played = await copy.play({ scenario, seed: SEED, env: { NODE_V8_COVERAGE: coverage } })
    if (failureOf(played) !== undefined) {
      throw new Error(`${scenario} breaks unchanged: ${JSON.stringify(played)}`)
    }
    hashes.set(scenario, played.historyHash)
  }
  const scripts = await readCoverage(coverage)
  await rm(coverage, { recursive: true })
  return {
    hashes,
    isReached({ file, offset }) {
      const url = pathToFileURL(join(copy.directory, file)).href
      return scripts
        .filter((script) => script.url === url)
        .some((script) => countAt(script, offset) > 0)
    },
  }
}

interface Script {
  readonly url: string
  readonly functions: readonly {
    readonly ranges: readonly {
      readonly startOffset: number
      readonly endOffset: number
      readonly count: number
    }[]
  }[]
}

async function readCoverage(directory: string): Promise<readonly Script[]> {
  const scripts: Script[] = []
  for (const name of await readdir(directory)) {
    const text = await readFile(join(directory, name), 'utf8')
    scripts.push(...(JSON.parse(text) as { readonly result: readonly Script[] }).result)
  }
  return scripts
}

/** How often the innermost block around the place ran. Types are stripped to blanks, so places are those of the source. */
function countAt({ functions }: Script, offset: number): number {
  const around = functions
    .flatMap(({ ranges }) => ranges)
    .filter(({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset)
    .toSorted((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset))
  return around[0]?.count ?? 0
}

async function judge(copy: LabCopy, swap: Swap, base: Base): Promise<Judged> {
  if (!base.isReached(swap)) return { swap, effect: 'not reached', by: '' }
  return copy.withText(swap.file, swap.swapped, async () => {
    for (const scenario of SCENARIOS) {
      const played = await copy.play({ scenario, seed: SEED })
      const failure = failureOf(played)
      if (failure !== undefined) return { swap, ...failure }
      if (played.historyHash !== base.hashes.get(scenario)) {
        return { swap, effect: 'hash changed', by: scenario }
      }
    }
    return { swap, effect: 'unchanged', by: '' }
  })
}

function failureOf({ fault, violated }: Played): Pick<Judged, 'effect' | 'by'> | undefined {
  if (fault !== undefined) return { effect: 'fault', by: fault }
  return violated.length > 0 ? { effect: 'invariant broken', by: violated.join(' ') } : undefined
}

function report(judged: readonly Judged[]): void {
  const counts: Record<string, number> = { found: all.length, tried: judged.length }
  for (const { effect } of judged) counts[effect] = (counts[effect] ?? 0) + 1
  if (values.json) {
    const swaps = judged.map(({ swap: { swapped: _, ...swap }, ...rest }) => ({ ...swap, ...rest }))
    process.stdout.write(`${JSON.stringify({ counts, swaps })}\n`)
    return
  }
  for (const { swap, effect, by } of judged) {
    process.stdout.write(`${swap.file}:${swap.line} ${effect} ${by}\n`)
    if (effect !== 'unchanged' && effect !== 'not reached') continue
    process.stdout.write(`${swap.first}\n  <->\n${swap.second}\n\n`)
  }
  process.stdout.write(`${JSON.stringify(counts)}\n`)
}
