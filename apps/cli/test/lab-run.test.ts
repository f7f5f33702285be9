import { describe, expect, it } from 'vitest'
import { runCli } from './support/run-cli.ts'

describe('evenkeel lab run', () => {
  it('sums a family of worlds up into one object, whose figures a script can check', async () => {
    const { code, stdout } = await runCli('lab', 'run', 'status', '--seed', '3', '--json')
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'evenkeel.lab-status/v1',
      seeds: 1,
      acts: { coordinated: 7, immediate: 3, online: 1 },
      violations: [],
      plain: { acts: expect.any(Number) },
    })
  }, 240_000)

  it('prints a report for each seed of a scenario that sums nothing up', async () => {
    const { stdout } = await runCli('lab', 'run', 'handoffs', '--seeds', '2', '--json')
    const reports = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(reports.map(({ schema, seed }) => [schema, seed])).toEqual([
      ['evenkeel.lab-report/v1', 1],
      ['evenkeel.lab-report/v1', 2],
    ])
  }, 120_000)
})
