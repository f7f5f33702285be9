import {
  createJws,
  deflateStatusList,
  encodeBase64url,
  encodeUtf8,
  type Signer,
  STATUS_TOKEN_TYP,
  type StatusList,
} from '@evenkeel/kernel'

export interface TokenTimes {
  readonly uri: string
  readonly iat: number
  readonly exp: number
}

/** A list as its token, everything that a publication computes: compressed, encoded, signed. */
export async function signStatusToken(
  { bits, bytes }: StatusList,
  { uri, iat, exp }: TokenTimes,
  signer: Signer,
): Promise<Uint8Array> {
  const lst = encodeBase64url(deflateStatusList(bytes))
  const payload = { sub: uri, iat, exp, status_list: { bits, lst } }
  const header = { typ: STATUS_TOKEN_TYP, kid: signer.keyId }
  return encodeUtf8(await createJws({ header, payload, signer }))
}
