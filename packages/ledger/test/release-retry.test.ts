import type { VestingSchedule } from '@evenkeel/kernel'
import { expect, test } from 'vitest'
import { RELEASE_RETRY_MS } from '../src/limits.ts'
import { ASSET, CAMPAIGN, openLedger, transferId } from './open-ledger.ts'
import { createOutsideRail } from './outside-rail.ts'

const DAY = 86_400_000
const a = transferId('a')
const vesting: VestingSchedule = { kind: 'cliff', startsAtMs: 1_800_000_000_000, cliffMs: DAY }

test('a release that the rail refuses is not tried again by every sweep, and uses no number up meanwhile', async () => {
  let refusals = 0
  const rail = createOutsideRail()
  const { prepare } = rail
  const world = await openLedger({ rail })
  try {
    const { send } = world.distributor
    const opening = { campaignId: CAMPAIGN, asset: ASSET, fundMinor: '100', vesting }
    await send('ledger.open-campaign', [opening])
    await send('ledger.reserve', [{ transferId: a, campaignId: CAMPAIGN, amountMinor: '100' }])
    await send('ledger.settle', [{ transferId: a, payee: 'ada' }])
    rail.prepare = () => {
      refusals += 1
      return { ok: false, error: { code: 'malformed_message' } }
    }
    world.advance(DAY)
    for (let sweeps = 0; sweeps < 3; sweeps += 1) await world.sweep()
    world.advance(RELEASE_RETRY_MS - 1)
    await world.sweep()
    expect(refusals).toBe(1)

    rail.prepare = prepare
    world.advance(1)
    await world.sweep()
    expect(world.distributor.payments).toMatchObject([
      { transferId: a, release: { number: 2, amountMinor: '100' } },
    ])
  } finally {
    await world.close()
  }
})
