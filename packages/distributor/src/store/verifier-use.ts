import {
  assert,
  type CampaignId,
  type CampaignRule,
  type MinorUnits,
  type PartyId,
  type Tx,
} from '@evenkeel/kernel'

/** How much of a campaign has been given on the word of each verifier, within one transaction. */
export interface VerifierUse {
  /** Notes one more claim, unless the rule's limits do not allow it (F6). */
  take(rule: CampaignRule, verifier: PartyId, amount: MinorUnits): boolean
  save(tx: Tx): Promise<void>
}

interface Use {
  readonly campaignId: CampaignId
  readonly verifier: string
  claims: number
  amount: bigint
  isNew: boolean
  isChanged: boolean
}

/** Reads the use of campaigns that limit it: one query for each, none for others. */
export async function openVerifierUse(tx: Tx, rules: Iterable<CampaignRule>): Promise<VerifierUse> {
  const uses = new Map<string, Use>()
  for (const { id: campaignId, limits, verifiers } of rules) {
    if (limits === undefined) continue
    for (const verifier of verifiers) {
      const none = { claims: 0, amount: 0n, isNew: true, isChanged: false }
      uses.set(`${campaignId} ${verifier}`, { campaignId, verifier, ...none })
    }
    const rows = await tx.all(
      'SELECT verifier, claims, amount FROM verifier_use WHERE campaign_id = ? ORDER BY verifier',
      [campaignId],
    )
    for (const { verifier, claims, amount } of rows) {
      const use = uses.get(`${campaignId} ${verifier}`)
      assert(use !== undefined, `${campaignId} names ${verifier}`)
      Object.assign(use, { claims: Number(claims), amount: BigInt(String(amount)), isNew: false })
    }
  }

  return {
    take({ id, limits }, verifier, amount) {
      if (limits === undefined) return true
      const use = uses.get(`${id} ${verifier}`)
      assert(use !== undefined, `${id} names ${verifier}`)
      const { claimsMax, amountMinorMax } = limits.perVerifier
      if (use.claims >= claimsMax || use.amount + amount > BigInt(amountMinorMax)) return false
      use.claims += 1
      use.amount += amount
      use.isChanged = true
      return true
    },
    async save(within) {
      const changed = [...uses.values()].filter(({ isChanged }) => isChanged)
      await within.insertMany({
        table: 'verifier_use',
        columns: ['campaign_id', 'verifier', 'claims', 'amount'],
        rows: changed
          .filter(({ isNew }) => isNew)
          .map(({ campaignId, verifier }) => [campaignId, verifier, 0, '0']),
        onConflict: 'fail',
      })
      await within.runMany(
        'UPDATE verifier_use SET claims = ?, amount = ? WHERE campaign_id = ? AND verifier = ?',
        changed.map(({ campaignId, verifier, claims, amount }) => [
          claims,
          String(amount),
          campaignId,
          verifier,
        ]),
      )
    },
  }
}
