import { claimIdOf } from '@evenkeel/distributor'
import { type ClaimId, encodeHex, type ReasonCode, sha256, unwrap } from '@evenkeel/kernel'
import type { SeededRandom } from '../../seeded-random.ts'
import { signedName } from './bottleneck.ts'
import { outputsOf, type PressureCampaign } from './campaigns.ts'
import { type IntakeChecks, isDecided } from './checks/intake-checks.ts'
import { contest } from './contest.ts'
import { type ReceiptSpec, signClaim, signReceipt } from './make-claim.ts'
import {
  type Attack,
  BURST_AT_MS,
  CLOCK_ERROR_MS_MAX,
  CLOSES_AT_MS,
  EXTEND_MS_MAX,
  isBatch,
  KNOCKS_MS,
  LIAR,
  type Manner,
  type PersonPlan,
  VERIFIERS,
} from './pressure-plan.ts'
import { type PressureWorld, UNNAMED } from './pressure-world.ts'
import type { DoorAnswer } from './sim-door.ts'

/** The last answer to one submission: a ticket, or a decided refusal. */
export interface Told {
  readonly person: PersonPlan
  readonly role: 'claim' | 'second-receipt' | 'other-body' | Attack
  readonly claimId: ClaimId
  readonly verdictHash: string
  readonly ticket?: string
  readonly reason?: ReasonCode
  /** When it was first asked for. */
  readonly askedAtMs: number
  /** What came back when the same bytes were sent again. */
  readonly tickets: Set<string>
}

/** What people were told, and what became of the credentials that were revoked. */
export interface Claimants {
  readonly told: Told[]
  /** Of claims whose credential was revoked: what the distributor said, and when. */
  readonly takenOut: Map<ClaimId, { readonly outcome: string; readonly atMs: number }>
}

interface Scene {
  readonly world: PressureWorld
  readonly intake: IntakeChecks
  readonly claimants: Claimants
}

/** Longest wait of a claimant who waits twice as long each time, and the rhythm of one who does not listen. */
const BACKOFF_MS_MAX = 8_000
const IMPATIENT_MS = 40
/** Impatient people come to reason at last. */
const IMPATIENT_TRIES_MAX = 80
const RECONNECT_MS_MAX = 400

/** Lets everybody of the plan come, and resolves when all have been answered for good. */
export async function letEverybodyCome(
  world: PressureWorld,
  intake: IntakeChecks,
): Promise<Claimants> {
  const claimants: Claimants = { told: [], takenOut: new Map() }
  const scene = { world, intake, claimants }
  await Promise.all(world.plan.people.map((person) => come(scene, person)))
  return claimants
}

async function come(scene: Scene, person: PersonPlan): Promise<void> {
  const { world } = scene
  const random = world.simulation.random.fork(`person ${person.number}`)
  const campaign = campaignOf(world, person)
  const own = submissionOf(scene, campaign, person, 'claim')
  await world.until(arrivalOf(person))
  const side = [sideOf(scene, campaign, person, random), attackOn(scene, campaign, person, random)]
  const told = await insistOn(scene, await own, person, random)
  const after = [takeOut(scene, told), contest(world, told), ...side]
  if (told.ticket !== undefined && person.again !== undefined) {
    await world.pause(person.again)
    await insistOn(scene, await own, { ...person, sends: 1 }, random, told)
  }
  await Promise.all(after)
}

function arrivalOf({ trick, arrivesMs }: PersonPlan): number {
  const closedAtMs = CLOSES_AT_MS + EXTEND_MS_MAX + 2 * CLOCK_ERROR_MS_MAX
  if (trick === 'far-too-late') return closedAtMs + KNOCKS_MS
  return trick === 'too-late' ? closedAtMs : BURST_AT_MS + arrivesMs
}

interface Submission {
  readonly campaign: PressureCampaign
  readonly bytes: Uint8Array
  readonly claimId: ClaimId
  readonly verdictHash: string
  readonly person: PersonPlan
  readonly role: Told['role']
}

interface Twist {
  readonly receipt?: Partial<ReceiptSpec>
  readonly signedBy?: string
  readonly payee?: string
  readonly campaign?: PressureCampaign
  readonly version?: number
}

