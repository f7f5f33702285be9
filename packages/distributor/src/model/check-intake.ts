import { type CampaignRule, knocksMsOf } from '@evenkeel/kernel'

/** What a rule's terms of intake contradict, if anything: whoever comes late by a knock comes before anybody can know how it will end. */
export function checkIntake({ intake, window, allocation }: CampaignRule): string | undefined {
  if (intake === undefined) return undefined
  if (intake.quietMs > intake.extendMsMax) {
    return 'it has to be quiet for longer before it closes than it waits for that'
  }
  if (window === 'instant') return undefined
  const knocksMs = knocksMsOf(intake)
  if (knocksMs > window.allocateAfterMs) return 'knocks count for longer than the allocation waits'
  if (allocation.kind !== 'lottery') return undefined
  const { seed } = allocation
  const unknownMs = seed.kind === 'drand' ? seed.delayMs : seed.revealWithinMs
  return knocksMs < unknownMs
    ? undefined
    : 'knocks would count when it can be known what the draw will be'
}
