import {
  type AccreditationRecord,
  encodeHex,
  freshHeadUrl,
  HEAD_BYTES_MAX,
  headUrl,
  ok,
  type PartyContext,
  type PendingAct,
  type Reasoned,
  type Result,
  refuse,
  STATUS_TOKEN_BYTES_MAX,
  type StatusEntry,
  type StatusList,
  type StatusObligations,
  sha256Text,
  statementHash,
  statusRoot,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import type { Settings } from '../config.ts'
import { LEASE_MS_MAX, STATUS_LISTS_HELD_MAX } from '../limits.ts'
import { candidateKeys } from '../model/candidate-keys.ts'
import type { StatusEvidence } from '../model/decision-input.ts'
import { ageMs, isLeased, leaseEndMs } from '../model/lease.ts'
import {
  type FoundStatus,
  findEntry,
  type ReadStatusDocument,
  readStatusDocument,
} from '../model/read-status-document.ts'
import { createLeasedDocuments, type LeasedDocument, type Sourced } from './leased-documents.ts'
import type { HeadProofs } from './witness-evidence.ts'

/** A published status list, checked and decoded. */
export interface StatusHead extends LeasedDocument {
  readonly list: StatusList
  /** What it announces; nothing when it is a plain one. */
  readonly pending: readonly PendingAct[]
  /** Of the rule that a head was published under; absent in plain lists. */
  readonly periodMs?: number
  /** Thumbprint of the key that it was checked under. */
  readonly keyId: string
}

export interface StatusDemand {
  readonly issuer: string
  readonly entry: StatusEntry
  /** The issuer's: its accredited keys sign its lists too, and its obligations say where its heads are. */
  readonly record: Pick<AccreditationRecord, 'party' | 'keys' | 'statusObligations'>
  /** Oldest that is enough; milliseconds. */
  readonly ageMsMax: number
  /** On the monotonic clock. */
  readonly deadlineMs: number
}

export interface StatusSource {
  /** The newest list held for the entry, looked for again when it is too old for the policy. */
  gather(demand: StatusDemand): Promise<Sourced<StatusEvidence>>
  reload(scope: string): void
  refreshDue(): Promise<void>
}

/** Makes the source of status evidence. A list is looked up per decision and never retrieved per decision (DESIGN §4). */
export function createStatusSource(
  context: PartyContext,
  settings: Settings,
  proofs: HeadProofs | undefined,
): StatusSource {
  const { clock } = context.ports
  const { clockBoundMs, fetchMs, relayUrl } = settings
  const documents = createLeasedDocuments<StatusHead>({
    context,
    kind: 'status',
    proofs,
    maxBytes: STATUS_TOKEN_BYTES_MAX + HEAD_BYTES_MAX,
    fetchMs,
    clockBoundMs,
    heldMax: STATUS_LISTS_HELD_MAX,
  })

  /** Through the relay the issuer does not learn who verifies. What it is told does not matter: a head is signed. */
  function sourceOf(url: string): string {
    return relayUrl === undefined ? url : `${relayUrl}/${encodeURIComponent(url)}`
  }

  async function gather(demand: StatusDemand): Promise<Sourced<StatusEvidence>> {
    const { issuer, entry, record, ageMsMax, deadlineMs } = demand
    const { keys, statusObligations } = record
    // The record may have changed since it was opened.
    const isTrusted = (head: StatusHead) =>
      candidateKeys({ header: { kid: head.keyId } }, keys).length === 1 &&
      isOwed(head, statusObligations)
    const leaseOf = ({ issuedAtMs, expiresAtMs }: StatusHead) => {
      const { leaseMsMax = LEASE_MS_MAX } = statusObligations ?? {}
      return { issuedAtMs, expiresAtMs: Math.min(expiresAtMs, issuedAtMs + leaseMsMax) }
    }
    // By issuer too: a list that another issuer's credential names is checked under that other issuer's keys.
    const scope = `${issuer} ${entry.uri}`
    // Two clocks may differ by 2ε.
    const youngS = Math.max(1, Math.floor((ageMsMax - 2 * clockBoundMs) / 1_000))
    const { held, proof, failure } = await documents.obtain({
      scope,
      publisher: `${issuer} `,
      url: statusObligations?.heads ? sourceOf(headUrl(entry.uri)) : entry.uri,
      // No head is so young by itself: one is made for us.
      freshUrl: ({ periodMs = 0 }) =>
        statusObligations?.heads && ageMsMax < periodMs
          ? sourceOf(freshHeadUrl(entry.uri, youngS))
          : undefined,
      open: (bytes) => openStatusDocument(bytes, entry.uri, record),
      isEnough: (head) => {
        const instant = { nowMs: clock.nowMs(), clockBoundMs }
        return (
          isTrusted(head) && isLeased(leaseOf(head), instant) && ageMs(head, instant) <= ageMsMax
        )
      },
      deadlineMs,
    })
    const cause = failure === undefined ? {} : { failure }
    if (held === undefined || !isTrusted(held.document)) return { gathered: cause }
    const { seq } = held.document
    const evidence: StatusEvidence = {
      source: entry.uri,
      seq,
      ...leaseOf(held.document),
      observedAtMs: held.observedAtMs,
      documentHash: held.source.hash,
      ...proof,
      ...findEntry(held.document, entry),
    }
    return { gathered: { evidence, ...cause }, source: held.source, head: { scope, seq } }
  }

  return { gather, reload: documents.reload, refreshDue: documents.refreshDue }
}

/** Looks an entry up in a document that was checked when it was taken. */
export function findStatus(bytes: Uint8Array, entry: StatusEntry): FoundStatus {
  const read = unwrap(readStatusDocument(bytes, entry.uri))
  return findEntry({ ...read, list: unwrap(read.decode()) }, entry)
}

/** Of an issuer that has to publish heads only heads count: whoever gives its plain list in their place would keep back what is announced. */
function isOwed(
  { periodMs }: Pick<ReadStatusDocument, 'periodMs'>,
  obligations: StatusObligations | undefined,
): boolean {
  return periodMs !== undefined || obligations?.heads !== true
}

/**
 * Opens a published status list: its scope, signature and list, and that the list is the one that a head commits to. Reasons: those of
 * `readStatusDocument`, `verifyJws` and decompression; header_not_accepted also for a plain list in the place of a head, signature_invalid
 * also when no accredited key fits, status_list_malformed also when the root is another.
 */
export function openStatusDocument(
  bytes: Uint8Array,
  uri: string,
  {
    keys,
    party,
    statusObligations,
  }: Pick<AccreditationRecord, 'keys' | 'party' | 'statusObligations'>,
): Result<StatusHead, Reasoned> {
  const read = readStatusDocument(bytes, uri)
  if (!read.ok) return read
  const { jws, typ, iat, exp, compact, pending, periodMs, decode } = read.value
  if (!isOwed(read.value, statusObligations)) return refuse('header_not_accepted', 'a head is owed')
  const key = candidateKeys(jws, keys).find((candidate) => verifyJws(jws, candidate, { typ }).ok)
  if (key === undefined) return refuse('signature_invalid')
  const list = decode()
  if (!list.ok) return list
  const root = encodeHex(statusRoot(list.value.bytes))
  if (root !== (read.value.root ?? root)) {
    return refuse('status_list_malformed', 'the list is not the one that the head commits to')
  }
  return ok({
    seq: iat,
    root,
    ...(compact !== undefined && {
      hash: statementHash(jws),
      logged: { scope: uri, actor: party, bodyHash: sha256Text(compact, 'hex') },
    }),
    issuedAtMs: iat * 1_000,
    expiresAtMs: leaseEndMs({ iat, exp }),
    list: list.value,
    pending,
    ...(periodMs !== undefined && { periodMs }),
    keyId: key.thumbprint,
  })
}
