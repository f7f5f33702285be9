import { type CampaignId, formatMinor } from '@evenkeel/kernel'
import type { WindowView } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatMoney, formatTable, formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
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
export async function campaignShow({ output, withWorld }: Session, id: string): Promise<ExitCode> {
  const campaignId = readId<CampaignId>(id, 'campaign')
  return withWorld(async (world) => {
    const shown = await world.the('distributor').role.showCampaign(campaignId)
    if (!shown.ok) return output.refuse({ what: `There is no campaign ${id}.`, ...shown.error })
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
        ...(campaign.state === 'draft'
          ? [`  announced by ${campaign.announcers} of 2 people`]
          : []),
        ...(campaign.pausedUntilMs === undefined
          ? []
          : [`  paused until ${formatTime(campaign.pausedUntilMs)}`]),
        ...(campaign.refusedAtMs === undefined || campaign.closedAtMs !== undefined
          ? []
          : [
              `  somebody was refused for lack of room at ${formatTime(campaign.refusedAtMs)}; it may close later for that`,
            ]),
        ...(campaign.window === undefined ? [] : describeWindow(campaign.window)),
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

function describeWindow(window: WindowView): readonly string[] {
  const { tickets, ticketRoot, allocatesAtMs, beaconRound, beacon, allocation } = window
  const { silent, revealsUntilMs } = window
  return [
    `  window closed with ${tickets} tickets, root ${ticketRoot}`,
    ...(beaconRound === undefined
      ? []
      : [
          `  round ${beaconRound} of the beacon decides${beacon ? '' : '; nobody has brought it yet'}`,
        ]),
    ...(silent === undefined || revealsUntilMs === undefined
      ? []
      : [
          silent.length === 0
            ? '  everybody has revealed their value'
            : `  ${silent.join(', ')} may reveal until ${formatTime(revealsUntilMs)}; without it nobody wins`,
        ]),
    allocation === undefined
      ? `  allocates at ${formatTime(allocatesAtMs)}`
      : `  allocated at ${formatTime(allocation.atMs)} among ${allocation.claims} claims, root ${allocation.root}`,
  ]
}
