import {
  brandId,
  type CampaignRule,
  type HandlerAnswer,
  type HandoffId,
  type PartyId,
  type Reasoned,
  type Result,
  type Tx,
} from '@evenkeel/kernel'
import type { CampaignVerified } from '../../src/index.ts'
import { START_MS } from './manual-time.ts'
import {
  type CredentialParts,
  campaignId,
  issue,
  openWorld,
  payoutData,
  policy,
  present,
  type TestWorld,
  type WorldOptions,
} from './test-world.ts'

export const rule: CampaignRule = {
  v: 1,
  id: campaignId,
  title: 'A test',
  asset: { code: 'TST', scale: 2 },
  poolMinor: '1000',
  announcedAtMs: START_MS,
  opensAtMs: START_MS,
  closesAtMs: START_MS + 86_400_000,
  policy,
  verifiers: [brandId<PartyId>('verifier')],
  uniqueness: { domain: 'person', period: '2026' },
  allocation: { kind: 'fixed', amountMinor: '10' },
  window: 'instant',
  hold: { deadlineMs: 60_000, byDefault: 'refuse', appealMs: 60_000 },
  rail: 'internal',
}

/** Hands a rule to the verifier as a distributor would. */
export async function hand(
  world: TestWorld,
  body: CampaignRule,
  from = 'distributor',
): Promise<readonly HandlerAnswer[]> {
  const handler = world.verifier.receiveHandlers.find(
    (candidate) => candidate.kind === 'verifier.accept-rule',
  )
  if (handler?.kind !== 'verifier.accept-rule') throw new Error('no handler')
  const item = {
    id: brandId<HandoffId>('rule-1'),
    from: brandId<PartyId>(from),
    body,
    budgetMs: 1,
    atMs: world.time.clock.nowMs(),
  }
  return world.store.transact('hand', (tx: Tx) => handler.apply(tx, [item]))
}

export interface Campaign {
  readonly world: TestWorld
  /** Verifies a fresh presentation of a credential for the campaign. */
  verify(
    parts?: CredentialParts,
    transactionData?: string,
  ): Promise<Result<CampaignVerified, Reasoned>>
}

/** A verifier that has the campaign's rule. */
export async function openCampaign(
  change: Partial<CampaignRule> = {},
  options: WorldOptions = {},
): Promise<Campaign> {
  const world = await openWorld(options)
  await hand(world, { ...rule, ...change })
  const verify: Campaign['verify'] = async (parts = {}, transactionData = payoutData()) => {
    const nonce = world.verifier.createNonce()
    const credential = await issue(parts)
    const issuedAtS = Math.floor(world.time.nowMs() / 1_000)
    const presentation = await present({ credential, nonce, transactionData, issuedAtS })
    return world.verifier.verifyForCampaign({
      campaignId,
      presentation,
      nonce,
      transactionData,
      deadlineMs: world.time.clock.monotonicMs() + 1_000,
    })
  }
  return { world, verify }
}
