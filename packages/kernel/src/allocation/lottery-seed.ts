import { type TSchema, Type } from 'typebox'
import { decodeBase64url } from '../bytes/base64url.ts'
import { encodeHex } from '../bytes/hex.ts'
import { sha256Text } from '../crypto/hash.ts'
import { type CampaignId, type EpochMs, epochMs, type PartyId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { MESSAGE_LIMITS } from '../messages/common.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, idField } from '../schema/fields.ts'
import type { CommitRevealSeed, DrandSeed, RevealOrBeacon, SeedRule } from './allocation-rule.ts'
import { type DrandBeacon, firstDrandRoundAfter, verifyDrandBeacon } from './drand-beacon.ts'

/** Bytes of a value and of its salt: as many as of the seed. */
const VALUE_BYTES = 32

/** The draw that a seed is for: no two draws share one, whatever randomness they share. */
export interface Draw {
  readonly campaign: CampaignId
  /** The window's name in the campaign. */
  readonly window: string
}

/** What opens a party's commitment. Both are 32 random bytes in base64url. */
export interface SeedValue {
  readonly party: PartyId
  readonly salt: string
  readonly value: string
}

const random = Type.String({
  pattern: '^[A-Za-z0-9_-]{43}$',
  description: '32 bytes in base64url',
})
const seedValueFields = { party: idField<PartyId>(), salt: random, value: random }
const seedValue = Type.Object(seedValueFields)

export const seedValueSchema: TSchema = seedValue
/** A Reveal. */
export const revealSchema: TSchema = Type.Object({
  ...seedValueFields,
  revealedAtMs: epochMsField(),
})
export const parseSeedValue: Parser<SeedValue> = createParser(seedValue, MESSAGE_LIMITS)

/** A value as it was revealed. */
export interface Reveal extends SeedValue {
  /** When the log has it. */
  readonly revealedAtMs: EpochMs
}

export interface SeedInput extends Draw {
  readonly rule: SeedRule
  /** When the window closed, as the log has it. */
  readonly closedAtMs: EpochMs
  /** The time at which the seed is asked for; until everybody has revealed or may no more, there is none. */
  readonly nowMs: EpochMs
  readonly reveals?: readonly Reveal[]
  /** The round that `beaconRound` names. */
  readonly beacon?: DrandBeacon
}

export interface LotterySeed {
  /** 64 hex digits: SHA-256 over the canonical form of ["lottery-seed", campaign, window, source]. */
  readonly seed: string
  readonly source: SeedSource
}

export type SeedSource =
  | { readonly kind: 'drand'; readonly round: number; readonly randomness: string }
  /** In the order of the parties' names. */
  | { readonly kind: 'commit-reveal'; readonly values: readonly Omit<SeedValue, 'salt'>[] }

/**
 * SHA-256 over the canonical form of ["lottery-commitment", campaign, window, party, salt, value], hex. The party is in it, so that nobody can
 * commit to what another has committed to and reveal it after them.
 */
export function seedCommitment(draw: Draw, { party, salt, value }: SeedValue): string {
  const { campaign, window } = draw
  return sha256Text(
    canonicalJson(['lottery-commitment', campaign, window, party, salt, value]),
    'hex',
  )
}

/** The round of the beacon that decides, or would if too few reveal; undefined if none ever does. */
export function beaconRound(rule: DrandSeed | RevealOrBeacon, closedAtMs: EpochMs): number
export function beaconRound(rule: SeedRule, closedAtMs: EpochMs): number | undefined
export function beaconRound(rule: SeedRule, closedAtMs: EpochMs): number | undefined {
  if ('whenSilent' in rule) return undefined
  const knownAtMs = rule.kind === 'drand' ? closedAtMs : revealDeadline(rule, closedAtMs)
  return firstDrandRoundAfter(epochMs(knownAtMs + rule.delayMs))
}

/**
 * The seed of a draw, for everybody the same who has the same log. Late reveals, and those that open nothing, do not count. Reasons:
 * lottery_seed_missing (with what is missing), lottery_beacon_invalid, lottery_void (with who was silent).
 */
export function lotterySeed(input: SeedInput): Result<LotterySeed, Reasoned> {
  const { rule, closedAtMs, nowMs, reveals = [] } = input
  if (rule.kind === 'drand') return seedFromBeacon(input, rule)
  const deadline = revealDeadline(rule, closedAtMs)
  const values = rule.commitments
    .flatMap(({ party, commitment }) => {
      const reveal = reveals.find(
        (one) =>
          one.party === party &&
          one.revealedAtMs <= deadline &&
          opensCommitment(input, one, commitment),
      )
      return reveal === undefined ? [] : [{ party, value: reveal.value }]
    })
    .sort((a, b) => (a.party < b.party ? -1 : 1))
  if (values.length < rule.commitments.length && nowMs <= deadline) {
    return refuse('lottery_seed_missing', `values may be revealed until ${deadline}`)
  }
  if ('whenSilent' in rule && values.length < rule.commitments.length) {
    const silent = rule.commitments.filter((one) =>
      values.every(({ party }) => party !== one.party),
    )
    return refuse('lottery_void', `silent: ${silent.map(({ party }) => party).join(', ')}`)
  }
  return 'revealsMin' in rule && values.length < rule.revealsMin
    ? seedFromBeacon(input, rule)
    : ok(seedOf(input, { kind: 'commit-reveal', values }))
}

/** The last moment to reveal. */
export function revealDeadline(
  rule: Pick<CommitRevealSeed, 'revealWithinMs'>,
  closedAtMs: EpochMs,
): EpochMs {
  return epochMs(closedAtMs + rule.revealWithinMs)
}

/** Whether a party's value is what it has committed to. */
export function opensCommitment(
  draw: Draw,
  { party, salt, value }: SeedValue,
  commitment: string,
): boolean {
  const isValue = (text: string): boolean => decodeBase64url(text)?.length === VALUE_BYTES
  return (
    isValue(salt) && isValue(value) && seedCommitment(draw, { party, salt, value }) === commitment
  )
}

function seedFromBeacon(
  input: SeedInput,
  rule: DrandSeed | RevealOrBeacon,
): Result<LotterySeed, Reasoned> {
  const { closedAtMs, beacon } = input
  const round = beaconRound(rule, closedAtMs)
  if (beacon === undefined) return refuse('lottery_seed_missing', `quicknet round ${round}`)
  if (beacon.round !== round) {
    return refuse('lottery_beacon_invalid', `round ${round} decides, not ${beacon.round}`)
  }
  const randomness = verifyDrandBeacon(beacon)
  if (!randomness.ok) return randomness
  return ok(seedOf(input, { kind: 'drand', round, randomness: encodeHex(randomness.value) }))
}

function seedOf({ campaign, window }: Draw, source: SeedSource): LotterySeed {
  return {
    seed: sha256Text(canonicalJson(['lottery-seed', campaign, window, source]), 'hex'),
    source,
  }
}
