import { type CampaignId, type ClaimId, isReasonCode, type TransferId } from '@evenkeel/kernel'
import type { WorldRoles } from '@evenkeel/node'
import type { LabCampaign } from '../lab-campaigns.ts'
import type { Member } from '../member.ts'
import type { SimWorld } from '../sim-world.ts'

type Claim = Extract<
  Awaited<ReturnType<WorldRoles['distributor']['showClaim']>>,
  { readonly ok: true }
>['value']

/** A claim at rest, and whose it is. */
export interface RestingClaim extends Claim {
  readonly member: Member
}

/** Transfers of one claim that the checks look for: the first, and one for each appeal granted, of which there is at most one. */
const VERSIONS_MAX = 3

/** Looks up every claim that somebody has a ticket for: D9, a ticket is never forgotten. */
export async function collectClaims(
  world: SimWorld,
  members: readonly Member[],
): Promise<readonly RestingClaim[]> {
  const claims: RestingClaim[] = []
  for (const member of members) {
    for (const claimId of [...member.tickets.keys()].sort()) {
      const shown = await world.insist('distributor', undefined, (role) => role.showClaim(claimId))
      const detail = () => `the ticket ${claimId} of ${member.name} is unknown`
      world.simulation.invariants.check('D9', shown?.ok === true, detail)
      if (shown?.ok) claims.push({ ...shown.value, member })
    }
  }
  return claims
}

/** D2, D3, D5, D9 and E3 of claims at rest. */
export async function checkClaims(
  world: SimWorld,
  campaigns: readonly LabCampaign[],
  claims: readonly RestingClaim[],
): Promise<void> {
  const { invariants, tally } = world.simulation
  const paid = new Map<string, ClaimId>()
  const receipts = new Set<string>()
  for (const claim of claims) {
    const { claimId, campaignId, state, reason, member } = claim
    tally(reason === undefined ? `claims ${state}` : `claims ${state}: ${reason.code}`)
    if (claim.history.some((entry) => entry.state === 'held')) tally('claims held')
    if (member.appealed.has(claimId)) await checkAppeal(world, claimId)
    const isEnded = state === 'settled' || state === 'refused'
    invariants.check('D9', isEnded, () => `${claimId} of ${member.name} rests in ${state}`)
    const isExplained = (state === 'refused') === (reason !== undefined)
    invariants.check('E3', isExplained, () => `${claimId} is ${state} for ${reason?.code}`)

    const due = amountFor(campaigns, campaignId, member)
    const isDue = claim.amountMinor === undefined || BigInt(claim.amountMinor) === due
    invariants.check('D3', isDue, () => `${claimId} gets ${claim.amountMinor}, due is ${due}`)

    if (state === 'settled') {
      const entitlement = `${campaignId} ${member.name}`
      const first = paid.get(entitlement)
      const once = first === undefined && due !== undefined
      invariants.check('D2', once, () => `${entitlement} was paid by ${first} and by ${claimId}`)
      paid.set(entitlement, claimId)
    }
    const found = await railReceiptsOf(world, claimId)
    const expected = state === 'settled' ? [claim.railReceipt] : []
    const isOne = found.join() === expected.join() && !found.some((each) => receipts.has(each))
    const told = () => `${claimId} is ${state} by ${claim.railReceipt}, the rail has [${found}]`
    invariants.check('D5', isOne, told)
    for (const receipt of found) receipts.add(receipt)
  }
}

/** D9 of an appeal that was answered: it was heard, or it is told why not; nobody waits for it. */
async function checkAppeal(world: SimWorld, claimId: ClaimId): Promise<void> {
  const { invariants, tally } = world.simulation
  const told = await world.insist('distributor', undefined, (role) => role.explainClaim(claimId))
  const made = told?.ok ? told.value.appeal.made : undefined
  tally(`appeals ${made?.state}${made?.reason === undefined ? '' : `: ${made.reason.code}`}`)
  const isEnded = made?.state === 'decided' || made?.reason !== undefined
  const isOver = isEnded && told?.ok === true && told.value.terminal
  invariants.check('D9', isOver, () => `the appeal about ${claimId} rests as ${made?.state}`)
}

/** E3 of a refusal at the door. */
export function checkRefusal(world: SimWorld, reason: string): void {
  world.simulation.tally(`answers ${reason}`)
  world.simulation.invariants.check('E3', isReasonCode(reason), () => `refused for ${reason}`)
}

/** What claims at rest say was paid: in a campaign, or to a member. */
export function paidBy(
  claims: readonly RestingClaim[],
  isMeant: (claim: RestingClaim) => boolean,
): bigint {
  return claims
    .filter((claim) => claim.state === 'settled' && isMeant(claim))
    .reduce((sum, { amountMinor = '0' }) => sum + BigInt(amountMinor), 0n)
}

function amountFor(
  campaigns: readonly LabCampaign[],
  campaignId: CampaignId,
  { number }: Member,
): bigint | undefined {
  return campaigns.find(({ rule }) => rule.id === campaignId)?.amountFor(number)
}

async function railReceiptsOf(world: SimWorld, claimId: ClaimId): Promise<readonly string[]> {
  const receipts: string[] = []
  for (let version = 1; version <= VERSIONS_MAX; version += 1) {
    const id = (version === 1 ? claimId : `${claimId}.${version}`) as string as TransferId
    const story = await world.insist('ledger', undefined, (ledger) => ledger.showTransfer(id))
    if (!story?.ok) return receipts
    if (story.value.payment?.receipt !== undefined) receipts.push(story.value.payment.receipt)
  }
  return receipts
}
