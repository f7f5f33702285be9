import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unwrap } from '@evenkeel/kernel'
import { type AuditReport, parseAuditTrust } from '@evenkeel/kernel/audit'
import { afterAll, describe, expect, it } from 'vitest'
import { repoRoot } from '../repo.ts'
import { draw, equalShares, otherPlans, tableOf } from './support/plans.ts'
import { type CampaignPlan, type PlayedCampaign, playCampaign } from './support/play-campaign.ts'
import { reportOf } from './support/tamper.ts'

const directory = mkdtempSync(join(tmpdir(), 'evenkeel-audit-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** Claims that are played with all signatures: some 2 s of one core. `npm run audit:measure` plays 10,000. */
const CLAIMS = 1_000
const PLAY_MS_MAX = 120_000

/** Runs the auditor of somebody else as a process of its own. */
function runAuditor(campaign: string, bundle: string, trust: string) {
  const main = join(repoRoot, 'examples/auditor/src/main.ts')
  const argv = [main, '--campaign', campaign, '--bundle', bundle, '--trust', trust]
  return new Promise<{ readonly code: number; readonly stdout: string }>((resolve) => {
    execFile(process.execPath, argv, { maxBuffer: 1 << 24 }, (error, stdout) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout })
    })
  })
}

async function writeFiles({ world, campaignId, bundle }: PlayedCampaign) {
  const paths = { bundle: join(directory, campaignId), trust: join(directory, 'trust.json') }
  writeFileSync(paths.bundle, await bundle())
  writeFileSync(paths.trust, JSON.stringify(world.trust))
  return paths
}

async function play(plan: CampaignPlan) {
  const played = await playCampaign(plan)
  const trust = unwrap(parseAuditTrust(played.world.trust))
  const text = await played.bundle()
  const shown = unwrap(await played.world.distributor.showCampaign(played.campaignId))
  await played.world.close()
  const { campaignId, rule, tickets } = played
  return { report: await reportOf(text, campaignId, trust), shown, rule, tickets, text }
}

describe('a separate process that imports only the kernel', () => {
  it(
    'recomputes the bundle of a campaign: shares, payments and balances, byte for byte',
    async () => {
      const played = await playCampaign(equalShares(CLAIMS))
      const { bundle, trust } = await writeFiles(played)
      const { totals } = unwrap(await played.world.distributor.showCampaign(played.campaignId))
      await played.world.close()
      const { code, stdout } = await runAuditor(played.campaignId, bundle, trust)
      const report = JSON.parse(stdout) as AuditReport
      expect(code).toBe(0)
      expect(report.settled).toEqual(totals.settled)
      expect(Object.values(report.refused).reduce((sum, n) => sum + n, 0)).toBe(
        totals.refused.claims,
      )
      expect(report.checks).toMatchObject({ unique: CLAIMS, explained: CLAIMS, paid: CLAIMS })
      expect(report.checks.conserved).toBeGreaterThan(2 * totals.settled.claims)
    },
    PLAY_MS_MAX,
  )

  it('recomputes a draw from the round of the beacon and names the line at which another round would differ', async () => {
    const played = await playCampaign(draw(300, 40))
    const { bundle, trust } = await writeFiles(played)
    expect((await runAuditor(played.campaignId, bundle, trust)).code).toBe(0)
    const text = await played.bundle()
    await played.world.close()
    writeFileSync(bundle, text.replace(/"round":\d+/, '"round":1001'))
    const ended = await runAuditor(played.campaignId, bundle, trust)
    expect(ended.code).toBe(9)
    expect(JSON.parse(ended.stdout)).toMatchObject({ line: 1, check: 'unchanged' })
  })

  it('says that a file cannot be used, not that something differs', async () => {
    const missing = join(directory, 'missing')
    expect((await runAuditor('no-campaign', missing, missing)).code).toBe(2)
  })
})

describe('an audit of a campaign by the real roles', () => {
  it.each(otherPlans.map((plan) => [plan.id, plan] as const))(
    'finds nothing that differs in %s, and counts each ticket and what the distributor has settled',
    async (_id, plan) => {
      const { report, shown, rule, tickets } = await play(plan)
      expect(report.settled).toEqual(shown.totals.settled)
      const settled = BigInt(report.settled.amountMinor)
      expect(BigInt(report.returnedMinor) + settled).toBe(BigInt(rule.poolMinor))
      expect(report.checks.explained ?? 0).toBe(tickets)
    },
  )

  it('recomputes the root of a table and compares each claim with its row', async () => {
    const { report } = await play(tableOf(20))
    expect(report.checks).toMatchObject({ table: 23, unique: 20, entitled: 20 })
  })

  it('says of every member of a rule that it is recomputed or that it is not', async () => {
    const plan = otherPlans.find(({ id }) => id === 'limited-instant') as CampaignPlan
    const { report, rule } = await play(plan)
    const recomputed = [
      ...['v', 'id', 'title', 'asset', 'poolMinor', 'announcedAtMs', 'noticeMs', 'opensAtMs'],
      ...['closesAtMs', 'allocation', 'window', 'unclaimed', 'limits'],
    ]
    const named = report.notChecked.flatMap(({ what }) => /^rule\.(\w+)$/.exec(what)?.[1] ?? [])
    expect([...recomputed, ...named].sort()).toEqual(Object.keys(rule).sort())
    expect(report.notChecked.map(({ what }) => what)).toContain('rule.limits.perIssuer')
    expect(report.checks.limited).toBeGreaterThan(0)
  })

  it('has nothing in its bundle that leads to a claim, a receipt, a credential or a payee', async () => {
    const { text } = await play(equalShares(12, 'public'))
    const secrets = [
      /account-of/,
      /handle-/,
      /receipt-person/,
      /person-1/,
      /(?<![0-9a-f])c[0-9a-f]{40}(?![0-9a-f])/,
    ]
    expect(secrets.filter((secret) => secret.test(text)).map(String)).toEqual([])
  })
})
