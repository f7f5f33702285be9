import { VOID_SEED } from '../allocation/allocate.ts'
import { type LotterySeed, lotterySeed, opensCommitment } from '../allocation/lottery-seed.ts'
import { epochMs, type PartyId } from '../ids.ts'
import { err, ok, type Result } from '../result.ts'
import type { CampaignLine } from './audit-line.ts'
import { type AuditDifference, differs } from './audit-report.ts'

/** By what a window is drawn, and what its allocation's leaf commits to because of it. */
export interface AuditedDraw {
  readonly seed?: string
  readonly draw?: LotterySeed
  /** Who did not reveal, so that nothing could be drawn. */
  readonly silent?: readonly PartyId[]
}

/** The seed of a campaign's draw, from the round of the beacon or from what was revealed; nothing of what is not drawn. */
export function checkDraw(
  campaign: CampaignLine,
  line: number,
): Result<AuditedDraw, AuditDifference> {
  const { rule, beacon, reveals, closedAtMs, allocatedAtMs } = campaign
  const wrong = (expected: string, found: string) => err(differs(line, 'drawn', expected, found))
  const seedRule = rule.allocation.kind === 'lottery' ? rule.allocation.seed : undefined
  const isRevealed = seedRule?.kind === 'commit-reveal'
  if (beacon !== undefined && seedRule?.kind !== 'drand') {
    return wrong('no round where none decides', String(beacon.round))
  }
  if ((reveals !== undefined) !== isRevealed) {
    return wrong(isRevealed ? 'what was revealed' : 'nothing revealed', `${reveals?.length}`)
  }
  if (seedRule === undefined) return ok({})
  const ofDraw = { campaign: rule.id, window: rule.window === 'instant' ? 'instant' : 'batch' }
  if (seedRule.kind === 'commit-reveal') {
    const strange = reveals?.find((reveal) =>
      seedRule.commitments.every(({ commitment }) => !opensCommitment(ofDraw, reveal, commitment)),
    )
    if (strange)
      return wrong('values that open a commitment of the rule', `one of ${strange.party}`)
  }
  const seed = lotterySeed({
    ...ofDraw,
    rule: seedRule,
    closedAtMs: epochMs(closedAtMs),
    nowMs: epochMs(allocatedAtMs ?? 0),
    reveals: reveals ?? [],
    ...(beacon && { beacon }),
  })
  if (seed.ok) return ok({ seed: seed.value.seed, draw: seed.value })
  const { code, detail = '' } = seed.error
  if (code !== 'lottery_void' || seedRule.kind !== 'commit-reveal') {
    return wrong('the seed that the rule says', `${code}: ${detail}`)
  }
  const isSilent = (party: PartyId) => reveals?.every((reveal) => reveal.party !== party) === true
  const silent = seedRule.commitments.flatMap(({ party }) => (isSilent(party) ? [party] : []))
  return ok({ seed: VOID_SEED, silent })
}
