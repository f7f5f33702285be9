import {
  decodeStatusList,
  getStatus,
  HEAD_BYTES_MAX,
  HEAD_TYP,
  inflateStatusList,
  ok,
  type ParsedJws,
  type PendingAct,
  type Reasoned,
  type Result,
  readHead,
  readStatusToken,
  refuse,
  STATUS_LIST_BYTES_MAX,
  STATUS_TOKEN_TYP,
  type StatusEntry,
  type StatusList,
} from '@evenkeel/kernel'
import type { StatusEvidence } from './decision-input.ts'

/** A status list as it was published, plain or with a head: read, its signature not checked. */
export interface ReadStatusDocument {
  readonly jws: ParsedJws
  /** The `typ` that its signature has to be of. */
  readonly typ: string
  readonly iat: number
  readonly exp: number
  readonly pending: readonly PendingAct[]
  /** Of the rule that a head was published under. */
  readonly periodMs?: number
  /** What the head commits to, hex; a plain list is inside what is signed. */
  readonly root?: string
  /** The head alone, as the log has it by its hash; absent for a plain list. */
  readonly compact?: string
  /** Decompresses the list. Reasons: message_too_large, status_list_malformed. */
  decode(): Result<StatusList, Reasoned>
}

/** What a document says about one entry. */
export type FoundStatus = Pick<StatusEvidence, 'value' | 'pending' | 'periodMs'>

/** `~` is in every head with its list and in no token. */
const TILDE = 0x7e

/**
 * Reads the status list of `uri` in either of its publications. They share one sequence, because `seq` of a head is its `iat`. Reasons: those
 * of `readStatusToken` and `readHead`; malformed_message for a head whose `seq` is another.
 */
export function readStatusDocument(
  bytes: Uint8Array,
  uri: string,
): Result<ReadStatusDocument, Reasoned> {
  return bytes.subarray(0, HEAD_BYTES_MAX + 1).includes(TILDE)
    ? readLeasedHead(bytes, uri)
    : readPlainToken(bytes, uri)
}

function readPlainToken(bytes: Uint8Array, uri: string): Result<ReadStatusDocument, Reasoned> {
  const token = readStatusToken(bytes, uri)
  if (!token.ok) return token
  const { jws, payload } = token.value
  const { iat, exp } = payload
  const decode = () => decodeStatusList(payload)
  return ok({ jws, typ: STATUS_TOKEN_TYP, iat, exp, pending: [], decode })
}

function readLeasedHead(bytes: Uint8Array, uri: string): Result<ReadStatusDocument, Reasoned> {
  const read = readHead(bytes, uri)
  if (!read.ok) return read
  const { compact, jws, head, compressed } = read.value
  const { iat, exp, seq, root, rule, bits, pending } = head
  const { periodMs } = rule
  if (seq !== iat) return refuse('malformed_message', 'seq of a head is its iat')
  const decode = (): Result<StatusList, Reasoned> => {
    const list = inflateStatusList(compressed, { maxBytes: STATUS_LIST_BYTES_MAX })
    return list.ok ? ok({ bits, order: 'lsb', bytes: list.value }) : list
  }
  return ok({
    jws,
    typ: HEAD_TYP,
    iat,
    exp,
    root,
    compact,
    pending: inOrder(pending),
    periodMs,
    decode,
  })
}

/** Whoever signed it: acts take effect in the order of T. */
function inOrder(pending: readonly PendingAct[]): readonly PendingAct[] {
  return pending.toSorted((a, b) => a.effectiveAtMs - b.effectiveAtMs)
}

/** Looks an entry up. */
export function findEntry(
  {
    list,
    pending,
    periodMs,
  }: { readonly list: StatusList } & Pick<ReadStatusDocument, 'pending' | 'periodMs'>,
  { idx }: StatusEntry,
): FoundStatus {
  const value = getStatus(list, idx)
  if (!value.ok) return { value: 'out_of_range' }
  const acts = pending.filter(({ index }) => index === idx)
  return {
    value: value.value,
    ...(acts.length > 0 && { pending: acts }),
    ...(periodMs !== undefined && { periodMs }),
  }
}
