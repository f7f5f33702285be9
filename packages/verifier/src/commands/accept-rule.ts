import {
  acknowledged,
  assert,
  type CampaignId,
  type CampaignRule,
  canonicalJson,
  checkSubjectTerms,
  type HandlerAnswer,
  type PartyContext,
  type PartyId,
  type Policy,
  parseCampaignRule,
  type ReasonCode,
  type Reasoned,
  type ReceivedItem,
  type ReceiveHandler,
  type Result,
  refused,
  type Tx,
} from '@evenkeel/kernel'
import { RULES_HELD_MAX } from '../limits.ts'
import type { Identifiers } from '../model/identifiers.ts'
import { knowsSamePeople } from '../model/prior-nullifiers.ts'

export interface AcceptedRules {
  readonly handler: ReceiveHandler<'verifier.accept-rule'>
  /** The rule accepted for a campaign, if there is one. */
  find(campaignId: CampaignId): Promise<CampaignRule | undefined>
  /** The rules of the campaigns that an accepted rule offsets against. */
  findPriors(rule: CampaignRule): Promise<readonly CampaignRule[]>
}

type RuleItem = ReceivedItem<'verifier.accept-rule'>

/**
 * Keeps the campaign rules that this verifier gives receipts under. The first rule for a campaign is for ever. Refused with
 * campaign_owner_not_allowed for a party that is no distributor here, receipt_verifier_not_named when the rule does not name this verifier,
 * nullifier_key_mismatch when its nullifiers would be others than the rule's or a person would be another in a campaign that it offsets against,
 * campaign_unknown for such a campaign that this verifier does not know, the reasons of `checkSubjectTerms` and `checkPolicy`, and handoff_conflict for
 * another rule of a known campaign.
 */
export function createAcceptedRules(
  context: PartyContext,
  distributors: readonly PartyId[],
  {
    identifiers,
    checkPolicy,
  }: {
    readonly identifiers: Pick<Identifiers, 'fits'>
    readonly checkPolicy: (policy: Policy) => Result<undefined, Reasoned>
  },
): AcceptedRules {
  const { store } = context.ports
  const held = new Map<CampaignId, CampaignRule>()

  async function accept(tx: Tx, { body, from }: RuleItem): Promise<HandlerAnswer> {
    // The first rule is for ever, so nobody else may take a campaign's name first.
    if (!distributors.includes(from)) return refused('campaign_owner_not_allowed')
    if (!body.verifiers.includes(context.id)) return refused('receipt_verifier_not_named')
    if (!identifiers.fits(body)) return refused('nullifier_key_mismatch')
    const subject = checkSubjectTerms(body.policy)
    const policy = subject.ok ? checkPolicy(body.policy) : subject
    if (!policy.ok) return refused(policy.error.code)
    const fault = await findPriorFault(tx, body)
    if (fault !== undefined) return refused(fault)
    const rule = canonicalJson(body)
    const inserted = await tx.insertMany({
      table: 'campaign_rule',
      columns: ['campaign_id', 'distributor', 'rule'],
      rows: [[body.id, from, rule]],
      onConflict: 'ignore',
    })
    if (inserted.length === 1) return acknowledged
    const known = await tx.get(
      'SELECT distributor, rule FROM campaign_rule WHERE campaign_id = ?',
      [body.id],
    )
    const isSame = known?.rule === rule && known.distributor === from
    return isSame ? acknowledged : refused('handoff_conflict')
  }

  /** What of the campaigns that a rule offsets against keeps this verifier from saying who a person was there. */
  async function findPriorFault(tx: Tx, rule: CampaignRule): Promise<ReasonCode | undefined> {
    if (rule.offsets === undefined) return undefined
    const rows = await tx.selectIn({
      table: 'campaign_rule',
      columns: ['rule'],
      key: 'campaign_id',
      keys: rule.offsets.campaigns,
    })
    if (rows.length < rule.offsets.campaigns.length) return 'campaign_unknown'
    const priors = rows.map((row) => JSON.parse(String(row.rule)) as CampaignRule)
    const isNamed = priors.every((prior) => identifiers.fits(prior) && knowsSamePeople(rule, prior))
    return isNamed ? undefined : 'nullifier_key_mismatch'
  }

  async function findPriors({ offsets }: CampaignRule): Promise<readonly CampaignRule[]> {
    const found = await Promise.all((offsets?.campaigns ?? []).map(find))
    return found.map((prior) => {
      assert(prior !== undefined, 'an accepted rule names campaigns that are known here')
      return prior
    })
  }

  async function find(campaignId: CampaignId): Promise<CampaignRule | undefined> {
    const known = held.get(campaignId)
    if (known !== undefined) return known
    const row = await store.read('find-rule', (tx) =>
      tx.get('SELECT rule FROM campaign_rule WHERE campaign_id = ?', [campaignId]),
    )
    if (row === undefined) return undefined
    const rule = JSON.parse(String(row.rule)) as CampaignRule
    if (held.size >= RULES_HELD_MAX) held.clear()
    held.set(campaignId, rule)
    return rule
  }

  return {
    handler: {
      kind: 'verifier.accept-rule',
      parse: parseCampaignRule,
      async apply(tx, items) {
        const answers: HandlerAnswer[] = []
        for (const item of items) answers.push(await accept(tx, item))
        return answers
      },
    },
    find,
    findPriors,
  }
}
