import { amountDue } from '../campaigns.ts'
import { type Claimants, payeeOf, type Told } from '../claimants.ts'
import { type Attack, isBatch, type PersonPlan } from '../pressure-plan.ts'
import type { PressureWorld } from '../pressure-world.ts'
import { HASH } from './posting-checks.ts'
import type { ClaimRow, Rows } from './read-rows.ts'

/** What each thing that a thief tries is answered with. */
const ATTACK_REASONS: Readonly<Record<Attack, readonly string[]>> = {
  // A thief who comes with a copy of a receipt that is known already learns no more than that.
  key: ['claim_holder_key_mismatch', 'claim_conflict'],
  payout: ['claim_payout_mismatch'],
  campaign: ['receipt_wrong_audience', 'claim_campaign_mismatch'],
  'unnamed-verifier': ['receipt_verifier_not_named'],
  forged: ['receipt_signature_invalid'],
}

interface Opening {
  readonly power: string
  readonly evidenceHash: string
}

/** Why somebody's own claim may be refused in these worlds; anything else means that one party lost what another relies on. */
const HONEST_REASONS: readonly string[] = [
  'already_claimed',
  'not_in_table',
  'campaign_exhausted',
  'campaign_closed',
  'receipt_expired',
  'verifier_limit_reached',
  'jurisdiction_limit_reached',
  'entitlement_ended',
  'claim_conflict',
]

const DECIDED_REASONS: readonly string[] = ['receipt_outcome_not_accepted']

/** D2, D3, D5, D7, D9, E3, F2 and F4 of everything that people were told, once all is at rest. */
export function checkClaims(world: PressureWorld, claimants: Claimants, rows: Rows): void {
  const { tally } = world.simulation
  const byId = new Map(rows.claims.map((claim) => [claim.claimId, claim]))
  for (const told of claimants.told) checkTold(world, told, byId.get(told.claimId))
  for (const claim of rows.claims) {
    tally(`claims ${claim.state}${claim.reason === undefined ? '' : `: ${claim.reason}`}`)
    checkHold(world, claim, rows, claimants)
  }
  checkEntitlements(world, rows)
  checkPayments(world, rows)
}

/** D9 and O3: a ticket is for ever the same, and ends; F2: what a thief tries comes to nothing. */
function checkTold(world: PressureWorld, told: Told, claim: ClaimRow | undefined): void {
  const { invariants } = world.simulation
  const { role, claimId, ticket, reason = '', tickets, person } = told
  if (role in ATTACK_REASONS) {
    const expected = ATTACK_REASONS[role as Attack].includes(reason)
    const paid = () => `${role} on ${person.number} was answered ${ticket ?? reason}`
    invariants.check('F2', ticket === undefined && expected, paid)
    return
  }
  if (ticket === undefined) {
    const isStopped = person.isGhost && reason === 'verifier_on_hold'
    const isHonest = HONEST_REASONS.includes(reason) || isStopped
    invariants.check('E3', isHonest, () => `${role} of ${person.number} refused for ${reason}`)
    return
  }
  const isSame = tickets.size === 1 && claim?.ticket === ticket
  invariants.check('O3', isSame, () => `${claimId} has ${tickets.size} tickets`)
  const { state, reason: ended, row } = claim ?? {}
  const isOver = (state === 'settled' || state === 'refused') && row?.due_at === null
  invariants.check('D9', isOver, () => `the ticket ${claimId} rests in ${state ?? 'nothing'}`)
  const isExplained = (state === 'refused') === (ended !== undefined)
  invariants.check('D9', isExplained, () => `${claimId} is ${state} for ${ended}`)
  const lotReasons = [...HONEST_REASONS, 'share_is_zero', 'lottery_not_drawn', 'lottery_void']
  // What a person, or a default in their place, decided about a held claim.
  const isDecided = (claim?.holds ?? 0) > 0 && DECIDED_REASONS.includes(ended ?? '')
  const isHonest = ended === undefined || lotReasons.includes(ended) || isDecided
  invariants.check('E3', isHonest, () => `${claimId} ended for ${ended}`)
}

