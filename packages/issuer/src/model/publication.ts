import type { BitstringPurpose, PendingAct } from '@evenkeel/kernel'

/** The forms of a publication: the leased head with its list, and what plain verifiers read: the IETF's token, and the W3C's list of each purpose. */
export type PublicationForm = 'head' | 'token' | BitstringPurpose

/** What stands after a list's own path for each form. */
export const FORM_PATHS: Readonly<Record<PublicationForm, string>> = {
  token: '',
  head: '/head',
  revocation: '/bitstring/revocation',
  suspension: '/bitstring/suspension',
}

/** All that one publication says; durable before any of it is signed. */
export interface Prepared {
  readonly iat: number
  /** Before it nobody gets the publication; 0 for at once. */
  readonly releaseMs: number
  /** End of the head's lease, seconds. */
  readonly headExp: number
  /** End of the plain forms, seconds: they cannot say what is announced, so they end where the bits change next. */
  readonly plainExp: number
  readonly bits: Uint8Array
  /** SHA-256 of the bits, hex. */
  readonly root: string
  readonly pending: readonly PendingAct[]
  /** Hash of the compact head before. */
  readonly prev: string | undefined
  readonly changeSeq: number
}

/** A list compressed: with zlib for head and token, and as one bit an entry with gzip for each purpose. The same bits are compressed once. */
export interface CompressedList {
  readonly list: Uint8Array
  readonly revocation: Uint8Array
  readonly suspension: Uint8Array
}

/** Which of them a form carries. */
export const CARRIED: Readonly<Record<PublicationForm, keyof CompressedList>> = {
  head: 'list',
  token: 'list',
  revocation: 'revocation',
  suspension: 'suspension',
}

/** Each form without its list: the compact head; of the others what `cutList` leaves. */
export type SignedForms = Readonly<Record<PublicationForm, string>>
