import type { CredentialId, PartyId } from '@evenkeel/kernel'
import { worldParties } from '@evenkeel/node'
import type { LabCampaign } from '../lab-campaigns.ts'
import type { Member } from '../member.ts'
import type { WorldPlan } from '../run-world.ts'
import type { SimWorld } from '../sim-world.ts'
import { checkBooks, checkConserved, checkLog, checkPurses } from './book-checks.ts'
import { checkCases, checkClocks } from './case-checks.ts'
import { checkClaims, checkRefusal, collectClaims, type RestingClaim } from './claim-checks.ts'
import { createHeadChecks } from './head-checks.ts'
import { checkStories } from './story-checks.ts'
import { createVerdictChecks, type VerdictChecks } from './verdict-checks.ts'

/** What must hold of a whole world, at every verdict, along the way, at rest and at the end. */
export interface WorldChecks extends VerdictChecks {
  /** S5 of an immediate change of status that was answered: the list with it is being served. */
  onEnded(member: Member, credentialId: CredentialId): Promise<void>
  /** E3 of a refusal that a client was given. */
  onRefusal(reason: string): void
  /** D1, G3 and S6 as things stand. */
  onTick(): Promise<void>
  /** Asks the parties, once nothing is under way any more. */
  atRest(members: readonly Member[]): Promise<void>
  /** Reads what is durable, once everybody is down. */
  atEnd(members: readonly Member[]): Promise<void>
}

/** Makes the checks of one run. */
export function createWorldChecks(
  world: SimWorld,
  plan: WorldPlan,
  campaigns: readonly LabCampaign[],
): WorldChecks {
  const { simulation } = world
  const { clockBoundMs } = plan.timing
  const verifiers = worldParties.filter(({ role }) => role === 'verifier').map(({ id }) => id)
  const checkHeads = createHeadChecks(simulation, verifiers)
  let claims: readonly RestingClaim[] = []
  return {
    ...createVerdictChecks(simulation, plan),
    onEnded: (member, credentialId) => checkServed(world, member, credentialId),
    onRefusal: (reason) => checkRefusal(world, reason),
    async onTick() {
      await checkConserved(world, campaigns)
      await checkClocks(world, clockBoundMs)
      await checkHeads()
    },
    async atRest(members) {
      claims = await collectClaims(world, members)
      await checkClaims(world, campaigns, claims)
      await checkBooks(world, campaigns, claims)
      await checkLog(world)
      await checkStories(world, members, claims, clockBoundMs)
    },
    async atEnd(members) {
      await checkPurses(simulation, members, claims)
      await checkCases(simulation, claims)
    },
  }
}

async function checkServed(
  { simulation }: SimWorld,
  { issuer, name, ended }: Member,
  credentialId: CredentialId,
): Promise<void> {
  if (ended?.mode !== 'immediate') return
  const row = await simulation.durable(issuer as string as PartyId, (tx) =>
    tx.get(
      `SELECT change_seq <= published_seq AS served FROM issued_credential AS c
       JOIN (SELECT number, published_seq FROM status_list) AS l ON l.number = c.list_number WHERE c.id = ?`,
      [credentialId],
    ),
  )
  const detail = () => `${issuer} answered about ${name} before the list with it was served`
  simulation.invariants.check('S5', row?.served === 1, detail)
}