async function submissionOf(
  { world, intake }: Scene,
  campaign: PressureCampaign,
  person: PersonPlan,
  role: Told['role'],
  twist: Twist = {},
): Promise<Submission> {
  const { simulation } = world
  const holder = `member-${person.number}`
  const payee = payeeOf(person)
  const id = `${person.number}-${twist.receipt?.id ?? 'first'}`
  const receipt = await signReceipt(simulation, {
    iss: person.verifier,
    rule: campaign.rule,
    outcome: person.trick === 'held' || person.trick === 'contested' ? 'undetermined' : 'accepted',
    person: `${campaign.name}-${person.number}`,
    outputs: outputsOf(person),
    holder,
    payee,
    ...(person.trick === 'expired-receipt' && role === 'claim' && { expiresS: 1 }),
    ...twist.receipt,
    id,
  })
  const bytes = await signClaim(simulation, {
    receipt,
    holder: twist.signedBy ?? holder,
    campaignId: (twist.campaign ?? campaign).rule.id,
    payee: twist.payee ?? payee,
    ...(twist.version !== undefined && { version: twist.version }),
  })
  const submission = {
    campaign: twist.campaign ?? campaign,
    bytes,
    claimId: claimIdOf(encodeHex(sha256(receipt))),
    verdictHash: encodeHex(sha256(`verdict ${id}`)),
    person,
    role,
  }
  // Only of a receipt that one submission has can be told how often it was worked on.
  if (role === 'claim' && person.trick !== 'other-body' && person.attack !== 'key') {
    intake.expect(signedName(receipt.slice(0, receipt.lastIndexOf('.'))), submission)
  }
  return submission
}

/** The other thing that somebody sends at about the same time. */
async function sideOf(
  scene: Scene,
  campaign: PressureCampaign,
  person: PersonPlan,
  random: SeededRandom,
): Promise<void> {
  const { trick } = person
  if (trick !== 'second-receipt' && trick !== 'other-body') return
  const other = VERIFIERS.find((verifier) => verifier !== person.verifier && verifier !== LIAR)
  const twist: Twist =
    trick === 'other-body'
      ? { version: 1 }
      : { receipt: { id: 'second', iss: other ?? person.verifier } }
  const second = await submissionOf(scene, campaign, person, trick, twist)
  await scene.world.pause(random.below(3_000))
  await takeOut(scene, await insistOn(scene, second, person, random.fork('second')))
}

/** What a thief makes of what belongs to somebody: each of these has to come to nothing, and to take nothing. */
async function attackOn(
  scene: Scene,
  campaign: PressureCampaign,
  person: PersonPlan,
  random: SeededRandom,
): Promise<void> {
  const { attack } = person
  if (attack === undefined) return
  const elsewhere = scene.world.campaigns.find(({ name }) => name !== campaign.name) ?? campaign
  const twists: Readonly<Record<Attack, Twist>> = {
    key: { signedBy: `thief-${person.number}`, payee: 'thief' },
    payout: { receipt: { id: 'phished' }, payee: 'thief' },
    campaign: { receipt: { id: 'moved' }, campaign: elsewhere },
    'unnamed-verifier': { receipt: { id: 'unnamed', iss: UNNAMED } },
    // Signed by the one that lies, in the name of another.
    forged: { receipt: { id: 'forged', signedBy: LIAR } },
  }
  const stolen = await submissionOf(scene, campaign, person, attack, twists[attack])
  await scene.world.pause(random.below(1_000))
  await insistOn(scene, stolen, { ...person, sends: 1 }, random.fork('thief'))
}