/** D2 and D3: one entitlement per person and campaign, of what the rule gives; F4: no id means two things. */
export function checkEntitlements(
  { simulation, plan }: PressureWorld,
  { claims, payments }: Rows,
): void {
  const { invariants } = simulation
  const people = new Map(plan.people.map((person) => [nameOf(person), person]))
  const entitled = claims.filter(({ ticket }) => ticket !== undefined)
  const holders = new Map<string, string>()
  for (const { claimId, person, campaign, amount } of entitled) {
    const place = `${campaign} ${person}`
    const other = holders.get(place)
    invariants.check('D2', other === undefined, () => `${place} has ${other} and ${claimId}`)
    holders.set(place, claimId)
    const who = people.get(person)
    const isDue =
      who !== undefined &&
      who.campaign === campaign &&
      (isBatch(who.campaign) || amount === amountDue(who))
    invariants.check('D3', isDue, () => `${person} gets ${amount} of ${campaign}`)
  }
  const ids = [
    claims.map(({ row }) => row.receipt_id),
    claims.flatMap(({ ticket }) => ticket ?? []),
    payments.map(({ paymentId }) => paymentId),
    payments.flatMap(({ receipt }) => receipt ?? []),
  ]
  for (const some of ids) {
    invariants.check('F4', new Set(some).size === some.length, () => `one id twice in ${some}`)
  }
}

/** D5: each claim has at most one payment, a settled one exactly one with one receipt, to whom its holder named, and the rail paid it once. */
function checkPayments(
  { simulation, plan, rail }: PressureWorld,
  { claims, payments }: Rows,
): void {
  const { invariants } = simulation
  const payees = new Map(plan.people.map((person) => [nameOf(person), payeeOf(person)]))
  for (const { claimId, state, person, amount, row } of claims) {
    const own = payments.filter((payment) => payment.claimId === claimId)
    const receipts = own.flatMap(({ receipt }) => receipt ?? [])
    const expected = state === 'settled' ? [row.rail_receipt] : []
    const isOne = own.length === expected.length && receipts.join() === expected.join()
    invariants.check('D5', isOne, () => `${claimId} is ${state}, the ledger paid [${receipts}]`)
    for (const { paymentId } of own) {
      const [paid] = rail.paid.get(paymentId) ?? []
      const isRight = paid?.amount === amount && paid?.payee === payees.get(person)
      invariants.check('F2', isRight, () => `${claimId} paid ${paid?.amount} to ${paid?.payee}`)
    }
  }
  const known = new Set(payments.map(({ paymentId }) => paymentId))
  for (const [id, made] of rail.paid) {
    const isOnce = made.length === 1 && known.has(id)
    invariants.check('D5', isOnce, () => `the rail paid ${id} ${made.length} times`)
  }
}

/** D7 of holds: each has one case, which rests on the verdict or on what the payment gate found, and was decided. */
function checkHold(
  { simulation }: PressureWorld,
  { claimId, holds, state }: ClaimRow,
  { cases }: Rows,
  { told }: Claimants,
): void {
  const own = cases.filter(
    ({ subject, opening }) => subject === claimId && !String(opening).includes('"claw_back"'),
  )
  const evidence = told.find((one) => one.claimId === claimId)?.verdictHash
  const restsOnEvidence = own.every(({ opening }) => {
    const { power, evidenceHash } = JSON.parse(String(opening)) as Opening
    return power === 'release_payment' ? HASH.test(evidenceHash) : evidenceHash === evidence
  })
  const isDecided = own.length === holds && own.every((one) => one.state === 'closed')
  const detail = () => `${claimId}, held ${holds} times, has ${own.length} cases and is ${state}`
  if (holds > 0 || own.length > 0)
    simulation.invariants.check('D7', isDecided && restsOnEvidence, detail)
}

/** As receipts name a person in their handle. */
export function nameOf({ campaign, number }: PersonPlan): string {
  return `${campaign}-${number}`
}
