import { encodeHex } from '../bytes/hex.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { readDidJwk } from '../did/did-jwk.ts'
import { readDidKey } from '../did/did-key.ts'
import { DID_CHARS_MAX } from '../did/limits.ts'
import type { JsonValue } from '../json/json-value.ts'
import { keccak256 } from '../trees/keccak.ts'
import { foldText, upperText } from './fold-text.ts'
import { NATIONAL_ID_CHARS_MAX, NATIONAL_ID_CHARS_MIN } from './limits.ts'

export type SubjectKind =
  | 'text'
  | 'national_id'
  | 'isni'
  | 'github_id'
  | 'did'
  | 'wallet_address'
  | 'handle'
  | 'email'
  | 'phone_number'

/** What an identifier of this kind is, and the one form that a nullifier is over. */
export interface KindOfSubject {
  /** Somebody else can come to have it: then it names an account's holder of the day, not a person (F4). */
  readonly isMutable?: true
  /** Unique only among those of one register, which the terms have to name. */
  readonly needsNamespace?: true
  /** Says who the person is, so that no output of a receipt may repeat it (E5). */
  readonly isPersonal?: true
  /** Undefined for what is no identifier of this kind. */
  readonly normalise: (value: JsonValue) => string | undefined
}

/**
 * The kinds of identifiers that a person can be counted by (docs/guides/one-person-one-claim.md has them as a table). A kind is never changed
 * once a campaign counts by it: its nullifiers would be others.
 */
export const subjectKinds: Readonly<Record<SubjectKind, KindOfSubject>> = {
  /** A number or name that the issuers of the set give alike, and that never gets to somebody else. */
  text: { normalise: foldedOrDigits },
  /** The number in a population, tax or social security register. */
  national_id: { needsNamespace: true, isPersonal: true, normalise: normaliseNationalId },
  /** ISO 27729, and so an ORCID iD too. */
  isni: { normalise: normaliseIsni },
  /** The number of an account, which outlives its names. */
  github_id: { normalise: normaliseAccountNumber },
  /** A did:key or did:jwk: the key that it is. */
  did: { normalise: normaliseDid },
  /** Of an EVM chain. */
  wallet_address: { normalise: normaliseWalletAddress },
  /** A user name: free again once it is given up. */
  handle: {
    isMutable: true,
    normalise: (value) => folded(value)?.replace(/^[@\s]+/, '') || undefined,
  },
  email: { isMutable: true, isPersonal: true, normalise: normaliseEmail },
  /** ITU-T E.164: operators give numbers out again. */
  phone_number: { isMutable: true, isPersonal: true, normalise: normalisePhoneNumber },
}

function folded(value: JsonValue): string | undefined {
  return typeof value === 'string' ? foldText(value) || undefined : undefined
}

function foldedOrDigits(value: JsonValue): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined
  return folded(value)
}

function matching(text: string, pattern: RegExp): string | undefined {
  return pattern.test(text) ? text : undefined
}

/** A JSON number would lose the zeros in front. `+` stays: in some registers it tells the century. */
function normaliseNationalId(value: JsonValue): string | undefined {
  if (typeof value !== 'string') return undefined
  const number = matching(upperText(value).replace(/[\s\p{Pd}./]/gu, ''), /^[A-Z0-9+]+$/)
  if (number === undefined || number.length > NATIONAL_ID_CHARS_MAX) return undefined
  return isPlaceholder(number) ? undefined : number
}

/** What stands where there is no number: by it, all who have none would be one person. */
function isPlaceholder(number: string): boolean {
  return number.replace(/[^0-9]/g, '').length < NATIONAL_ID_CHARS_MIN || /^(.)\1*$/.test(number)
}

function normaliseIsni(value: JsonValue): string | undefined {
  if (typeof value !== 'string') return undefined
  const bare = upperText(value)
    .replace(/^HTTPS?:\/\/(?:WWW\.)?(?:ORCID|ISNI)\.ORG\/(?:ISNI\/)?/, '')
    .replace(/[\s\p{Pd}]/gu, '')
  const digits = matching(bare, /^[0-9]{15}[0-9X]$/)
  return digits !== undefined && checkDigitOf(digits.slice(0, 15)) === digits[15]
    ? digits
    : undefined
}

/** ISO/IEC 7064, MOD 11-2. */
function checkDigitOf(digits: string): string {
  let total = 0
  for (const digit of digits) total = (total + Number(digit)) * 2
  const check = (12 - (total % 11)) % 11
  return check === 10 ? 'X' : String(check)
}

/** Number or digits; a zero in front would be a second spelling. */
function normaliseAccountNumber(value: JsonValue): string | undefined {
  const text = foldedOrDigits(value)
  return text === undefined ? undefined : matching(text, /^[1-9][0-9]{0,18}$/)
}

/** The thumbprint: one key has several did:jwk, and a did:key besides. A did:web is a name that somebody else can buy, so it is none. */
function normaliseDid(value: JsonValue): string | undefined {
  if (typeof value !== 'string' || value.length > DID_CHARS_MAX) return undefined
  const read = value.startsWith('did:jwk:') ? readDidJwk(value) : readDidKey(value)
  return read.ok ? read.value.thumbprint : undefined
}

/** ERC-55: mixed case is a checksum, and one that does not hold is a typing error. */
function normaliseWalletAddress(value: JsonValue): string | undefined {
  if (typeof value !== 'string') return undefined
  const digits = /^0x([0-9a-fA-F]{40})$/.exec(value.trim())?.[1]
  if (digits === undefined) return undefined
  const lower = digits.toLowerCase()
  const isPlain = digits === lower || digits === digits.toUpperCase()
  return isPlain || digits === withChecksum(lower) ? `0x${lower}` : undefined
}

function withChecksum(lower: string): string {
  const hash = encodeHex(keccak256(encodeUtf8(lower)))
  return Array.from(lower, (digit, at) =>
    Number.parseInt(hash[at] ?? '0', 16) >= 8 ? digit.toUpperCase() : digit,
  ).join('')
}

/** Case and width make no difference, nothing else: what dots and tags mean is the provider's own rule. */
function normaliseEmail(value: JsonValue): string | undefined {
  const text = folded(value)
  return text === undefined ? undefined : matching(text, /^[^\s@]+@[^\s@]+$/)
}

function normalisePhoneNumber(value: JsonValue): string | undefined {
  if (typeof value !== 'string') return undefined
  return matching(upperText(value).replace(/[\s\p{Pd}.()]/gu, ''), /^\+[1-9][0-9]{6,14}$/)
}
