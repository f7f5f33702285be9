import { encodeHex } from '../bytes/hex.ts'
import { sha256 } from '../crypto/hash.ts'
import type { PublicKey } from '../crypto/import-public-jwk.ts'
import { type ParsedJws, parseJws, verifyJws } from '../crypto/jws.ts'
import {
  ACCREDITATION_LIST_BYTES_MAX,
  ACCREDITATION_LIST_TYP,
  parseAccreditationList,
} from '../messages/accreditation.ts'
import { parseStatusTokenPayload, STATUS_TOKEN_TYP } from '../messages/status-token.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { decodeStatusList } from '../status/read-status-token.ts'
import { statusRoot } from '../status/status-list.ts'
import { HEAD_TYP, parseHead } from './head.ts'

/** What a signed state of a scope says there. */
export interface Statement {
  readonly scope: string
  readonly seq: number
  /** SHA-256 of the bits, hex; an accreditation list has none. */
  readonly root?: string
  /** SHA-256 of the whole payload, hex. A plain status list has none: its times are whoever serves it, and only its bits bind. */
  readonly hash?: string
}

const LIMITS = { maxBytes: ACCREDITATION_LIST_BYTES_MAX, maxDepth: 8 }

/**
 * Checks that two documents prove that one publisher said two things about the same state of a scope (S8): both hold under one of `keys`, and
 * they are two heads or accreditation lists of one scope and seq with different contents, or a head and a plain list, or two of those, with
 * different bits. `a` and `b` are compact JWS; nothing else has to be known. Pure. Gives the scope and the seq. Reasons: those of `parseJws`,
 * malformed_message, header_not_accepted, status_list_malformed, signature_invalid, equivocation_not_proven.
 */
export function checkEquivocation(
  a: Uint8Array | string,
  b: Uint8Array | string,
  keys: readonly PublicKey[],
): Result<Pick<Statement, 'scope' | 'seq'>, Reasoned> {
  const one = readStatement(a, keys)
  if (!one.ok) return one
  const other = readStatement(b, keys)
  if (!other.ok) return other
  const { scope, seq } = one.value
  const isSame = scope === other.value.scope && seq === other.value.seq
  return isSame && areContrary(one.value, other.value)
    ? ok({ scope, seq })
    : refuse('equivocation_not_proven')
}

/** Whether two statements about one (scope, seq) cannot both be true. A head and a plain list of one publication have the same bits. */
export function areContrary(
  a: Pick<Statement, 'root' | 'hash'>,
  b: Pick<Statement, 'root' | 'hash'>,
): boolean {
  const isOther = (one: string | undefined, another: string | undefined) =>
    one !== undefined && another !== undefined && one !== another
  return isOther(a.root, b.root) || isOther(a.hash, b.hash)
}

/** SHA-256 of a payload as it was signed, hex. Not of the signature: others than the signer can give an ECDSA signature another form. */
export function statementHash({ signingInput }: Pick<ParsedJws, 'signingInput'>): string {
  return encodeHex(sha256(signingInput.subarray(signingInput.indexOf(DOT) + 1)))
}

/** `.` */
const DOT = 0x2e

function readStatement(
  compact: Uint8Array | string,
  keys: readonly PublicKey[],
): Result<Statement, Reasoned> {
  const jws = parseJws(compact, LIMITS)
  if (!jws.ok) return jws
  const { typ } = jws.value.header
  if (typ !== HEAD_TYP && typ !== STATUS_TOKEN_TYP && typ !== ACCREDITATION_LIST_TYP) {
    return refuse('header_not_accepted', 'typ')
  }
  if (!keys.some((key) => verifyJws(jws.value, key, { typ }).ok)) return refuse('signature_invalid')
  if (typ === HEAD_TYP) {
    const head = parseHead(jws.value.payload)
    if (!head.ok) return head
    const { scope, seq, root } = head.value
    return ok({ scope, seq, root, hash: statementHash(jws.value) })
  }
  if (typ === ACCREDITATION_LIST_TYP) {
    const list = parseAccreditationList(jws.value.payload)
    if (!list.ok) return list
    const { sub, seq } = list.value
    return ok({ scope: sub, seq, hash: statementHash(jws.value) })
  }
  const payload = parseStatusTokenPayload(jws.value.payload)
  if (!payload.ok) return payload
  const list = decodeStatusList(payload.value)
  if (!list.ok) return list
  const { sub, iat } = payload.value
  return ok({ scope: sub, seq: iat, root: encodeHex(statusRoot(list.value.bytes)) })
}
