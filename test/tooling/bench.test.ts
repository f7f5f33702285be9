import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { repoRoot } from '../repo.ts'

const run = promisify(execFile)
const bench = (...args: readonly string[]): Promise<{ readonly stdout: string }> =>
  run(process.execPath, ['bench/main.ts', ...args], { cwd: repoRoot })

describe('npm run bench', () => {
  it('measures every stage of a claim in both response modes', async () => {
    const { stdout } = await bench(
      ...['claim', '--count', '2', '--warm-up', '0', '--pause-ms', '0', '--json'],
    )
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ schema: 'evenkeel.bench-claim/v1', count: 2 })
    const spread = { p50: expect.any(Number), p99: expect.any(Number), max: expect.any(Number) }
    expect(report.presentToTicketMs).toMatchObject(spread)
    for (const figures of [report, ...Object.values<typeof report>(report.byResponseMode)]) {
      const { respond, result, claim } = figures.stagesMs
      const atMost = respond.max + result.max + claim.max
      expect(figures.presentToTicketMs.max).toBeGreaterThan(respond.p50)
      // Each figure is rounded to the microsecond.
      expect(figures.presentToTicketMs.max).toBeLessThanOrEqual(atMost + 0.002)
    }
    expect(Object.keys(report.byResponseMode)).toEqual(['direct_post', 'direct_post.jwt'])
  })

  it.each([[['nothing']], [['claim', '--count', '1']], [['claim', '--pause-ms', 'x']]])(
    'says how it is used when it is asked for %j',
    async (args) => {
      await expect(bench(...args)).rejects.toMatchObject({ code: 2, stdout: '' })
    },
  )
})
