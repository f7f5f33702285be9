import type { CredentialId, ReadTx, Row } from '@evenkeel/kernel'
import { OFFER_PAGE_MAX } from '../limits.ts'
import { OFFER_COLUMNS, type OfferState, offerOfRow, readCredentialIds } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'

/** What an operator sees of an offer: no claims, no code. */
export interface OfferRecord {
  readonly offerId: string
  readonly configurationId: string
  readonly state: OfferState
  readonly reason?: string
  readonly deferred: boolean
  readonly credentialIds: readonly CredentialId[]
  readonly replaces?: CredentialId
  readonly createdAtMs: number
  /** When the default of its state fires. */
  readonly endsAtMs?: number
}

export interface OfferPage {
  readonly offers: readonly OfferRecord[]
  /** Give it as `after` to get the next page; absent on the last one. */
  readonly next?: number
}

export type ListOffers = (page?: { readonly after?: number }) => Promise<OfferPage>

/** Makes the listing of offers, in the order they were made, OFFER_PAGE_MAX at a time. */
export function createListOffers({ context }: Openid4vciParts): ListOffers {
  const { store } = context.ports
  return ({ after = 0 } = {}) =>
    store.read('list-offers', async (tx) => {
      const rows = await tx.all(
        `SELECT ${OFFER_COLUMNS} FROM vci_offer WHERE seq > ? ORDER BY seq LIMIT ?`,
        [after, OFFER_PAGE_MAX],
      )
      const offers: OfferRecord[] = []
      for (const row of rows) offers.push(await recordOf(tx, row))
      const last = rows.length === OFFER_PAGE_MAX ? rows.at(-1) : undefined
      return { offers, ...(last && { next: Number(last.seq) }) }
    })
}

async function recordOf(tx: ReadTx, row: Row): Promise<OfferRecord> {
  const { id, configuration, state, reason, deferred, replaces, createdMs, endsMs } =
    offerOfRow(row)
  return {
    offerId: id,
    configurationId: configuration,
    state,
    ...(reason !== undefined && { reason }),
    deferred,
    credentialIds: await readCredentialIds(tx, id),
    ...(replaces !== undefined && { replaces }),
    createdAtMs: createdMs,
    ...(endsMs !== undefined && { endsAtMs: endsMs }),
  }
}
