import type { SimWorld } from './sim-world.ts'

/** How often reviewers look at what is open. Virtual milliseconds; several times within the clock of a hold. */
const REVIEW_EVERY_MS = 4_000

/** People who decide some of the open cases, appeal some decisions with a key, and leave the rest to the clocks. */
export async function reviewCases(world: SimWorld, untilMs: number): Promise<void> {
  const { simulation } = world
  const random = simulation.random.fork('reviewers')
  while (simulation.scheduler.nowMs < untilMs) {
    await world.pause(REVIEW_EVERY_MS)
    const page = await world.ask('governance', undefined, (authority) => authority.listCases())
    for (const { opening, state, version } of page?.cases ?? []) {
      const { caseId } = opening
      // A decision is left to the claimant more often than not.
      if (!random.chance(state === 'decided' ? 200 : 400)) continue
      const command = { caseId, decidedBy: `reviewer-${state}`, expectedVersion: version }
      const decision = random.chance(500) ? 'release' : 'refuse'
      // A lost answer leaves open whether it was decided: the next look shows.
      const acted = await world.ask('governance', undefined, (authority) =>
        state === 'decided'
          ? authority.appealCase({ caseId, by: 'appellant', reason: 'I disagree.' })
          : authority.decideCase({ ...command, decision }),
      )
      if (acted?.ok) simulation.tally(`cases ${acted.value.state} by people`)
    }
  }
}
