import {
  ACCREDITATION_LIST_BYTES_MAX,
  ACCREDITATION_LIST_PATH,
  ACCREDITATION_LIST_TYP,
  ACCREDITATIONS_SCOPE,
  type Accreditation,
  type AccreditationListPayload,
  findSigningKey,
  ok,
  type PartyContext,
  parseAccreditationList,
  parseJws,
  type Reasoned,
  type Result,
  refuse,
  statementHash,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import type { Settings } from '../config.ts'
import { hashOf } from '../model/decide-verdict.ts'
import type { AccreditationEvidence } from '../model/decision-input.ts'
import { isLeased, leaseEndMs } from '../model/lease.ts'
import { createLeasedDocuments, type LeasedDocument, type Sourced } from './leased-documents.ts'
import type { HeadProofs } from './witness-evidence.ts'

const LIST_LIMITS = { maxBytes: ACCREDITATION_LIST_BYTES_MAX, maxDepth: 8 }

/** The accreditation list, checked, with its issuers by name. */
interface AccreditationHead extends LeasedDocument {
  readonly issuers: ReadonlyMap<string, Accreditation>
}

export interface AccreditationSource {
  /** What the newest list held says of the issuer. `deadlineMs` is on the monotonic clock. */
  gather(issuer: string, deadlineMs: number): Promise<Sourced<AccreditationEvidence>>
  reload(scope: string): void
  refreshDue(): Promise<void>
}

/** Makes the source of accreditation evidence: one list, signed by the network. */
export function createAccreditationSource(
  context: PartyContext,
  settings: Settings,
  proofs: HeadProofs | undefined,
): AccreditationSource {
  const { ports, directory } = context
  const { network, networkUrl, clockBoundMs, fetchMs } = settings
  const url = `${networkUrl}${ACCREDITATION_LIST_PATH}`
  const documents = createLeasedDocuments<AccreditationHead>({
    context,
    kind: 'accreditation',
    proofs,
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
      hash: statementHash(genuine.value),
      logged: {
        scope: ACCREDITATIONS_SCOPE,
        actor: network,
        bodyHash: hashOf(genuine.value.payload),
      },
      issuedAtMs: iat * 1_000,
      expiresAtMs: leaseEndMs({ iat, exp }),
      issuers: issuersOf(list.value),
    })
  }

  return {
    async gather(issuer, deadlineMs) {
      const { held, proof, failure } = await documents.obtain({
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
      const evidence: AccreditationEvidence = {
        source: url,
        seq,
        issuedAtMs,
        expiresAtMs,
        observedAtMs: held.observedAtMs,
        documentHash: held.source.hash,
        ...proof,
        ...issuers.get(issuer),
      }
      return { gathered: { evidence, ...cause }, source: held.source, head: { scope: url, seq } }
    },
    reload: documents.reload,
    refreshDue: documents.refreshDue,
  }
}

/** Finds what a list says of an issuer that was checked when it was taken. */
export function findAccreditation(bytes: Uint8Array, issuer: string): Accreditation {
  const list = parseAccreditationList(unwrap(parseJws(bytes, LIST_LIMITS)).payload)
  return issuersOf(unwrap(list)).get(issuer) ?? {}
}

function issuersOf({
  records,
  pending = [],
}: AccreditationListPayload): ReadonlyMap<string, Accreditation> {
  const issuers = new Map<string, Accreditation>()
  for (const record of records) {
    if (record.action === 'issue') issuers.set(record.subject, { record })
  }
  for (const announced of pending) {
    const { action, subject } = announced.record
    if (action !== 'issue') continue
    const issuer = issuers.get(subject)
    issuers.set(subject, { ...issuer, pending: [...(issuer?.pending ?? []), announced] })
  }
  return issuers
}
