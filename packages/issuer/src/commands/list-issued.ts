import {
  brandId,
  type CredentialId,
  isId,
  ok,
  type PartyContext,
  type ReadTx,
  type Reasoned,
  type Result,
  type Row,
  refuse,
} from '@evenkeel/kernel'
import { PAGE_ENTRIES_MAX } from '../limits.ts'
import { type CredentialStatus, statusOfValue } from '../model/credential-status.ts'
import type { StatusPublisher } from './publish-status.ts'
import { ACT_COLUMNS, toStatusAct } from './status-acts.ts'

/** A change that is announced: what the credential will be from T on. */
export interface PendingChange {
  readonly act: string
  readonly status: CredentialStatus
  readonly reason: string
  readonly announcedAtMs: number
  /** T. */
  readonly effectiveAtMs: number
  readonly mode: 'coordinated' | 'online'
}

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
  /** In the order of T; absent when nothing is announced. */
  readonly pending?: readonly PendingChange[]
}

export interface IssuedPage {
  readonly credentials: readonly IssuedRecord[]
  /** Give it as `after` to get the next page; absent on the last one. */
  readonly next?: number
}

export interface IssuedQueries {
  /** Reason: not_found. */
  showCredential(credentialId: CredentialId): Promise<Result<IssuedRecord, Reasoned>>
  /** The credential that an act was announced of, whatever became of the act. Reason: not_found. */
  showCredentialOfAct(act: string): Promise<Result<IssuedRecord, Reasoned>>
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

  async function toRecords(tx: ReadTx, rows: readonly Row[]): Promise<readonly IssuedRecord[]> {
    const acts = await tx.selectIn({
      table: 'status_act',
      columns: ACT_COLUMNS,
      key: 'credential',
      keys: rows.map(({ id }) => String(id)),
      where: { state: 'pending' },
    })
    const pending = Map.groupBy(
      acts.map(toStatusAct).sort((a, b) => a.effectiveAtMs - b.effectiveAtMs),
      ({ credentialId }) => String(credentialId),
    )
    return rows.map((row) => {
      const changes = (pending.get(String(row.id)) ?? []).map(
        ({ act, to, reason, announcedAtMs, effectiveAtMs, mode = 'coordinated' as const }) => ({
          act,
          status: to,
          reason,
          announcedAtMs,
          effectiveAtMs,
          mode,
        }),
      )
      return { ...toRecord(row), ...(changes.length > 0 && { pending: changes }) }
    })
  }

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

  async function showCredential(
    credentialId: CredentialId,
  ): Promise<Result<IssuedRecord, Reasoned>> {
    if (!isId(credentialId)) return refuse('not_found')
    const [record] = await store.read('show-credential', async (tx) =>
      toRecords(
        tx,
        await tx.all(`SELECT ${COLUMNS} FROM issued_credential WHERE id = ?`, [credentialId]),
      ),
    )
    return record === undefined ? refuse('not_found', credentialId) : ok(record)
  }

  return {
    showCredential,
    async showCredentialOfAct(act) {
      if (!isId(act)) return refuse('not_found')
      const row = await store.read('find-act', (tx) =>
        tx.get('SELECT credential FROM status_act WHERE id = ?', [act]),
      )
      return row === undefined
        ? refuse('not_found', act)
        : showCredential(brandId<CredentialId>(String(row.credential)))
    },
    async listIssued({ after = 0, limit = PAGE_ENTRIES_MAX } = {}) {
      const count = Math.max(1, Math.min(limit, PAGE_ENTRIES_MAX))
      return store.read('list-issued', async (tx) => {
        const rows = await tx.all(
          `SELECT ${COLUMNS} FROM issued_credential WHERE seq > ? ORDER BY seq LIMIT ?`,
          [after, count],
        )
        const last = rows.at(-1)
        const next = rows.length === count && last !== undefined ? { next: Number(last.seq) } : {}
        return { credentials: await toRecords(tx, rows), ...next }
      })
    },
  }
}
