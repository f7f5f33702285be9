import { BUDGET_MS_MAX, type CampaignRule } from '@evenkeel/kernel'

/** What is wrong with the terms for what happens after a payment; undefined when they can hold. */
export function checkRecovery({
  id,
  clawback,
  offsets,
  losses = {},
  vesting,
}: CampaignRule): string | undefined {
  const bears = Object.entries(losses).find(([, bearer]) => bearer !== 'programme')
  if (bears !== undefined && clawback === undefined) {
    return `lays a loss on the ${bears[1]} without terms for claiming back`
  }
  if (clawback !== undefined && Math.max(clawback.deadlineMs, clawback.appealMs) > BUDGET_MS_MAX) {
    return `a case about a payment may take longer than ${BUDGET_MS_MAX} ms`
  }
  if (offsets?.campaigns.includes(id)) return 'offsets against itself'
  // A part that falls due later would be paid before what it is offset against is known.
  return offsets !== undefined && vesting !== undefined
    ? 'offsets what is paid in parts'
    : undefined
}
