import {
  assert,
  type CredentialId,
  encodeHex,
  formatAmount,
  parseMinor,
  unwrap,
  type Verdict,
} from '@evenkeel/kernel'
import type { World } from '../open-world.ts'
import { type CampaignPresentation, claimWithReceipt, presentForCampaign } from './claim-flow.ts'
import { DEMO_CAMPAIGN, MEMBERSHIP_TYPE } from './demo-campaign.ts'

/** One line of a credential's life. */
export interface LifeStep {
  readonly step: string
  readonly what: string
  readonly ms: number
}

export interface LifeOptions {
  /** Told each step as it ends. */
  readonly onStep: (step: LifeStep) => void
  /** Told once what is being waited for when a step cannot end at once, and how many milliseconds that may take. */
  readonly onWait?: (forWhat: string, msMax: number) => void
  /** Ends a wait, and the life with it. */
  readonly signal?: AbortSignal
}

const YEAR_MS = 31_536_000_000
/** Pause between two looks at a verifier that may still go by an older list; milliseconds. */
const LOOK_AGAIN_MS = 500

/**
 * Runs one credential's life through the real roles: issued, verified, claimed, paid, claimed again, revoked, refused, accounted for.
 * Throws if a step does not end as it must: the world is broken then.
 */
export async function runDemoLife(
  world: World,
  { onStep, onWait, signal }: LifeOptions,
): Promise<void> {
  const clock = world.the('holder').ports.clock
  let since = clock.monotonicMs()
  const tell = (step: string, what: string): void => {
    const now = clock.monotonicMs()
    onStep({ step, what, ms: now - since })
    since = now
  }

  const credentialId = await issue(world)
  tell('issued', `${credentialId} by issuer-strict, bound to the holder's key`)

  const request = {
    campaignId: DEMO_CAMPAIGN,
    credentialId,
    verifier: 'verifier-a',
    payoutTarget: `purse-${credentialId}`,
  }
  const judged = unwrap(await presentForCampaign(world, request))
  const { verdict, receipt, payoutSalt } = judged
  assert(receipt !== undefined, `expected to be accepted, got ${verdict.outcome} ${verdict.reason}`)
  const checked = verdict.checks.filter((check) => check.result === 'ok').length
  tell(
    'verified',
    `${verdict.outcome} by verifier-a, ${checked} checks with evidence, receipt signed`,
  )

  const claimed = unwrap(await claimWithReceipt(world, request, { receipt, payoutSalt }))
  assert(
    claimed.answer.kind === 'ticket',
    `expected a ticket, got ${JSON.stringify(claimed.answer)}`,
  )
  const { claimId, ticket } = claimed.answer
  tell('claimed', `ticket for ${claimId}, durable before it was answered`)

  await world.quiesce()
  const paid = unwrap(await world.the('distributor').role.showClaim(claimId))
  assert(paid.state === 'settled', `expected to be paid, the claim is ${paid.state}`)
  const amount = formatAmount(unwrap(parseMinor(paid.amountMinor ?? '0')), 2)
  tell('paid', `${amount} EVN over the internal rail, one receipt`)

  const again = await world.the('distributor').role.submitClaim(claimed.submission)
  assert(again.kind === 'ticket' && again.ticket === ticket, 'the same claim got another answer')
  tell('repeated', 'the same claim again: the same ticket, no second payment')

  const issuer = world.the('issuer', 'issuer-strict').role
  const revoked = unwrap(await issuer.revokeCredential(credentialId, 'key_compromise'))
  const stops = Math.ceil((revoked.effectiveEverywhereAtMs - revoked.publishedAtMs) / 1_000)
  tell('revoked', `published; the last older lease ends in ${stops} s`)

  const refused = await presentUntilRefused(
    world,
    { ...request, verifier: 'verifier-b' },
    { untilMs: revoked.effectiveEverywhereAtMs, onWait, signal },
  )
  if (refused === undefined) return
  tell('refused', `${refused.outcome} by verifier-b: ${refused.reason}`)

  await world.quiesce()
  const totals = unwrap(await world.the('ledger').role.showCampaign(DEMO_CAMPAIGN))
  tell(
    'accounted',
    `nothing in flight, ${formatAmount(totals.settled, 2)} settled and ${formatAmount(totals.free, 2)} free of ${formatAmount(totals.funded, 2)}`,
  )
}

/** A verifier may go by an older list until its lease ends, and not a moment longer: that is the promise, and it is checked here. */
async function presentUntilRefused(
  world: World,
  request: CampaignPresentation,
  { untilMs, onWait, signal }: LifeWait,
): Promise<Verdict | undefined> {
  const { clock, timers } = world.the('verifier', request.verifier).ports
  for (let looks = 0; signal?.aborted !== true; looks += 1) {
    const startedMs = clock.nowMs()
    const { verdict } = unwrap(await presentForCampaign(world, request))
    if (verdict.outcome === 'rejected') return verdict
    assert(startedMs < untilMs, `still ${verdict.outcome} after every lease has ended`)
    if (looks === 0) {
      onWait?.(`the lease of the status list that ${request.verifier} holds`, untilMs - startedMs)
    }
    await timers.sleep(LOOK_AGAIN_MS, signal)
    await world.quiesce()
  }
  return undefined
}

interface LifeWait {
  /** When the last older lease ends. */
  readonly untilMs: number
  readonly onWait: LifeOptions['onWait']
  readonly signal: LifeOptions['signal']
}

async function issue(world: World): Promise<CredentialId> {
  const holder = world.the('holder')
  const memberId = `m-${encodeHex(holder.ports.random.bytes(8))}`
  const issued = unwrap(
    await world.the('issuer', 'issuer-strict').role.issueCredential({
      vct: MEMBERSHIP_TYPE,
      claims: { member_id: memberId, tier: 'gold' },
      disclose: ['member_id', 'tier'],
      holderJwk: await holder.role.createKey(),
      validForMs: YEAR_MS,
    }),
  )
  unwrap(await holder.role.storeCredential(issued))
  return issued.credentialId
}
