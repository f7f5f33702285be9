import { sha256Text } from '../crypto/hash.ts'

/**
 * What a transfer is called in a bundle: SHA-256 of its id in hex. A claim's transfers have the claim's id, 160 bits of a receipt's hash, which
 * nobody guesses; who has the claim finds its postings. What the ledger itself adds to an id after a `/` stays readable.
 */
export function auditTransferName(transferId: string): string {
  const slash = transferId.indexOf('/')
  const base = slash === -1 ? transferId : transferId.slice(0, slash)
  return sha256Text(base, 'hex') + transferId.slice(base.length)
}

/** The name of the transfer that such a one is about: without what the ledger added. */
export function auditTransferBase(name: string): string {
  return name.slice(0, BASE_CHARS)
}

const BASE_CHARS = 64
