import {
  BITSTRING_TYP,
  type BitstringPurpose,
  bitstringOf,
  createJws,
  decodeUtf8,
  deflateStatusList,
  encodeBase64url,
  encodeBitstring,
  encodeHex,
  epochMs,
  formatInstant,
  joinHead,
  STATUS_TOKEN_TYP,
  type StatusTokenPayload,
  signHead,
  statusRoot,
} from '@evenkeel/kernel'
import type { IssuerConfig } from '../config.ts'
import { STATUS_ENTRY_BITS } from '../limits.ts'
import { headerKid } from '../model/header-kid.ts'
import { ttlS } from '../model/status-lease.ts'
import type { Prepared } from './publish-status.ts'

/** The forms of a publication: the leased head with its list, and what plain verifiers read: the IETF's token, and the W3C's list of each purpose. */
export type PublicationForm = 'head' | 'token' | BitstringPurpose

/** Each form as it is served. */
export type SignedForms = Readonly<Record<PublicationForm, string>>

/** What stands after a list's own path for each form. */
export const FORM_PATHS: Readonly<Record<PublicationForm, string>> = {
  token: '',
  head: '/head',
  revocation: '/bitstring/revocation',
  suspension: '/bitstring/suspension',
}

/** Signs every form of one publication. Rejects when the signer does. */
export async function signForms(
  config: IssuerConfig,
  uri: string,
  prepared: Prepared,
): Promise<SignedForms> {
  const { signer, leaseRule } = config
  const { iat, headExp, plainExp, bits, pending, prev } = prepared
  const compressed = deflateStatusList(bits)
  const head = await signHead(signer, {
    v: 1,
    scope: uri,
    seq: iat,
    root: encodeHex(statusRoot(bits)),
    iat,
    exp: headExp,
    ...(prev !== undefined && { prev }),
    rule: leaseRule,
    bits: STATUS_ENTRY_BITS,
    pending: pending.map(({ act, index, value, effectiveAtMs }) => ({
      act,
      index,
      value,
      effectiveAtMs,
    })),
  })
  const token: StatusTokenPayload = {
    sub: uri,
    iat,
    exp: plainExp,
    ttl: ttlS(iat, plainExp, leaseRule.periodMs),
    status_list: { bits: STATUS_ENTRY_BITS, lst: encodeBase64url(compressed) },
  }
  const header = { typ: STATUS_TOKEN_TYP, kid: signer.keyId }
  return {
    head: decodeUtf8(joinHead(head, compressed)) ?? '',
    token: await createJws({ header, payload: token, signer }),
    revocation: await signBitstring(config, uri, { ...prepared, purpose: 'revocation' }),
    suspension: await signBitstring(config, uri, { ...prepared, purpose: 'suspension' }),
  }
}

/** Signs a status list credential (Bitstring Status List 1.0 §2.2), enveloped as VC-JOSE-COSE says; `ttl` is in milliseconds. */
function signBitstring(
  config: IssuerConfig,
  uri: string,
  { iat, plainExp, bits, purpose }: Prepared & { readonly purpose: BitstringPurpose },
): Promise<string> {
  const { signer, leaseRule, issuerId, issuerUrl } = config
  const id = `${uri}${FORM_PATHS[purpose]}`
  const list = { bits: STATUS_ENTRY_BITS, order: 'lsb', bytes: bits } as const
  return createJws({
    header: { typ: BITSTRING_TYP, cty: 'vc', kid: headerKid(config) },
    payload: {
      '@context': ['https://www.w3.org/ns/credentials/v2'],
      id,
      type: ['VerifiableCredential', 'BitstringStatusListCredential'],
      issuer: issuerId ?? issuerUrl,
      validFrom: formatInstant(epochMs(iat * 1_000)),
      validUntil: formatInstant(epochMs(plainExp * 1_000)),
      credentialSubject: {
        id: `${id}#list`,
        type: 'BitstringStatusList',
        statusPurpose: purpose,
        encodedList: encodeBitstring(bitstringOf(list, purpose)),
        ttl: ttlS(iat, plainExp, leaseRule.periodMs) * 1_000,
      },
    },
    signer,
  })
}
