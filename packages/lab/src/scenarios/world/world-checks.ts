import { type ClaimId, canonicalJson, formatMinor, type TransferId } from '@evenkeel/kernel'
import { DEMO_CAMPAIGN, type WorldRoles, type WorldTiming } from '@evenkeel/node'
import type { Invariants } from '../../invariants.ts'
import type { Member } from './member.ts'
import type { SimWorld } from './sim-world.ts'

type Judged = Awaited<ReturnType<WorldRoles['verifier']['verifyPresentation']>>
type Totals = Extract<
  Awaited<ReturnType<WorldRoles['ledger']['showCampaign']>>,
  { readonly ok: true }
>['value']

/** What must hold of a whole world, at every verdict, along the way, and at the end. */
export interface WorldChecks {
  /** S1, S5 and S7 of one verdict. */
  onVerdict(member: Member, judged: Judged): void
  /** D1 at this moment; nothing while the ledger is down. */
  onTick(): Promise<void>
  /** D2, D5, D9, G3 and the ledger's and the log's own, once everything has come to rest. */
  atEnd(members: readonly Member[], amountMinor: bigint): Promise<void>
}

export function createWorldChecks(
  world: SimWorld,
  timing: WorldTiming,
  replayVerdict: (input: Judged['input']) => unknown,
): WorldChecks {
  const { invariants } = world.simulation

  function onVerdict(member: Member, { verdict, input }: Judged): void {
    world.simulation.tally(`verdicts ${verdict.outcome}`)
    for (const { check, result, evidence } of verdict.checks) {
      if (evidence?.ageMs === undefined || evidence.boundMs === undefined || result === 'unknown')
        continue
      const { ageMs, boundMs } = evidence
      invariants.check(
        'S1',
        ageMs <= boundMs,
        () => `${check} answered from evidence of ${ageMs} ms, at most ${boundMs}`,
      )
    }
    if (member.endedAtMs !== undefined) {
      // Both clocks may be off by ε.
      const late = verdict.decidedAtMs - member.endedAtMs - 2 * timing.clockBoundMs
      invariants.check(
        'S5',
        verdict.outcome !== 'accepted' || late <= 0,
        () =>
          `${verdict.verifier} accepted ${member.name} ${late} ms after every older lease had ended`,
      )
    }
    const replayed = canonicalJson(replayVerdict(input))
    invariants.check(
      'S7',
      replayed === canonicalJson(verdict),
      () => `the verdict of ${member.name} replays as ${replayed}`,
    )
  }

  async function onTick(): Promise<void> {
    const totals = await world.ask('ledger', undefined, (ledger) =>
      ledger.showCampaign(DEMO_CAMPAIGN),
    )
    if (totals?.ok) checkConserved(invariants, totals.value)
  }

  async function atEnd(members: readonly Member[], amountMinor: bigint): Promise<void> {
    let settled = 0n
    const receipts = new Set<string>()
    for (const member of members) {
      const claims = await claimsOf(world, member)
      for (const claim of claims) {
        world.simulation.tally(`claims ${claim.state}`)
        if (claim.history.some(({ state }) => state === 'held'))
          world.simulation.tally('claims held')
        invariants.check(
          'D9',
          claim.state === 'settled' || (claim.state === 'refused' && claim.reason !== undefined),
          () => `the claim ${claim.claimId} of ${member.name} rests in ${claim.state}`,
        )
      }
      const paid = claims.filter((claim) => claim.state === 'settled')
      settled += BigInt(paid.length)
      invariants.check('D2', paid.length <= 1, () => `${member.name} was paid ${paid.length} times`)
      for (const { claimId, railReceipt } of paid) {
        const story = await world.insist('ledger', undefined, (ledger) =>
          ledger.showTransfer(claimId as string as TransferId),
        )
        const receipt = story?.ok ? story.value.payment?.receipt : undefined
        const once = receipt !== undefined && receipt === railReceipt && !receipts.has(receipt)
        invariants.check(
          'D5',
          once,
          () =>
            `${claimId} is settled with the rail receipt ${railReceipt}, the ledger has ${receipt}`,
        )
        receipts.add(String(receipt))
      }
    }
    await checkBooks(world, settled * amountMinor)
  }

  return { onVerdict, onTick, atEnd }
}

async function claimsOf(world: SimWorld, member: Member) {
  const claims = []
  for (const claimId of [...member.tickets].sort()) {
    const shown = await world.insist('distributor', undefined, (distributor) =>
      distributor.showClaim(claimId as ClaimId),
    )
    if (shown?.ok) claims.push(shown.value)
    world.simulation.invariants.check(
      'D9',
      shown?.ok === true,
      () => `the ticket ${claimId} of ${member.name} is unknown`,
    )
  }
  return claims
}

function checkConserved(invariants: Invariants, totals: Totals): void {
  const { funded, returned, free, reserved, held, inFlight, settled, forfeited, receivable } =
    totals
  const parts = free + reserved + held + inFlight + settled + forfeited + receivable
  invariants.check(
    'D1',
    funded - returned === parts,
    () => `funded ${formatMinor(funded)}, found ${parts}`,
  )
}

async function checkBooks(world: SimWorld, settledMinor: bigint): Promise<void> {
  const { invariants } = world.simulation
  const totals = await world.insist('ledger', undefined, (ledger) =>
    ledger.showCampaign(DEMO_CAMPAIGN),
  )
  if (totals?.ok) {
    checkConserved(invariants, totals.value)
    const { settled, inFlight, reserved } = totals.value
    invariants.check(
      'D5',
      settled === settledMinor,
      () => `the ledger settled ${settled}, the claims say ${settledMinor}`,
    )
    invariants.check(
      'D9',
      inFlight === 0n && reserved === 0n,
      () => `${inFlight} in flight and ${reserved} reserved at rest`,
    )
  }
  const balances = await world.insist('ledger', undefined, (ledger) => ledger.trialBalance())
  for (const { asset, debitsPosted, creditsPosted, debitsPending, creditsPending } of balances ??
    []) {
    const balanced = debitsPosted === creditsPosted && debitsPending === creditsPending
    invariants.check(
      'L1',
      balanced,
      () => `${asset}: ${debitsPosted} debits, ${creditsPosted} credits`,
    )
  }
  const journal = await world.insist('ledger', undefined, (ledger) => ledger.verifyJournal())
  invariants.check('L3', journal?.ok === true, () => `the journal: ${JSON.stringify(journal)}`)
  const log = await world.insist('network', undefined, (network) => network.auditLog())
  invariants.check('S8', log?.ok === true, () => `the log: ${JSON.stringify(log)}`)
}
