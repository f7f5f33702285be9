import { assert, unwrap } from '@evenkeel/kernel'
import {
  DEMO_ANNOUNCERS,
  DEMO_PEOPLE,
  demoAccreditation,
  type WorldPlatform,
  wellKnown,
  worldParties,
} from '@evenkeel/node'
import { SIMULATION_START_MS } from '../../limits.ts'
import type { LabCampaign } from './lab-campaigns.ts'
import type { SimWorld } from './sim-world.ts'

/** Lets the authority accredit the issuers and the distributor announce the campaigns, and waits until they are open to claims. */
export async function openCampaigns(
  world: SimWorld,
  campaigns: readonly LabCampaign[],
  platform: Pick<WorldPlatform, 'credentialSigner' | 'issuerId'>,
): Promise<void> {
  for (const { id, role } of worldParties) {
    if (role !== 'issuer') continue
    const record = demoAccreditation(id, platform, SIMULATION_START_MS)
    const act = await world.insist('governance', wellKnown.authority, (authority) =>
      authority.accredit({ record, mode: 'immediate' }),
    )
    assert(act !== undefined, `${id} was never accredited`)
    unwrap(act)
  }
  for (const { rule, table } of campaigns) {
    const options = rule.allocation.kind === 'table' ? { table } : {}
    const created = await world.insist('distributor', undefined, (distributor) =>
      distributor.createCampaign(rule, options),
    )
    assert(created !== undefined, `${rule.id} was never made`)
    const { campaignId, ruleHash } = unwrap(created)
    const tried = await world.insist('distributor', undefined, (distributor) =>
      distributor.dryRunCampaign(campaignId, DEMO_PEOPLE),
    )
    assert(tried !== undefined, `${rule.id} was never tried`)
    for (const by of DEMO_ANNOUNCERS) {
      const announced = await world.insist('distributor', undefined, (distributor) =>
        distributor.announceCampaign({ campaignId, ruleHash, by }),
      )
      assert(announced !== undefined, `${rule.id} was never announced`)
    }
  }
  for (const { rule } of campaigns) {
    for (;;) {
      const shown = await world.insist('distributor', undefined, (distributor) =>
        distributor.showCampaign(rule.id),
      )
      if (shown?.ok && shown.value.state === 'open') break
      await world.pause(500)
    }
  }
}
