import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Played } from './play-lab.ts'

export type { Played } from './play-lab.ts'

/** Wall milliseconds per seed after which a run counts as hung. Chosen: thirty times what a seed takes on a quiet machine. */
const SEED_MS_MAX = 45_000

/** A copy of the sources that the lab runs, apart from the checkout. */
export interface LabCopy {
  readonly directory: string
  /** Runs work while a file of the copy has another text, and puts it back. */
  withText<T>(file: string, text: string, work: () => Promise<T>): Promise<T>
  /** Plays a scenario of the copy in a process of its own until a seed breaks something. */
  play(run: LabRun): Promise<Played>
  remove(): Promise<void>
}

export interface LabRun {
  readonly scenario: string
  readonly seed?: number
  readonly seeds?: number
  readonly env?: Readonly<Record<string, string>>
}

/** The checkout that this script belongs to. */
export const repoRoot: string = dirname(dirname(fileURLToPath(import.meta.url)))

/** Copies every package's sources and apps/node into a temporary directory; what is installed is linked, our packages to the copy. */
export async function copyLab(): Promise<LabCopy> {
  const directory = await mkdtemp(join(tmpdir(), 'evenkeel-lab-'))
  const modules = join(directory, 'node_modules')
  await mkdir(join(modules, '@evenkeel'), { recursive: true })
  for (const name of await readdir(join(repoRoot, 'node_modules'))) {
    if (name.startsWith('.') || name === '@evenkeel') continue
    await symlink(join(repoRoot, 'node_modules', name), join(modules, name))
  }
  const packages = await readdir(join(repoRoot, 'packages'))
  for (const path of [...packages.map((name) => join('packages', name)), 'apps/node']) {
    for (const part of ['src', 'package.json']) {
      await cp(join(repoRoot, path, part), join(directory, path, part), { recursive: true })
    }
    await symlink(join(directory, path), join(modules, '@evenkeel', path.split('/').at(-1) ?? ''))
  }
  return {
    directory,
    async withText(file, text, work) {
      const path = join(directory, file)
      const original = await readFile(path, 'utf8')
      await writeFile(path, text)
      try {
        return await work()
      } finally {
        await writeFile(path, original)
      }
    },
    play: (run) => playIn(directory, run),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

async function playIn(directory: string, run: LabRun): Promise<Played> {
  const { scenario, seed = 1, seeds = 1, env = {} } = run
  const lab = pathToFileURL(join(directory, 'packages/lab/src/index.ts')).href
  const script = fileURLToPath(new URL('play-lab.ts', import.meta.url))
  const flags = ['--lab', lab, '--scenario', scenario, '--seed', `${seed}`, '--seeds', `${seeds}`]
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...flags], {
      env: { ...process.env, ...env },
      timeout: SEED_MS_MAX * seeds,
    })
    return JSON.parse(stdout) as Played
  } catch (error) {
    const told = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
    const fault = /^\w*Error.*$/m.exec(told)?.[0] ?? 'the process did not end in time'
    return { seeds: 1, violated: [], fault, historyHash: '' }
  }
}
