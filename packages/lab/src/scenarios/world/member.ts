import type { CampaignId, ClaimId, CredentialId, EpochMs } from '@evenkeel/kernel'
import { MEMBERSHIP_TYPE, type WorldRoles } from '@evenkeel/node'
import type { SeededRandom } from '../../seeded-random.ts'
import type { WorldChecks } from './checks/world-checks.ts'
import { entryOf, type LabCampaign } from './lab-campaigns.ts'
import type { SimWorld } from './sim-world.ts'

/** One person of the simulation and everything that became of them. */
export interface Member {
  readonly number: number
  readonly name: string
  readonly issuer: 'issuer-strict' | 'issuer-sloppy'
  credentialId: CredentialId | undefined
  /** How the credential ended, for ever or for a time. */
  ended: Ended | undefined
  /** The claims that this person has a ticket for, and the campaign of each. */
  readonly tickets: Map<ClaimId, CampaignId>
  /** The claims among them whose appeal was answered: it is on its way. */
  readonly appealed: Set<ClaimId>
}

/** An end that the issuer has answered. */
export interface Ended {
  readonly status: 'invalid' | 'suspended'
  readonly mode: 'immediate' | 'coordinated'
  /** Immediate: the end of the last lease without it, on the issuer's clock. Coordinated: T. */
  readonly everywhereAtMs: EpochMs
}

type VerifierName = 'verifier-a' | 'verifier-b'

const YEAR_MS = 31_536_000_000
/** How long a caller lets a verifier look for evidence. Virtual milliseconds; less than a client waits. */
const VERIFY_MS_MAX = 3_000
/** How often a member looks at a claim. Virtual milliseconds; several times within an appeal's window. */
const LOOK_MS_MIN = 1_000
const LOOK_MS_MAX = 4_000
const DISCLOSED = ['member_id', 'tier', 'entry']

/** Draws the people of a run: one in five has a credential of the issuer whose word is not enough. */
export function drawMembers(random: SeededRandom, count: number): readonly Member[] {
  return Array.from({ length: count }, (_, number) => ({
    number,
    name: `member-${number}`,
    issuer: random.chance(800) ? 'issuer-strict' : 'issuer-sloppy',
    credentialId: undefined,
    ended: undefined,
    tickets: new Map(),
    appealed: new Set(),
  }))
}

