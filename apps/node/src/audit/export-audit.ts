import {
  type CampaignId,
  formatVkey,
  ok,
  type PartyId,
  type Reasoned,
  type Result,
} from '@evenkeel/kernel'
import type { AuditTrustDocument } from '@evenkeel/kernel/audit'
import type { World } from '../open-world.ts'

/**
 * The text of a campaign's audit bundle: the sections of distributor, log and ledger, each by the party that knows, a page at a time. Reasons: those
 * of `exportAudit` of each.
 */
export async function exportAudit(
  world: World,
  campaignId: CampaignId,
  distributorId?: PartyId,
): Promise<Result<AsyncIterable<string>, Reasoned>> {
  const distributor = world.the('distributor', distributorId)
  const campaign = await distributor.role.exportAudit(campaignId)
  if (!campaign.ok) return campaign
  const log = await world.the('network').role.exportAudit(campaignId, distributor.id)
  if (!log.ok) return log
  const ledger = await world.the('ledger').role.exportAudit(campaignId)
  if (!ledger.ok) return ledger
  return ok(joined([campaign.value, log.value, ledger.value]))
}

async function* joined(
  sections: readonly (AsyncIterable<string> | Iterable<string>)[],
): AsyncGenerator<string> {
  for (const section of sections) for await (const line of section) yield `${line}\n`
}

/** The keys of this world: an auditor who believes them from here believes whoever runs it. */
export function auditTrustOf(world: World): AuditTrustDocument {
  const { logKey, witnesses } = world.the('network').role
  return {
    log: formatVkey(logKey),
    ...(witnesses && {
      witnesses: witnesses.keys.map(formatVkey),
      quorum: witnesses.quorum,
    }),
    distributor: [world.the('distributor').ports.signer.publicJwk],
    ledger: [world.the('ledger').ports.signer.publicJwk],
  }
}
