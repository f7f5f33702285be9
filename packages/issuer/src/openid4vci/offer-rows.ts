import {
  brandId,
  type CredentialId,
  type JsonObject,
  type PublicJwk,
  type ReadTx,
  type Row,
  type SqlValue,
  type Tx,
} from '@evenkeel/kernel'
import { ENDED_OFFER_KEPT_MS } from './limits.ts'

/**
 * offered → claimed → issued, or offered → deferred → approved → issued. Ends without a credential: expired, denied, locked (too many wrong
 * transaction codes). `claimed` and `approved` are resumed by the wallet's next request.
 */
export type OfferState =
  | 'offered'
  | 'claimed'
  | 'deferred'
  | 'approved'
  | 'issued'
  | 'expired'
  | 'denied'
  | 'locked'

/** What an offer will issue. */
export interface OfferContent {
  readonly claims: JsonObject
  readonly disclose: readonly string[]
  readonly validForMs: number
  readonly notBeforeMs?: number
}

/** What is kept of an offer. */
export interface Offer {
  readonly id: string
  readonly configuration: string
  readonly state: OfferState
  readonly content: Uint8Array | undefined
  readonly requestTag: string
  readonly subjectTag: string
  readonly batchSize: number
  readonly deferred: boolean
  readonly txCode: boolean
  readonly txCodeAttempts: number
  readonly exchanges: number
  readonly tokenEndsMs: number
  readonly holderKeys: readonly PublicJwk[] | undefined
  readonly reason: string | undefined
  readonly previous: string | undefined
  readonly replaces: CredentialId | undefined
  readonly oldEndsMs: number | undefined
  /** Events that the wallet told. */
  readonly notified: readonly string[]
  readonly createdMs: number
  readonly endsMs: number | undefined
}

export const OFFER_COLUMNS =
  'id, seq, configuration, state, content, request_tag, subject_tag, batch_size, deferred, tx_code, tx_code_attempts, exchanges, token_ends_ms, holder_keys, reason, previous, replaces, old_ends_ms, notified, created_ms, ends_ms'

export function offerOfRow(row: Row): Offer {
  const text = (value: SqlValue | undefined): string | undefined =>
    value === null || value === undefined ? undefined : String(value)
  const number = (value: SqlValue | undefined): number | undefined =>
    value === null || value === undefined ? undefined : Number(value)
  const replaces = text(row.replaces)
  const holderKeys = text(row.holder_keys)
  return {
    id: String(row.id),
    configuration: String(row.configuration),
    state: String(row.state) as OfferState,
    content: row.content instanceof Uint8Array ? row.content : undefined,
    requestTag: String(row.request_tag),
    subjectTag: String(row.subject_tag),
    batchSize: Number(row.batch_size),
    deferred: row.deferred === 1,
    txCode: row.tx_code === 1,
    txCodeAttempts: Number(row.tx_code_attempts),
    exchanges: Number(row.exchanges),
    tokenEndsMs: Number(row.token_ends_ms),
    holderKeys: holderKeys === undefined ? undefined : JSON.parse(holderKeys),
    reason: text(row.reason),
    previous: text(row.previous),
    replaces: replaces === undefined ? undefined : brandId<CredentialId>(replaces),
    oldEndsMs: number(row.old_ends_ms),
    notified: text(row.notified)?.split(' ') ?? [],
    createdMs: Number(row.created_ms),
    endsMs: number(row.ends_ms),
  }
}

export async function readOffer(tx: ReadTx, id: string): Promise<Offer | undefined> {
  const row = await tx.get(`SELECT ${OFFER_COLUMNS} FROM vci_offer WHERE id = ?`, [id])
  return row === undefined ? undefined : offerOfRow(row)
}

/** The last offer that replaces a credential of this offer and has not ended without one. */
export async function readSuccessor(tx: ReadTx, offerId: string): Promise<Offer | undefined> {
  const rows = await tx.all(
    `SELECT ${OFFER_COLUMNS} FROM vci_offer WHERE previous = ?
     AND state IN ('offered', 'claimed', 'deferred', 'approved', 'issued') ORDER BY seq DESC LIMIT 1`,
    [offerId],
  )
  const [row] = rows
  return row === undefined ? undefined : offerOfRow(row)
}

/** Credentials that were issued under an offer, in the order of the wallet's keys. */
export async function readCredentialIds(
  tx: ReadTx,
  offerId: string,
): Promise<readonly CredentialId[]> {
  const rows = await tx.all('SELECT id FROM vci_credential WHERE offer = ? ORDER BY position', [
    offerId,
  ])
  return rows.map(({ id }) => brandId<CredentialId>(String(id)))
}

/** Ends an offer without a credential, and erases what it held. What it was to replace is another column's matter. */
export async function endOffer(
  tx: Tx,
  id: string,
  end: {
    readonly state: 'expired' | 'denied' | 'locked'
    readonly reason: string
    readonly nowMs: number
  },
): Promise<void> {
  await tx.run(
    'UPDATE vci_offer SET state = ?, reason = ?, content = NULL, ends_ms = NULL, kept_until_ms = ? WHERE id = ?',
    [end.state, end.reason, end.nowMs + ENDED_OFFER_KEPT_MS, id],
  )
}
