import { describe, expect, it } from 'vitest'
import type { CommitRevealSeed, DrandSeed } from '../../src/allocation/allocation-rule.ts'
import { drandRoundTime } from '../../src/allocation/drand-beacon.ts'
import {
  beaconRound,
  lotterySeed,
  type Reveal,
  seedCommitment,
} from '../../src/allocation/lottery-seed.ts'
import { encodeBase64url } from '../../src/bytes/base64url.ts'
import { sha256Text } from '../../src/crypto/hash.ts'
import { brandId, type CampaignId, epochMs, type PartyId } from '../../src/ids.ts'
import { canonicalJson } from '../../src/json/canonical-json.ts'
import { unwrap } from '../../src/result.ts'
import { readVectors } from '../support/vectors.ts'

const { rounds } = readVectors<{
  readonly rounds: readonly { round: number; signature: string; randomness: string }[]
}>('drand-quicknet.json')
const beacon = rounds[1] as (typeof rounds)[number]

const draw = { campaign: brandId<CampaignId>('winter'), window: '1' }
const closedAtMs = epochMs(drandRoundTime(beacon.round) - 61_000)
const delayMs = 59_000
const drand: DrandSeed = { kind: 'drand', chain: 'quicknet', delayMs }
const late = epochMs(closedAtMs + 10_000_000)

describe('a seed from the beacon', () => {
  it('comes from the first round that is later than the delay after closing', () => {
    expect(beaconRound(drand, closedAtMs)).toBe(1_000)
    const { seed, source } = unwrap(
      lotterySeed({ ...draw, rule: drand, closedAtMs, nowMs: late, beacon }),
    )
    expect(source).toEqual({ kind: 'drand', round: 1_000, randomness: beacon.randomness })
    const contents = canonicalJson(['lottery-seed', 'winter', '1', source])
    expect(seed).toBe(sha256Text(contents, 'hex'))
  })

  it('is another one for another campaign or window', () => {
    const seedOf = (campaign: string, window: string): string =>
      unwrap(
        lotterySeed({
          campaign: brandId<CampaignId>(campaign),
          window,
          ...{ rule: drand, closedAtMs, nowMs: late, beacon },
        }),
      ).seed
    const seeds = [seedOf('winter', '1'), seedOf('winter', '2'), seedOf('spring', '1')]
    expect(new Set(seeds).size).toBe(3)
  })

  it('is missing without the round, and refused from any other or with a wrong signature', () => {
    const input = { ...draw, rule: drand, closedAtMs, nowMs: late }
    expect(lotterySeed(input)).toMatchObject({
      error: { code: 'lottery_seed_missing', detail: 'quicknet round 1000' },
    })
    for (const wrong of [rounds[0], rounds[3], { ...rounds[0], round: 1_000 }]) {
      expect(
        lotterySeed({ ...input, beacon: wrong as { round: number; signature: string } }),
      ).toMatchObject({ error: { code: 'lottery_beacon_invalid' } })
    }
  })
})

describe('a seed from revealed values', () => {
  const parties = ['alder', 'birch', 'cedar'].map((name) => brandId<PartyId>(name))
  const values = parties.map((party, i) => ({
    party,
    salt: encodeBase64url(new Uint8Array(32).fill(i)),
    value: encodeBase64url(new Uint8Array(32).fill(100 + i)),
  }))
  const revealWithinMs = 1_000
  const rule: CommitRevealSeed = {
    kind: 'commit-reveal',
    commitments: values.map((value) => ({
      party: value.party,
      commitment: seedCommitment(draw, value),
    })),
    revealWithinMs,
    revealsMin: 2,
    delayMs: delayMs - revealWithinMs,
  }
  const deadline = epochMs(closedAtMs + revealWithinMs)
  const reveals: readonly Reveal[] = values.map((value) => ({ ...value, revealedAtMs: deadline }))
  const [alder, birch, cedar] = reveals as [Reveal, Reveal, Reveal]
  const seedFrom = (list: readonly Reveal[], nowMs = late, over: CommitRevealSeed = rule) =>
    lotterySeed({ ...draw, rule: over, closedAtMs, nowMs, reveals: list, beacon })

  it('takes every value, whatever order they came in, as soon as all are there', () => {
    const seed = unwrap(seedFrom([cedar, alder, birch], closedAtMs))
    expect(seed.source).toEqual({
      kind: 'commit-reveal',
      values: values.map(({ party, value }) => ({ party, value })),
    })
    expect(seed).toEqual(unwrap(seedFrom(reveals)))
  })

  it('goes on with what is left once nobody may reveal any more, if the rule finds that enough', () => {
    expect(seedFrom([alder, cedar], deadline)).toMatchObject({
      error: { code: 'lottery_seed_missing' },
    })
    const seed = unwrap(seedFrom([alder, cedar], epochMs(deadline + 1)))
    expect(seed.source).toMatchObject({ values: [{ party: 'alder' }, { party: 'cedar' }] })
    expect(seed.seed).not.toBe(unwrap(seedFrom(reveals)).seed)
  })

  it('is left to the beacon when too few reveal, and their values count for nothing', () => {
    const source = { kind: 'drand', round: 1_000, randomness: beacon.randomness }
    expect(beaconRound(rule, closedAtMs)).toBe(1_000)
    expect(unwrap(seedFrom([birch])).source).toEqual(source)
    expect(unwrap(seedFrom([birch]))).toEqual(unwrap(seedFrom([])))
    expect(unwrap(seedFrom([alder, birch], late, { ...rule, revealsMin: 3 })).source).toEqual(
      source,
    )
  })

  it('does not count what is late, what opens nothing, and what another committed to', () => {
    const lateReveal = { ...birch, revealedAtMs: epochMs(deadline + 1) }
    const changed = { ...birch, value: alder.value }
    const copied = { ...alder, party: birch.party }
    const expected = seedFrom([alder, cedar])
    for (const wrong of [lateReveal, changed, copied]) {
      expect(seedFrom([alder, wrong, cedar])).toEqual(expected)
    }
    const copying = {
      ...rule,
      commitments: rule.commitments.map(({ party }) => ({
        party,
        commitment: rule.commitments[0]?.commitment ?? '',
      })),
    }
    expect(unwrap(seedFrom([alder, copied], late, copying)).source.kind).toBe('drand')
  })

  it('does not count a value that is too short to be unknown', () => {
    const short = { party: birch.party, salt: 'AA', value: 'AA' }
    const over = {
      ...rule,
      commitments: rule.commitments.map((one) =>
        one.party === birch.party ? { ...one, commitment: seedCommitment(draw, short) } : one,
      ),
    }
    const seed = unwrap(seedFrom([alder, { ...short, revealedAtMs: deadline }, cedar], late, over))
    expect(seed.source).toMatchObject({ values: [{ party: 'alder' }, { party: 'cedar' }] })
  })
})
