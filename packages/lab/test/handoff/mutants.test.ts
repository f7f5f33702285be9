import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Store } from '@evenkeel/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultHandoffsPlan, runHandoffs } from '../../src/scenarios/handoffs.ts'
import { control, type Edited, mutants, swapped } from './mutants.ts'
import type { Played } from './play-seeds.ts'

/** Seeds that a mutant may survive. Measured: each is caught within the first seven. */
const SEEDS_MAX = 12
const here = dirname(fileURLToPath(import.meta.url))
const repoRoot = join(here, '../../../..')

let workshop = ''
let played: readonly Played[] = []

/** Copies the kernel and the lab, with the edits, so that the copy's lab runs the copy's kernel. */
async function plant(edited: Edited, copy: string): Promise<void> {
  for (const name of ['kernel', 'lab']) {
    const [from, to] = [join(repoRoot, 'packages', name), join(copy, 'packages', name)]
    await cp(join(from, 'src'), join(to, 'src'), { recursive: true })
    await cp(join(from, 'package.json'), join(to, 'package.json'))
  }
  await mkdir(join(copy, 'node_modules/@evenkeel'), { recursive: true })
  await symlink(join(copy, 'packages/kernel'), join(copy, 'node_modules/@evenkeel/kernel'))
  await symlink(join(repoRoot, 'node_modules/typebox'), join(copy, 'node_modules/typebox'))
  const path = join(copy, 'packages', edited.file)
  let text = await readFile(path, 'utf8')
  for (const [from, to] of edited.edits) {
    expect(text.split(from), `${edited.file} has exactly one ${from}`).toHaveLength(2)
    text = text.replace(from, () => to)
  }
  await writeFile(path, text)
}

beforeAll(async () => {
  workshop = await mkdtemp(join(tmpdir(), 'evenkeel-mutants-'))
  const all = [...mutants, swapped, control]
  const copies = all.map((_, position) => join(workshop, `${position}`))
  await Promise.all(all.map((edited, position) => plant(edited, copies[position] ?? '')))
  const script = [join(here, 'play-seeds.ts'), '--seeds', `${SEEDS_MAX}`]
  const { stdout } = await promisify(execFile)(process.execPath, [...script, ...copies])
  played = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Played)
}, 120_000)

afterAll(() => rm(workshop, { recursive: true, force: true }))

describe('the checkers', () => {
  it('find nothing under any of the seeds in a copy without a mutation', () => {
    expect(played.at(-1)).toMatchObject({ seeds: SEEDS_MAX, violated: [] })
  })

  it.each(mutants.map((mutant, position) => ({ ...mutant, position })))(
    '$promise by $invariant',
    ({ invariant, position }) => {
      expect(played[position]?.violated).toContain(invariant)
    },
  )

  it('an acknowledgement that leaves before its COMMIT is caught by H4', async () => {
    /** Tells its caller that the work is done when the body has ended, a moment before it is durable. */
    const hasty = (store: Store): Store => ({
      read: (name, body) => store.read(name, body),
      migrate: (migrations) => store.migrate(migrations),
      close: () => store.close(),
      transact: (name, body) =>
        new Promise((resolve, reject) => {
          const commit = store.transact(name, async (tx) => {
            const value = await body(tx)
            resolve(value)
            return value
          })
          commit.catch(reject)
        }),
    })
    const violated = new Set<string>()
    for (let seed = 1; seed <= SEEDS_MAX && !violated.has('H4'); seed += 1) {
      const { violations } = await runHandoffs(seed, { ...defaultHandoffsPlan, wrapStore: hasty })
      for (const { invariant } of violations) violated.add(invariant)
    }
    expect([...violated]).toContain('H4')
  })
})

describe('a history', () => {
  it('is the same in another process', async () => {
    const { historyHash } = await runHandoffs(SEEDS_MAX, defaultHandoffsPlan)
    expect(played.at(-1)?.historyHash).toBe(historyHash)
  })

  it('is another when two lines of a command change places', () => {
    expect(played.at(-2)?.violated).toEqual([])
    expect(played.at(-2)?.historyHash).not.toBe(played.at(-1)?.historyHash)
  })
})
