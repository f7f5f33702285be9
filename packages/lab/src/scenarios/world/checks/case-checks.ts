import type { CaseId } from '@evenkeel/kernel'
import { wellKnown } from '@evenkeel/node'
import { DEFAULT_LATE_MS_MAX } from '../../../limits.ts'
import type { Simulation } from '../../../simulation.ts'
import type { SimWorld } from '../sim-world.ts'
import type { RestingClaim } from './claim-checks.ts'

/** G3 now: no clock of an open case has run out for long. Nothing while governance is down. */
export async function checkClocks(world: SimWorld, clockBoundMs: number): Promise<void> {
  const { invariants } = world.simulation
  const page = await world.ask('governance', undefined, (authority) => authority.listCases())
  for (const { opening } of page?.cases ?? []) {
    const shown = await world.ask('governance', undefined, (authority) =>
      authority.showCase(opening.caseId),
    )
    const running = shown?.ok
      ? shown.value.clocks.find((clock) => clock.outcome === 'running')
      : undefined
    if (running?.leftMs === undefined) continue
    const { name, leftMs } = running
    // A restart may set the clock ahead by what separates its two extremes, and then has to sweep first.
    const isInTime = leftMs >= -(DEFAULT_LATE_MS_MAX + 2 * clockBoundMs)
    invariants.check('G3', isInTime, () => `${opening.caseId}: ${name} is ${-leftMs} ms overdue`)
  }
}

/** H3 of holds at rest: each has exactly one case, it is closed, and its last decision took effect. */
export async function checkCases(
  simulation: Simulation,
  claims: readonly RestingClaim[],
): Promise<void> {
  const { invariants } = simulation
  const cases = await simulation.durable(wellKnown.authority, (tx) =>
    tx.all('SELECT case_id, subject, state, decisions, answer_reason FROM governance_case'),
  )
  const known = await simulation.durable(wellKnown.distributor, (tx) =>
    tx.all('SELECT claim_id, decision_version FROM claim'),
  )
  const versionOf = new Map(known.map((row) => [row.claim_id, row.decision_version]))
  for (const claim of claims) {
    const own = cases.filter(({ subject }) => subject === claim.claimId)
    const isHeld = claim.history.some(({ state }) => state === 'held')
    const count = () => `${claim.claimId} has ${own.length} cases, held: ${isHeld}`
    invariants.check('H3', own.length === (isHeld ? 1 : 0), count)
    for (const { case_id, state, decisions, answer_reason } of own) {
      invariants.check('G3', state === 'closed', () => `${case_id as CaseId} rests in ${state}`)
      const taken = versionOf.get(claim.claimId)
      const isTaken = taken === decisions || answer_reason !== null
      const detail = () => `${case_id}: decision ${decisions}, the claim knows ${taken}`
      invariants.check('H3', isTaken, detail)
    }
  }
}
