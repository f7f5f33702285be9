import {
  BITSTRING_TYP,
  type BitstringPurpose,
  bitstringOf,
  createJws,
  deflateStatusList,
  encodeBase64url,
  encodeBitstring,
  encodeUtf8,
  epochMs,
  formatInstant,
  gzipBitstring,
  type Head,
  joinHead,
  STATUS_TOKEN_TYP,
  type StatusTokenPayload,
  signHead,
} from '@evenkeel/kernel'
import type { IssuerConfig } from '../config.ts'
import { STATUS_ENTRY_BITS } from '../limits.ts'
import { cutList, joinList } from '../model/cut-list.ts'
import { headerKid } from '../model/header-kid.ts'
import {
  type CompressedList,
  FORM_PATHS,
  type Prepared,
  type PublicationForm,
  type SignedForms,
} from '../model/publication.ts'
import { ttlS } from '../model/status-lease.ts'

/** Compresses a list for all forms: with 10 M entries the most that a publication costs. */
export function compressList(bits: Uint8Array): CompressedList {
  const list = { bits: STATUS_ENTRY_BITS, order: 'lsb', bytes: bits } as const
  return {
    list: deflateStatusList(bits),
    revocation: gzipBitstring(bitstringOf(list, 'revocation')),
    suspension: gzipBitstring(bitstringOf(list, 'suspension')),
  }
}

/** Signs every form of one publication. Rejects when the signer does. */
export async function signForms(
  config: IssuerConfig,
  uri: string,
  prepared: Prepared,
  compressed: CompressedList,
): Promise<SignedForms> {
  const { signer, leaseRule } = config
  const { iat, headExp, plainExp, root, pending, prev } = prepared
  const head: Head = {
    v: 1,
    scope: uri,
    seq: iat,
    root,
    iat,
    exp: headExp,
    ...(prev !== undefined && { prev }),
    rule: leaseRule,
    bits: STATUS_ENTRY_BITS,
    pending: pending.map(({ act, index, value, effectiveAtMs, mode }) => ({
      act,
      index,
      value,
      effectiveAtMs,
      ...(mode !== undefined && { mode }),
    })),
  }
  const lst = encodeBase64url(compressed.list)
  const token: StatusTokenPayload = {
    sub: uri,
    iat,
    exp: plainExp,
    ttl: ttlS(iat, plainExp, leaseRule.periodMs),
    status_list: { bits: STATUS_ENTRY_BITS, lst },
  }
  const header = { typ: STATUS_TOKEN_TYP, kid: signer.keyId }
  const bitstring = (purpose: BitstringPurpose): Promise<string> =>
    signBitstring(config, uri, {
      ...prepared,
      purpose,
      encodedList: encodeBitstring(compressed[purpose]),
    })
  const [signedHead, signedToken, revocation, suspension] = await Promise.all([
    signHead(signer, head),
    createJws({ header, payload: token, signer }),
    bitstring('revocation'),
    bitstring('suspension'),
  ])
  return { head: signedHead, token: cutList(signedToken, lst), revocation, suspension }
}

/** A form as it is served: with the compressed list that it carries. */
export function joinForm(form: PublicationForm, signed: string, carried: Uint8Array): Uint8Array {
  if (form === 'head') return joinHead(signed, carried)
  const list = form === 'token' ? encodeBase64url(carried) : encodeBitstring(carried)
  return encodeUtf8(joinList(signed, list))
}

/** Signs a status list credential (Bitstring Status List 1.0 §2.2), enveloped as VC-JOSE-COSE says; `ttl` is in milliseconds. */
async function signBitstring(
  config: IssuerConfig,
  uri: string,
  parts: Prepared & { readonly purpose: BitstringPurpose; readonly encodedList: string },
): Promise<string> {
  const { signer, leaseRule, issuerId, issuerUrl } = config
  const { iat, plainExp, purpose, encodedList } = parts
  const id = `${uri}${FORM_PATHS[purpose]}`
  const compact = await createJws({
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
        encodedList,
        ttl: ttlS(iat, plainExp, leaseRule.periodMs) * 1_000,
      },
    },
    signer,
  })
  return cutList(compact, encodedList)
}
