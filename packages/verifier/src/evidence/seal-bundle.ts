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
 * Finds the inputs of some receipts in what `sealBundle` gave: it is decrypted once, however many they are. Left out is what a bundle has nothing of;
 * all of it when it was changed, is another bundle, or was sealed under another key.
 */
export function openBundle(
  key: Uint8Array,
  { id, receipts }: { readonly id: ReceiptId; readonly receipts: readonly ReceiptId[] },
  sealed: Uint8Array,
): ReadonlyMap<ReceiptId, KeptInput> {
  const inputs = new Map<ReceiptId, KeptInput>()
  const bytes = openSealed(key, encodeUtf8(id), sealed)
  const text = bytes && decodeUtf8(bytes)
  if (text === undefined) return inputs
  // A bundle used to be the input of the one receipt that it is bound to, and nothing else.
  if (text.startsWith('{')) {
    return receipts.includes(id) ? inputs.set(id, JSON.parse(text) as KeptInput) : inputs
  }
  const lines = new Map(text.split('\n').map((line) => [line.slice(0, line.indexOf(' ')), line]))
  for (const receipt of receipts) {
    const line = lines.get(receipt)
    if (line !== undefined)
      inputs.set(receipt, JSON.parse(line.slice(receipt.length + 1)) as KeptInput)
  }
  return inputs
}
