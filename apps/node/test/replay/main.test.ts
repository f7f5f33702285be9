import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const main = fileURLToPath(new URL('../../src/replay/main.ts', import.meta.url))

function run(...argv: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...argv], {
    encoding: 'utf8',
  })
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stdout).toBe('')
  return { status, stderr }
}

describe('the command of the replay', () => {
  it('answers bad usage with what is wrong and exit code 2', () => {
    expect(run('--limit', '5')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/--data is missing/),
    })
  }, 20_000)

  it('answers data that cannot be read with a reason code and exit code 3', () => {
    expect(run('--data', '/nonexistent/drop.csv.gz')).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/code: file_not_usable/),
    })
  }, 20_000)
})
