import type { ReasonCode, Tx } from '@evenkeel/kernel'
import { SWEEP_ROWS_MAX } from '../limits.ts'
import { endOffer, OFFER_COLUMNS, type Offer, type OfferState, offerOfRow } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'

/** What an offer becomes when its time has passed; an issued one only loses the answer that was kept. */
const DEFAULTS: Readonly<
  Partial<Record<OfferState, { readonly state: 'expired' | 'denied'; readonly reason: ReasonCode }>>
> = {
  offered: { state: 'expired', reason: 'grant_expired' },
  claimed: { state: 'expired', reason: 'issuance_expired' },
  deferred: { state: 'denied', reason: 'issuance_expired' },
  approved: { state: 'denied', reason: 'issuance_expired' },
}

/** Rows whose time is over and about which nothing is left to do. */
const FORGETTABLE = 'kept_until_ms <= ? AND ends_ms IS NULL AND old_ends_ms IS NULL'

/**
 * Makes the sweep: fires the default of every offer whose time has passed and erases what it held, ends what was replaced and had its grace, and
 * forgets used nonces and old rows. Idempotent.
 */
export function createSweepOffers(
  parts: Openid4vciParts,
  endReplaced: (offer: Offer) => Promise<void>,
): () => Promise<void> {
  const { context } = parts
  const { clock, store } = context.ports

  async function fireDefaults(tx: Tx, now: number): Promise<number> {
    const rows = await tx.all(
      `SELECT ${OFFER_COLUMNS} FROM vci_offer WHERE ends_ms <= ? ORDER BY ends_ms, id LIMIT ${SWEEP_ROWS_MAX}`,
      [now],
    )
    const offers = rows.map(offerOfRow)
    const ended = offers.flatMap(({ id, state }) => {
      const after = DEFAULTS[state]
      return after === undefined ? [] : [{ id, ...after }]
    })
    await tx.runMany(
      'UPDATE vci_offer SET content = NULL, ends_ms = NULL WHERE id = ?',
      offers.map(({ id }) => [id]),
    )
    for (const { id, ...end } of ended) await endOffer(tx, id, { ...end, nowMs: now })
    await context.recordEvents(
      tx,
      ended.map(({ id, state, reason }) => ({
        event: state === 'denied' ? 'IssuanceDenied' : 'OfferExpired',
        atMs: now,
        ids: { offer: id },
        detail: { reason },
      })),
    )
    return rows.length
  }

  async function forget(tx: Tx, now: number): Promise<number> {
    await tx.run('DELETE FROM vci_nonce WHERE ends_ms <= ?', [now])
    const rows = await tx.all(
      `SELECT id FROM vci_offer WHERE ${FORGETTABLE} ORDER BY kept_until_ms, id LIMIT ${SWEEP_ROWS_MAX}`,
      [now],
    )
    const ids = rows.map(({ id }) => [String(id)])
    await tx.runMany('DELETE FROM vci_credential WHERE offer = ?', ids)
    await tx.runMany('DELETE FROM vci_offer WHERE id = ?', ids)
    return rows.length
  }

  /** What is due, without taking the writer: most sweeps find nothing. */
  async function readDue(now: number): Promise<{
    readonly isEnding: boolean
    readonly isForgettable: boolean
    readonly replaced: readonly Offer[]
  }> {
    return store.read('due-offers', async (tx) => {
      const any = async (sql: string): Promise<boolean> => (await tx.all(sql, [now])).length > 0
      const replaced = await tx.all(
        `SELECT ${OFFER_COLUMNS} FROM vci_offer WHERE old_ends_ms <= ? ORDER BY old_ends_ms, id LIMIT ${SWEEP_ROWS_MAX}`,
        [now],
      )
      return {
        isEnding: await any('SELECT id FROM vci_offer WHERE ends_ms <= ? LIMIT 1'),
        isForgettable:
          (await any(`SELECT id FROM vci_offer WHERE ${FORGETTABLE} LIMIT 1`)) ||
          (await any('SELECT nonce FROM vci_nonce WHERE ends_ms <= ? LIMIT 1')),
        replaced: replaced.map(offerOfRow),
      }
    })
  }

  return async () => {
    const now = clock.nowMs()
    const { isEnding, isForgettable, replaced } = await readDue(now)
    if (isEnding) {
      while ((await store.transact('sweep-offers', (tx) => fireDefaults(tx, now))) > 0) {
        // Until nothing is due: a row that was settled is not due again.
      }
    }
    if (isForgettable) {
      while ((await store.transact('forget-offers', (tx) => forget(tx, now))) > 0) {
        // Until all are gone.
      }
    }
    // At once: each has to wait for a publication, and they share it.
    await Promise.all(replaced.map(endReplaced))
  }
}
