import {
  ACCREDITATION_LIST_PATH,
  ACCREDITATION_LIST_TYP,
  type AccreditationRecord,
  createJws,
  createStatusList,
  encodeUtf8,
  type Signer,
  setStatus,
} from '@evenkeel/kernel'
import { signStatusToken } from '../sign-status-token.ts'
import { LIST_ENTRIES, NETWORK_URL, REVOKED_EVERY, STATUS_URI } from './scene.ts'

/** How long the documents may be relied on, in seconds: longer than any run. */
const LEASE_S = 86_400

/** The issuer's status list as its token. */
export function createStatusToken(nowS: number, signer: Signer): Promise<Uint8Array> {
  const list = createStatusList(LIST_ENTRIES, 2)
  for (let index = 0; index < LIST_ENTRIES; index += REVOKED_EVERY) setStatus(list, index, 1)
  return signStatusToken(list, { uri: STATUS_URI, iat: nowS, exp: nowS + LEASE_S }, signer)
}

/** The network's list with the one issuer. */
export async function createAccreditationList(
  record: AccreditationRecord,
  nowS: number,
  signer: Signer,
): Promise<Uint8Array> {
  const payload = {
    v: 1,
    sub: NETWORK_URL + ACCREDITATION_LIST_PATH,
    seq: 1,
    iat: nowS,
    exp: nowS + LEASE_S,
    records: [record],
  }
  const header = { typ: ACCREDITATION_LIST_TYP, kid: signer.keyId }
  return encodeUtf8(await createJws({ header, payload, signer }))
}