/** Gets a credential. A lost answer may leave a credential behind that nobody holds; asking again gets another. */
export async function obtainCredential(world: SimWorld, member: Member): Promise<void> {
  const holderJwk = await world.insist('holder', undefined, (holder) => holder.createKey())
  if (holderJwk === undefined) return
  const issued = await world.insist('issuer', member.issuer, (issuer) =>
    issuer.issueCredential({
      vct: MEMBERSHIP_TYPE,
      claims: { member_id: member.name, tier: 'gold', entry: entryOf(member.number) },
      disclose: DISCLOSED,
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

/** Ends the member's credential for ever, or until it is reinstated, and notes from when it must be refused everywhere. */
export async function endCredential(
  world: SimWorld,
  member: Member,
  { status, mode }: Pick<Ended, 'status' | 'mode'>,
  checks: WorldChecks,
): Promise<void> {
  const { credentialId } = member
  if (credentialId === undefined) return
  const change = status === 'invalid' ? 'revokeCredential' : 'suspendCredential'
  const changed = await world.insist('issuer', member.issuer, (issuer) =>
    issuer[change](credentialId, mode === 'immediate' ? 'key_compromise' : 'membership_ended'),
  )
  if (!changed?.ok) return
  world.simulation.tally(`credentials ${status}`)
  world.simulation.tally(`acts ${mode}`)
  member.ended = { status, mode, everywhereAtMs: changed.value.effectiveEverywhereAtMs }
  await checks.onEnded(member, credentialId)
}

/** Makes a suspended credential valid again. From the question on, any verifier may know. */
export async function reinstateCredential(world: SimWorld, member: Member): Promise<void> {
  const { credentialId } = member
  if (credentialId === undefined || member.ended?.status !== 'suspended') return
  member.ended = undefined
  const changed = await world.insist('issuer', member.issuer, (issuer) =>
    issuer.reinstateCredential(credentialId, 'found_again'),
  )
  if (changed?.ok) world.simulation.tally('credentials reinstated')
}

/** Lets the member look up how the credential stands, as people do before they set out. */
export async function lookUpStatus(world: SimWorld, { credentialId }: Member): Promise<void> {
  if (credentialId === undefined) return
  const shown = await world.ask('holder', undefined, (holder) => holder.checkStatus(credentialId))
  if (shown !== undefined) {
    world.simulation.tally(`holder sees ${shown.ok ? shown.value.status : shown.error.code}`)
  }
}

/** Presents to a verifier, and claims with the receipt if there is one, each claim sent several times as impatient people do. */
export async function presentAndClaim(
  world: SimWorld,
  member: Member,
  { rule }: LabCampaign,
  verifier: VerifierName,
  random: SeededRandom,
  checks: WorldChecks,
): Promise<void> {
  const { credentialId } = member
  if (credentialId === undefined) return
  const payoutTarget = `purse-${member.name}`
  // Now and then a wallet answers one verifier with what the other one asked.
  const nonceOf = random.chance(50) ? otherThan(verifier) : verifier
  const presented = await present(world, { credentialId, verifier, nonceOf, rule, payoutTarget })
  if (presented === undefined) return
  const { nonce, presentation, transactionData = '', payoutSalt = '' } = presented
  const onVerdict = checks.beforeVerdict(member, verifier)
  // A verifier that gives no answer is not asked again with the same nonce: that would be a replay.
  const judged = await world.ask('verifier', verifier, (role) =>
    role.verifyForCampaign({
      campaignId: rule.id,
      presentation,
      nonce,
      transactionData,
      deadlineMs: world.simulation.scheduler.nowMs + VERIFY_MS_MAX,
    }),
  )
  if (judged?.ok === false) checks.onRefusal(judged.error.code)
  if (!judged?.ok) return
  onVerdict(judged.value)
  const receipt = judged.value.receipt?.compact
  if (receipt === undefined) return
  const claim = { credentialId, campaignId: rule.id, payoutTarget, payoutSalt, receipt }
  const submission = await world.insist('holder', undefined, (holder) => holder.signClaim(claim))
  if (!submission?.ok) return
  const sends = Array.from({ length: random.between(1, 3) }, () =>
    world.insist('distributor', undefined, (distributor) =>
      distributor.submitClaim(submission.value),
    ),
  )
  for (const answer of await Promise.all(sends)) {
    if (answer?.kind === 'ticket') member.tickets.set(answer.claimId, rule.id)
    else if (answer !== undefined) checks.onRefusal(answer.reason)
  }
}

/** Looks after the member's claims as long as the world lives, and appeals some of the refusals, now and then twice, with nothing but their ids. */
export async function appealRefusals(
  world: SimWorld,
  member: Member,
  random: SeededRandom,
  checks: WorldChecks,
  untilMs: number,
): Promise<void> {
  const { scheduler, tally } = world.simulation
  while (scheduler.nowMs < untilMs) {
    await world.pause(random.between(LOOK_MS_MIN, LOOK_MS_MAX))
    for (const claimId of [...member.tickets.keys()]) {
      if (member.appealed.has(claimId) || !random.chance(700)) continue
      const shown = await world.ask('distributor', undefined, (role) =>
        role.showClaimState(claimId),
      )
      if (!shown?.ok || !shown.value.state.appeal.possible) continue
      const sends = Array.from({ length: random.between(1, 2) }, () =>
        world.insist('distributor', undefined, (role) => role.appealClaim(claimId)),
      )
      for (const answer of await Promise.all(sends)) {
        if (answer?.ok === false) checks.onRefusal(answer.error.code)
        if (!answer?.ok || member.appealed.has(claimId)) continue
        member.appealed.add(claimId)
        tally('appeals by members')
      }
    }
  }
}

function otherThan(verifier: VerifierName): VerifierName {
  return verifier === 'verifier-a' ? 'verifier-b' : 'verifier-a'
}

type Presented = Extract<Awaited<ReturnType<WorldRoles['holder']['present']>>, { ok: true }>

async function present(
  world: SimWorld,
  wanted: {
    readonly credentialId: CredentialId
    readonly verifier: VerifierName
    readonly nonceOf: VerifierName
    readonly rule: LabCampaign['rule']
    readonly payoutTarget: string
  },
): Promise<(Presented['value'] & { readonly nonce: string }) | undefined> {
  const { credentialId, verifier, nonceOf, rule, payoutTarget } = wanted
  const nonce = await world.insist('verifier', nonceOf, (role) => role.createNonce())
  const audience = world.role('verifier', verifier)?.audience
  if (nonce === undefined || audience === undefined) return undefined
  const presented = await world.insist('holder', undefined, (holder) =>
    holder.present({
      credentialId,
      audience,
      nonce,
      disclose: DISCLOSED,
      payout: { campaignId: rule.id, target: payoutTarget },
    }),
  )
  return presented?.ok ? { ...presented.value, nonce } : undefined
}
