import { assert, type CampaignRule, epochMs, unwrap } from '@evenkeel/kernel'
import {
  DEMO_CAMPAIGN,
  demoAccreditation,
  demoCampaignRule,
  type WorldPlatform,
  wellKnown,
  worldParties,
} from '@evenkeel/node'
import { SIMULATION_START_MS } from '../../limits.ts'
import type { SimWorld } from './sim-world.ts'

/** A hold is decided within the run, and may be appealed within it. */
const HOLD = { deadlineMs: 20_000, byDefault: 'release', appealMs: 10_000 } as const

/** The demo's campaign with clocks that fit a run of minutes. */
export function labCampaignRule(): CampaignRule {
  return { ...demoCampaignRule(epochMs(SIMULATION_START_MS)), hold: HOLD }
}

/** Lets the authority accredit the issuers and the distributor announce the campaign, and waits until it is open to claims. */
export async function openCampaign(
  world: SimWorld,
  platform: Pick<WorldPlatform, 'credentialSigner'>,
): Promise<void> {
  for (const { id, role } of worldParties) {
    if (role !== 'issuer') continue
    const record = demoAccreditation(id, platform, SIMULATION_START_MS)
    const act = await world.insist('governance', wellKnown.authority, (authority) =>
      authority.accredit({ record }),
    )
    assert(act !== undefined, `${id} was never accredited`)
    unwrap(act)
  }
  const created = await world.insist('distributor', undefined, (distributor) =>
    distributor.createCampaign(labCampaignRule()),
  )
  assert(created !== undefined, 'the campaign was never announced')
  unwrap(created)
  for (;;) {
    const shown = await world.insist('distributor', undefined, (distributor) =>
      distributor.showCampaign(DEMO_CAMPAIGN),
    )
    if (shown?.ok && shown.value.state === 'open') return
    await world.pause(500)
  }
}
