import {
  brandId,
  type CampaignAllocation,
  type CampaignId,
  type CampaignRule,
  CLAIM_TYP,
  type ClaimId,
  canonicalJson,
  createJws,
  createSeededSigner,
  payoutCommitment,
  RECEIPT_TYP,
  type Receipt,
  sha256,
  sha256Text,
  unwrap,
} from '@evenkeel/kernel'
import type { DrandBeacon, SeedValue } from '@evenkeel/kernel/allocation'
import { type AuditWorld, openAuditWorld, STATUS_DELAY_MS, VERIFIER } from './audit-world.ts'

/** A person who claims. */
export interface Claimant {
  readonly person: string
  readonly outputs?: Receipt['outputs']
  /** Comes with a receipt that leaves the verdict open: held, and by default refused. */
  readonly isHeld?: boolean
  /** When its credential is revoked. */
  readonly revoked?: 'in the window' | 'after the allocation'
}

export interface CampaignPlan {
  readonly id: string
  readonly allocation: CampaignAllocation
  readonly claimants: readonly Claimant[]
  readonly poolMinor: string
  readonly window?: 'instant' | 'batch'
  readonly table?: readonly { readonly entry: string; readonly amountMinor: string }[]
  readonly change?: Partial<CampaignRule>
  readonly startMs?: number
  readonly beacon?: DrandBeacon
  /** What parties reveal once the window has closed. */
  readonly reveals?: readonly SeedValue[]
  /** What people do in each of the hours in which everything is paid. */
  readonly meanwhile?: (
    world: AuditWorld,
    claimIds: ReadonlyMap<string, ClaimId>,
    hour: number,
  ) => Promise<void>
}

const START_MS = 1_800_000_000_000
const OPEN_MS = 60_000
const HOUR_MS = 3_600_000

/** A campaign that was played to its end by the real roles. */
export interface PlayedCampaign {
  readonly world: AuditWorld
  readonly campaignId: CampaignId
  readonly rule: CampaignRule
  /** How many claims got a ticket. */
  readonly tickets: number
  /** The text of its bundle. */
  bundle(): Promise<string>
}

/** Plays a campaign to its end: announced by two, claimed, closed, allocated, paid, returned, witnessed. */
export async function playCampaign(plan: CampaignPlan): Promise<PlayedCampaign> {
  const { startMs = START_MS } = plan
  const world = await openAuditWorld(startMs)
  const rule = ruleOf(plan, startMs)
  const { distributor } = world
  const { campaignId, ruleHash } = unwrap(
    await distributor.createCampaign(rule, plan.table && { table: plan.table }),
  )
  unwrap(await distributor.dryRunCampaign(campaignId, [{ person: 'ada', claims: {} }]))
  unwrap(await distributor.announceCampaign({ campaignId, ruleHash, by: 'anna' }))
  unwrap(await distributor.announceCampaign({ campaignId, ruleHash, by: 'ben' }))
  await settleAll(world)
  world.advance(OPEN_MS)
  await settleAll(world)
  const claimIds = await claimAll(world, rule, plan.claimants)
  await revoke(world, plan.claimants, claimIds, 'in the window')
  world.advance(rule.closesAtMs - world.nowMs())
  await settleAll(world)
  if (plan.beacon !== undefined) unwrap(await distributor.bringBeacon(campaignId, plan.beacon))
  for (const value of plan.reveals ?? []) {
    unwrap(await distributor.revealSeed({ campaignId, value, by: value.party }))
  }
  await settleAll(world)
  world.advance(STATUS_DELAY_MS)
  // The shares are known, and nothing is handed to the ledger yet.
  await distributor.sweep()
  await revoke(world, plan.claimants, claimIds, 'after the allocation')
  for (let hour = 0; hour < 8; hour += 1) {
    await settleAll(world)
    await plan.meanwhile?.(world, claimIds, hour)
    await world.settleDown()
    world.advance(HOUR_MS)
  }
  await settleAll(world)
  return {
    world,
    campaignId,
    rule,
    tickets: claimIds.size,
    bundle: () => exportText(world, campaignId),
  }
}

/** Everything comes to rest, and the witness looks at the log. */
async function settleAll(world: AuditWorld): Promise<void> {
  await world.settleDown()
  for (let round = 0; round < 3; round += 1) {
    world.advance(6_000)
    await world.settleDown()
  }
}

async function exportText({ distributor, network, ledger }: AuditWorld, id: CampaignId) {
  const sections = [
    unwrap(await distributor.exportAudit(id)),
    unwrap(await network.exportAudit(id, brandId('distributor'))),
    unwrap(await ledger.exportAudit(id)),
  ]
  const lines: string[] = []
  for (const section of sections) for await (const line of section) lines.push(line)
  return `${lines.join('\n')}\n`
}

