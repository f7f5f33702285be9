import {
  decodeUtf8,
  encodeUtf8,
  openSealed,
  type Random,
  type ReceiptId,
  sealBytes,
} from '@evenkeel/kernel'
import type { KeptInput } from '../model/keep-input.ts'

/** What verdicts that were recorded together were decided from, by receipt: at most as many as share a COMMIT. */
export interface Bundle {
  /** One of its receipts. */
  readonly id: ReceiptId
  readonly inputs: ReadonlyMap<ReceiptId, KeptInput>
}

/** Encrypts a bundle, bound to its id, as `sealBytes`. A line per receipt: to read one, the others are decrypted and not parsed. */
export function sealBundle(key: Uint8Array, random: Random, { id, inputs }: Bundle): Uint8Array {
  const lines = [...inputs].map(([receipt, input]) => `${receipt} ${JSON.stringify(input)}`)
  return sealBytes(key, random, encodeUtf8(id), encodeUtf8(lines.join('\n')))
}

/**
 * Finds one receipt's input in what `sealBundle` gave; undefined when it was changed, is another bundle, was sealed under another key, or has
 * nothing of the receipt.
 */
export function openBundle(
  key: Uint8Array,
  { id, receipt }: { readonly id: ReceiptId; readonly receipt: ReceiptId },
  sealed: Uint8Array,
): KeptInput | undefined {
  const bytes = openSealed(key, encodeUtf8(id), sealed)
  const text = bytes && decodeUtf8(bytes)
  // A bundle used to be the input of the one receipt that it is bound to, and nothing else.
  if (text?.startsWith('{')) return id === receipt ? (JSON.parse(text) as KeptInput) : undefined
  const line = text?.split('\n').find((candidate) => candidate.startsWith(`${receipt} `))
  return line === undefined ? undefined : (JSON.parse(line.slice(receipt.length + 1)) as KeptInput)
}
