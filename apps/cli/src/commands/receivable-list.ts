import type { CampaignId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatMoney, formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** `evenkeel receivable list`. */
export async function receivableList(
  { output, withWorld }: Session,
  id: string,
  options: { readonly after?: string },
): Promise<ExitCode> {
  const campaignId = readId<CampaignId>(id, 'campaign')
  const after = options.after === undefined ? {} : { after: readId(options.after, 'transfer') }
  return withWorld(async (world) => {
    const distributor = world.the('distributor').role
    const shown = await distributor.showCampaign(campaignId)
    if (!shown.ok) return output.refuse({ what: `There is no campaign ${id}.`, ...shown.error })
    const { asset } = shown.value.rule
    const page = await distributor.listReceivables({ campaignId, ...after })
    output.result('evenkeel.receivables/v1', page, [
      ...page.items.map(
        ({ transferId, state, debtor, amountMinor, openMinor, dueAtMs, concern }) =>
          `${transferId}  ${state.toUpperCase()}  ${formatMoney(openMinor, asset)} of ${formatMoney(amountMinor, asset)} open, borne by ${debtor}` +
          `${dueAtMs === undefined ? '' : `, until ${formatTime(dueAtMs)}`}${concern === undefined ? '' : `  ${concern}`}`,
      ),
      ...(page.next === undefined ? [] : [`more: --after ${page.next}`]),
    ])
    return EXIT.done
  })
}
