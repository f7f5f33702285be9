import type { ClaimId } from '@evenkeel/kernel'
import { type WorldRoles, wellKnown } from '@evenkeel/node'
import type { Member } from '../member.ts'
import type { SimWorld } from '../sim-world.ts'
import type { RestingClaim } from './claim-checks.ts'

type Timeline = Extract<
  Awaited<ReturnType<WorldRoles['observer']['traceTimeline']>>,
  { readonly ok: true }
>['value']

/** E1: from an id, one query gives the whole story. */
export async function checkStories(
  world: SimWorld,
  members: readonly Member[],
  claims: readonly RestingClaim[],
  clockBoundMs: number,
): Promise<void> {
  for (const claim of claims) await checkClaimStory(world, claim, clockBoundMs)
  for (const { credentialId, ended, name } of members) {
    if (credentialId === undefined) continue
    const told = (await trace(world, credentialId)).map(({ event }) => event)
    const wanted = [
      'CredentialIssued',
      ...(ended?.mode === 'coordinated' ? ['StatusChangeAnnounced'] : []),
      ...(ended?.mode === 'immediate' && ended.status === 'invalid' ? ['CredentialRevoked'] : []),
    ]
    const isWhole = wanted.every((event) => told.includes(event))
    world.simulation.invariants.check('E1', isWhole, () => `${name}'s credential: ${told}`)
  }
}

/** The claim's own steps are those of its history, and what verifier and ledger did for it lies where it belongs, give or take the clocks. */
async function checkClaimStory(
  world: SimWorld,
  { claimId, history, state }: RestingClaim,
  clockBoundMs: number,
): Promise<void> {
  const { invariants } = world.simulation
  const rows = await trace(world, claimId)
  const own = rows
    .filter(({ party, ids }) => party === wellKnown.distributor && ids.claim === claimId)
    // An appeal is no step: the claim stays where it is until the appeal is decided.
    .filter(({ event }) => !event.startsWith('ClaimAppeal'))
    .sort((a, b) => a.seq - b.seq)
  const steps = own.map(({ event, atMs }) => `${event} ${atMs}`)
  const lived = history.map((entry) => `${eventOf(entry.state)} ${entry.atMs}`)
  const differs = () => `${claimId} lived [${lived}], its story is [${steps}]`
  invariants.check('E1', steps.join() === lived.join(), differs)

  const verdict = rows.find(
    ({ event, ids }) => event === 'VerdictReached' && ids.receipt === own[0]?.ids.receipt,
  )
  const atVerdict = [verdict, ...own.slice(0, 1)]
  checkInOrder(world, claimId, clockBoundMs, atVerdict)
  if (state !== 'settled') return
  const transfer = own.at(-1)?.ids.transfer
  const ofLedger = (name: string) =>
    rows.find(({ event, ids }) => event === name && ids.transfer === transfer)
  const paid = [own[0], ofLedger('TransferReserved'), ofLedger('TransferSettled'), own.at(-1)]
  checkInOrder(world, claimId, clockBoundMs, paid)
}

/** Events of several parties in the order of what caused what; each party's clock may be off by ε, and be set between two lives. */
function checkInOrder(
  world: SimWorld,
  claimId: ClaimId,
  clockBoundMs: number,
  steps: readonly (Timeline['rows'][number] | undefined)[],
): void {
  const isInOrder = steps.every((step, position) => {
    const before = steps[position - 1]
    if (step === undefined) return false
    return before === undefined || step.atMs >= before.atMs - 2 * clockBoundMs
  })
  const told = () => `${claimId}: ${steps.map((step) => `${step?.event} ${step?.atMs}`)}`
  world.simulation.invariants.check('E1', isInOrder, told)
}

async function trace(world: SimWorld, id: string): Promise<Timeline['rows']> {
  const traced = await world.insist('observer', undefined, (observer) => observer.traceTimeline(id))
  return traced?.ok ? traced.value.rows : []
}

function eventOf(state: string): string {
  return `Claim${state.charAt(0).toUpperCase()}${state.slice(1)}`
}
