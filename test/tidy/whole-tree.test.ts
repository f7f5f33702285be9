import { execFile } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { renderDocs } from '../../scripts/render-docs.ts'
import { readText, repoRoot } from '../repo.ts'

/** Allowed for one tool over the whole tree on a busy machine; each takes a few seconds on an idle one. */
const TOOL_MS_MAX = 120_000

/** Runs an npm script; throws with everything it printed unless it ends with 0. */
function runScript(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(
      'npm',
      ['run', '--silent', name],
      { cwd: repoRoot, maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' },
      (error, stdout, stderr) =>
        error === null ? resolve() : reject(new Error(`npm run ${name}\n${stdout}${stderr}`)),
    )
  })
}

describe('the whole tree', () => {
  it('is formatted and gives the linter nothing to say', () => runScript('lint'), TOOL_MS_MAX)

  it('type-checks', () => runScript('types'), TOOL_MS_MAX)

  it.each([...renderDocs()])('has %s as `npm run docs` writes it', (path, text) => {
    expect(readText(path)).toBe(text)
  })
})
