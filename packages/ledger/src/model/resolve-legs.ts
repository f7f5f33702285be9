import {
  type EpochMs,
  err,
  ok,
  type ReasonCode,
  type Result,
  type TransferId,
} from '@evenkeel/kernel'
import type { Books, KnownTransfer, Movement, ReferringLeg, Transfer } from './transfer.ts'

/**
 * Fills in what the legs refer to, at time `now` in milliseconds. Reasons: transfer_unknown, transfer_not_pending, transfer_expired,
 * transfer_not_reversible.
 */
export function resolveLegs(
  books: Pick<Books, 'transfers'>,
  transfer: Transfer,
  now: EpochMs,
): Result<readonly Movement[], ReasonCode> {
  const movements: Movement[] = []
  const referred = new Set<TransferId>()
  for (const leg of transfer.legs) {
    if ('amount' in leg) {
      const { kind, debit, credit, amount } = leg
      movements.push({ kind, debit, credit, amount })
      continue
    }
    // Two legs about one transfer would each see it as it was before the other.
    if (referred.has(leg.refers)) return err('transfer_not_pending')
    referred.add(leg.refers)
    const target = books.transfers.get(leg.refers)
    if (target === undefined) return err('transfer_unknown')
    const resolved = leg.kind === 'reversal' ? reverse(target) : endReserve(target, leg.kind, now)
    if (!resolved.ok) return resolved
    movements.push(...resolved.value)
  }
  return ok(movements)
}

function endReserve(
  target: KnownTransfer,
  kind: Exclude<ReferringLeg['kind'], 'reversal'>,
  now: EpochMs,
): Result<readonly Movement[], ReasonCode> {
  if (target.state === 'expired') return err('transfer_expired')
  if (target.state !== 'pending' || target.reserve === undefined) return err('transfer_not_pending')
  const { debit, credit, amount, expiresAtMs } = target.reserve
  const isOver = expiresAtMs !== undefined && now >= expiresAtMs
  if (kind === 'post' && isOver) return err('transfer_expired')
  if (kind === 'expire' && !isOver) return err('transfer_not_pending')
  return ok([{ kind, debit, credit, amount, refers: target.id }])
}

/** The same value the other way, last movement first. A reserve is ended by a void, and a reversal is not reversed: make a new transfer. */
function reverse(target: KnownTransfer): Result<readonly Movement[], ReasonCode> {
  const movements = target.movements ?? []
  const moved = movements.every(
    (movement) => movement.kind === 'single' || movement.kind === 'post',
  )
  if (target.state !== 'applied' || movements.length === 0 || !moved) {
    return err('transfer_not_reversible')
  }
  return ok(
    movements.toReversed().map(({ debit, credit, amount }) => ({
      kind: 'reversal' as const,
      debit: credit,
      credit: debit,
      amount,
      refers: target.id,
    })),
  )
}
