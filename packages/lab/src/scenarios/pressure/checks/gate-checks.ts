import { SIMULATION_START_MS } from '../../../limits.ts'
import { FIXED_MINOR } from '../campaigns.ts'
import type { Claimants } from '../claimants.ts'
import type { Held } from '../incidents.ts'
import { CLOCK_ERROR_MS_MAX, CLOSES_AT_MS } from '../pressure-plan.ts'
import type { PressureWorld } from '../pressure-world.ts'
import { nameOf } from './claim-checks.ts'
import type { ClaimRow, Rows } from './read-rows.ts'

/** D6: what was revoked in time is never paid, what was paid before is a receivable, and nothing else is one. */
export function checkRevoked(world: PressureWorld, claimants: Claimants, rows: Rows): void {
  const { simulation, plan } = world
  const { invariants, tally } = simulation
  const { payments, receivables } = rows
  const byId = new Map(rows.claims.map((claim) => [String(claim.claimId), claim]))
  const people = new Map(plan.people.map((person) => [nameOf(person), person]))
  const paid = new Set(payments.map(({ claimId }) => claimId))
  const owed = new Map(receivables.map((one) => [one.claimId, one]))
  const changed = rows.rechecks.flatMap(({ claimId, outcome }) =>
    outcome === 'changed' ? [claimId] : [],
  )
  for (const claimId of new Set([...claimants.takenOut.keys(), ...changed])) {
    const claim = byId.get(claimId)
    const isPaid = paid.has(claimId)
    const isEnded = claim?.state === 'refused'
    const holds = isPaid ? owed.has(claimId) && !isEnded : isEnded && !owed.has(claimId)
    const detail = () =>
      `${claimId}, revoked, is ${claim?.state}, paid: ${isPaid}, owed: ${owed.has(claimId)}`
    invariants.check('D6', holds, detail)
    tally(isPaid ? `revoked after the payment: ${owed.get(claimId)?.state}` : 'revoked in time')
  }
  for (const { claimId } of receivables) {
    const isRevoked = claimants.takenOut.has(claimId) || changed.includes(claimId)
    invariants.check('D6', isRevoked, () => `${claimId} is owed back and was never revoked`)
  }
  for (const [claimId, { outcome }] of claimants.takenOut) {
    const isOut = outcome === 'taken_out' && paid.has(claimId)
    invariants.check('D6', !isOut, () => `${claimId} was taken out, and paid`)
  }
  if (!plan.isCalm) return
  for (const { claimId, person, campaign } of rows.claims) {
    const who = people.get(person)
    const isAsked = plan.checked.some((name) => name === campaign)
    if (!isAsked || who?.recheck !== 'changed' || who.isGhost) continue
    const still = () => `${claimId} was paid, and whoever looked again said that it has changed`
    invariants.check('D6', !paid.has(claimId), still)
  }
}

/** D6 in a window: whoever left before its entries were fixed is in no set, whoever left later keeps their place, and gets nothing. */
export function checkLeft(
  { simulation, plan }: PressureWorld,
  { takenOut }: Claimants,
  { entries, campaigns }: Rows,
): void {
  const { invariants, tally } = simulation
  const fixedAtMs = new Map(
    campaigns.map((row) => [
      String(row.campaign_id),
      Number(row.allocated_at) - SIMULATION_START_MS,
    ]),
  )
  const skewMs = plan.isCalm ? 0 : CLOCK_ERROR_MS_MAX
  for (const { claimId, campaign, isTakenOut, share } of entries) {
    const out = takenOut.get(claimId)
    if (out?.outcome !== 'taken_out') continue
    const isOneOfTwo = isTakenOut !== (share !== undefined)
    invariants.check(
      'D6',
      isOneOfTwo,
      () => `${claimId} left: ${isTakenOut}, has a share: ${share}`,
    )
    // The entries of a draw are those of the time at which its outcome could be known.
    const untilMs = campaign === 'draw' ? CLOSES_AT_MS : (fixedAtMs.get(campaign) ?? 0)
    const wasInTime = out.atMs < untilMs - skewMs
    invariants.check(
      'D6',
      isTakenOut || !wasInTime,
      () => `${claimId} left its window and is in its set`,
    )
    tally(isTakenOut ? 'left a set in time' : 'shares forfeited')
  }
}

/** F6: a verifier's word costs what its limit says at most, however many people it invents; once it is held, no more than what was ordered. */
export function checkVerifiers(
  { simulation, plan }: PressureWorld,
  { told }: Claimants,
  held: Held | undefined,
  { claims, payments }: Rows,
): void {
  const { invariants, tally } = simulation
  const ghosts = new Set(plan.people.filter(({ isGhost }) => isGhost).map(nameOf))
  if (ghosts.size === 0) return
  const given = claims.filter(({ person, ticket }) => ticket !== undefined && ghosts.has(person))
  const paid = given.filter(({ claimId }) => payments.some((one) => one.claimId === claimId))
  const loss = paid.reduce((sum, { amount = 0n }) => sum + amount, 0n)
  const cap = plan.perVerifierMax
  const isBounded = given.length <= cap && loss <= FIXED_MINOR * BigInt(cap)
  invariants.check('F6', isBounded, () => `${given.length} invented people cost ${loss}`)
  for (let ghost = 0; ghost < paid.length; ghost += 1) tally('invented people paid')
  if (held === undefined) return
  for (const claim of given) checkHeld(simulation, held, claim, paid)
  for (const { person, ticket, askedAtMs, claimId } of told) {
    if (!person.isGhost || ticket === undefined) continue
    const isLate = askedAtMs > held.atMs
    invariants.check('F6', !isLate, () => `${claimId} got a ticket on the word of a held verifier`)
  }
}

function checkHeld(
  { invariants, tally }: PressureWorld['simulation'],
  { ordered }: Held,
  claim: ClaimRow,
  paid: readonly ClaimRow[],
): void {
  const isPaid = paid.includes(claim)
  const isOrdered = [...ordered].some((claimId) => claimId === claim.claimId)
  const after = () => `${claim.claimId} was paid on the word of a held verifier`
  invariants.check('F6', !isPaid || isOrdered, after)
  if (!isPaid) tally('invented people stopped by a hold')
}
