import {
  ACCREDITATION_LIST_PATH,
  ACCREDITATION_LIST_TYP,
  type AccreditationListPayload,
  type AccreditationRecord,
  type AccreditingAct,
  type ActEffect,
  type ActMode,
  createSeededSigner,
  importPublicJwk,
  type PublicJwk,
  parseAccreditationList,
  parseJws,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import { AUTHORITY, ISSUER, networkSigner, START, type World } from './world.ts'

const keyOf = (fill: number): PublicJwk =>
  createSeededSigner('EdDSA', new Uint8Array(32).fill(fill)).publicJwk
export const keyA: PublicJwk = keyOf(1)
export const keyB: PublicJwk = keyOf(2)

export interface Wanted {
  readonly actId: string
  readonly decidedAtMs: number
  readonly status?: AccreditationRecord['status']
  readonly keys?: readonly PublicJwk[]
  readonly fromMs?: number
  readonly mode?: ActMode
}

/** An act upon the accreditation of one issuer: coordinated, and active under `keyA`, unless told otherwise. */
export function act({ actId, decidedAtMs, mode, ...wanted }: Wanted): AccreditingAct {
  const { status = 'active', keys = [keyA], fromMs = START } = wanted
  const record: AccreditationRecord = {
    subject: 'https://issuer.example',
    party: ISSUER,
    keys,
    authority: AUTHORITY,
    action: 'issue',
    credentialTypes: ['https://types.example/residence'],
    jurisdictions: ['CH-ZH'],
    assurance: 'high',
    validFromMs: START - 1,
    validUntilMs: START + 1_000_000_000,
    status,
    statusFromMs: fromMs,
    actId,
  }
  return { actId, kind: 'accredit', record, decidedAtMs, ...(mode && { mode }) }
}

/** The published list, its signature checked. */
export async function published({ party }: World): Promise<AccreditationListPayload> {
  const bytes = (await party.document(ACCREDITATION_LIST_PATH)) ?? new Uint8Array()
  const jws = unwrap(parseJws(bytes, { maxBytes: 1_000_000, maxDepth: 8 }))
  const key = unwrap(importPublicJwk(networkSigner.publicJwk))
  unwrap(verifyJws(jws, key, { typ: ACCREDITATION_LIST_TYP }))
  return unwrap(parseAccreditationList(jws.payload))
}

/** What the authority was told, oldest first. */
export async function told({ party }: World): Promise<readonly ActEffect[]> {
  const rows = await party.ports.store.read('told', (tx) =>
    tx.all("SELECT body FROM handoff_out WHERE kind = 'governance.record-effect' ORDER BY seq"),
  )
  return rows.map((row) => JSON.parse(String(row.body)) as ActEffect)
}
