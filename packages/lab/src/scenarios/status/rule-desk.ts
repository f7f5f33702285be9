import {
  brandId,
  type CampaignRule,
  type HandoffId,
  type PartyContext,
  type PartyId,
  type Role,
  type SendPolicy,
} from '@evenkeel/kernel'

/** A party that hands a campaign's rule to verifiers and does nothing else: receipts need a rule, and nobody here claims. */
export interface RuleDesk extends Role {
  announce(rule: CampaignRule, verifiers: readonly PartyId[]): Promise<void>
}

const DAY_MS = 86_400_000
const policy: SendPolicy<'verifier.accept-rule'> = {
  kind: 'verifier.accept-rule',
  budgetMs: DAY_MS,
  defaults: [{ afterMs: 60_000, act: 'resend' }],
}

export function createRuleDesk({ ports, enqueue }: PartyContext): RuleDesk {
  return {
    sendPolicies: [policy],
    receiveHandlers: [],
    announce: (rule, verifiers) =>
      ports.store.transact('announce-rule', async (tx) => {
        await enqueue(
          tx,
          verifiers.map((to) => ({
            id: brandId<HandoffId>(`rule:${rule.id}:${to}`),
            to,
            kind: 'verifier.accept-rule',
            body: rule,
          })),
        )
      }),
  }
}
