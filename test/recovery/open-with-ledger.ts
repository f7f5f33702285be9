import type { CampaignId, MinorUnits, PartyId } from '@evenkeel/kernel'
import { createLedger, type Ledger, ledgerMigrations } from '@evenkeel/ledger'
import { expect } from 'vitest'
import {
  openWorld,
  type World,
  type WorldOptions,
} from '../../packages/distributor/test/support/world.ts'

/** A distributor with a real ledger in the place of the one that takes everything. */
export async function openWithLedger(
  options: WorldOptions = {},
): Promise<{ readonly world: World; readonly ledger: Ledger }> {
  let ledger: Ledger | undefined
  const world = await openWorld({
    ...options,
    ledger: {
      migrations: ledgerMigrations,
      createRole: (context) => {
        ledger = createLedger(context, { distributors: ['distributor' as PartyId] })
        return ledger
      },
    },
  })
  if (ledger === undefined) throw new Error('there is a ledger')
  return { world, ledger }
}

/** Where a campaign's money is, once it is sure that it is all there (D1). */
export async function conservedTotals(
  ledger: Ledger,
  campaignId: CampaignId,
): Promise<Readonly<Record<string, MinorUnits>> & { settled: MinorUnits; receivable: MinorUnits }> {
  const shown = await ledger.showCampaign(campaignId)
  if (!shown.ok) throw new Error(shown.error.code)
  const { funded, returned, settled, receivable, ...rest } = shown.value
  const there = rest.free + rest.reserved + rest.held + rest.inFlight + rest.forfeited
  expect(there + settled + receivable).toBe(funded - returned)
  return { ...rest, settled, receivable, funded, returned } as never
}
