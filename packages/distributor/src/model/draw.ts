import {
  type CampaignRule,
  canonicalJson,
  type EpochMs,
  epochMs,
  type LogLeaf,
  ok,
  type PartyId,
  type Reasoned,
  type Result,
  type Row,
  refuse,
  sha256Text,
} from '@evenkeel/kernel'
import {
  type DrandBeacon,
  type Draw,
  type LotterySeed,
  lotterySeed,
  opensCommitment,
  type Reveal,
  type RevealOrVoid,
  revealDeadline,
  type SeedValue,
} from '@evenkeel/kernel/allocation'
import { windowName } from './window.ts'

/** What is known of a draw: the campaign's row, and what parties have revealed. */
export interface DrawState {
  readonly row: Row
  readonly reveals: readonly Reveal[]
}

/** The draw of a campaign's window. */
export function drawOf(rule: CampaignRule): Draw {
  return { campaign: rule.id, window: windowName(rule) }
}

/** The seed of a draw; undefined for what is not drawn. Reasons: those of `lotterySeed`. */
export function seedOf(
  rule: CampaignRule,
  { row, reveals }: DrawState,
  nowMs: EpochMs,
  beacon: DrandBeacon | undefined = beaconOf(row),
): Result<LotterySeed | undefined, Reasoned> {
  const { allocation } = rule
  if (allocation.kind !== 'lottery') return ok(undefined)
  return lotterySeed({
    ...drawOf(rule),
    rule: allocation.seed,
    closedAtMs: row.closed_at as EpochMs,
    nowMs,
    reveals,
    ...(beacon && { beacon }),
  })
}

/** The round of the beacon that somebody has brought. */
export function beaconOf({ beacon }: Row): DrandBeacon | undefined {
  return beacon === null ? undefined : (JSON.parse(String(beacon)) as DrandBeacon)
}

/** How values are revealed for a campaign's draw; undefined where nothing is. */
export function revealTerms({ allocation }: CampaignRule): RevealOrVoid | undefined {
  if (allocation.kind !== 'lottery' || allocation.seed.kind !== 'commit-reveal') return undefined
  return allocation.seed
}

/** From when on somebody may know what a draw will be: the round of the beacon is due, or a party has shown its value. Undefined while nobody can. */
export function drawKnownAt(
  { allocation }: CampaignRule,
  { row, reveals }: DrawState,
): EpochMs | undefined {
  if (allocation.kind !== 'lottery') return undefined
  const { seed } = allocation
  if (seed.kind === 'drand') return epochMs(Number(row.closed_at) + seed.delayMs)
  const shown = reveals.map(({ revealedAtMs }) => revealedAtMs)
  return shown.length === 0 ? undefined : epochMs(Math.min(...shown))
}

/** The last moment to reveal. */
export function revealsUntil(terms: RevealOrVoid, row: Row): EpochMs {
  return revealDeadline(terms, epochMs(Number(row.closed_at)))
}

/** Who has committed to a value and has not revealed it. */
export function silentParties(
  { commitments }: RevealOrVoid,
  reveals: readonly SeedValue[],
): readonly PartyId[] {
  return commitments.flatMap(({ party }) =>
    reveals.some((one) => one.party === party) ? [] : [party],
  )
}

/** The place of the commitment that a value opens. Reason: lottery_reveal_invalid. */
export function findCommitment(
  rule: CampaignRule,
  terms: RevealOrVoid,
  value: SeedValue,
): Result<number, Reasoned> {
  const place = terms.commitments.findIndex(
    ({ party, commitment }) =>
      party === value.party && opensCommitment(drawOf(rule), value, commitment),
  )
  return place === -1
    ? refuse('lottery_reveal_invalid', `it opens no commitment of ${value.party}`)
    : ok(place)
}

/** The leaf of a revealed value. `prev` is the closing of the window: the set of tickets was complete before. */
export function revealLeaf(
  rule: CampaignRule,
  place: number,
  { party, salt, value }: SeedValue,
  at: { readonly actor: PartyId; readonly now: EpochMs; readonly prev: string },
): LogLeaf {
  const body = { v: 1, campaignId: rule.id, party, salt, value }
  return {
    v: 1,
    kind: 'seed_reveal',
    scope: rule.id,
    seq: place,
    actor: at.actor,
    prev: at.prev,
    bodyHash: sha256Text(canonicalJson(body), 'hex'),
    decidedAtMs: at.now,
    effectiveAtMs: at.now,
  }
}
