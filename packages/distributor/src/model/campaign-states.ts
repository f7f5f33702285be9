import { assert } from '@evenkeel/kernel'

/** All states in the order of a campaign's life. `paused` remembers where it came from, and lapses by itself. */
export const campaignStates = [
  'draft',
  'announced',
  'open',
  'closing',
  'settling',
  'settled',
  'archived',
  'paused',
] as const
export type CampaignState = (typeof campaignStates)[number]

/** A way from one state to another, and what it takes, in words for the picture of the life. */
export interface CampaignTransition {
  readonly from: CampaignState
  readonly to: CampaignState
  readonly when: string
}

const PAUSE = 'somebody pauses it'
const LAPSE = 'the pause is over'

/** Every transition there is. */
export const campaignTransitions: readonly CampaignTransition[] = [
  {
    from: 'draft',
    to: 'announced',
    when: 'its dry run is on record, a second person confirms the rule hash that the first proposed, and the notice still fits',
  },
  { from: 'draft', to: 'archived', when: 'nobody has announced it by its closing time' },
  {
    from: 'announced',
    to: 'open',
    when: 'log, ledger and verifiers have taken it, and its opening time has come',
  },
  { from: 'announced', to: 'closing', when: 'its closing time comes before it could open' },
  {
    from: 'open',
    to: 'closing',
    when: 'its closing time has come, and of late there was room for all, if its rule waits for that',
  },
  {
    from: 'closing',
    to: 'settling',
    when: 'nothing is left to allocate: after an instant window once knocks no longer count, after a batch window once every claim in it has its share',
  },
  {
    from: 'settling',
    to: 'settled',
    when: 'every claim is paid or refused, no appeal is possible, and what is unclaimed is back',
  },
  { from: 'settled', to: 'archived', when: 'it has rested for ARCHIVE_AFTER_MS' },
  { from: 'announced', to: 'paused', when: PAUSE },
  { from: 'open', to: 'paused', when: PAUSE },
  { from: 'closing', to: 'paused', when: PAUSE },
  { from: 'settling', to: 'paused', when: PAUSE },
  { from: 'paused', to: 'announced', when: LAPSE },
  { from: 'paused', to: 'open', when: LAPSE },
  {
    from: 'paused',
    to: 'closing',
    when: 'the pause is over, and it was closing or its window has closed meanwhile',
  },
  { from: 'paused', to: 'settling', when: LAPSE },
]

/** Whether the table has this transition. */
export function mayMove(from: CampaignState, to: CampaignState): boolean {
  return campaignTransitions.some((one) => one.from === from && one.to === to)
}

/** Throws unless the table has this transition. */
export function assertCampaignMove(from: CampaignState, to: CampaignState): void {
  assert(mayMove(from, to), `a campaign never goes from ${from} to ${to}`)
}
