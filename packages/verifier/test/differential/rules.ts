import type { ReasonCode } from '@evenkeel/kernel'

/** Why our reader refuses what the library takes, and with which codes. There is none for the opposite: we never take what it refuses. */
export interface Rule {
  readonly why: string
  readonly reasons: readonly ReasonCode[]
  /** Both accept, and the claims that they read differ. */
  readonly claimsDiffer?: true
}

export type RuleName =
  | 'strict_encoding'
  | 'repeated_member'
  | 'exact_json'
  | 'bounded_depth'
  | 'object_parts'
  | 'checked_header'
  | 'registered_claims'
  | 'expiry_instant'
  | 'accepted_type'
  | 'strict_key'
  | 'sha_256_only'
  | 'repeated_digest'
  | 'digest_shape'
  | 'disclosure_shape'
  | 'unreferenced_disclosure'
  | 'reserved_name'
  | 'never_disclosed'
  | 'name_taken'
  | 'claims_kept'
  | 'exact_audience'
  | 'binding_freshness'
  | 'exact_transaction'

export const rules: Readonly<Record<RuleName, Rule>> = {
  strict_encoding: {
    why: 'Base64url without padding, white space and set trailing bits (RFC 7515 §2): one spelling for each byte string. The library decodes leniently.',
    reasons: ['credential_malformed', 'disclosure_malformed'],
  },
  repeated_member: {
    why: 'A member named twice is refused (RFC 7515 §4, RFC 8725 §2.4): the library keeps the last, another reader the first.',
    reasons: ['credential_malformed'],
  },
  exact_json: {
    why: 'I-JSON (RFC 7493): UTF-8 without a mark, no lone surrogate, no number beyond a double. The library reads something else instead.',
    reasons: ['credential_malformed'],
  },
  bounded_depth: {
    why: 'Nesting has a limit before anything recurses; the library has none.',
    reasons: ['credential_malformed'],
  },
  object_parts: {
    why: 'Header and payload are JSON objects (RFC 7515 §4, RFC 7519 §7.2); the library also reads members of other values.',
    reasons: ['credential_malformed'],
  },
  checked_header: {
    why: 'The header’s alg is the key’s, typ says what it is, crit names nothing that we do not know (RFC 8725 §3.1, §3.11, RFC 7515 §4.1.11). The alg also says which key it is when kid does not. The library leaves the header to its caller.',
    reasons: [
      'algorithm_not_accepted',
      'header_not_accepted',
      'credential_signature_invalid',
      'holder_binding_invalid',
    ],
  },
  registered_claims: {
    why: 'iss and vct are strings, times are whole numbers (draft-ietf-oauth-sd-jwt-vc §3.2.2.2); the library compares whatever is there.',
    reasons: ['credential_malformed'],
  },
  expiry_instant: {
    why: 'Expired from the instant of exp on (RFC 7519 §4.1.4), exp 0 included; the library takes that instant, and 0 as no expiry.',
    reasons: ['credential_expired'],
  },
  accepted_type: {
    why: 'The policy names the types that it takes; the library leaves that to its caller.',
    reasons: ['credential_type_not_accepted'],
  },
  strict_key: {
    why: 'A holder key with private members, another alg or loosely spelled coordinates is refused; node:crypto alone imports it.',
    reasons: ['holder_binding_invalid'],
  },
  sha_256_only: {
    why: 'Digests are SHA-256; others that RFC 9901 §4.1.1 allows are refused rather than half supported. Without disclosures the library does not look.',
    reasons: ['disclosure_algorithm_not_accepted'],
  },
  repeated_digest: {
    why: 'A digest or a disclosure that occurs twice is refused (RFC 9901 §7.1 step 4); the library uses it twice.',
    reasons: ['disclosure_duplicate'],
  },
  digest_shape: {
    why: '_sd is an array of strings, a placeholder has one member that is a string (RFC 9901 §4.2.4); the library passes over others.',
    reasons: ['disclosure_malformed'],
  },
  disclosure_shape: {
    why: 'A claim has three parts and an element two, and each stands where its kind may (RFC 9901 §7.1 step 3); the library puts it anyway.',
    reasons: ['disclosure_malformed'],
  },
  unreferenced_disclosure: {
    why: 'A disclosure that nothing names is refused (RFC 9901 §7.1 step 5); the library ignores it.',
    reasons: ['disclosure_unreferenced'],
  },
  reserved_name: {
    why: 'A claim is not called _sd, _sd_alg or ... (RFC 9901 §7.1 step 3); the library makes it one.',
    reasons: ['disclosure_name_reserved'],
  },
  never_disclosed: {
    why: 'iss, vct, nbf, exp, cnf and status cannot be withheld (draft-ietf-oauth-sd-jwt-vc §3.2.2.2); the library takes them from a disclosure.',
    reasons: ['disclosure_name_reserved'],
  },
  name_taken: {
    why: 'A disclosed claim does not replace another (RFC 9901 §7.1 step 3); in the library the last one wins.',
    reasons: ['disclosure_name_taken'],
  },
  claims_kept: {
    why: 'A claim called __proto__ or by the empty name is a claim; the library loses it.',
    reasons: [],
    claimsDiffer: true,
  },
  exact_audience: {
    why: 'aud is this verifier’s one identifier (RFC 9901 §7.3); the library leaves it to its caller.',
    reasons: ['audience_mismatch'],
  },
  binding_freshness: {
    why: 'The binding is recent, by whole seconds, and within times that it sets itself (RFC 9901 §7.3); the library leaves that to its caller.',
    reasons: ['holder_binding_invalid'],
  },
  exact_transaction: {
    why: 'A binding approves the transaction that was asked for and no other (OpenID4VP 1.0 §B.3.3); the library does not know transactions.',
    reasons: ['transaction_not_approved'],
  },
}
