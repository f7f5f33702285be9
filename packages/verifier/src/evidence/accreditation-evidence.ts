import {
  ACCREDITATION_LIST_BYTES_MAX,
  ACCREDITATION_LIST_PATH,
  ACCREDITATION_LIST_TYP,
  type AccreditationListPayload,
  type AccreditationRecord,
  findSigningKey,
  ok,
  type PartyContext,
  parseAccreditationList,
  parseJws,
  type Reasoned,
  type Result,
  refuse,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import type { Settings } from '../config.ts'
import { hashOf } from '../model/decide-verdict.ts'
import type { AccreditationEvidence } from '../model/decision-input.ts'
import { isLeased, leaseEndMs } from '../model/lease.ts'
import { createLeasedDocuments, type LeasedDocument, type Sourced } from './leased-documents.ts'

const LIST_LIMITS = { maxBytes: ACCREDITATION_LIST_BYTES_MAX, maxDepth: 8 }

/** The accreditation list, checked, with its issuers by name. */
interface AccreditationHead extends LeasedDocument {
  readonly issuers: ReadonlyMap<string, AccreditationRecord>
}

export interface AccreditationSource {
  /** The issuer's record in the newest list held. `deadlineMs` is on the monotonic clock. */
  gather(issuer: string, deadlineMs: number): Promise<Sourced<AccreditationEvidence>>
  reload(scope: string): void
  refreshDue(): Promise<void>
}

/** Makes the source of accreditation evidence: one list, signed by the network. */
export function createAccreditationSource(
  context: PartyContext,
  settings: Settings,
): AccreditationSource {
  const { ports, directory } = context
  const { network, networkUrl, clockBoundMs, fetchMs } = settings
  const url = `${networkUrl}${ACCREDITATION_LIST_PATH}`
  const documents = createLeasedDocuments<AccreditationHead>({
    ports,
    kind: 'accreditation',
    maxBytes: ACCREDITATION_LIST_BYTES_MAX,
    fetchMs,
    clockBoundMs,
    heldMax: 1,
  })

  function open(bytes: Uint8Array): Result<AccreditationHead, Reasoned> {
    const jws = parseJws(bytes, LIST_LIMITS)
    if (!jws.ok) return jws
    const key = findSigningKey(directory.keyOf, network, jws.value)
    if (!key.ok) return key
    const genuine = verifyJws(jws.value, key.value, { typ: ACCREDITATION_LIST_TYP })
    if (!genuine.ok) return genuine
    const list = parseAccreditationList(genuine.value.payload)
    if (!list.ok) return list
    const { sub, seq, iat, exp, records } = list.value
    if (sub !== url) return refuse('malformed_message', 'sub is not the address of this list')
    return ok({
      seq,
      root: hashOf(records),
      issuedAtMs: iat * 1_000,
      expiresAtMs: leaseEndMs({ iat, exp }),
      issuers: issuersOf(list.value),
    })
  }

  return {
    async gather(issuer, deadlineMs) {
      const { held, failure } = await documents.obtain({
        scope: url,
        publisher: url,
        url,
        open,
        isEnough: (head) => isLeased(head, { nowMs: ports.clock.nowMs(), clockBoundMs }),
        deadlineMs,
      })
      const cause = failure === undefined ? {} : { failure }
      if (held === undefined) return { gathered: cause }
      const { seq, issuedAtMs, expiresAtMs, issuers } = held.document
      const record = issuers.get(issuer)
      const evidence: AccreditationEvidence = {
        source: url,
        seq,
        issuedAtMs,
        expiresAtMs,
        observedAtMs: held.observedAtMs,
        documentHash: held.source.hash,
        ...(record === undefined ? {} : { record }),
      }
      return { gathered: { evidence, ...cause }, source: held.source, head: { scope: url, seq } }
    },
    reload: documents.reload,
    refreshDue: documents.refreshDue,
  }
}

/** Finds an issuer's record in a list that was checked when it was taken; undefined when it has none. */
export function findRecord(bytes: Uint8Array, issuer: string): AccreditationRecord | undefined {
  const list = parseAccreditationList(unwrap(parseJws(bytes, LIST_LIMITS)).payload)
  return issuersOf(unwrap(list)).get(issuer)
}

function issuersOf({
  records,
}: AccreditationListPayload): ReadonlyMap<string, AccreditationRecord> {
  const issuers = records.filter((record) => record.action === 'issue')
  return new Map(issuers.map((record) => [record.subject, record]))
}
