import {
  acknowledged,
  type HandlerAnswer,
  type ReceivedItem,
  refused,
  type Tx,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import { readVestings } from '../queries/read-vestings.ts'
import { recordTransferEvents } from './answer-items.ts'

/**
 * Takes 'ledger.change-payee': the parts of a vesting transfer that have not left go to somebody else (D10). The newest change counts. Reasons:
 * transfer_unknown (nothing of this party vests under the id), malformed_message (the rail cannot pay the payee).
 */
export async function changePayees(
  { context, rail }: LedgerDeps,
  tx: Tx,
  items: readonly ReceivedItem<'ledger.change-payee'>[],
): Promise<readonly HandlerAnswer[]> {
  const vestings = await readVestings(
    tx,
    items.map((item) => item.body.transferId),
  )
  const taken: ReceivedItem<'ledger.change-payee'>[] = []
  const answers = items.map((item): HandlerAnswer => {
    const { transferId, payee } = item.body
    const vesting = vestings.get(transferId)
    if (vesting === undefined || vesting.campaign.owner !== item.from) {
      return refused('transfer_unknown')
    }
    const { amount, campaign } = vesting
    const { campaignId, asset } = campaign
    const prepared = rail.prepare({ transferId, campaignId, asset, amount, payee })
    if (!prepared.ok) return refused(prepared.error.code)
    taken.push(item)
    return acknowledged
  })
  await tx.runMany(
    'UPDATE vesting SET payee = ?, payee_number = ? WHERE transfer_id = ? AND payee_number < ?',
    taken.map(({ body: { transferId, payee, number } }) => [payee, number, transferId, number]),
  )
  await recordTransferEvents(
    tx,
    context,
    'PayeeChanged',
    taken.map(({ body }) => body.transferId),
  )
  return answers
}
