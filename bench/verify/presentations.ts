import {
  createKbJwt,
  createSdJwt,
  encodePayoutTransaction,
  parseSdJwt,
  presentSdJwt,
  type Signer,
  transactionDataHash,
  unwrap,
} from '@evenkeel/kernel'
import { createNativeSigner, systemRandom } from '@evenkeel/kernel/adapters'
import { CAMPAIGN, ISSUER_ID, LIST_ENTRIES, REVOKED_EVERY, STATUS_URI, VCT } from './scene.ts'

/** A presentation of a credential of its own, bound to a key of its own: nothing about it can have been seen before. */
export interface Presented {
  readonly presentation: string
  readonly nonce: string
  readonly transactionData: string
  readonly holder: Signer
}

export interface PresentParts {
  readonly position: number
  readonly issuer: Signer
  readonly audience: string
  readonly nonce: string
  readonly nowS: number
  /** Whether the credential names a place in the status list. */
  readonly withStatus: boolean
}

const LIMITS = { maxBytes: 65_536, maxDepth: 16 }
const DISCLOSED = ['member_id', 'tier', 'given_name', 'family_name', 'birthdate']

/** Issues a credential with five claims that can be withheld, and presents all of them for a payout. */
export async function present(parts: PresentParts): Promise<Presented> {
  const { position, issuer, audience, nonce, nowS, withStatus } = parts
  const holder = createNativeSigner('ES256', systemRandom.bytes(32))
  const idx = ((position * REVOKED_EVERY) % (LIST_ENTRIES - REVOKED_EVERY)) + 1
  const credential = await createSdJwt({
    header: { typ: 'dc+sd-jwt', kid: issuer.keyId },
    claims: {
      iss: ISSUER_ID,
      vct: VCT,
      iat: nowS - 60,
      exp: nowS + 86_400,
      cnf: { jwk: holder.publicJwk },
      ...(withStatus && { status: { status_list: { idx, uri: STATUS_URI } } }),
      member_id: `m-${position}`,
      tier: 'gold',
      given_name: 'Amina',
      family_name: 'Okafor',
      birthdate: '1990-01-01',
    },
    disclose: DISCLOSED,
    salts: DISCLOSED.map(() => systemRandom.bytes(16)),
    signer: issuer,
  })
  const sdJwt = unwrap(presentSdJwt(unwrap(parseSdJwt(credential, LIMITS)), DISCLOSED))
  const transactionData = encodePayoutTransaction({
    type: 'evenkeel.payout',
    credential_ids: ['credential'],
    campaign_id: CAMPAIGN,
    payout_target: `purse-${position}`,
    payout_salt: 's'.repeat(22),
  })
  const keyBinding = await createKbJwt({
    sdJwt,
    audience,
    nonce,
    issuedAtS: nowS,
    claims: { transaction_data_hashes: [transactionDataHash(transactionData)] },
    signer: holder,
  })
  return { presentation: sdJwt + keyBinding, nonce, transactionData, holder }
}
