import { type CampaignRule, unwrap } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepRefusals } from '../../src/commands/keep-refusals.ts'
import { batchRule } from '../support/window.ts'
import { fixedRule, NOW, openWorld, type World } from '../support/world.ts'

const intake = { quietMs: 5_000, extendMsMax: 20_000, knocksMs: 10_000 }
const CLOSES_MS = 60_000
const REFUSED_MS = CLOSES_MS - 1_000
const waiting = batchRule(undefined, { intake })

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

/** Refuses somebody shortly before the closing, in a process over the same store that is not the one which sweeps. */
async function refuseElsewhere(rule: CampaignRule): Promise<void> {
  await world.openCampaign(rule)
  world.advance(REFUSED_MS)
  world.parts.refusals.note(rule.id)
  await keepRefusals(world.parts)
}

async function closedAfterMs(afterMs: number): Promise<number | undefined> {
  world.advance(afterMs - REFUSED_MS)
  await world.settleDown()
  const { closedAtMs } = unwrap(await world.distributor.showCampaign(waiting.id))
  return closedAtMs === undefined ? undefined : closedAtMs - NOW
}

describe('a window', () => {
  it('waits for those who were refused by a process that leaves the sweeping to another', async () => {
    await refuseElsewhere(waiting)
    expect(await closedAfterMs(CLOSES_MS)).toBeUndefined()
  })

  it('closes once it was quiet for long enough after that', async () => {
    await refuseElsewhere(waiting)
    const quietMs = REFUSED_MS + intake.quietMs
    expect(await closedAfterMs(quietMs)).toBe(quietMs)
  })
})

describe('what was noted of refusals', () => {
  it('is written once', async () => {
    await refuseElsewhere(waiting)
    expect(world.parts.refusals.isNew).toBe(false)
  })

  it('stays in memory while no window waits for it', async () => {
    await refuseElsewhere(fixedRule)
    expect(world.parts.refusals.isNew).toBe(true)
  })
})
