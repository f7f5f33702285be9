import type { ClaimId, CredentialId, Verdict } from '@evenkeel/kernel'
import { DEMO_CAMPAIGN, MEMBERSHIP_TYPE } from '@evenkeel/node'
import type { SeededRandom } from '../../seeded-random.ts'
import type { SimWorld } from './sim-world.ts'
import type { WorldChecks } from './world-checks.ts'

/** One person of the simulation and everything that became of them. */
export interface Member {
  readonly name: string
  readonly issuer: 'issuer-strict' | 'issuer-sloppy'
  credentialId: CredentialId | undefined
  /** Virtual time from which no verifier may accept any more, on the issuer's clock. */
  endedAtMs: number | undefined
  readonly tickets: Set<ClaimId>
}

const YEAR_MS = 31_536_000_000

/** Gets a credential. A lost answer may leave a credential behind that nobody holds; asking again gets another. */
export async function obtainCredential(world: SimWorld, member: Member): Promise<void> {
  const holderJwk = await world.insist('holder', undefined, (holder) => holder.createKey())
  if (holderJwk === undefined) return
  const issued = await world.insist('issuer', member.issuer, (issuer) =>
    issuer.issueCredential({
      vct: MEMBERSHIP_TYPE,
      claims: { member_id: member.name, tier: 'gold' },
      disclose: ['member_id', 'tier'],
      holderJwk,
      validForMs: YEAR_MS,
    }),
  )
  if (issued === undefined || !issued.ok) return
  const { credentialId, credential } = issued.value
  const stored = await world.insist('holder', undefined, (holder) =>
    holder.storeCredential({ credentialId, credential }),
  )
  if (stored?.ok) member.credentialId = credentialId
}

/** Ends the member's credential and remembers from when it must be refused everywhere. */
export async function loseCredential(world: SimWorld, member: Member): Promise<void> {
  const { credentialId } = member
  if (credentialId === undefined) return
  const revoked = await world.insist('issuer', member.issuer, (issuer) =>
    issuer.revokeCredential(credentialId, 'key_compromise'),
  )
  if (revoked?.ok) world.simulation.tally('revocations')
  if (revoked?.ok) member.endedAtMs = revoked.value.effectiveEverywhereAtMs
}

/** Presents to a verifier, and claims with the receipt if there is one, each claim sent several times as impatient people do. */
export async function presentAndClaim(
  world: SimWorld,
  member: Member,
  verifier: 'verifier-a' | 'verifier-b',
  random: SeededRandom,
  checks: WorldChecks,
): Promise<Verdict | undefined> {
  const { credentialId } = member
  if (credentialId === undefined) return undefined
  const nonce = await world.insist('verifier', verifier, (role) => role.createNonce())
  const audience = world.role('verifier', verifier)?.audience
  if (nonce === undefined || audience === undefined) return undefined
  const payoutTarget = `purse-${member.name}`
  const presented = await world.insist('holder', undefined, (holder) =>
    holder.present({
      credentialId,
      audience,
      nonce,
      disclose: ['member_id', 'tier'],
      payout: { campaignId: DEMO_CAMPAIGN, target: payoutTarget },
    }),
  )
  if (!presented?.ok) return undefined
  const { presentation, transactionData = '', payoutSalt = '' } = presented.value
  // A verifier that gives no answer is not asked again with the same nonce: that would be a replay.
  const judged = await world.ask('verifier', verifier, (role) =>
    role.verifyForCampaign({
      campaignId: DEMO_CAMPAIGN,
      presentation,
      nonce,
      transactionData,
      deadlineMs: world.simulation.scheduler.nowMs + 3_000,
    }),
  )
  if (!judged?.ok) return undefined
  checks.onVerdict(member, judged.value)
  const receipt = judged.value.receipt?.compact
  if (receipt === undefined) return judged.value.verdict
  const submission = await world.insist('holder', undefined, (holder) =>
    holder.signClaim({
      credentialId,
      campaignId: DEMO_CAMPAIGN,
      payoutTarget,
      payoutSalt,
      receipt,
    }),
  )
  if (!submission?.ok) return judged.value.verdict
  const sends = Array.from({ length: random.between(1, 3) }, () =>
    world.insist('distributor', undefined, (distributor) =>
      distributor.submitClaim(submission.value),
    ),
  )
  for (const answer of await Promise.all(sends)) {
    if (answer?.kind === 'ticket') member.tickets.add(answer.claimId)
    else if (answer !== undefined) world.simulation.tally(`claims ${answer.reason}`)
  }
  return judged.value.verdict
}
