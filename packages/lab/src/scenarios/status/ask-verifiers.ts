import {
  type CampaignRule,
  createKbJwt,
  type EpochMs,
  encodePayoutTransaction,
  type ReceiptId,
  transactionDataHash,
} from '@evenkeel/kernel'
import { demoCampaignRule, type WorldRoles } from '@evenkeel/node'
import { SIMULATION_START_MS } from '../../limits.ts'
import type { LabCredential } from './credentials.ts'
import type { VerifierPlan } from './draw-plan.ts'
import type { StatusWorld } from './status-world.ts'
import type { Answer } from './truth.ts'

type Verified = Awaited<ReturnType<WorldRoles['verifier']['verifyPresentation']>>

/** What is asked of a verifier: an ordinary check, one for a value that asks for a fresh status, or a receipt for a campaign. */
export type Question = 'ordinary' | 'online' | 'receipt'

/** One verdict of one verifier. */
export interface Decision extends Verified {
  readonly question: Question
  readonly verifier: VerifierPlan
  readonly credential: LabCredential
  /** Virtual milliseconds at which it was asked, and at which it was decided by what its clock showed. */
  readonly askedAtMs: number
  readonly atMs: number
  readonly receipt?: ReceiptId
  /** What it says, if it says anything definite. */
  readonly standing?: Answer
}

/** How old a status may be for what is worth more than ORDINARY_MINOR. Virtual milliseconds. */
export const ONLINE_AGE_MS = 30_000
const ORDINARY_MINOR = '1000'
const HIGH_MINOR = '1000000'
const DAY_MS = 86_400_000
/** How long a caller lets a verifier look for evidence. */
const VERIFY_MS_MAX = 4_000
const AUDIENCE = 'https://desk.lab.example'
const PAYOUT_TARGET = 'purse'
/** Key binding JWTs are this old, so that no honest clock takes one to be from the future. Virtual milliseconds. */
const BINDING_AGE_MS = 70_000

/** The campaign whose receipts are asked for: its value is an ordinary one. */
export function labRule(verifiers: readonly VerifierPlan[]): CampaignRule {
  const rule = demoCampaignRule(SIMULATION_START_MS as EpochMs)
  return {
    ...rule,
    policy: {
      ...rule.policy,
      id: 'lab-desk',
      assuranceMin: 'low',
      statusAgeMaxMs: ONLINE_AGE_MS,
      statusLadder: [{ uptoMinor: ORDINARY_MINOR, statusAgeMaxMs: DAY_MS, onUndetermined: 'hold' }],
      outputs: {},
    },
    verifiers: verifiers.map(({ name }) => name) as unknown as CampaignRule['verifiers'],
    allocation: { kind: 'fixed', amountMinor: ORDINARY_MINOR },
  }
}

/** Asks every verifier about one credential at one moment; gives the verdicts of those that answered. */
export async function askEverybody(
  world: StatusWorld,
  credential: LabCredential,
  question: Question,
): Promise<readonly Decision[]> {
  const { scheduler, random } = world.simulation
  const nonce = `round-${credential.name}-${scheduler.nowMs}-${random.below(1_000_000)}`
  const binding = { credential, nonce, audience: AUDIENCE }
  const presentation = question === 'receipt' ? '' : await present(world, binding)
  const answers = world.plan.verifiers.map((verifier) =>
    question === 'receipt'
      ? askForReceipt(world, verifier, credential)
      : askOne(world, { verifier, credential, question, presentation, nonce }),
  )
  return (await Promise.all(answers)).filter((answer) => answer !== undefined)
}

async function askOne(
  world: StatusWorld,
  asked: {
    readonly verifier: VerifierPlan
    readonly credential: LabCredential
    readonly question: Question
    readonly presentation: string
    readonly nonce: string
  },
): Promise<Decision | undefined> {
  const { verifier, credential, question, presentation, nonce } = asked
  const askedAtMs = world.simulation.scheduler.nowMs
  const verified = await world.ask('verifier', verifier.name, (role, ports) =>
    role.verifyPresentation({
      presentation,
      policy: labRule([]).policy,
      valueMinor: question === 'online' ? HIGH_MINOR : ORDINARY_MINOR,
      audience: AUDIENCE,
      nonce,
      deadlineMs: ports.clock.monotonicMs() + VERIFY_MS_MAX,
    }),
  )
  if (verified === undefined) return undefined
  return decisionOf(world, { ...verified, verifier, credential, question, askedAtMs })
}

async function askForReceipt(
  world: StatusWorld,
  verifier: VerifierPlan,
  credential: LabCredential,
): Promise<Decision | undefined> {
  const { id: campaignId } = labRule([])
  const askedAtMs = world.simulation.scheduler.nowMs
  const nonce = await world.ask('verifier', verifier.name, (role) => role.createNonce())
  const audience = world.rolesOf('verifier', verifier.name)[0]?.audience
  if (nonce === undefined || audience === undefined) return undefined
  const transactionData = encodePayoutTransaction({
    type: 'evenkeel.payout',
    credential_ids: ['credential'],
    campaign_id: campaignId,
    payout_target: PAYOUT_TARGET,
    payout_salt: 'A'.repeat(22),
  })
  const claims = { transaction_data_hashes: [transactionDataHash(transactionData)] }
  const presentation = await present(world, { credential, nonce, audience, claims })
  const answer = await world.ask('verifier', verifier.name, (role, ports) =>
    role.verifyForCampaign({
      campaignId,
      presentation,
      nonce,
      transactionData,
      deadlineMs: ports.clock.monotonicMs() + VERIFY_MS_MAX,
    }),
  )
  if (!answer?.ok) return undefined
  const { receipt, ...verified } = answer.value
  return decisionOf(world, {
    ...verified,
    verifier,
    credential,
    question: 'receipt',
    askedAtMs,
    ...(receipt && { receipt: receipt.id }),
  })
}

async function present(
  world: StatusWorld,
  binding: {
    readonly credential: LabCredential
    readonly nonce: string
    readonly audience: string
    readonly claims?: Readonly<Record<string, unknown>>
  },
): Promise<string> {
  const { credential, nonce, audience, claims = {} } = binding
  const issuedAtMs = SIMULATION_START_MS + world.simulation.scheduler.nowMs - BINDING_AGE_MS
  const keyBinding = await createKbJwt({
    sdJwt: credential.shown,
    audience,
    nonce,
    issuedAtS: Math.floor(issuedAtMs / 1_000),
    claims,
    signer: credential.holder,
  })
  return `${credential.shown}${keyBinding}`
}

function decisionOf(world: StatusWorld, facts: Omit<Decision, 'atMs' | 'standing'>): Decision {
  const { verdict, verifier } = facts
  const standing = standingOf(verdict)
  return {
    ...facts,
    atMs: world.clockOf(verifier.name).virtualMs(verdict.decidedAtMs),
    ...(standing !== undefined && { standing }),
  }
}

function standingOf({ outcome, reason }: Verified['verdict']): Answer | undefined {
  if (outcome === 'accepted') return 'valid'
  if (outcome !== 'rejected') return undefined
  if (reason === 'credential_revoked') return 'invalid'
  if (reason === 'credential_issuer_suspended') return 'unaccredited'
  return reason === 'credential_suspended' ? 'suspended' : undefined
}
