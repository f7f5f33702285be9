import {
  type AnyNewItem,
  type CampaignId,
  type ClaimId,
  type EpochMs,
  epochMs,
  type ReadTx,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_BUDGET_MS, GATE_BATCHES_PER_SWEEP_MAX, GATE_SHUT_LOOKS_MAX } from '../limits.ts'
import type { Claim } from '../model/claim.ts'
import { handoffIdOf, transferIdOf } from '../model/claim-ids.ts'
import { askGate, type GateFacts } from '../model/payment-gate.ts'
import { type ClaimBatch, loadClaimBatch } from '../store/claim-batch.ts'
import { readGateFacts } from '../store/gate-facts.ts'
import { readDueAtGate } from '../store/gate-rows.ts'
import { type Asked, askRechecks } from './recheck-claims.ts'

/**
 * Brings the claims that wait at the payment gate as far as the gate lets them, a batch at a time; each is looked at once. While the gate is shut it
 * gives way to what the ledger is sent, and looks again some times.
 */
export async function passGate(parts: DistributorParts): Promise<void> {
  const { store, clock, timers } = parts.context.ports
  const beganAtMs = clock.nowMs()
  const readDue = (tx: ReadTx) => readDueAtGate(tx, parts.config.ledger, beganAtMs)
  let shutLooks = 0
  for (let batch = 0; batch < GATE_BATCHES_PER_SWEEP_MAX; batch += 1) {
    const due = await store.read('gate-due', readDue)
    shutLooks = due?.length === 0 ? shutLooks + 1 : 0
    if (due === undefined || shutLooks === GATE_SHUT_LOOKS_MAX) return
    await timers.sleep(0)
    if (shutLooks > 0) continue
    await store.transact('pass-gate', async (tx) => {
      const claimIds = (await readDue(tx)) ?? []
      const now = clock.nowMs()
      const batch = await loadClaimBatch(tx, parts, claimIds, now)
      const facts = await readGateFacts(tx, parts, batch, claimIds, now)
      await applyAnswers(tx, parts, batch, facts, beganAtMs)
      await batch.save()
    })
  }
}

/** Names a row of `payment_wait`, by all of its key: by a part of it each would cost a walk through the whole table. */
type GateKey = readonly [CampaignId, ClaimId]

async function applyAnswers(
  tx: Tx,
  parts: DistributorParts,
  batch: ClaimBatch,
  facts: readonly GateFacts[],
  beganAtMs: EpochMs,
): Promise<void> {
  const gone: GateKey[] = []
  const waiting: [EpochMs, ...GateKey][] = []
  const asked: Asked[] = []
  const pauses: AnyNewItem[] = []
  for (const one of facts) {
    const { claim } = one
    const { campaignId, claimId } = claim
    // Taken out or decided meanwhile.
    const isAtGate = ['entered', 'reserved', 'vesting'].includes(claim.state)
    const answer = isAtGate ? askGate(one) : ({ answer: 'pass' } as const)
    switch (answer.answer) {
      case 'pass':
        if (isAtGate) batch.pass(claimId, CLAIM_BUDGET_MS)
        gone.push([campaignId, claimId])
        break
      case 'take_out':
        batch.advance(claimId, { news: 'taken_out', ordered: false }, CLAIM_BUDGET_MS)
        gone.push([campaignId, claimId])
        break
      case 'hold':
        batch.hold(claimId, answer.reason, evidenceOf(one, answer.reason))
        gone.push([campaignId, claimId])
        break
      case 'wait': {
        const { reason, untilMs } = answer
        const sinceMs = claim.wait?.reason === reason ? claim.wait.sinceMs : one.now
        const wait = { reason, sinceMs, untilMs }
        batch.advance(claimId, { news: 'gate_waits', wait }, CLAIM_BUDGET_MS)
        // Looked at once in a call, whatever the clock does.
        waiting.push([epochMs(Math.max(untilMs, beganAtMs + 1)), campaignId, claimId])
        for (const by of answer.ask) asked.push({ facts: one, by, untilMs })
        if (claim.state === 'vesting') pauses.push(pauseItem(parts, claim, untilMs))
      }
    }
  }
  await askRechecks(tx, parts, batch, asked)
  await parts.context.enqueue(tx, pauses)
  await tx.runMany(
    'UPDATE payment_wait SET look_at = ? WHERE campaign_id = ? AND claim_id = ?',
    waiting,
  )
  await tx.runMany('DELETE FROM payment_wait WHERE campaign_id = ? AND claim_id = ?', gone)
}

/** Lets the parts of a payment wait at the ledger. By its end the same word is the same item, however often the gate looks. */
function pauseItem(
  { config }: DistributorParts,
  { claimId, campaignId, transferVersion }: Claim,
  untilMs: EpochMs,
): AnyNewItem {
  const transferId = transferIdOf(claimId, transferVersion)
  return {
    id: handoffIdOf('pause', `${untilMs}:${transferId}`),
    to: config.ledger,
    kind: 'ledger.pause-releases',
    body: { campaignId, transferId, untilMs },
  }
}

/** What speaks for holding a claim: its hash goes into the case. */
function evidenceOf({ claim, rechecks, heldSinceMs }: GateFacts, reason: string): object {
  const { receiptId } = claim
  return reason === 'verifier_compromised'
    ? { receiptId, reason, heldSinceMs: heldSinceMs ?? 0 }
    : { receiptId, reason, rechecks: Object.fromEntries([...rechecks].sort(byVerifier)) }
}

function byVerifier([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}
