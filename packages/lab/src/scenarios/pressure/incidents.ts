import { type ClaimId, encodeHex, sha256, unwrap } from '@evenkeel/kernel'
import { SIMULATION_START_MS } from '../../limits.ts'
import { drawValues } from './campaigns.ts'
import { DISTRIBUTOR, LEDGER } from './parties.ts'
import { BURST_AT_MS, CLOSES_AT_MS, LIAR } from './pressure-plan.ts'
import type { PressureWorld } from './pressure-world.ts'

/** Between two looks at whether something can be done. Virtual milliseconds. */
const LOOK_MS = 2_000
/** What people ask for when they hold a verifier: longer than these worlds last. */
const HOLD_MS = 3_600_000
/** How long before the burst the word of the verifier that lies is said to be in doubt. */
const DOUBT_MS = 5_000
/** Two people, who announce campaigns and hold verifiers. */
export const OFFICERS: readonly string[] = ['anna', 'ben']

/** A hold upon the verifier that lies, as the people around it saw it. */
export interface Held {
  /** By then it was confirmed for certain. */
  readonly atMs: number
  /** Claims on its word whose payment was ordered before. */
  readonly ordered: ReadonlySet<ClaimId>
}

/** Plays what people do, and what happens to them, beside the claims of a plan. */
export async function playIncidents(world: PressureWorld): Promise<Held | undefined> {
  cutNetwork(world)
  const [held] = await Promise.all([holdLiar(world), pauseOne(world), revealSeeds(world)])
  return held
}

function cutNetwork({ simulation, plan: { cut } }: PressureWorld): void {
  if (cut === undefined) return
  const fromMs = BURST_AT_MS + cut.fromMs
  const untilMs = fromMs + cut.lastsMs
  simulation.network.cut({ between: [LEDGER], and: [DISTRIBUTOR], loses: 'both', fromMs, untilMs })
  simulation.tally('cuts')
}

async function pauseOne({
  simulation,
  plan,
  campaigns,
  until,
  insist,
}: PressureWorld): Promise<void> {
  const { pause: planned } = plan
  const campaign = campaigns.find(({ name }) => name === planned?.campaign)
  if (planned === undefined || campaign === undefined) return
  await until(BURST_AT_MS + planned.atMs)
  const paused = await insist('distributor', (role) =>
    role.pauseCampaign({
      campaignId: campaign.rule.id,
      forMs: planned.forMs,
      reason: 'exercise',
      by: 'carla',
    }),
  )
  simulation.tally(paused.ok ? 'campaigns paused' : `pause: ${paused.error.code}`)
}

/** Lets the parties to the draw say what they have committed to, once the tickets are in the log. */
async function revealSeeds({
  campaigns,
  plan,
  insist,
  pause,
  until,
}: PressureWorld): Promise<void> {
  const draw = campaigns.find(({ name }) => name === 'draw')
  if (draw === undefined) return
  await until(CLOSES_AT_MS)
  for (const value of plan.isSilent ? drawValues.slice(1) : drawValues) {
    for (;;) {
      const reveal = { campaignId: draw.rule.id, value, by: value.party }
      const revealed = await insist('distributor', (role) => role.revealSeed(reveal))
      if (revealed.ok) break
      // Nothing else passes by itself.
      if (revealed.error.code !== 'lottery_seed_missing') unwrap(revealed)
      await pause(LOOK_MS)
    }
  }
}

/** Two people hold the verifier that lies, and say so again until it is so. */
async function holdLiar({
  simulation,
  plan,
  until,
  insist,
}: PressureWorld): Promise<Held | undefined> {
  if (plan.heldAfterMs === undefined) return undefined
  await until(BURST_AT_MS + plan.heldAfterMs)
  const sinceMs = SIMULATION_START_MS + BURST_AT_MS - DOUBT_MS
  const evidence = encodeHex(sha256('receipts for people who do not exist'))
  const asked = { verifier: LIAR, sinceMs, forMs: HOLD_MS, evidence }
  for (;;) {
    for (const by of OFFICERS) {
      await insist('distributor', (role) => role.holdVerifier({ ...asked, by }))
    }
    const shown = await insist('distributor', (role) => role.showExposure(asked))
    if (shown.holds.some(({ heldUntilMs }) => heldUntilMs !== undefined)) break
  }
  const atMs = simulation.scheduler.nowMs
  const paid = await insist('distributor', (role) => role.listPaidOnWord(asked))
  simulation.tally('verifiers held')
  return { atMs, ordered: new Set(paid.items.map(({ claimId }) => claimId)) }
}
