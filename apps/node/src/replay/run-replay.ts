import { setTimeout as sleep } from 'node:timers/promises'
import type { CampaignView } from '@evenkeel/distributor'
import { assert, unwrap } from '@evenkeel/kernel'
import { createWorkerCompute, systemClock } from '@evenkeel/kernel/adapters'
import { announceDemo } from '../demo/announce-demo.ts'
import { openClaimFile } from './claim-file.ts'
import { LOOK_EVERY_MS, PREPARE_BATCH } from './limits.ts'
import { prepareClaim } from './prepare-claim.ts'
import { prepareClaims } from './prepare-claims.ts'
import type { StartProgress } from './progress.ts'
import { type DropRow, readDrop } from './read-drop.ts'
import { type ReplayOutcome, readOutcome } from './read-outcome.ts'
import { ReplayError } from './replay-error.ts'
import { openReplayDirectory, type ReplayDirectory } from './replay-state.ts'
import { openReplayWorld, REPLAY_VERIFIER, type ReplayWorld, withLedger } from './replay-world.ts'
import { readTally, type SendTally, sendClaims } from './send-claims.ts'
import { shuffleSends } from './shuffle-sends.ts'

export interface ReplayInput {
  readonly data: string
  readonly limit: number
  readonly retries: number
  /** Where the state is; a replay that was begun there goes on. */
  readonly directory: string
  readonly startProgress: StartProgress
}

/** What a replay did: docs/operating/replay.md says what each member means. */
export interface ReplayReport {
  readonly schema: 'evenkeel.replay/v1'
  readonly claims: number
  readonly sent: number
  readonly accepted: number
  readonly settled: number
  readonly duplicatesAbsorbed: number
  readonly refused: number
  readonly refusals: Readonly<Record<string, number>>
  readonly totalMinor: string
  readonly expectedMinor: string
  readonly conserved: boolean
  readonly lost: number
  readonly doubled: number
  readonly merkleRoot: string
  readonly prepareSeconds: number
  readonly seconds: number
  readonly claimsPerSecond: number
  readonly peakRssMb: number
}

/** Replays a drop from wherever an earlier life left it to its last settlement. Throws ReplayError; only stdout is left to the caller. */
export async function runReplay(input: ReplayInput): Promise<ReplayReport> {
  const { data: path, limit, retries, startProgress } = input
  const directory = await openReplayDirectory(input.directory, { path, limit, retries })
  const rows = (): AsyncGenerator<DropRow> => readDrop(path, limit)
  const compute = createWorkerCompute({ workers: 1 })
  const world = await openReplayWorld(directory.path, compute, (party, error) => {
    process.stderr.write(`${party}: ${error instanceof Error ? error.stack : String(error)}\n`)
  })
  let tally: SendTally
  let campaign: CampaignView
  try {
    await prepare(directory, world, rows, startProgress)
    await openCampaign(directory, world, rows)
    tally = await sendAll(directory, world, startProgress)
    campaign = unwrap(await world.distributor.role.showCampaign(directory.state.rule.id))
  } finally {
    await world.close()
    await compute.close()
  }
  const outcome = await withLedger(directory.path, (ledger) =>
    readOutcome(campaign, ledger, rows()),
  )
  return report(directory, tally, outcome)
}

async function prepare(
  { path, state, secret, save }: ReplayDirectory,
  { verifier }: ReplayWorld,
  rows: () => AsyncGenerator<DropRow>,
  startProgress: StartProgress,
): Promise<void> {
  const file = openClaimFile(path)
  if (file.count < state.facts.claims) {
    const startMs = systemClock.monotonicMs()
    const progress = startProgress('prepared', state.facts.claims, file.count)
    const { signer } = verifier.ports
    const maker = { rule: state.rule, verifier: { id: REPLAY_VERIFIER, signer }, secret }
    await prepareClaims({
      rows: rows(),
      file,
      prepare: (rows) => Promise.all(rows.map((row) => prepareClaim(maker, row))),
      atATime: PREPARE_BATCH,
      onProgress: progress.update,
    })
    progress.end()
    state.prepareSeconds = (systemClock.monotonicMs() - startMs) / 1000
    save()
  }
  file.close()
}

