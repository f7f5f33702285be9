import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClaimId, type LossCause, unwrap } from '@evenkeel/kernel'
import { type AuditTrust, parseAuditTrust } from '@evenkeel/kernel/audit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../../apps/cli/test/support/run-cli.ts'
import { type AuditWorld, DISTRIBUTOR, VERIFIER } from './support/audit-world.ts'
import { type CampaignPlan, type PlayedCampaign, playCampaign } from './support/play-campaign.ts'
import { differenceOf, type PlacedLine, placeLines, reportOf, rewrite } from './support/tamper.ts'

const START_MS = 1_800_000_000_000
const HOUR_MS = 3_600_000
const EVIDENCE = 'e'.repeat(64)
const TWO = ['anna', 'ben'] as const

async function revoke({ distributor }: AuditWorld, claimId: ClaimId, cause: LossCause) {
  for (const by of TWO) {
    const said = { claimIds: [claimId], evidence: EVIDENCE, cause, by }
    unwrap(await distributor.recordRevocation(said))
  }
}

/** 60 to each in six hours, of whom one is cancelled, one revoked, one revoked while the verifier is held, and two are paid in full. */
const inParts: CampaignPlan = {
  id: 'in-parts',
  poolMinor: '400',
  window: 'instant',
  startMs: START_MS,
  allocation: { kind: 'fixed', amountMinor: '60' },
  claimants: ['cancelled', 'revoked', 'doubtful', 'ada', 'bob'].map((person) => ({ person })),
  change: {
    vesting: {
      kind: 'linear',
      startsAtMs: START_MS,
      cliffMs: 0,
      stepMs: HOUR_MS,
      steps: 6,
      cancel: { noticeMs: HOUR_MS, rest: 'pool' },
    },
  },
  async meanwhile(world, claimIds, hour) {
    const idOf = (person: string) => claimIds.get(person) as ClaimId
    if (hour === 0) {
      for (const by of TWO) {
        const cancel = { claimId: idOf('cancelled'), evidence: EVIDENCE, by }
        unwrap(await world.distributor.proposeCancel(cancel))
      }
    }
    if (hour === 1) await revoke(world, idOf('revoked'), 'revoked_after_payout')
    if (hour === 2) {
      for (const by of TWO) {
        const hold = { sinceMs: START_MS, forMs: 2 * HOUR_MS, evidence: EVIDENCE, by }
        unwrap(await world.distributor.holdVerifier({ verifier: VERIFIER, ...hold }))
      }
    }
    if (hour === 3) await revoke(world, idOf('doubtful'), 'verifier_compromised')
  },
}

let played: PlayedCampaign
let text = ''
let lines: readonly PlacedLine[]
let trust: AuditTrust
const directory = mkdtempSync(join(tmpdir(), 'evenkeel-cut-short-'))
beforeAll(async () => {
  played = await playCampaign(inParts)
  text = await played.bundle()
  lines = placeLines(text)
  trust = unwrap(parseAuditTrust(played.world.trust))
}, 60_000)
afterAll(async () => {
  await played.world.close()
  rmSync(directory, { recursive: true, force: true })
})

/** State, reason and amount of each claim in the bundle. */
const claims = () =>
  lines.flatMap(({ value: { kind, state, reason = 'paid in full', amountMinor } }) =>
    kind === 'claim' ? [`${state}: ${reason}, ${amountMinor}`] : [],
  )

/** What an auditor says once the distributor has changed what it says of one claim, and signed that. */
async function ifItSaid(reason: string, change: object) {
  const changed = lines.map((line) =>
    line.value.reason === reason ? { ...line, value: { ...line.value, ...change } } : line,
  )
  const signer = played.world.signerOf(DISTRIBUTOR)
  return differenceOf(await rewrite(changed, 'campaign', signer), played.campaignId, trust)
}

describe('an audit of payments in parts by the real roles', () => {
  it('finds nothing that differs where some ended early, and what the ledger paid is what was kept', async () => {
    expect(claims().sort()).toEqual([
      'settled: paid in full, 60',
      'settled: paid in full, 60',
      'settled: vesting_cancelled, 20',
      'settled: vesting_forfeited, 20',
      'settled: vesting_forfeited, 30',
    ])
    const report = await reportOf(text, played.campaignId, trust)
    const { totals } = unwrap(await played.world.distributor.showCampaign(played.campaignId))
    expect(report.settled).toEqual(totals.settled)
    expect(report.settled).toEqual({ claims: 5, amountMinor: '190' })
    expect(report.returnedMinor).toBe('210')
    expect(report.checks).toMatchObject({ explained: 5, entitled: 5, paid: 5 })
  })

  it('is done by the command alone, from the file', async () => {
    const [bundle, key] = [join(directory, 'bundle'), join(directory, 'trust.json')]
    writeFileSync(bundle, text)
    writeFileSync(key, JSON.stringify(played.world.trust))
    const { code, stdout } = await runCli(
      ...['audit', played.campaignId, '--bundle', bundle, '--trust', key],
    )
    expect([code, stdout]).toEqual([0, expect.stringContaining('in-parts: nothing differs in')])
  })

  it('D5 finds a distributor that says more or less than was paid of what ended early, or that nothing ended', async () => {
    const reason = 'vesting_cancelled'
    expect(await ifItSaid(reason, { amountMinor: '30' })).toMatchObject({ check: 'paid' })
    expect(await ifItSaid(reason, { amountMinor: '10' })).toMatchObject({ check: 'paid' })
    expect(await ifItSaid(reason, { amountMinor: '61' })).toMatchObject({ check: 'entitled' })
    expect(await ifItSaid(reason, { amountMinor: '60' })).toMatchObject({ check: 'paid' })
    expect(await ifItSaid(reason, { state: 'refused' })).toMatchObject({ check: 'entitled' })
  })
})
