import {
  brandId,
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  type TransferId,
  unwrap,
} from '@evenkeel/kernel'
import type { Receivable } from '../../src/model/receivable.ts'
import { readReceivables } from '../../src/store/receivable-rows.ts'
import { fixedRule, makeClaim, type World } from './world.ts'

export const EVIDENCE: string = 'e'.repeat(64)

/** Short enough for a receipt of these tests to outlive it. */
export const CLAWBACK: NonNullable<CampaignRule['clawback']> = {
  deadlineMs: 1_000,
  byDefault: 'claw_back',
  appealMs: 1_000,
  writeOffAfterMs: 300_000,
}

/** Pays 100 to each, and claims back from the claimant what turns out to have had no ground. */
export const recoverable: CampaignRule = {
  ...fixedRule,
  clawback: CLAWBACK,
  losses: { revoked_after_payout: 'claimant' },
}

/** A later campaign that pays 100 to each and withholds up to a quarter for what is owed from the first. */
export const offsetting: CampaignRule = {
  ...fixedRule,
  id: brandId<CampaignId>('spring-grant'),
  offsets: { campaigns: [recoverable.id], sharePermilleMax: 250 },
}

/** Claims for a person whose name in every campaign is the same; returns the claim's id, or the reason for a refusal. */
export async function claimFor(
  world: World,
  rule: CampaignRule,
  person = 'ada',
  receipt: Parameters<typeof makeClaim>[1] = {},
): Promise<ClaimId> {
  const priors = rule.offsets && {
    priorNullifiers: Object.fromEntries(
      rule.offsets.campaigns.map((id) => [id, brandId(`nullifier-${person}`)]),
    ),
  }
  const visit = rule.id === fixedRule.id ? 1 : rule.id.length
  const options = { rule, person, visit, ...receipt }
  const answer = await world.distributor.submitClaim(
    await makeClaim(world, { ...options, receipt: { ...priors, ...options.receipt } } as never),
  )
  await world.settleDown()
  return (answer.kind === 'ticket' ? answer.claimId : answer.reason) as ClaimId
}

/** One person records that what the claim rests on was revoked; everything follows. */
export async function sayRevoked(
  world: World,
  claimId: ClaimId,
  by: string,
  said: Partial<Parameters<World['distributor']['recordRevocation']>[0]> = {},
): Promise<string | undefined> {
  const recorded = unwrap(
    await world.distributor.recordRevocation({
      claimIds: [claimId],
      evidence: EVIDENCE,
      cause: 'revoked_after_payout',
      by,
      ...said,
    }),
  )
  await world.settleDown()
  return recorded[0]?.outcome
}

/** Two people do. */
export async function revoke(
  world: World,
  claimId: ClaimId,
  cause: 'revoked_after_payout' | 'verifier_compromised' = 'revoked_after_payout',
): Promise<string | undefined> {
  await sayRevoked(world, claimId, 'anna', { cause })
  return sayRevoked(world, claimId, 'ben', { cause })
}

export async function receivableOf(
  world: World,
  claimId: ClaimId,
): Promise<Receivable | undefined> {
  const [found] = await world.store.read('receivable', (tx) =>
    readReceivables(tx, 'claim_id', [claimId]),
  )
  return found
}

/** The case decides that it is owed, for good. */
export async function decideOwed(world: World, claimId: ClaimId): Promise<void> {
  await world.sendDecision(claimId, 'refuse', 1, undefined, 'claw-back')
  world.advance(CLAWBACK.appealMs + CLAWBACK.deadlineMs)
}

/** What was handed to the ledger of one kind. */
export function handed(world: World, kind: string): readonly Readonly<Record<string, unknown>>[] {
  return world.deliveries.flatMap((one) => (one.kind === kind ? [one.body] : []))
}

/** The payment of a claim that was paid at once. */
export function paymentOf(claimId: ClaimId): TransferId {
  return claimId as string as TransferId
}