function ruleOf(plan: CampaignPlan, startMs: number): CampaignRule {
  const { id, allocation, poolMinor, window = 'batch', change } = plan
  return {
    v: 1,
    id: brandId<CampaignId>(id),
    title: 'Winter grant',
    asset: { code: 'UNI', scale: 2 },
    poolMinor,
    announcedAtMs: startMs,
    noticeMs: 30_000,
    opensAtMs: startMs + OPEN_MS,
    closesAtMs: startMs + OPEN_MS + HOUR_MS,
    policy: {
      id: 'residents',
      credentialTypes: ['https://example.org/resident'],
      assuranceMin: 'substantial',
      statusAgeMaxMs: HOUR_MS,
      onUndetermined: 'hold',
      outputs: { entry: 'account', tier: 'tier', weight: 'weight', issuer: 'issuer' },
      requiredClaims: {},
      subjectClaim: 'person',
      receiptTtlMs: HOUR_MS,
    },
    verifiers: [VERIFIER],
    uniqueness: { domain: 'residents', period: '2027-01' },
    allocation,
    window: window === 'instant' ? window : { kind: 'batch', allocateAfterMs: STATUS_DELAY_MS },
    hold: { deadlineMs: 60_000, byDefault: 'refuse', appealMs: 60_000 },
    rail: 'internal',
    unclaimed: 'return',
    ...change,
  }
}

/** Sends all claims, many at once, and returns their ids by person. */
async function claimAll(world: AuditWorld, rule: CampaignRule, claimants: readonly Claimant[]) {
  const ids = new Map<string, ClaimId>()
  for (let first = 0; first < claimants.length; first += CLAIMS_AT_ONCE) {
    await Promise.all(
      claimants.slice(first, first + CLAIMS_AT_ONCE).map(async (claimant) => {
        const answer = await world.distributor.submitClaim(await signClaim(world, rule, claimant))
        if (answer.kind === 'ticket') ids.set(claimant.person, answer.claimId)
      }),
    )
  }
  await settleAll(world)
  return ids
}

const CLAIMS_AT_ONCE = 1_000

async function revoke(
  { distributor }: AuditWorld,
  claimants: readonly Claimant[],
  claimIds: ReadonlyMap<string, ClaimId>,
  when: Claimant['revoked'],
): Promise<void> {
  for (const { person, revoked } of claimants) {
    if (revoked !== when) continue
    const taken = await distributor.takeOutClaim(claimIds.get(person) as ClaimId)
    // Whoever has drawn nothing has nothing to lose.
    if (when === 'in the window') unwrap(taken)
  }
}

async function signClaim(
  world: AuditWorld,
  rule: CampaignRule,
  { person, outputs = {}, isHeld }: Claimant,
): Promise<Uint8Array> {
  const holder = createSeededSigner('EdDSA', sha256(`holder ${person}`))
  const opening = { salt: 'c2FsdHNhbHRzYWx0c2FsdA', target: `account-of-${person}` }
  const iat = Math.floor(world.nowMs() / 1_000)
  const verifier = world.signerOf(VERIFIER)
  const payload = {
    v: 1,
    id: `receipt-${person}`,
    iss: VERIFIER,
    aud: [`campaign:${rule.id}`],
    nonce: 'nonce',
    iat,
    exp: iat + 3_600,
    outcome: isHeld ? 'undetermined' : 'accepted',
    verdictHash: sha256Text(`verdict ${person}`, 'hex'),
    policyId: rule.policy.id,
    policyHash: sha256Text(canonicalJson(rule.policy), 'hex'),
    horizon: {},
    handle: `handle-${person}`,
    nullifier: sha256Text(`nullifier ${person}`, 'base64url').replace(/^[-_]/, 'n'),
    outputs,
    holderKey: holder.keyId,
    payoutCommitment: payoutCommitment(opening),
  }
  const receipt = await createJws({
    header: { typ: RECEIPT_TYP, kid: verifier.keyId },
    payload,
    signer: verifier,
  })
  const claim = await createJws({
    header: { typ: CLAIM_TYP, jwk: holder.publicJwk },
    payload: {
      campaignId: rule.id,
      receiptHash: sha256Text(receipt, 'hex'),
      payoutTarget: opening.target,
      payoutSalt: opening.salt,
      iat,
    },
    signer: holder,
  })
  return Buffer.from(JSON.stringify({ v: 1, receipt, claim }))
}