async function openCampaign(
  { state }: ReplayDirectory,
  { distributor }: ReplayWorld,
  rows: () => AsyncGenerator<DropRow>,
): Promise<void> {
  async function* table() {
    for await (const row of rows()) yield { entry: row.account, amountMinor: row.amountMinor }
  }
  const created = await announceDemo(distributor.role, state.rule, { table: table() })
  if (!created.ok) throw new ReplayError(created.error.code, created.error.detail ?? '')
  for (;;) {
    const campaign = unwrap(await distributor.role.showCampaign(state.rule.id))
    if (campaign.openedAtMs !== undefined) return
    const refusal = campaign.waitingFor.find((gate) => gate.reason !== undefined)
    if (refusal?.reason !== undefined) throw new ReplayError(refusal.reason, refusal.handoff)
    await sleep(LOOK_EVERY_MS)
  }
}

/** Sends what is left and waits until every claim has ended. Progress counts settlements. */
async function sendAll(
  { path, state, secret, save }: ReplayDirectory,
  { distributor }: ReplayWorld,
  startProgress: StartProgress,
): Promise<SendTally> {
  const { facts, retries, rule } = state
  const file = openClaimFile(path)
  assert(file.count === facts.claims, 'every claim is prepared')
  const tally = readTally(path, facts.claims)
  const order = shuffleSends(facts.claims, 1 + retries, secret)
  const look = async (): Promise<CampaignView['totals']> =>
    unwrap(await distributor.role.showCampaign(rule.id)).totals
  const progress = startProgress('settled', facts.claims, (await look()).settled.claims)
  state.firstSendAtMs ??= systemClock.nowMs()
  save()
  let allSent = false
  const watch = async (): Promise<void> => {
    for (;;) {
      // Read before the look: a claim that is sent after it would be missed.
      const last = allSent
      const totals = await look()
      progress.update(totals.settled.claims)
      if (last && openClaims(totals) === 0) return
      await sleep(LOOK_EVERY_MS)
    }
  }
  const { submitClaim } = distributor.role
  const sending = sendClaims({ submitClaim, file, order, directory: path }, tally).then(() => {
    allSent = true
  })
  await Promise.all([sending, watch()])
  state.endedAtMs ??= systemClock.nowMs()
  progress.end()
  save()
  file.close()
  return tally
}

function openClaims({ accepted, held, reserved, settling }: CampaignView['totals']): number {
  return accepted.claims + held.claims + reserved.claims + settling.claims
}

function report(
  { state }: ReplayDirectory,
  tally: SendTally,
  outcome: ReplayOutcome,
): ReplayReport {
  const { facts, prepareSeconds, firstSendAtMs = 0, endedAtMs = 0 } = state
  const seconds = (endedAtMs - firstSendAtMs) / 1000
  return {
    schema: 'evenkeel.replay/v1',
    claims: facts.claims,
    sent: tally.begun - tally.unanswered.size,
    accepted: tally.tickets.filter((ticket) => ticket !== 0).length,
    settled: outcome.settled,
    duplicatesAbsorbed: tally.duplicatesAbsorbed,
    refused: Object.values(tally.refused).reduce((sum, count) => sum + count, 0),
    refusals: tally.refused,
    totalMinor: outcome.totalMinor,
    expectedMinor: facts.totalMinor,
    conserved: outcome.conserved,
    lost: outcome.lost,
    doubled: outcome.doubled,
    merkleRoot: `0x${facts.root}`,
    prepareSeconds: rounded(prepareSeconds),
    seconds,
    claimsPerSecond: rounded(outcome.settled / Math.max(seconds, 0.001)),
    peakRssMb: Math.ceil(process.resourceUsage().maxRSS / 1024),
  }
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000
}
