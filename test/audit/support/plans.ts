import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brandId, type CampaignId, minorUnits, type PartyId } from '@evenkeel/kernel'
import {
  type DrandBeacon,
  drandRoundTime,
  type SeedValue,
  seedCommitment,
  startTableRoot,
} from '@evenkeel/kernel/allocation'
import { repoRoot } from '../../repo.ts'
import type { CampaignPlan, Claimant } from './play-campaign.ts'

/** So many people, of whom some are held and refused by default, and some lose their credential in the window. */
export function people(
  count: number,
  outputs: (i: number) => Claimant['outputs'] = () => ({}),
): readonly Claimant[] {
  return Array.from({ length: count }, (_, i): Claimant => {
    const some = { person: `person-${i}`, outputs: outputs(i) ?? {} }
    if (i % 11 === 5) return { ...some, revoked: 'in the window' }
    if (i % 11 === 8) return { ...some, revoked: 'after the allocation' }
    return i % 7 === 3 ? { ...some, isHeld: true } : some
  })
}

/** Everybody gets the same, and nobody more than a cap. */
export function equalShares(count: number, id = 'equal-shares'): CampaignPlan {
  const allocation = { kind: 'equal-capped', capMinor: '150' } as const
  return { id, poolMinor: String(count * 100), allocation, claimants: people(count) }
}

interface Rounds {
  readonly rounds: readonly DrandBeacon[]
}

/** A draw by a real round of the beacon, so the campaign is played when that round was due. */
export function draw(count: number, winners: number, id = 'draw'): CampaignPlan {
  const path = join(repoRoot, 'spec/vectors/drand-quicknet.json')
  const { round, signature } = (JSON.parse(readFileSync(path, 'utf8')) as Rounds)
    .rounds[1] as DrandBeacon
  const delayMs = 120_000
  const closing = 60_000 + 3_600_000
  return {
    id,
    poolMinor: '1000000',
    allocation: {
      kind: 'lottery',
      winners,
      amountMinor: '500',
      seed: { kind: 'drand', chain: 'quicknet', delayMs },
    },
    claimants: people(count),
    startMs: drandRoundTime(round) - 1_000 - delayMs - closing,
    beacon: { round, signature },
  }
}

const COMMITTED: readonly SeedValue[] = ['party-a', 'party-b'].map((party, i) => ({
  party: brandId<PartyId>(party),
  salt: Buffer.alloc(32, i + 1).toString('base64url'),
  value: Buffer.alloc(32, i + 11).toString('base64url'),
}))

/** A draw by values to which two parties have committed, of whom so many reveal. */
export function drawByReveals(id: string, revealed: number): CampaignPlan {
  const draw = { campaign: brandId<CampaignId>(id), window: 'batch' }
  return {
    id,
    poolMinor: '10000',
    allocation: {
      kind: 'lottery',
      winners: 4,
      amountMinor: '500',
      seed: {
        kind: 'commit-reveal',
        commitments: COMMITTED.map((value) => ({
          party: value.party,
          commitment: seedCommitment(draw, value),
        })),
        revealWithinMs: 60_000,
        whenSilent: 'void',
      },
    },
    claimants: people(14),
    reveals: COMMITTED.slice(0, revealed),
  }
}

/** Amounts from a list to which the rule commits. */
export function tableOf(count: number, id = 'table'): CampaignPlan {
  const table = Array.from({ length: count + 3 }, (_, i) => ({
    entry: `member-${i}`,
    amountMinor: String(10 + i),
  }))
  const root = startTableRoot('rfc6962', table.length)
  root.add(
    table.map(({ entry, amountMinor }) => ({ entry, amount: minorUnits(BigInt(amountMinor)) })),
  )
  return {
    id,
    poolMinor: '100000',
    window: 'instant',
    table,
    allocation: { kind: 'table', rows: table.length, layout: 'rfc6962', root: root.root() },
    claimants: people(count, (i) => ({ entry: `member-${i}` })).map(
      ({ revoked: _, ...one }) => one,
    ),
  }
}

/** Campaigns of the other kinds, small. */
export const otherPlans: readonly CampaignPlan[] = [
  {
    id: 'pro-rata',
    poolMinor: '1000',
    allocation: { kind: 'pro-rata', capMinor: '90' },
    claimants: people(23, (i) => ({ weight: i % 9 })),
  },
  {
    id: 'tiered-scaled',
    poolMinor: '1000',
    allocation: { kind: 'tiered', tiers: { gold: '100', basic: '40' }, shortfall: 'scale' },
    claimants: people(23, (i) => ({ tier: i % 3 === 0 ? 'gold' : 'basic' })),
  },
  {
    id: 'fixed-instant',
    poolMinor: '1000',
    window: 'instant',
    allocation: { kind: 'fixed', amountMinor: '70' },
    // The last ones come when the pool is used up.
    claimants: people(23).map(({ revoked: _, ...one }) => one),
  },
  {
    id: 'tiered-instant',
    poolMinor: '5000',
    window: 'instant',
    allocation: { kind: 'tiered', tiers: { gold: '100', basic: '40' } },
    claimants: people(12, (i) => ({ tier: i % 3 === 0 ? 'gold' : 'basic' })).map(
      ({ revoked: _, ...one }) => one,
    ),
  },
  {
    id: 'limited-batch',
    poolMinor: '1000',
    allocation: { kind: 'equal-capped', capMinor: '90' },
    claimants: people(23, (i) => ({ issuer: `issuer-${i % 3}` })),
    change: { limits: { perIssuer: { claimsMax: 4 }, perVerifier: { amountMinorMax: '700' } } },
  },
  {
    id: 'limited-instant',
    poolMinor: '1000',
    window: 'instant',
    allocation: { kind: 'fixed', amountMinor: '70' },
    claimants: people(12, (i) => ({ issuer: `issuer-${i % 3}` })).map(
      ({ revoked: _, ...one }) => one,
    ),
    change: {
      limits: {
        perIssuer: { claimsMax: 3 },
        perVerifier: { amountMinorMax: '500' },
        perPeriod: { claimsMax: 9 },
      },
    },
  },
  drawByReveals('revealed', 2),
  drawByReveals('silent', 1),
  {
    id: 'nobody-came',
    poolMinor: '5000',
    allocation: { kind: 'equal-capped', capMinor: '10' },
    claimants: [],
  },
]
