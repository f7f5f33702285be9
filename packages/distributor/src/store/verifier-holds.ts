import type { EpochMs, PartyId, ReadTx } from '@evenkeel/kernel'

/** A hold upon a verifier that is in force. */
export interface VerifierHold {
  /** Claims that came since then, by this party's clock, fall under it: whoever has stolen a key writes any time into a receipt. */
  readonly sinceMs: EpochMs
  readonly confirmedAtMs: EpochMs
  readonly untilMs: EpochMs
}

/** The holds in force by verifier, the newest last: one that lapses does so by itself. */
export async function readVerifierHolds(
  tx: ReadTx,
  now: EpochMs,
): Promise<ReadonlyMap<PartyId, readonly VerifierHold[]>> {
  const rows = await tx.all(
    'SELECT verifier, since_at, confirmed_at, until_at FROM verifier_hold WHERE until_at > ? ORDER BY verifier, confirmed_at',
    [now],
  )
  return Map.groupBy(
    rows.map((row) => ({
      verifier: row.verifier as PartyId,
      sinceMs: row.since_at as EpochMs,
      confirmedAtMs: row.confirmed_at as EpochMs,
      untilMs: row.until_at as EpochMs,
    })),
    ({ verifier }) => verifier,
  )
}
