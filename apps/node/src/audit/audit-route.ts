import {
  brandId,
  type CampaignId,
  defineRoute,
  isId,
  type PartyId,
  READ_BUDGET_MS,
  type Route,
} from '@evenkeel/kernel'
import type { World } from '../open-world.ts'
import { exportAudit } from './export-audit.ts'
import { AUDITS_MAX } from './limits.ts'

const AUDIT_MEDIA_TYPE = 'application/jsonl'

/** The route by which an auditor fetches a bundle from the distributor: its own section, and those of log and ledger beside it. */
export function auditRoute(world: World, distributor: PartyId): Route {
  let underWay = 0
  return defineRoute({
    operation: 'auditCampaign',
    method: 'GET',
    path: '/campaigns/:campaignId/audit',
    summary:
      'The audit bundle of a campaign that is settled, as `evenkeel audit export` writes it. Before that nothing of it is final, and it is refused.',
    access: { kind: 'key', scope: 'distributor:audit' },
    answers: {
      200: {
        description:
          'The bundle: JSON lines, sent as they are read. Where that fails the connection breaks off.',
        mediaType: AUDIT_MEDIA_TYPE,
      },
    },
    reasons: ['campaign_unknown', 'campaign_not_settled', 'not_found', 'log_quorum_missing'],
    repeats: 'safe',
    budgetMs: READ_BUDGET_MS,
    async handle({ params: { campaignId = '' }, signal }) {
      if (signal.aborted || underWay === AUDITS_MAX) {
        return { problem: { code: 'queue_full', detail: `${AUDITS_MAX} audits at a time` } }
      }
      underWay += 1
      // However the exchange ends, its signal aborts.
      signal.addEventListener('abort', () => (underWay -= 1), { once: true })
      if (!isId(campaignId)) return { problem: { code: 'campaign_unknown' } }
      const bundle = await exportAudit(world, brandId<CampaignId>(campaignId), distributor)
      if (!bundle.ok) return { problem: bundle.error }
      return { status: 200, text: bundle.value, mediaType: AUDIT_MEDIA_TYPE }
    },
  })
}
