import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listFiles, repoRoot } from '../repo.ts'
import { ambientPlants, codePlants, controls, importPlants } from './planted-faults.ts'

let project = ''
let reports: ReadonlyMap<string, string> = new Map()

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'evenkeel-lint-'))
  const manifests = ['packages', 'apps'].flatMap((folder) => listFiles(folder, 'package.json'))
  for (const kept of ['biome.json', 'scripts/lint', ...manifests]) {
    await cp(join(repoRoot, kept), join(project, kept), { recursive: true })
  }
  const kernel = 'packages/kernel/src'
  for (const file of ['ports.ts', 'ids.ts', 'assert.ts', 'result.ts']) {
    await cp(join(repoRoot, kernel, file), join(project, kernel, file))
  }
  await plant(`${kernel}/index.ts`, `export type { Store } from './ports.ts'\n`)
  await mkdir(join(project, 'node_modules/@evenkeel'), { recursive: true })
  await symlink('../../packages/kernel', join(project, 'node_modules/@evenkeel/kernel'))
  for (const { path, source } of [...importPlants, ...ambientPlants, ...codePlants]) {
    await plant(path, source)
  }
  for (const [path, source] of Object.entries(controls)) await plant(path, source)
  reports = await lint()
}, 60_000)

afterAll(() => rm(project, { recursive: true, force: true }))

async function plant(path: string, source: string): Promise<void> {
  await mkdir(dirname(join(project, path)), { recursive: true })
  await writeFile(join(project, path), source)
}

/** Lints the planted project in one run; returns the text of all reports about each file that has any. */
async function lint(): Promise<ReadonlyMap<string, string>> {
  const biome = join(repoRoot, 'node_modules/.bin/biome')
  const output = await new Promise<string>((resolve) => {
    execFile(
      biome,
      ['lint', '--max-diagnostics=none', '--colors=off', '.'],
      { cwd: project, maxBuffer: 16 * 1024 * 1024 },
      (_error, stdout, stderr) => resolve(stdout + stderr),
    )
  })
  const byFile = new Map<string, string>()
  // A report begins with `path:line:column rule ━━━`, without the place when it is about the whole file.
  for (const report of output.split(/^(?=\S+\.ts(?::\d+:\d+)? .*━)/m)) {
    const path = /^(\S+\.ts)/.exec(report)?.[1]
    if (path !== undefined) byFile.set(path, (byFile.get(path) ?? '') + report)
  }
  return byFile
}

describe.each([
  ['imports', importPlants],
  ['ambient platform', ambientPlants],
  ['code', codePlants],
] as const)('the linter on planted faults: %s', (_name, plants) => {
  it.each(plants)('$promise', ({ path, messages }) => {
    const report = (reports.get(path) ?? '').replaceAll(/\s+/g, ' ')
    for (const message of messages) expect(report).toContain(message)
  })
})

describe('the linter on honest code', () => {
  it.each(Object.keys(controls))('says nothing about %s', (path) => {
    expect(reports.get(path)).toBeUndefined()
  })
})
