import {
  canonicalJson,
  type EpochMs,
  epochMs,
  type LogLeaf,
  ok,
  type PartyId,
  type Reasoned,
  type Result,
  type Row,
  refuse,
  sha256Text,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import {
  HOLD_PROPOSAL_MS_MAX,
  HOLD_PROPOSALS_MAX,
  VERIFIER_HOLD_MS_MAX,
  VERIFIER_HOLDS_MS_MAX,
} from '../limits.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { insertAtGate } from '../store/gate-rows.ts'

/** What one person wants to be held, and why. */
export interface HoldVerifier {
  readonly verifier: PartyId
  /** Since when its word is in doubt. */
  readonly sinceMs: number
  /** Milliseconds, 1 to VERIFIER_HOLD_MS_MAX. */
  readonly forMs: number
  /** SHA-256 of what speaks for it, hex. */
  readonly evidence: string
  /** Whom the caller's key is labelled for. */
  readonly by: string
}

export interface VerifierHeld {
  readonly verifier: PartyId
  readonly sinceMs: EpochMs
  /** When it lapses by itself; absent while a second person has not confirmed it, and nothing is held. */
  readonly heldUntilMs?: EpochMs
}

/**
 * Holds a verifier whose word is in doubt (F6), in the name of one person; it takes two, who say the same. From then on its receipts get no tickets,
 * and every claim on its word that came since `sinceMs` and whose payment was not ordered is held with a case of its own, by the payment gate; of
 * what is paid in parts the parts that have not left wait. It
 * only narrows, lapses by itself, has a cap over all holds of the verifier, and the same two people do not hold one verifier twice (G7). A proposal
 * that nobody confirms lapses too. A hold is a leaf of the log. Reasons: verifier_hold_not_allowed, verifier_hold_second_person_needed.
 */
export function holdVerifier(
  parts: DistributorParts,
  asked: HoldVerifier,
): Promise<Result<VerifierHeld, Reasoned>> {
  const { ports, directory } = parts.context
  const { verifier, sinceMs, forMs, evidence, by } = asked
  return ports.store.transact('hold-verifier', async (tx) => {
    const now = ports.clock.nowMs()
    const isDuration = Number.isSafeInteger(forMs) && forMs >= 1 && forMs <= VERIFIER_HOLD_MS_MAX
    if (!isDuration) return notAllowed(`a hold lasts 1 to ${VERIFIER_HOLD_MS_MAX} ms`)
    const isTime = Number.isSafeInteger(sinceMs) && sinceMs >= 0 && sinceMs <= now
    if (!isTime) return notAllowed('the time since which has not come')
    if (directory.keyOf(verifier) === undefined) return notAllowed('there is no such party')
    if (!/^[0-9a-f]{64}$/.test(evidence)) return notAllowed('evidence is a SHA-256, in hex')
    const holds = await readHolds(tx, verifier)
    const proposal = holds.find((row) => isSame(row, asked) && isOpen(row, now))
    if (proposal === undefined) {
      const own = holds.filter((row) => row.proposed_by === by && isOpen(row, now))
      return own.length < HOLD_PROPOSALS_MAX
        ? propose(tx, asked, now)
        : notAllowed(`${HOLD_PROPOSALS_MAX} proposals of ${by} wait for a second person`)
    }
    if (proposal.proposed_by === by) return refuse('verifier_hold_second_person_needed')
    const fault = faultOf(holds, proposal, asked)
    if (fault !== undefined) return notAllowed(fault)
    const before = holds.filter((row) => row.confirmed_at !== null).length
    return confirm(tx, parts, asked, { proposal, before })
  })
}

function readHolds(tx: Tx, verifier: PartyId): Promise<readonly Row[]> {
  return tx.all(
    'SELECT * FROM verifier_hold WHERE verifier = ? ORDER BY proposed_at, proposed_by',
    [verifier],
  )
}

function isSame(row: Row, { sinceMs, forMs, evidence }: HoldVerifier): boolean {
  return row.since_at === sinceMs && row.for_ms === forMs && row.evidence === evidence
}

function isOpen(row: Row, now: EpochMs): boolean {
  return row.confirmed_at === null && now < Number(row.proposed_at) + HOLD_PROPOSAL_MS_MAX
}

async function propose(
  tx: Tx,
  { verifier, sinceMs, forMs, evidence, by }: HoldVerifier,
  now: EpochMs,
): Promise<Result<VerifierHeld, Reasoned>> {
  // What nobody confirmed in time has no effect, and is not kept.
  await tx.run(
    'DELETE FROM verifier_hold WHERE verifier = ? AND confirmed_at IS NULL AND proposed_at <= ?',
    [verifier, now - HOLD_PROPOSAL_MS_MAX],
  )
  const inserted = await tx.insertMany({
    table: 'verifier_hold',
    columns: ['verifier', 'proposed_at', 'since_at', 'for_ms', 'evidence', 'proposed_by'],
    rows: [[verifier, now, sinceMs, forMs, evidence, by]],
    onConflict: 'ignore',
  })
  return inserted.length === 1
    ? ok({ verifier, sinceMs: epochMs(sinceMs) })
    : notAllowed('the same person proposed another one in the same millisecond')
}

/** What of the caps over all holds of a verifier, and over who holds it, is against one more. */
function faultOf(
  holds: readonly Row[],
  { proposed_by: proposer }: Row,
  { forMs, by }: HoldVerifier,
): string | undefined {
  const before = holds.filter((row) => row.confirmed_at !== null)
  const usedMs = before.reduce((ms, row) => ms + Number(row.for_ms), 0)
  if (usedMs + forMs > VERIFIER_HOLDS_MS_MAX) {
    return `${VERIFIER_HOLDS_MS_MAX - usedMs} ms of holds are left`
  }
  const pair = [proposer, by].sort().join(' ')
  const isRepeated = before.some(
    (row) => [row.proposed_by, row.confirmed_by].sort().join(' ') === pair,
  )
  return isRepeated ? 'the same two people have held it before' : undefined
}

async function confirm(
  tx: Tx,
  { context, config }: DistributorParts,
  { verifier, sinceMs, forMs, evidence, by }: HoldVerifier,
  { proposal, before }: { readonly proposal: Row; readonly before: number },
): Promise<Result<VerifierHeld, Reasoned>> {
  const now = context.ports.clock.nowMs()
  const heldUntilMs = epochMs(now + forMs)
  const { proposed_at: proposedAt, proposed_by: proposer } = proposal
  await tx.run(
    'UPDATE verifier_hold SET confirmed_by = ?, confirmed_at = ?, until_at = ? WHERE verifier = ? AND proposed_at = ? AND proposed_by = ?',
    [by, now, heldUntilMs, verifier, proposedAt ?? null, proposer ?? null],
  )
  // Before their shares are worked out, and wherever a payment is not ordered yet; what is only being set aside comes to the gate by itself.
  const resting =
    "verifier = ? AND arrived_at >= ? AND (state IN ('entered', 'vesting') OR (state = 'reserved' AND wait IS NOT NULL))"
  await insertAtGate(tx, resting, [verifier, sinceMs])
  const who = { proposedBy: String(proposer), confirmedBy: by }
  const bodyHash = sha256Text(
    canonicalJson({ v: 1, verifier, sinceMs, heldUntilMs, evidence, ...who }),
    'hex',
  )
  const leaf: LogLeaf = {
    v: 1,
    kind: 'verifier_hold',
    scope: verifier,
    seq: before,
    actor: context.id,
    bodyHash,
    decidedAtMs: now,
    effectiveAtMs: now,
  }
  const id = handoffIdOf('verifier-hold', bodyHash)
  await context.enqueue(tx, [{ id, to: config.network, kind: 'network.append', body: leaf }])
  await context.recordEvents(tx, [
    {
      event: 'VerifierHeld',
      atMs: now,
      ids: {},
      detail: { verifier, sinceMs, heldUntilMs, evidence },
    },
  ])
  return ok({ verifier, sinceMs: epochMs(sinceMs), heldUntilMs })
}

function notAllowed(detail: string): Result<never, Reasoned> {
  return refuse('verifier_hold_not_allowed', detail)
}