/** Sends a submission, several times at once at first, and again until it is answered for good. */
async function insistOn(
  { world, intake, claimants }: Scene,
  submission: Submission,
  { manner, sends, budgetMs }: Pick<PersonPlan, 'manner' | 'sends' | 'budgetMs'>,
  random: SeededRandom,
  before?: Told,
): Promise<Told> {
  const { campaign, bytes, claimId } = submission
  let knock: string | undefined
  const send = (): Promise<DoorAnswer> =>
    world.post({
      campaignId: campaign.rule.id,
      claimId,
      bytes,
      budgetMs,
      bodyMs: random.below(40),
      ...(knock !== undefined && { knock }),
    })
  const tickets = before?.tickets ?? new Set<string>()
  const askedAtMs = world.simulation.scheduler.nowMs
  for (let attempt = 0; ; attempt += 1) {
    const sent = attempt === 0 ? sends : 1
    const cameAtMs = world.simulation.scheduler.nowMs
    const answers = await Promise.all(Array.from({ length: sent }, send))
    if (submission.person.isNewcomer && attempt === 0 && before === undefined) {
      for (const answer of answers) intake.onNewcomer(cameAtMs, answer)
    }
    for (const answer of answers) if (answer.kind === 'ticket') tickets.add(answer.ticket)
    const last = answers.find(isDecided) ?? (answers[0] as DoorAnswer)
    if (last.kind === 'refused') knock ??= last.knock
    if (isDecided(last) || isOnHold(last)) {
      const told: Told = {
        ...submission,
        askedAtMs,
        tickets,
        ...(last.kind === 'ticket' && { ticket: last.ticket }),
        ...(last.kind === 'refused' && { reason: last.reason }),
      }
      if (before === undefined) claimants.told.push(told)
      return told
    }
    await world.pause(waitOf(last, manner, attempt, random))
  }
}

/** Nobody waits until a verifier is no longer held. */
function isOnHold(answer: DoorAnswer): boolean {
  return answer.kind === 'refused' && answer.reason === 'verifier_on_hold'
}

function waitOf(answer: DoorAnswer, manner: Manner, attempt: number, random: SeededRandom): number {
  if (answer.kind !== 'refused') return random.below(RECONNECT_MS_MAX)
  const asked = Math.ceil(answer.retryAfterMs ?? RECONNECT_MS_MAX)
  if (manner === 'obeys' || attempt > IMPATIENT_TRIES_MAX) return asked
  if (manner === 'impatient') return random.below(2 * IMPATIENT_MS)
  return random.below(Math.min(BACKOFF_MS_MAX, IMPATIENT_MS * 2 ** (attempt + 1)))
}

/** Tells the distributor that the credential behind a claim was revoked, whichever of a person's receipts it came with. */
async function takeOut({ world, claimants }: Scene, told: Told): Promise<void> {
  const { claimId, ticket, person } = told
  const { takenOut, campaign } = person
  if (takenOut === undefined || ticket === undefined) return
  if (takenOut === 'after-allocation') await untilAllocated(world, person)
  else await world.pause(takenOut.afterMs)
  const evidence = evidenceAgainst(person)
  const revoked = { claimIds: [claimId], evidence, cause: 'revoked_after_payout' } as const
  const say = (by: string) =>
    world.insist('distributor', (role) => role.recordRevocation({ ...revoked, by }))
  // What is not paid takes two people.
  await say('anna')
  const recorded = await say('ben')
  const outcome = unwrap(recorded)[0]?.outcome ?? 'nothing'
  claimants.takenOut.set(claimId, { outcome, atMs: world.simulation.scheduler.nowMs })
  const when = isBatch(campaign) ? 'a window' : 'an instant campaign'
  world.simulation.tally(`revoked in ${when}: ${outcome}`)
}

async function untilAllocated(world: PressureWorld, person: PersonPlan): Promise<void> {
  const { id } = campaignOf(world, person).rule
  for (;;) {
    const shown = await world.insist('distributor', (role) => role.showCampaign(id))
    if (shown.ok && shown.value.window?.allocation !== undefined) return
    await world.pause(500)
  }
}

/** The hash of what shows that a person's credential was revoked. */
export function evidenceAgainst({ number }: PersonPlan): string {
  return encodeHex(sha256(`the credential of ${number} was revoked`))
}

/** Whom a person wants to be paid. */
export function payeeOf({ campaign, number }: PersonPlan): string {
  return `purse-${campaign}-${number}`
}

function campaignOf(world: PressureWorld, person: PersonPlan): PressureCampaign {
  const found = world.campaigns.find(({ name }) => name === person.campaign)
  if (found === undefined) throw new Error(`there is no campaign ${person.campaign}`)
  return found
}
