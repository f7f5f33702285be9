import { Type } from 'typebox'
import type { PublicJwk } from '../ports.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { MESSAGE_LIMITS, numericDateSchema, publicJwkSchema } from './common.ts'

/** JWT `typ` of an SD-JWT VC (draft-ietf-oauth-sd-jwt-vc §3.2.1). */
export const CREDENTIAL_TYP = 'dc+sd-jwt'

/** The registered claims of a credential that every verifier reads; others are the issuer's and may be disclosed selectively. */
export interface CredentialClaims {
  /** Issuer identifier: `https://<party>.evenkeel.example`. */
  readonly iss: string
  /** Credential type. */
  readonly vct: string
  readonly iat?: number
  readonly nbf?: number
  readonly exp?: number
  /** Holder key (RFC 7800); absent means that anybody who has the credential may present it, which our policies refuse. */
  readonly cnf?: { readonly jwk: PublicJwk }
  /** Where the status lives (Token Status List §6.1); absent means the issuer cannot revoke it. */
  readonly status?: { readonly status_list: { readonly idx: number; readonly uri: string } }
}

const claims = Type.Object(
  {
    iss: Type.String({ minLength: 1, maxLength: 512 }),
    vct: Type.String({ minLength: 1, maxLength: 512 }),
    iat: Type.Optional(numericDateSchema),
    nbf: Type.Optional(numericDateSchema),
    exp: Type.Optional(numericDateSchema),
    // Other members are other issuers' own, here and below (RFC 7800 §3.1, Token Status List §6.2).
    cnf: Type.Optional(Type.Object({ jwk: publicJwkSchema }, { additionalProperties: true })),
    status: Type.Optional(
      Type.Object(
        {
          status_list: Type.Object(
            {
              idx: Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 }),
              uri: Type.String({ minLength: 1, maxLength: 1024 }),
            },
            { additionalProperties: true },
          ),
        },
        { additionalProperties: true },
      ),
    ),
  },
  { additionalProperties: true },
)

export const parseCredentialClaims: Parser<CredentialClaims> = createParser(claims, MESSAGE_LIMITS)
