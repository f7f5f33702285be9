import {
  encodeHex,
  isId,
  type PartyContext,
  type ReadTx,
  type ReceiptId,
  type Row,
  sha256,
  type Verdict,
} from '@evenkeel/kernel'
import { findRecord } from '../evidence/accreditation-evidence.ts'
import { openBundle } from '../evidence/seal-bundle.ts'
import { findStatus } from '../evidence/status-evidence.ts'
import { hashOf, replayVerdict } from '../model/decide-verdict.ts'
import { type Findings, type KeptInput, restoreInput } from '../model/keep-input.ts'
import { outageOrThrow } from '../model/outage.ts'
import { readPresentation } from '../model/read-presentation.ts'
import type { AcceptedRules } from './accept-rule.ts'

/** What deciding once more from the kept evidence gives: the recorded verdict, another one, or nothing, because something is not there. */
export type Replay =
  | { readonly kind: 'same'; readonly verdict: Verdict }
  | { readonly kind: 'changed'; readonly verdict: Verdict; readonly recorded: Verdict }
  | { readonly kind: 'not_replayable'; readonly because: NotReplayable }

export type NotReplayable =
  | 'receipt_unknown'
  | 'bundle_missing'
  | 'bundle_unreadable'
  | 'document_missing'
  | 'store_unavailable'

export type ReplayReceipt = (receipt: ReceiptId) => Promise<Replay>

/**
 * Makes the command that decides a receipt's verdict once more (S7, G6): from the presentation in its evidence bundle, the lists that the
 * bundle names by hash, and the campaign's rule. `key` opens the bundles.
 */
export function createReplayReceipt(
  { ports }: PartyContext,
  rules: Pick<AcceptedRules, 'find'>,
  key: Uint8Array,
): ReplayReceipt {
  const { store } = ports

  async function replay(receipt: ReceiptId): Promise<Replay> {
    if (!isId(receipt)) return notReplayable('receipt_unknown')
    const row = await store.read('find-bundle', (tx) => findBundle(tx, receipt))
    if (row === undefined) return notReplayable('receipt_unknown')
    if (!(row.sealed instanceof Uint8Array)) return notReplayable('bundle_missing')
    const text = openBundle(key, receipt, row.sealed)
    if (text === undefined) return notReplayable('bundle_unreadable')
    const kept = JSON.parse(text) as KeptInput
    const findings = await store.read('find-documents', (tx) => findIn(tx, kept))
    const rule = await rules.find(row.campaign_id as Parameters<typeof rules.find>[0])
    if (findings === undefined || rule === undefined) return notReplayable('document_missing')
    const verdict = replayVerdict(restoreInput(kept, rule.policy, findings))
    return hashOf(verdict) === row.verdict_hash
      ? { kind: 'same', verdict }
      : { kind: 'changed', verdict, recorded: JSON.parse(String(row.verdict)) as Verdict }
  }

  return (receipt) =>
    replay(receipt).catch((fault: unknown) => {
      outageOrThrow(fault)
      return notReplayable('store_unavailable')
    })
}

function findBundle(tx: ReadTx, receipt: ReceiptId): Promise<Row | undefined> {
  return tx.get(
    'SELECT r.campaign_id, r.verdict_hash, r.verdict, b.sealed FROM receipt r LEFT JOIN evidence_bundle b ON b.receipt_id = r.id WHERE r.id = ?',
    [receipt],
  )
}

/** What the kept documents say; undefined when one of them is gone or is not what it was. */
async function findIn(tx: ReadTx, kept: KeptInput): Promise<Findings | undefined> {
  const presentation = readPresentation(kept.presentation)
  if (!presentation.ok) return { record: undefined, value: undefined }
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
    record: list ? findRecord(list, iss) : undefined,
    value: token && status ? findStatus(token, status.status_list) : undefined,
  }
}

function nameDocument(bytes: Uint8Array): readonly [string, Uint8Array] {
  return [encodeHex(sha256(bytes)), bytes]
}

function notReplayable(because: NotReplayable): Replay {
  return { kind: 'not_replayable', because }
}
