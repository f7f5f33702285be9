import {
  brandId,
  encodeHex,
  isId,
  type PartyContext,
  type ReadTx,
  type ReceiptId,
  type Row,
  sha256,
  type Verdict,
} from '@evenkeel/kernel'
import { findAccreditation } from '../evidence/accreditation-evidence.ts'
import { openBundle } from '../evidence/seal-bundle.ts'
import { findStatus } from '../evidence/status-evidence.ts'
import type { DecisionInput } from '../model/decision-input.ts'
import { type Findings, type KeptInput, restoreInput } from '../model/keep-input.ts'
import { readPresentation } from '../model/read-presentation.ts'
import type { AcceptedRules } from './accept-rule.ts'

/** What a receipt's verdict was decided from, and what it was. */
export interface KeptDecision {
  readonly input: DecisionInput
  readonly recorded: Verdict
  readonly recordedHash: string
}

/** Which part of it is not there. */
export type NotKept =
  | 'receipt_unknown'
  | 'bundle_missing'
  | 'bundle_unreadable'
  | 'document_missing'

/** Puts a decision together again from its bundle, the documents that the bundle names by hash, and the campaign's rule. */
export type ReadDecision = (receipt: ReceiptId) => Promise<KeptDecision | NotKept>

/** Makes the reader of kept decisions; `key` opens the bundles. */
export function createDecisionReader(
  { ports: { store } }: PartyContext,
  rules: Pick<AcceptedRules, 'find'>,
  key: Uint8Array,
): ReadDecision {
  return async (receipt) => {
    if (!isId(receipt)) return 'receipt_unknown'
    const row = await store.read('find-bundle', (tx) => findBundle(tx, receipt))
    if (row === undefined) return 'receipt_unknown'
    if (!(row.sealed instanceof Uint8Array)) return 'bundle_missing'
    const bundle = brandId<ReceiptId>(String(row.bundle_id))
    const kept = openBundle(key, { id: bundle, receipts: [receipt] }, row.sealed).get(receipt)
    if (kept === undefined) return 'bundle_unreadable'
    const findings = await store.read('find-documents', (tx) => findIn(tx, kept))
    const rule = await rules.find(row.campaign_id as Parameters<typeof rules.find>[0])
    if (findings === undefined || rule === undefined) return 'document_missing'
    return {
      input: restoreInput(kept, rule.policy, findings),
      recorded: JSON.parse(String(row.verdict)) as Verdict,
      recordedHash: String(row.verdict_hash),
    }
  }
}

/** Reads what some decisions were made from, without the documents that it names; what is not there, or cannot be read, is left out. */
export type ReadKept = (
  receipts: readonly ReceiptId[],
) => Promise<ReadonlyMap<ReceiptId, KeptInput>>

/** Makes the reader of what was kept; `key` opens the bundles, each once for all its receipts. */
export function createKeptReader({ ports: { store } }: PartyContext, key: Uint8Array): ReadKept {
  return async (receipts) => {
    const [rows, bundles] = await store.read('find-bundles', async (tx) => {
      const found = await tx.selectIn({
        table: 'receipt',
        columns: ['id', 'bundle_id'],
        key: 'id',
        keys: receipts,
      })
      const sealed = await tx.selectIn({
        table: 'evidence_bundle',
        columns: ['receipt_id', 'sealed'],
        key: 'receipt_id',
        keys: found.map(bundleOf),
      })
      return [found, sealed]
    })
    const receiptsOf = Map.groupBy(rows, bundleOf)
    return new Map(
      bundles.flatMap(({ receipt_id: bundle, sealed }) => {
        const id = bundle as ReceiptId
        const inside = (receiptsOf.get(id) ?? []).map((row) => row.id as ReceiptId)
        return [...openBundle(key, { id, receipts: inside }, sealed as Uint8Array)]
      }),
    )
  }
}

function bundleOf(row: Row): ReceiptId {
  return (row.bundle_id ?? row.id) as ReceiptId
}

function findBundle(tx: ReadTx, receipt: ReceiptId): Promise<Row | undefined> {
  return tx.get(
    'SELECT r.campaign_id, r.verdict_hash, r.verdict, b.receipt_id AS bundle_id, b.sealed FROM receipt r LEFT JOIN evidence_bundle b ON b.receipt_id = coalesce(r.bundle_id, r.id) WHERE r.id = ?',
    [receipt],
  )
}

/** What the kept documents say; undefined when one of them is gone or is not what it was. */
async function findIn(tx: ReadTx, kept: KeptInput): Promise<Findings | undefined> {
  const presentation = readPresentation(kept.presentation)
  if (!presentation.ok) return { issuer: {}, status: undefined }
  const { iss, status } = presentation.value.claims
  const hashes = [kept.accreditation, kept.status].map(({ evidence }) => evidence?.documentHash)
  const rows = await tx.selectIn({
    table: 'evidence_document',
    columns: ['document'],
    key: 'hash',
    keys: hashes.filter((hash) => hash !== undefined),
  })
  const documents = new Map(rows.map(({ document }) => nameDocument(document as Uint8Array)))
  const [list, token] = hashes.map((hash) => hash && documents.get(hash))
  const [listHash, tokenHash] = hashes
  if ((listHash !== undefined && !list) || (tokenHash !== undefined && !token)) return undefined
  return {
    issuer: list ? findAccreditation(list, iss) : {},
    status: token && status ? findStatus(token, status.status_list) : undefined,
  }
}

function nameDocument(bytes: Uint8Array): readonly [string, Uint8Array] {
  return [encodeHex(sha256(bytes)), bytes]
}
