import {
  assert,
  type EpochMs,
  type MinorUnits,
  minorToBytes,
  nextVesting,
  type Tx,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import {
  RELEASE_BATCHES_PER_SWEEP_MAX,
  RELEASE_BUDGET_MS,
  RELEASE_RETRY_MS,
  TRANSFERS_PER_BATCH_MAX,
} from '../limits.ts'
import { settlementLegs } from '../model/payment.ts'
import type { Transfer } from '../model/transfer.ts'
import { moveWithin, payableMinor, releaseId } from '../model/vesting.ts'
import type { Payment, PreparedPayment, Rail } from '../ports.ts'
import { type StoredVesting, VESTING_COLUMNS, vestingsOf } from '../queries/read-vestings.ts'
import { recordTransferEvents } from './answer-items.ts'
import { applyBatch } from './apply-batch.ts'
import { owePayments } from './owe-payments.ts'

interface Release {
  readonly vesting: StoredVesting
  readonly payment: Payment
  /** Undefined where the rail refuses it. */
  readonly prepared: PreparedPayment | undefined
}

/**
 * Pays what has fallen due of every vesting, the longest due first: one payment each, however many steps have passed since the last. What is paused, by itself
 * or with its campaign, waits and loses nothing. At most RELEASE_BATCHES_PER_SWEEP_MAX batches; the next sweep goes on. Returns how many it looked at.
 */
export async function releaseVested(deps: LedgerDeps): Promise<number> {
  const { store } = deps.context.ports
  let total = 0
  for (let batch = 0; batch < RELEASE_BATCHES_PER_SWEEP_MAX; batch += 1) {
    const taken = await store.transact('release-vested', (tx) => releaseBatch(deps, tx))
    total += taken
    if (taken < TRANSFERS_PER_BATCH_MAX) break
  }
  return total
}

/** The row, the transfer and the payment of a release are one transaction: a crash before its end leaves it due, after it done. */
async function releaseBatch(deps: LedgerDeps, tx: Tx): Promise<number> {
  const { context, rail } = deps
  const now = context.ports.clock.nowMs()
  const due = await readDue(tx, now)
  const free = await putOffPaused(tx, due, now)
  const releases = free.map((vesting) => planRelease(rail, vesting, now))
  const ready = releases.flatMap(({ prepared, ...one }) =>
    prepared === undefined ? [] : [{ ...one, prepared }],
  )
  const outcomes = await applyBatch(
    tx,
    ready.map(({ payment, prepared }) => transferOf(rail, payment, prepared)),
    now,
  )
  assert(
    outcomes.every(({ fresh }) => fresh),
    'no number of a release is used twice',
  )
  const paid = ready.flatMap((one, position) => {
    const outcome = outcomes[position]
    return outcome?.outcome === 'applied' ? [{ ...one, seq: outcome.seq }] : []
  })
  await owePayments(
    deps,
    tx,
    paid.map(({ vesting, ...one }) => ({
      ...one,
      requestedBy: vesting.campaign.owner,
      budgetMs: RELEASE_BUDGET_MS,
    })),
    now,
  )
  const isPaid = new Set(paid.map(({ vesting }) => vesting.seq))
  const written = await tx.runMany(
    'UPDATE vesting SET released = ?, releases = ?, next_at = ? WHERE seq = ? AND releases = ?',
    releases.map(({ vesting, payment }) => {
      const released = isPaid.has(vesting.seq)
        ? ((vesting.released + payment.amount) as MinorUnits)
        : vesting.released
      const nextAtMs = isPaid.has(vesting.seq) ? nextAt(vesting, released) : now + RELEASE_RETRY_MS
      // A number is used up also by a release that was refused: an id that failed stays failed (L15).
      const { seq, releases: before } = vesting
      return [minorToBytes(released), before + 1, nextAtMs, seq, before]
    }),
  )
  assert(
    written.every((count) => count === 1),
    'a vesting was released by another transaction',
  )
  const held = releases.filter(({ vesting }) => !isPaid.has(vesting.seq))
  await recordTransferEvents(
    tx,
    context,
    'ReleaseRefused',
    held.map(({ vesting }) => vesting.transferId),
  )
  return due.length
}

async function readDue(tx: Tx, now: EpochMs): Promise<readonly StoredVesting[]> {
  const rows = await tx.all(
    `SELECT ${VESTING_COLUMNS.join(', ')} FROM vesting WHERE next_at IS NOT NULL AND next_at <= ?
     ORDER BY next_at, seq LIMIT ?`,
    [now, TRANSFERS_PER_BATCH_MAX],
  )
  return vestingsOf(tx, rows)
}

/** Lets those wait that are paused, each looked at once per pause, so that a paused backlog holds nobody up. Returns the others. */
async function putOffPaused(
  tx: Tx,
  due: readonly StoredVesting[],
  now: EpochMs,
): Promise<readonly StoredVesting[]> {
  const rows = await tx.selectIn({
    table: 'vesting_terms',
    columns: ['campaign_id', 'paused_until'],
    key: 'campaign_id',
    keys: [...new Set(due.map(({ campaign }) => campaign.campaignId))],
  })
  const pausedUntil = new Map(rows.map((row) => [row.campaign_id, Number(row.paused_until)]))
  const untilOf = ({ campaign, pausedUntilMs }: StoredVesting): number =>
    Math.max(pausedUntilMs, pausedUntil.get(campaign.campaignId) ?? 0)
  await tx.runMany(
    'UPDATE vesting SET next_at = ? WHERE seq = ?',
    due.filter((one) => untilOf(one) > now).map((one) => [untilOf(one), one.seq]),
  )
  return due.filter((one) => untilOf(one) <= now)
}

function planRelease(rail: Rail, vesting: StoredVesting, now: EpochMs): Release {
  const { transferId, campaign, payee, releases, released } = vesting
  const amount = (payableMinor(vesting, now) - released) as MinorUnits
  assert(amount > 0n, `${transferId} has something to release`)
  const { campaignId, asset } = campaign
  const id = releaseId(transferId, releases + 1)
  const payment = { transferId: id, campaignId, asset, amount, payee }
  const prepared = rail.prepare(payment)
  return { vesting, payment, prepared: prepared.ok ? prepared.value : undefined }
}

function transferOf(rail: Rail, payment: Payment, { hash }: PreparedPayment): Transfer {
  const { transferId: id, campaignId, amount } = payment
  const paid = rail.kind === 'book' ? settlementLegs(payment, rail.name) : []
  return {
    id,
    legs: [moveWithin(campaignId, 'held', 'in_flight', amount), ...paid],
    evidence: hash,
  }
}

/** When more is payable than `released`; null when nothing will be. */
function nextAt({ schedule, amount, kept }: StoredVesting, released: MinorUnits): number | null {
  return kept === undefined ? (nextVesting(schedule, amount, released)?.atMs ?? null) : null
}
