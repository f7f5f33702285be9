import type { World, WorldRoles } from '@evenkeel/node'
import { formatMoney, formatTime } from '../format.ts'

type Shown = Awaited<ReturnType<WorldRoles['distributor']['showClaim']>>
export type ClaimView = Extract<Shown, { readonly ok: true }>['value']

/** A claim for people: state, amount, reason in words, history, what happens next. */
export async function describeClaim(world: World, claim: ClaimView): Promise<readonly string[]> {
  const campaign = await world.the('distributor').role.showCampaign(claim.campaignId)
  const asset = campaign.ok ? campaign.value.rule.asset : { code: '', scale: 0 }
  const amount = claim.amountMinor === undefined ? '' : `  ${formatMoney(claim.amountMinor, asset)}`
  const reasons = [claim.reason, claim.concern].flatMap((reason) =>
    reason === undefined ? [] : [`  ${reason.code}: ${reason.words}`],
  )
  const next =
    claim.next === undefined
      ? []
      : [
          `  next: ${claim.next.what}${claim.next.byMs === undefined ? '' : ` By ${formatTime(claim.next.byMs)}.`}`,
        ]
  return [
    `${claim.claimId}  ${claim.state.toUpperCase()}${amount}`,
    ...reasons,
    ...claim.history.map((entry) => `  ${formatTime(entry.atMs)}  ${entry.state}`),
    ...(claim.railReceipt === undefined ? [] : [`  rail receipt ${claim.railReceipt}`]),
    ...next,
    ...(claim.appealable ? ['  This outcome can be appealed.'] : []),
  ]
}
