import { type AccreditationRecord, type PartyId, unwrap } from '@evenkeel/kernel'
import type { World } from '../open-world.ts'
import { statusObligationsOf, wellKnown, worldParties } from '../world-config.ts'
import type { WorldPlatform } from '../world-platform.ts'
import { announceDemo } from './announce-demo.ts'
import { DEMO_CAMPAIGN, demoCampaignRule, MEMBERSHIP_TYPE } from './demo-campaign.ts'

const YEAR_MS = 31_536_000_000
/** A grant counts only once even the slowest permitted clock has reached its start; the demo does not wait for that. */
const CLOCK_MARGIN_MS = 60_000

/**
 * Gives a world its accredited issuers (one with high assurance, one with low) and its campaign; whatever is there already stays.
 * Returns true if it was new.
 */
export async function seedDemo(world: World, platform: WorldPlatform): Promise<boolean> {
  const distributor = world.the('distributor')
  const known = await distributor.role.showCampaign(DEMO_CAMPAIGN)
  if (known.ok && known.value.state === 'open') return false

  const authority = world.the('governance')
  for (const { id, role } of worldParties) {
    if (role !== 'issuer' || (await authority.role.showAct(actIdOf(id))).ok) continue
    unwrap(
      await authority.role.accredit({
        record: demoAccreditation(id, platform, authority.ports.clock.nowMs()),
        // Nobody waits for the lease of the empty list that the network has begun with.
        mode: 'immediate',
      }),
    )
  }
  await world.quiesce()
  if (!known.ok) {
    unwrap(await announceDemo(distributor.role, demoCampaignRule(distributor.ports.clock.nowMs())))
  }
  await world.quiesce()
  return true
}

function actIdOf(issuer: PartyId): string {
  return `accredit-${issuer}`
}

/** The record of a demo issuer: high assurance for the strict one, low for the other. */
export function demoAccreditation(
  issuer: PartyId,
  platform: Pick<WorldPlatform, 'credentialSigner' | 'issuerId'>,
  now: number,
): AccreditationRecord {
  const statusObligations = statusObligationsOf(issuer)
  return {
    subject: platform.issuerId(issuer),
    party: issuer,
    keys: [platform.credentialSigner(issuer).publicJwk],
    authority: wellKnown.authority,
    action: 'issue',
    credentialTypes: [MEMBERSHIP_TYPE],
    jurisdictions: ['CH'],
    assurance: issuer === 'issuer-strict' ? 'high' : 'low',
    validFromMs: now - CLOCK_MARGIN_MS,
    validUntilMs: now + 5 * YEAR_MS,
    status: 'active',
    statusFromMs: now - CLOCK_MARGIN_MS,
    ...(statusObligations && { statusObligations }),
    actId: actIdOf(issuer),
  }
}
