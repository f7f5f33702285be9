import { type CampaignId, formatMinor, isId } from '@evenkeel/kernel'
import type { Command } from 'commander'
import { EXIT } from '../exit-codes.ts'
import { formatMoney, formatTable, formatTime } from '../format.ts'
import type { Session } from '../session.ts'

const PLACES = [
  'free',
  'reserved',
  'held',
  'inFlight',
  'settled',
  'forfeited',
  'receivable',
] as const

/** `evenkeel campaign show`: the distributor's claims beside the ledger's money. */
export function campaignShow(id: string, command: Command, session: Session): Promise<void> {
  return session.withWorld(command, async (world, output) => {
    if (!isId(id))
      return output.refusal(`${id} is not a campaign id.`, {
        code: 'malformed_message',
        detail: 'campaign id',
      })
    const campaignId = id as CampaignId
    const shown = await world.the('distributor').role.showCampaign(campaignId)
    if (!shown.ok) return output.refusal(`There is no campaign ${id}.`, shown.error)
    const campaign = shown.value
    const { asset } = campaign.rule
    const totals = await world.the('ledger').role.showCampaign(campaignId)
    const money = totals.ok
      ? Object.fromEntries(
          (['funded', 'returned', ...PLACES] as const).map((place) => [
            place,
            formatMinor(totals.value[place]),
          ]),
        )
      : undefined
    const claims = Object.entries(campaign.totals).map(
      ([state, { claims: count, amountMinor }]) => [
        state,
        String(count),
        formatMoney(amountMinor, asset),
      ],
    )
    output.result(
      'evenkeel.campaign/v1',
      { ...campaign, ...(money === undefined ? {} : { money }) },
      [
        `${campaign.campaignId}  ${campaign.state.toUpperCase()}  ${campaign.rule.title}`,
        `  rule ${campaign.ruleHash}`,
        `  opens ${formatTime(campaign.rule.opensAtMs)}, closes ${formatTime(campaign.rule.closesAtMs)}`,
        ...campaign.waitingFor.map(
          (wait) =>
            `  waiting for ${wait.handoff}${wait.reason === undefined ? '' : `: refused, ${wait.reason}`}`,
        ),
        ...formatTable(['claims', 'count', 'amount'], claims).map((line) => `  ${line}`),
        ...(money === undefined
          ? ['  The ledger has no accounts for it yet.']
          : [
              `  funded ${formatMoney(money.funded ?? '0', asset)} =`,
              ...PLACES.map(
                (place) => `    ${place.padEnd(10)} ${formatMoney(money[place] ?? '0', asset)}`,
              ),
            ]),
      ],
    )
    return EXIT.done
  })
}
