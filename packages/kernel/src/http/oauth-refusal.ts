import { type TSchema, Type } from 'typebox'
import type { JsonValue } from '../json/json-value.ts'
import { codeSchema } from '../messages/common.ts'
import type { Reasoned } from '../reasons/reasoned.ts'
import { type ReasonCode, reasons } from '../reasons/registry.ts'

/** What a route answers with instead of a problem when its errors are OAuth's. */
export interface OauthRefusal {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly json: JsonValue
}

/** Body of a refusal at an endpoint of OAuth or of OpenID's protocols on it (RFC 6749 §5.2), with our reason in `code`. */
export const oauthErrorSchema: TSchema = Type.Object({
  error: Type.String({ description: 'The protocol’s error.' }),
  error_description: Type.String({ description: 'For the developer of the caller.' }),
  code: codeSchema,
})

/**
 * Says a reason in OAuth's form. With the protocol's own error it has the status 400, or 401 for `invalid_token` (RFC 6750 §3.1); without
 * one the error follows from the reason (RFC 6749 §4.1.2.1), and the status is the reason's.
 */
export function oauthRefusal(
  { code, detail }: Reasoned,
  error: string | undefined = undefined,
): OauthRefusal {
  const { httpStatus, operator } = reasons[code]
  const isToken = error === 'invalid_token'
  const ownStatus = isToken ? 401 : 400
  return {
    status: error === undefined ? httpStatus : ownStatus,
    headers: isToken ? { 'www-authenticate': `Bearer error="${error}"` } : {},
    json: {
      error: error ?? errorOf(code),
      error_description: oauthText(detail === undefined ? operator : `${operator} (${detail})`),
      code,
    },
  }
}

function errorOf(code: ReasonCode): string {
  const { httpStatus, retryable } = reasons[code]
  if (httpStatus < 500) return 'invalid_request'
  return retryable ? 'temporarily_unavailable' : 'server_error'
}

/** A text as an `error_description` may hold it: printable ASCII without quotes and backslashes, blanks for the rest. */
function oauthText(text: string): string {
  return text.replaceAll(/[^\x20\x21\x23-\x5B\x5D-\x7E]/g, ' ')
}
