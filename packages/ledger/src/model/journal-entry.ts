import {
  canonicalJson,
  type EpochMs,
  encodeBase64url,
  formatMinor,
  type MinorUnits,
  type ReasonCode,
  sha256,
  type TransferId,
} from '@evenkeel/kernel'
import type { CampaignOpening, Movement, Transfer } from './transfer.ts'

/** One decided transfer, applied or refused: from these alone the whole ledger can be rebuilt (L13, D12). */
export interface JournalEntry {
  /** 1, 2, 3 … without a gap. */
  readonly seq: number
  readonly atMs: EpochMs
  readonly transferId: TransferId
  readonly content: string
  readonly refused?: ReasonCode
  readonly opens?: CampaignOpening
  readonly evidence?: string
  readonly expiresAtMs?: EpochMs
  /** Empty when refused. */
  readonly movements: readonly Movement[]
}

/** SHA-256 over the canonical request, base64url. Two requests with one content ask for the same. */
export function contentOf(transfer: Transfer): string {
  const legs = transfer.legs.map((leg) =>
    'amount' in leg ? { ...leg, amount: formatMinor(leg.amount) } : leg,
  )
  const { opens = null, evidence = null, request } = transfer
  if (request !== undefined) return encodeBase64url(sha256(canonicalJson({ evidence, request })))
  return encodeBase64url(sha256(canonicalJson({ evidence, legs, opens })))
}

/** Writes an entry in its one canonical form: the bytes that the hash chain covers. */
export function formatEntry(entry: JournalEntry): string {
  const movements = entry.movements.map((movement) => ({
    ...movement,
    amount: formatMinor(movement.amount),
  }))
  return canonicalJson({ ...entry, movements })
}

/** Reads what `formatEntry` wrote and the hash chain has kept; throws on anything that is not JSON. */
export function readEntry(text: string): JournalEntry {
  const stored = JSON.parse(text) as Omit<JournalEntry, 'movements'> & {
    readonly movements: readonly (Omit<Movement, 'amount'> & { readonly amount: string })[]
  }
  const movements = stored.movements.map((movement) => ({
    ...movement,
    amount: BigInt(movement.amount) as MinorUnits,
  }))
  return { ...stored, movements }
}

/** What the first entry is chained to. */
export const GENESIS_HASH: Uint8Array = new Uint8Array(32)

/** The hash of a journal row: SHA-256 over the previous hash in base64url, a line feed, and the canonical entry. */
export function chainHash(previous: Uint8Array, entry: string): Uint8Array {
  return sha256(`${encodeBase64url(previous)}\n${entry}`)
}

/** Counts the entries and sums what they moved, by kind of movement. */
export function controlTotals(entries: readonly JournalEntry[]): ControlTotals {
  const byKind = new Map<string, bigint>()
  for (const entry of entries) {
    for (const { kind, amount } of entry.movements) {
      byKind.set(kind, (byKind.get(kind) ?? 0n) + amount)
    }
  }
  const refused = entries.filter((entry) => entry.refused !== undefined).length
  return {
    entries: entries.length,
    refused,
    moved: Object.fromEntries([...byKind].map(([kind, total]) => [kind, total.toString()])),
  }
}

/** Counts and sums of one batch, kept beside the journal, so that a row that is lost with its successors is missed. */
export interface ControlTotals {
  readonly entries: number
  readonly refused: number
  /** Decimal sum of the amounts per kind of movement; may exceed 2^128, and mixes assets: a check, not money. */
  readonly moved: Readonly<Record<string, string>>
}
