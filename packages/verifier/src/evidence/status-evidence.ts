import {
  decodeStatusList,
  encodeHex,
  getStatus,
  ok,
  type Policy,
  type Ports,
  type PublicJwk,
  type Reasoned,
  type Result,
  readStatusToken,
  refuse,
  STATUS_TOKEN_BYTES_MAX,
  STATUS_TOKEN_TYP,
  type StatusEntry,
  type StatusList,
  statusRoot,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import type { Settings } from '../config.ts'
import { STATUS_LISTS_HELD_MAX } from '../limits.ts'
import { candidateKeys } from '../model/candidate-keys.ts'
import type { StatusEvidence } from '../model/decision-input.ts'
import { ageMs, isLeased, leaseEndMs } from '../model/lease.ts'
import { createLeasedDocuments, type LeasedDocument, type Sourced } from './leased-documents.ts'

/** A status list token, checked and decoded. */
export interface StatusHead extends LeasedDocument {
  readonly list: StatusList
  /** Thumbprint of the key that it was checked under. */
  readonly keyId: string
}

export interface StatusDemand {
  readonly issuer: string
  readonly entry: StatusEntry
  /** The issuer's accredited keys: they sign its lists too. */
  readonly keys: readonly PublicJwk[]
  readonly policy: Policy
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
export function createStatusSource(ports: Ports, settings: Settings): StatusSource {
  const { clockBoundMs, fetchMs } = settings
  const documents = createLeasedDocuments<StatusHead>({
    ports,
    kind: 'status',
    maxBytes: STATUS_TOKEN_BYTES_MAX,
    fetchMs,
    clockBoundMs,
    heldMax: STATUS_LISTS_HELD_MAX,
  })

  async function gather(demand: StatusDemand): Promise<Sourced<StatusEvidence>> {
    const { issuer, entry, keys, policy, deadlineMs } = demand
    const isTrusted = (head: StatusHead) =>
      candidateKeys({ header: { kid: head.keyId } }, keys).length === 1
    // By issuer too: a list that another issuer's credential names is checked under that other issuer's keys.
    const scope = `${issuer} ${entry.uri}`
    const { held, failure } = await documents.obtain({
      scope,
      publisher: `${issuer} `,
      url: entry.uri,
      open: (bytes) => openStatusToken(bytes, entry.uri, keys),
      isEnough: (head) => {
        const instant = { nowMs: ports.clock.nowMs(), clockBoundMs }
        return (
          isTrusted(head) &&
          isLeased(head, instant) &&
          ageMs(head, instant) <= policy.statusAgeMaxMs
        )
      },
      deadlineMs,
    })
    const cause = failure === undefined ? {} : { failure }
    if (held === undefined || !isTrusted(held.document)) return { gathered: cause }
    const { seq, issuedAtMs, expiresAtMs, list } = held.document
    const evidence: StatusEvidence = {
      source: entry.uri,
      seq,
      issuedAtMs,
      expiresAtMs,
      observedAtMs: held.observedAtMs,
      documentHash: held.source.hash,
      value: statusOf(list, entry),
    }
    return { gathered: { evidence, ...cause }, source: held.source, head: { scope, seq } }
  }

  return { gather, reload: documents.reload, refreshDue: documents.refreshDue }
}

/** Looks an entry up in a token that was checked when it was taken. */
export function findStatus(bytes: Uint8Array, entry: StatusEntry): StatusEvidence['value'] {
  const { payload } = unwrap(readStatusToken(bytes, entry.uri))
  return statusOf(unwrap(decodeStatusList(payload)), entry)
}

function statusOf(list: StatusList, { idx }: StatusEntry): StatusEvidence['value'] {
  const value = getStatus(list, idx)
  return value.ok ? value.value : 'out_of_range'
}

/**
 * Opens a status list token: its `sub`, signature and list. Reasons: those of `readStatusToken`, `verifyJws` and `decodeStatusList`;
 * signature_invalid also when no accredited key fits.
 */
export function openStatusToken(
  bytes: Uint8Array,
  uri: string,
  keys: readonly PublicJwk[],
): Result<StatusHead, Reasoned> {
  const token = readStatusToken(bytes, uri)
  if (!token.ok) return token
  const { jws, payload } = token.value
  const key = candidateKeys(jws, keys).find(
    (candidate) => verifyJws(jws, candidate, { typ: STATUS_TOKEN_TYP }).ok,
  )
  if (key === undefined) return refuse('signature_invalid')
  const list = decodeStatusList(payload)
  if (!list.ok) return list
  return ok({
    seq: payload.iat,
    root: encodeHex(statusRoot(list.value.bytes)),
    issuedAtMs: payload.iat * 1_000,
    expiresAtMs: leaseEndMs(payload),
    list: list.value,
    keyId: key.thumbprint,
  })
}
