import type { CampaignId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
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
    const page = await world.the('distributor').role.listReceivables({ campaignId, ...after })
    output.result('evenkeel.receivables/v1', page, [
      ...page.items.map(
        ({ transferId, state, debtor, amountMinor, openMinor, dueAtMs, concern }) =>
          `${transferId}  ${state.toUpperCase()}  ${openMinor} of ${amountMinor} open, borne by ${debtor}` +
          `${dueAtMs === undefined ? '' : `, until ${formatTime(dueAtMs)}`}${concern === undefined ? '' : `  ${concern}`}`,
      ),
      ...(page.next === undefined ? [] : [`more: --after ${page.next}`]),
    ])
    return EXIT.done
  })
}
