import type { CampaignId, EpochMs, PartyId, ReadTx, Tx } from '@evenkeel/kernel'
import type { Reveal } from '@evenkeel/kernel/allocation'

/** What parties have revealed for a campaign's draw, in the order of their names. */
export async function readReveals(
  tx: Pick<ReadTx, 'all'>,
  campaignId: CampaignId,
): Promise<readonly Reveal[]> {
  const rows = await tx.all(
    'SELECT party, salt, value, revealed_at FROM seed_reveal WHERE campaign_id = ? ORDER BY party',
    [campaignId],
  )
  return rows.map((row) => ({
    party: row.party as PartyId,
    salt: String(row.salt),
    value: String(row.value),
    revealedAtMs: row.revealed_at as EpochMs,
  }))
}

/** Keeps the value of a party, once. */
export async function insertReveal(
  tx: Tx,
  campaignId: CampaignId,
  { party, salt, value, revealedAtMs }: Reveal,
): Promise<void> {
  await tx.insertMany({
    table: 'seed_reveal',
    columns: ['campaign_id', 'party', 'salt', 'value', 'revealed_at'],
    rows: [[campaignId, party, salt, value, revealedAtMs]],
    onConflict: 'ignore',
  })
}
