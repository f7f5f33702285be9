import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, runCli } from '../../apps/cli/test/support/run-cli.ts'
import { equalShares } from './support/plans.ts'
import { playCampaign } from './support/play-campaign.ts'

const directory = mkdtempSync(join(tmpdir(), 'evenkeel-audit-command-'))
const bundle = join(directory, 'bundle')
const trust = join(directory, 'trust.json')
let text = ''

beforeAll(async () => {
  const { world, bundle: write } = await playCampaign(equalShares(9))
  text = await write()
  writeFileSync(bundle, text)
  writeFileSync(trust, JSON.stringify(world.trust))
  await world.close()
}, 60_000)
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const audit = (...argv: readonly string[]) => runCli('audit', ...argv)

describe('evenkeel audit', () => {
  it('recomputes a bundle without a world, and says how often it checked what', async () => {
    const { code, stdout } = await audit('equal-shares', '--bundle', bundle, '--trust', trust)
    expect(code).toBe(0)
    expect(stdout).toContain('equal-shares: nothing differs in')
    expect(stdout).toMatch(/✓ allocated +\d+ {2}the shares follow from the entries alone/)
    expect(stdout).toContain('– not checked: rule.policy')
  })

  it('ends with 9 at the first difference, and says where, what it means and what to do', async () => {
    const tampered = join(directory, 'tampered')
    writeFileSync(tampered, text.replace('"state":"settled"', '"state":"refused"'))
    const ended = await audit('equal-shares', '--bundle', tampered, '--trust', trust, '--json')
    expect(ended.code).toBe(9)
    expect(ended.stderr).toMatch(
      /^Line \d+ of .*tampered differs \(explained\): a claim has no end/,
    )
    expect(JSON.parse(ended.stdout)).toMatchObject({ code: 'audit_difference' })
  })

  it('refuses files that it cannot use as such, not as differences', async () => {
    const missing = join(directory, 'missing')
    for (const argv of [
      ['equal-shares', '--bundle', missing, '--trust', trust],
      ['equal-shares', '--bundle', bundle, '--trust', missing],
      ['equal-shares', '--bundle', bundle, '--trust', bundle],
      ['equal-shares', '--bundle', directory, '--trust', trust],
      ['no id', '--bundle', bundle, '--trust', trust],
      ['equal-shares', '--bundle', bundle],
    ]) {
      const { code, stderr } = await audit(...argv)
      expect([argv, [1, 2].includes(code ?? 0), stderr.includes('audit_difference')]).toEqual([
        argv,
        true,
        false,
      ])
    }
  })

  it('exports no campaign that is unknown, or not at its end', async () => {
    const world = join(directory, 'world')
    await makeWorld(world)
    const file = join(directory, 'out')
    const unknown = await runCli('--dir', world, 'audit', 'export', 'nothing', '--bundle', file)
    expect([unknown.code, unknown.stderr.includes('campaign_unknown')]).toEqual([5, true])
    const open = await runCli('--dir', world, 'audit', 'export', 'demo-grant', '--bundle', file)
    expect([open.code, open.stderr.includes('campaign_not_settled')]).toEqual([6, true])
  }, 60_000)
})
