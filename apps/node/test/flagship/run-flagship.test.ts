import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runFlagship } from '../../src/flagship/run-flagship.ts'
import { createDrop } from '../../src/replay/create-drop.ts'

const root = mkdtempSync(join(tmpdir(), 'evenkeel-flagship-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('a burst with a retry storm, two kills, a silent bank and a withdrawn issuer', () => {
  it('gives every claim one ticket, one end and at most one payment', async () => {
    const data = join(root, 'drop.csv.gz')
    createDrop(data, 80, 'flagship')
    const report = await runFlagship({
      data,
      limit: 80,
      retries: 3,
      perSecond: 60,
      directory: join(root, 'world'),
      startProgress: () => ({ update: () => undefined, end: () => undefined }),
    })
    expect(report.violations).toEqual([])
    expect(report.kills).toHaveLength(2)
    expect(report.withdrawn).toBeDefined()
    const { settled = 0, refused = 0 } = report.states
    expect(settled + refused).toBe(80)
    expect(report.ofWithdrawnIssuer.paid + report.ofWithdrawnIssuer.refused).toBe(10)
    expect(report.bank.payments).toBe(settled)
    expect(report.storm).toMatchObject({ tickets: 80, doubledTickets: 0, serverTimeouts: 0 })
    for (const name of ['P3', 'D1', 'D3', 'D5', 'D9', 'D12', 'O2', 'O3', 'O4', 'O6']) {
      expect(report.checks[name] ?? 0, name).toBeGreaterThan(0)
    }
  }, 300_000)
})
