import {
  decodeUtf8,
  encodeUtf8,
  openSealed,
  type Random,
  type ReceiptId,
  sealBytes,
} from '@evenkeel/kernel'

/** Encrypts what a receipt's verdict was decided from, bound to the receipt; as `sealBytes`. */
export function sealBundle(
  key: Uint8Array,
  random: Random,
  receipt: ReceiptId,
  text: string,
): Uint8Array {
  return sealBytes(key, random, encodeUtf8(receipt), encodeUtf8(text))
}

/** Decrypts what `sealBundle` gave; undefined when it was changed, belongs to another receipt, or was sealed under another key. */
export function openBundle(
  key: Uint8Array,
  receipt: ReceiptId,
  sealed: Uint8Array,
): string | undefined {
  const bytes = openSealed(key, encodeUtf8(receipt), sealed)
  return bytes && decodeUtf8(bytes)
}
