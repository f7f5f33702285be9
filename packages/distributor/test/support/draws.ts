import { readFileSync } from 'node:fs'
import type { PartyId } from '@evenkeel/kernel'
import { type CampaignAllocation, type CampaignRule, encodeBase64url } from '@evenkeel/kernel'
import {
  type DrandBeacon,
  drandRoundTime,
  type SeedValue,
  seedCommitment,
} from '@evenkeel/kernel/allocation'
import { batchRule } from './window.ts'
import type { World } from './world.ts'

const { rounds } = JSON.parse(readFileSync('spec/vectors/drand-quicknet.json', 'utf8')) as {
  readonly rounds: readonly DrandBeacon[]
}
/** A round that the beacon has made. */
export const beacon: DrandBeacon = rounds.find(({ round }) => round === 1_000) as DrandBeacon

const DELAY_MS = 20_000
/** When a window closes whose draw goes by `beacon`. */
export const drawClosesAtMs: number = drandRoundTime(beacon.round) - 1 - DELAY_MS

/** A draw by `beacon`. */
export const byBeacon: CampaignAllocation = {
  kind: 'lottery',
  winners: 2,
  amountMinor: '300',
  seed: { kind: 'drand', chain: 'quicknet', delayMs: DELAY_MS },
}

/** The values of the parties that a draw by commit and reveal takes. */
export const seedValues: readonly SeedValue[] = ['alder', 'birch'].map((party, i) => ({
  party: party as PartyId,
  salt: encodeBase64url(new Uint8Array(32).fill(i)),
  value: encodeBase64url(new Uint8Array(32).fill(100 + i)),
}))

/** Milliseconds after the closing in which they may reveal. */
export const REVEAL_WITHIN_MS = 60_000

/** A campaign whose draw goes by what they reveal. */
export function revealRule(change: Partial<CampaignRule> = {}): CampaignRule {
  const { id } = batchRule()
  const commitments = seedValues.map((value) => ({
    party: value.party,
    commitment: seedCommitment({ campaign: change.id ?? id, window: 'batch' }, value),
  }))
  return batchRule(
    {
      kind: 'lottery',
      winners: 2,
      amountMinor: '300',
      seed: {
        kind: 'commit-reveal',
        commitments,
        revealWithinMs: REVEAL_WITHIN_MS,
        whenSilent: 'void',
      },
    },
    change,
  )
}

/** Lets the party reveal its value itself. */
export function reveal(
  { distributor }: World,
  { id: campaignId }: CampaignRule,
  value: SeedValue,
): ReturnType<World['distributor']['revealSeed']> {
  return distributor.revealSeed({ campaignId, value, by: value.party })
}
