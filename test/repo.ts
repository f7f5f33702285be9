import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const repoRoot: string = dirname(import.meta.dirname)

const notOurs = new Set(['node_modules', '.git', '.evenkeel', 'coverage', 'generated'])

/** Every file under a folder of the repository that people wrote, as sorted paths relative to its root. */
export function listFiles(folder: string, ending: string): readonly string[] {
  return readdirSync(join(repoRoot, folder), { withFileTypes: true })
    .filter((entry) => !notOurs.has(entry.name))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return listFiles(path, ending)
      return entry.isFile() && path.endsWith(ending) ? [path] : []
    })
    .sort()
}

/** Text of one file of the repository. */
export function readText(path: string): string {
  return readFileSync(join(repoRoot, path), 'utf8')
}

/** Numbers the lines of a text from 1, so that a complaint can name `path:line`. */
export function linesOf(path: string): readonly { readonly at: string; readonly text: string }[] {
  return readText(path)
    .split('\n')
    .map((text, index) => ({ at: `${path}:${index + 1}`, text }))
}
