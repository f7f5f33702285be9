import { describe, expect, it } from 'vitest'
import { linesOf, listFiles, readText } from '../repo.ts'

/** Above this a file needs a reason here (STYLE, module size). */
const FILE_LINES_MAX = 500
const longFilesAllowed: Readonly<Record<string, string>> = {
  'packages/kernel/src/index.ts': 'the names of the kernel, each on a line',
  'packages/kernel/src/reasons/registry.ts': 'one closed list, an entry for each reason code',
}

const sources = ['packages', 'apps', 'bench', 'examples', 'scripts', 'test'].flatMap((folder) => [
  ...listFiles(folder, '.ts'),
  ...listFiles(folder, '.mjs'),
])

describe('source files', () => {
  it('are found, so that the rules below are about something', () => {
    expect(sources).toContain('packages/kernel/src/ports.ts')
    expect(sources).toContain('test/repo.ts')
  })

  it(`have at most ${FILE_LINES_MAX} lines unless there is a reason for more`, () => {
    const long = sources.filter((path) => linesOf(path).length > FILE_LINES_MAX)
    expect(long.filter((path) => longFilesAllowed[path] === undefined)).toEqual([])
    expect(Object.keys(longFilesAllowed).filter((path) => !long.includes(path))).toEqual([])
  })

  it('name the issue of whatever they leave for later, as TODO(#12)', () => {
    const open = sources
      .flatMap(linesOf)
      .filter(({ text }) => /\b(?:TO-?DO|FIX-?ME)\b(?!\(#\d+\))/.test(text))
    expect(open).toEqual([])
  })

  it('give every test a name of its own, so that a failing name leads to one place', () => {
    const places = new Map<string, string[]>()
    for (const path of sources.filter((file) => file.endsWith('.test.ts'))) {
      for (const [, , name = ''] of readText(path).matchAll(
        /^\s*(?:it|test)\(\s*(['"`])((?:(?!\1).)+)\1/gm,
      )) {
        places.set(name, [...(places.get(name) ?? []), path])
      }
    }
    expect([...places].filter(([, paths]) => paths.length > 1)).toEqual([])
  })
})
