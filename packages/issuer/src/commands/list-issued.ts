import {
  brandId,
  type CredentialId,
  isId,
  ok,
  type PartyContext,
  type Reasoned,
  type Result,
  type Row,
  refuse,
} from '@evenkeel/kernel'
import { PAGE_ENTRIES_MAX } from '../limits.ts'
import { type CredentialStatus, statusOfValue } from '../model/credential-status.ts'
import type { StatusPublisher } from './publish-status.ts'

/** What the issuer keeps of a credential: no claim values. */
export interface IssuedRecord {
  readonly credentialId: CredentialId
  readonly vct: string
  /** RFC 7638 thumbprint of the key it is bound to. */
  readonly holderKey: string
  readonly statusUri: string
  readonly statusIndex: number
  readonly status: CredentialStatus
  readonly issuedAtMs: number
  readonly expiresAtMs: number
  /** The three of the last change, if there was one. */
  readonly reason?: string
  readonly changedAtMs?: number
  readonly effectiveEverywhereAtMs?: number
}

export interface IssuedPage {
  readonly credentials: readonly IssuedRecord[]
  /** Give it as `after` to get the next page; absent on the last one. */
  readonly next?: number
}

export interface IssuedQueries {
  /** Reason: not_found. */
  showCredential(credentialId: CredentialId): Promise<Result<IssuedRecord, Reasoned>>
  /** In the order of issue, at most PAGE_ENTRIES_MAX. */
  listIssued(page?: { readonly after?: number; readonly limit?: number }): Promise<IssuedPage>
}

const COLUMNS =
  'id, seq, vct, holder_key, list_number, status_index, status, issued_at_ms, expires_at_ms, reason, changed_at_ms, effective_by_ms'

/** Makes the queries about issued credentials. */
export function createIssuedQueries(
  context: PartyContext,
  publisher: StatusPublisher,
): IssuedQueries {
  const { store } = context.ports

  function toRecord(row: Row): IssuedRecord {
    const change =
      row.changed_at_ms === null
        ? {}
        : {
            reason: String(row.reason),
            changedAtMs: Number(row.changed_at_ms),
            effectiveEverywhereAtMs: Number(row.effective_by_ms),
          }
    return {
      credentialId: brandId<CredentialId>(String(row.id)),
      vct: String(row.vct),
      holderKey: String(row.holder_key),
      statusUri: publisher.uriOf(Number(row.list_number)),
      statusIndex: Number(row.status_index),
      status: statusOfValue(Number(row.status)),
      issuedAtMs: Number(row.issued_at_ms),
      expiresAtMs: Number(row.expires_at_ms),
      ...change,
    }
  }

  return {
    async showCredential(credentialId) {
      if (!isId(credentialId)) return refuse('not_found')
      const row = await store.read('show-credential', (tx) =>
        tx.get(`SELECT ${COLUMNS} FROM issued_credential WHERE id = ?`, [credentialId]),
      )
      return row === undefined ? refuse('not_found', credentialId) : ok(toRecord(row))
    },
    async listIssued({ after = 0, limit = PAGE_ENTRIES_MAX } = {}) {
      const count = Math.max(1, Math.min(limit, PAGE_ENTRIES_MAX))
      const rows = await store.read('list-issued', (tx) =>
        tx.all(`SELECT ${COLUMNS} FROM issued_credential WHERE seq > ? ORDER BY seq LIMIT ?`, [
          after,
          count,
        ]),
      )
      const last = rows.at(-1)
      const next = rows.length === count && last !== undefined ? { next: Number(last.seq) } : {}
      return { credentials: rows.map(toRecord), ...next }
    },
  }
}
