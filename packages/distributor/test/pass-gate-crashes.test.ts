import { unwrap } from '@evenkeel/kernel'
import { expect, it } from 'vitest'
import { dyingStore } from './support/dying-store.ts'
import { batchRule } from './support/window.ts'
import {
  makeClaim,
  OTHER_VERIFIER,
  openWorld,
  VERIFIER,
  type World,
  type WorldOptions,
} from './support/world.ts'

const BUDGET_MS = 600_000
const PEOPLE = ['ada', 'bob', 'cleo', 'dan', 'eve', 'finn']
const rule = batchRule(undefined, {
  verifiers: [VERIFIER, OTHER_VERIFIER],
  settlementCheck: {
    verifier: VERIFIER,
    budgetMs: BUDGET_MS,
    secondVerifier: OTHER_VERIFIER,
    samplePermille: 500,
  },
  canary: { sharePermille: 500, waitMs: 1_000, failuresMax: 0, deadlineMs: 60_000 },
})

/** Runs the whole campaign, going on after each death, and tells what became of everybody and of the money. */
async function run(options: WorldOptions = {}): Promise<object> {
  const world = await openWorld(options)
  world.recheck = (receiptId) =>
    receiptId === 'receipt-ada-1'
      ? 'changed'
      : receiptId === 'receipt-bob-1'
        ? 'undetermined'
        : 'good'
  await world.openCampaign(rule)
  for (const person of PEOPLE) {
    await world.distributor.submitClaim(await makeClaim(world, { rule, person }))
  }
  for (let hours = 0; hours < 6; hours += 1) {
    await goOn(world)
    world.advance(3_600_000)
    // Somebody decides about those of whom nobody could say.
    const held = world.deliveries.find(({ kind }) => kind === 'governance.open-case')
    if (hours === 2 && held !== undefined) {
      await world.sendDecision(String(held.body.subject), 'release')
    }
    // What a sweep leaves for the next one.
    for (let sweeps = 0; sweeps < 4; sweeps += 1) await goOn(world)
  }
  const outcome = await outcomeOf(world)
  await world.close()
  return outcome
}

async function goOn(world: World): Promise<void> {
  await world.settleDown().catch((fault: Error) => {
    if (!String(fault.message).includes('died')) throw fault
  })
}

async function outcomeOf(world: World): Promise<object> {
  const { claims } = await world.distributor.listClaims({ campaignId: rule.id })
  const states: Record<string, string> = {}
  for (const { claimId } of claims) {
    const shown = unwrap(await world.distributor.showClaim(claimId))
    states[claimId] = `${shown.state} ${shown.amountMinor ?? '-'} ${shown.reason?.code ?? ''}`
  }
  const of = (kind: string) =>
    world.deliveries.flatMap(({ kind: found, body }) =>
      found === kind ? [String(body.transferId ?? body.subject)] : [],
    )
  return {
    states,
    settles: of('ledger.settle').sort(),
    voids: of('ledger.void').sort(),
    cases: of('governance.open-case').sort(),
  }
}

const undisturbed = run()
it.each(
  [
    ['recheck-window', 1],
    ['pass-gate', 1],
    ['pass-gate', 2],
    ['fix-window', 1],
    ['give-shares', 1],
    ['end-canary', 1],
  ].flatMap(([name, nth]) => [
    [name, nth, 'before'],
    [name, nth, 'after'],
  ]) as readonly [string, number, 'before' | 'after'][],
)(
  'a death in %s (%i, %s the commit) leaves everybody with what they get without it (H3)',
  async (name, nth, when) => {
    const { seen, wrapStore } = dyingStore(name, nth, when)
    const outcome = await run({ wrapStore })
    expect(outcome).toEqual(await undisturbed)
    expect(seen.dead).toBe(true)
  },
)
