import type { PartyId } from '@evenkeel/kernel'
import { worldParties } from '@evenkeel/node'
import { type Faults, roughFaults } from '../../faults.ts'
import type { Scenario } from '../../scenario.ts'
import type { Simulation } from '../../simulation.ts'
import { runWorld, type WorldPlan } from './run-world.ts'

/**
 * As rough as it gets, with fewer crashes: eleven parties that die at every tenth transaction would do nothing else. Documents are retrieved
 * seldom, so a cache that lies does so often.
 */
const faults: Faults = { ...roughFaults, crashPerMille: 4, staleCopyPerMille: 300 }

const plan: WorldPlan = {
  name: 'partition',
  faults,
  timing: {
    statusLeaseMs: 30_000,
    accreditationLeaseMs: 60_000,
    clockBoundMs: 6_000,
    handoffRetention: { outcomesMs: 0, answersMs: 20_000, everyMs: 5_000 },
  },
  members: 12,
  actMs: 80_000,
  planCuts: cutIssuerFromVerifier,
}

/** The issuers are cut off from one verifier for longer than a lease, and the ledger from the distributor for a while. */
function cutIssuerFromVerifier({ network, random }: Simulation, fromMs: number): void {
  const startMs = fromMs + random.between(10_000, 30_000)
  network.cut({
    between: [id('verifier-a')],
    and: worldParties.filter(({ role }) => role === 'issuer').map((party) => party.id),
    loses: 'both',
    fromMs: startMs,
    untilMs: startMs + random.between(15_000, 45_000),
  })
  const lostMs = fromMs + random.below(60_000)
  network.cut({
    between: [id('ledger')],
    and: [id('distributor')],
    // Only what the ledger says is lost: its acknowledgements.
    loses: 'to',
    fromMs: lostMs,
    untilMs: lostMs + random.between(5_000, 20_000),
  })
}

function id(name: string): PartyId {
  return name as PartyId
}

/** An issuer out of reach of one verifier while credentials are revoked, lost acknowledgements, crashes. */
export const partition: Scenario = {
  name: 'partition',
  description:
    'The issuers are cut off from one verifier during revocations, acknowledgements get lost, parties crash.',
  run: (seed, options) => runWorld(plan, seed, options),
}
