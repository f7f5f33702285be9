import { type Err, err, type ReasonCode, type Reasoned, refuse } from '@evenkeel/kernel'

/** Errors of the protocol (RFC 6749 §5.2, RFC 6750 §3.1, OpenID4VCI 1.0 §8.3.1, §9.3, §11.3). */
export type ProtocolError =
  | 'invalid_request'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_token'
  | 'invalid_credential_request'
  | 'unknown_credential_configuration'
  | 'unknown_credential_identifier'
  | 'invalid_proof'
  | 'invalid_nonce'
  | 'invalid_encryption_parameters'
  | 'credential_request_denied'
  | 'invalid_transaction_id'
  | 'invalid_notification_id'
  | 'invalid_notification_request'

/** A refusal as wallets understand it, with our own reason beside it. */
export interface ProtocolRefusal {
  readonly error: ProtocolError
  readonly reason: Reasoned
}

export function refuseAs(
  error: ProtocolError,
  code: ReasonCode,
  detail?: string,
): Err<ProtocolRefusal> {
  return err({ error, reason: refuse(code, detail).error })
}

/** The same for a reason that another check gave. */
export function refuseFor(error: ProtocolError, reason: Reasoned): Err<ProtocolRefusal> {
  return err({ error, reason })
}
