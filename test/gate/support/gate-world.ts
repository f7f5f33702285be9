import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  brandId,
  type CampaignRule,
  type ClaimId,
  type CredentialId,
  type EpochMs,
  epochMs,
  type PartyId,
  unwrap,
} from '@evenkeel/kernel'
import {
  claimWithReceipt,
  demoAccreditation,
  demoCampaignRule,
  openFilePlatform,
  openWorld,
  presentForCampaign,
  seedDemo,
  type World,
  type WorldPlatform,
  worldParties,
} from '@evenkeel/node'
import { announceDemo } from '../../../apps/node/src/demo/announce-demo.ts'

export const VERIFIER_A: PartyId = brandId('verifier-a')
export const VERIFIER_B: PartyId = brandId('verifier-b')
export const BUDGET_MS = 60_000
export const CLOSES_IN_MS = 120_000
export const ALLOCATES_IN_MS = 120_000
/** Sweeps of a party are never further apart than this; milliseconds. */
const STEP_MS = 10_000

/** The real parties of a world over SQLite files, with one clock that is moved by hand. */
export interface GateWorld {
  readonly world: World
  /** Parties that answer nothing and do nothing. */
  readonly dead: Set<PartyId>
  open(change?: Partial<CampaignRule>): Promise<CampaignRule>
  issue(member: string, issuer?: string): Promise<CredentialId>
  claim(rule: CampaignRule, credentialId: CredentialId, verifier?: PartyId): Promise<ClaimId>
  /** State, and why. */
  show(claimId: ClaimId): Promise<string>
  withdrawIssuer(issuer: string): Promise<void>
  /** Lets time pass in steps, in which everybody who lives sweeps. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

export async function openGateWorld(): Promise<GateWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-gate-'))
  const files = openFilePlatform({ directory, parties: worldParties })
  const dead = new Set<PartyId>()
  let nowMs = Date.now()
  const platform: WorldPlatform = {
    ...files,
    async portsFor(party) {
      const clock = { nowMs: (): EpochMs => epochMs(nowMs), monotonicMs: () => nowMs }
      return { ...(await files.portsFor(party)), clock }
    },
    attach(party, receiver) {
      files.attach(party, {
        receive: async (envelope) => {
          if (dead.has(party)) throw new Error(`${party} is dead`)
          return receiver.receive(envelope)
        },
        document: (path) => receiver.document(path),
      })
    },
  }
  const world = await openWorld(platform)
  await seedDemo(world, platform)

  async function settle(): Promise<void> {
    for (;;) {
      let answered = 0
      for (const [id, party] of world.parties) {
        if (dead.has(id)) continue
        await party.sweep()
        answered += await party.pump()
      }
      if (answered === 0) return
    }
  }

  return {
    world,
    dead,
    async open(change = {}) {
      const demo = demoCampaignRule(epochMs(nowMs))
      const rule: CampaignRule = {
        ...demo,
        closesAtMs: nowMs + CLOSES_IN_MS,
        policy: { ...demo.policy, assuranceMin: 'low' },
        hold: { deadlineMs: 300_000, byDefault: 'release', appealMs: 60_000 },
        settlementCheck: { verifier: VERIFIER_A, budgetMs: BUDGET_MS },
        clawback: {
          deadlineMs: 300_000,
          byDefault: 'claw_back',
          appealMs: 60_000,
          writeOffAfterMs: 86_400_000,
        },
        losses: { revoked_after_payout: 'claimant' },
        ...change,
      }
      unwrap(await announceDemo(world.the('distributor').role, rule))
      await settle()
      return rule
    },
    async issue(member, issuer = 'issuer-strict') {
      const holder = world.the('holder').role
      const { credentialId, credential } = unwrap(
        await world.the('issuer', issuer).role.issueCredential({
          vct: 'https://evenkeel.example/types/membership',
          claims: { member_id: member, tier: 'gold' },
          disclose: ['member_id', 'tier'],
          holderJwk: await holder.createKey(),
          validForMs: 86_400_000,
        }),
      )
      unwrap(await holder.storeCredential({ credentialId, credential }))
      return credentialId
    },
    async claim({ id: campaignId }, credentialId, verifier = VERIFIER_B) {
      const payoutTarget = `purse-${credentialId}`
      const request = { campaignId, credentialId, verifier, payoutTarget }
      const { verdict, receipt, payoutSalt } = unwrap(await presentForCampaign(world, request))
      if (receipt === undefined) throw new Error(`${verdict.outcome} ${verdict.reason}`)
      const { answer } = unwrap(await claimWithReceipt(world, request, { receipt, payoutSalt }))
      if (answer.kind !== 'ticket') throw new Error(answer.reason)
      await settle()
      return answer.claimId
    },
    async show(claimId) {
      const { state, reason } = unwrap(await world.the('distributor').role.showClaim(claimId))
      return reason === undefined ? state : `${state} ${reason.code}`
    },
    async withdrawIssuer(issuer) {
      const record = demoAccreditation(brandId<PartyId>(issuer), platform, nowMs)
      const withdrawn = { status: 'withdrawn', reason: 'fraud', statusFromMs: nowMs } as const
      unwrap(
        await world.the('governance').role.accredit({
          record: { ...record, ...withdrawn, actId: `withdraw-${issuer}` },
          mode: 'immediate',
        }),
      )
      await settle()
    },
    async pass(ms) {
      const untilMs = nowMs + ms
      while (nowMs < untilMs) {
        nowMs = Math.min(untilMs, nowMs + STEP_MS)
        await settle()
      }
    },
    async close() {
      await files.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
