/** What one reason code means to the people who meet it (DESIGN E3). */
export interface Reason {
  /** Words for the person concerned: no internals, and what to do next where there is something to do. */
  readonly audience: { readonly claimant: string }
  /** Words for the operator on call: the exact condition that gives this code. */
  readonly operator: string
  /** Whether the person concerned may appeal the outcome. */
  readonly appealable: boolean
  /** Whether the same request, sent again later, may end differently. */
  readonly retryable: boolean
  /** Status of an HTTP answer whose outcome this is (RFC 9110 §15). */
  readonly httpStatus: number
}

/**
 * Every reason that any outcome can carry: the only list. A code is never renamed or reused, because receipts and the log keep it for ever.
 * Docs and OpenAPI are generated from here.
 */
export const registry = {
  // The credential itself
  credential_malformed: {
    audience: { claimant: 'This credential cannot be read.' },
    operator: 'The SD-JWT or its claims do not parse; the detail names the part.',
    appealable: true,
    retryable: false,
    httpStatus: 400,
  },
  credential_signature_invalid: {
    audience: {
      claimant:
        'This credential was changed after it was issued, or was not issued by its named issuer.',
    },
    operator:
      "The issuer's signature does not hold under the key that the accreditation list names.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  credential_type_not_accepted: {
    audience: { claimant: 'This kind of credential is not accepted here.' },
    operator: "The credential's vct is not among the types that the policy names.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  credential_not_yet_valid: {
    audience: { claimant: 'This credential is not valid yet.' },
    operator: "nbf lies ahead of the verifier's clock minus its bound.",
    appealable: false,
    retryable: true,
    httpStatus: 422,
  },
  credential_expired: {
    audience: { claimant: 'This credential has expired. Ask its issuer for a new one.' },
    operator: "exp is not after the verifier's clock plus its bound.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  credential_revoked: {
    audience: { claimant: 'This credential was revoked by its issuer.' },
    operator: 'The status bits, or a pending act that took effect, say invalid. Permanent.',
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  credential_suspended: {
    audience: { claimant: 'This credential is suspended at the moment.' },
    operator:
      'The status bits, or a pending act that took effect, say suspended. Leased like valid: ask again.',
    appealable: true,
    retryable: true,
    httpStatus: 422,
  },
  credential_issuer_unknown: {
    audience: { claimant: 'We do not know the issuer of this credential.' },
    operator: 'The accreditation list in force has no record for the iss claim.',
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  credential_issuer_not_accredited: {
    audience: {
      claimant: 'The issuer of this credential is not accredited for this kind of credential.',
    },
    operator:
      'The issuer has a record, but none that covers action, type and time; withdrawn records count as none.',
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  credential_issuer_suspended: {
    audience: { claimant: 'The issuer of this credential is suspended at the moment.' },
    operator:
      "The issuer's accreditation record has the status suspended at the decision's horizon.",
    appealable: true,
    retryable: true,
    httpStatus: 422,
  },
  credential_assurance_too_low: {
    audience: {
      claimant: 'The issuer of this credential does not check thoroughly enough for this purpose.',
    },
    operator: "The assurance in the issuer's accreditation record is below the policy's minimum.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  credential_issuer_not_eligible: {
    audience: { claimant: 'Credentials of this issuer are not accepted here.' },
    operator:
      "The issuer's accreditation is for another place, or from another authority, than the policy's `issuers` ask for.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  credential_claim_not_accepted: {
    audience: { claimant: 'A detail of this credential does not meet the conditions.' },
    operator:
      'A disclosed claim is not the value that the policy requires, or is of a kind that an output or the subject cannot be.',
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  credential_condition_not_met: {
    audience: { claimant: 'What this credential says does not meet the conditions here.' },
    operator:
      "The policy's condition is false for the disclosed claims, the issuer's accreditation and the time.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  credential_condition_not_computable: {
    audience: {
      claimant:
        'This credential says things in a way that the conditions here cannot be checked by.',
    },
    operator:
      "The policy's condition gives no true or false for these claims: a type, a number out of range, a claim too large, or a member that is not there.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  credential_outputs_not_computable: {
    audience: {
      claimant: 'This credential says things in a way that your share cannot be worked out from.',
    },
    operator:
      'A computed output of the policy gives no text, number or truth value for these claims: a type, a number out of range, or a claim too large.',
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  jurisdiction_denied: {
    audience: { claimant: 'This is not offered where you belong.' },
    operator:
      "An overlay of the policy denies the place of the receipt's output `jurisdiction`; its ground is in the check's evidence.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  jurisdiction_check_denied: {
    audience: { claimant: 'A check that is required where you belong was answered with no.' },
    operator:
      "The check of an overlay for the place of the output `jurisdiction` answered deny; the overlay's ground is in the check's evidence.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  jurisdiction_check_unanswered: {
    audience: { claimant: 'A check that is required where you belong could not be made in time.' },
    operator:
      "The check of an overlay did not answer within its budget, or could not tell; the overlay's `whenLate` says what that comes to.",
    appealable: true,
    retryable: true,
    httpStatus: 503,
  },
  jurisdiction_unclear: {
    audience: { claimant: 'It is not clear to which place you belong, and that matters here.' },
    operator:
      'The output `jurisdiction` is no ISO 3166 code, or names a state where an overlay is for a part of it.',
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  subject_identifier_missing: {
    audience: {
      claimant:
        'This credential does not show the number by which everybody is counted once here. Show it, or another credential.',
    },
    operator:
      "The claim that identifies a person, by the policy's subjectClaim or subject.claims, is not disclosed.",
    appealable: true,
    retryable: true,
    httpStatus: 422,
  },
  subject_identifier_malformed: {
    audience: {
      claimant:
        'The number by which everybody is counted once here is not as it should be in this credential. Ask its issuer.',
    },
    operator:
      "The claim that identifies a person is no identifier of the policy's kind, or has another length.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  subject_identifier_mutable: {
    audience: { claimant: 'This campaign would count people by names that others can take over.' },
    operator:
      'The rule counts persons by an identifier that can get to somebody else, and does not say `takeover: accepted`; the detail names the kind.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  credential_issuer_not_in_domain: {
    audience: {
      claimant: 'Credentials of this issuer do not count here. Show one of another issuer.',
    },
    operator:
      "The issuer is not among the subject.issuers of the policy, so its identifiers are not the set's.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  nullifier_key_mismatch: {
    audience: { claimant: 'This service is not set up for this campaign.' },
    operator:
      "The verifier's key for the campaign's nullifiers is not the one that the rule commits to (uniqueness.keyCheck): its receipts would name each person twice.",
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  credential_outputs_too_large: {
    audience: {
      claimant: 'The details of this credential that are needed here are too long to be passed on.',
    },
    operator:
      'The outputs that the policy asks for are together larger than a receipt may carry (OUTPUTS_BYTES_MAX); ask for fewer of them.',
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  credential_conflict: {
    audience: { claimant: 'Another credential is already kept under this id.' },
    operator: 'The holder keeps a different credential under the same credential id.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },

  // Holder binding and disclosures
  holder_key_unknown: {
    audience: { claimant: 'This credential belongs to a key that this wallet does not have.' },
    operator: "The credential's cnf key is not among the keys that this holder keeps.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  holder_binding_missing: {
    audience: { claimant: 'The wallet did not prove that this credential is yours.' },
    operator: 'The presentation has no key binding JWT, or the credential has no cnf key.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  holder_binding_invalid: {
    audience: { claimant: "The wallet's proof that this credential is yours does not hold." },
    operator:
      "The key binding JWT's signature, type, iat or sd_hash does not match the presentation.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  audience_mismatch: {
    audience: { claimant: 'This presentation was made for somebody else.' },
    operator: "The key binding JWT's aud is not this verifier.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  nonce_mismatch: {
    audience: { claimant: 'This presentation answers another request. Start again.' },
    operator: "The key binding JWT's nonce is not the one this verifier gave out for the session.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  nonce_replayed: {
    audience: { claimant: 'This presentation was used before. Start again.' },
    operator: 'The nonce was already consumed by another presentation.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  transaction_not_approved: {
    audience: {
      claimant: 'The wallet did not approve this payout, or approved another one. Start again.',
    },
    operator:
      "The key binding JWT's transaction_data_hashes are not exactly that of the transaction asked for.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  disclosure_malformed: {
    audience: { claimant: 'A disclosed detail of the credential cannot be read.' },
    operator:
      'A disclosure, an _sd list or an array placeholder does not have the form of RFC 9901 §4.2.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  disclosure_duplicate: {
    audience: { claimant: 'The presentation contains a detail twice.' },
    operator: 'A digest occurs more than once in the payload and the disclosures (RFC 9901 §7.1).',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  disclosure_unreferenced: {
    audience: { claimant: 'The presentation contains a detail that the issuer did not sign.' },
    operator: "A disclosure's digest is referenced nowhere in the payload (RFC 9901 §7.1).",
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  disclosure_name_reserved: {
    audience: { claimant: 'A disclosed detail of the credential has a name that is not allowed.' },
    operator: 'A disclosure names _sd, _sd_alg or ... as its claim (RFC 9901 §7.1).',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  disclosure_name_taken: {
    audience: { claimant: 'A disclosed detail contradicts another part of the credential.' },
    operator: "A disclosure's claim name already exists at the same level (RFC 9901 §7.1).",
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  disclosure_algorithm_not_accepted: {
    audience: { claimant: 'This credential uses a method that is not accepted here.' },
    operator: '_sd_alg is not sha-256.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  disclosure_missing: {
    audience: { claimant: 'The presentation does not show a detail that is needed here.' },
    operator: 'A claim that the policy requires is not disclosed.',
    appealable: false,
    retryable: true,
    httpStatus: 422,
  },
  disclosure_unknown: {
    audience: { claimant: 'The credential has no such detail.' },
    operator: 'The holder was asked to present a claim for which the SD-JWT has no disclosure.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },

  // Evidence: status, accreditation, clock
  status_stale: {
    audience: {
      claimant:
        'We cannot check at the moment whether this credential is still valid. Try again later.',
    },
    operator: 'No held head is inside its lease (clock + bound < exp): undetermined.',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  status_unavailable: {
    audience: {
      claimant:
        'We cannot check at the moment whether this credential is still valid. Try again later.',
    },
    operator: 'No status list of this scope was ever obtained: undetermined.',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  status_list_mismatch: {
    audience: { claimant: 'The status information of this credential is not the one it names.' },
    operator: "The status token's sub is not the uri that the credential names.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  status_list_malformed: {
    audience: {
      claimant: 'The status information of this credential cannot be read. Try again later.',
    },
    operator:
      'The list does not inflate, is cut short, has bytes after its end, or its root differs from the head.',
    appealable: false,
    retryable: true,
    httpStatus: 422,
  },
  lease_rule_unworkable: {
    audience: { claimant: 'The times that this service was configured with do not fit together.' },
    operator:
      'A lease no longer than 2ε + publishing period + fetch budget, a grid below the period, an online age above it, fractions of seconds, or other times than a world was made with; the detail says which.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  act_cannot_be_cancelled: {
    audience: { claimant: 'This change was announced and cannot be taken back any more.' },
    operator:
      'The act is over, or a head that lists it may live beyond its time T: verifiers may act on it (DESIGN §5, drain).',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  pending_acts_full: {
    audience: { claimant: 'Too many changes are announced already. Try again later.' },
    operator:
      'The status list announces PENDING_ACTS_MAX acts, or the credential CREDENTIAL_ACTS_MAX; there is room again after the next grid time.',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  status_change_announced: {
    audience: {
      claimant:
        'Its issuer has announced that this credential will end, so nothing is decided on it here any more. Ask its issuer.',
    },
    operator:
      'The policy asks for an online proof, and the head announces an end of the entry in online mode: undetermined until T, then rejected (DESIGN §5).',
    appealable: true,
    retryable: false,
    httpStatus: 409,
  },
  status_mode_not_allowed: {
    audience: { claimant: 'This change cannot be made in this way.' },
    operator:
      "The order's mode is not among those that the issuer's accreditation allows (statusObligations.modes).",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  status_rolled_back: {
    audience: {
      claimant: 'The status information of this credential is out of order. Try again later.',
    },
    operator: 'A head older than one already held was offered; the older one is refused (S6).',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  status_equivocation: {
    audience: { claimant: 'The issuer published two different states of this credential.' },
    operator:
      'Two heads with the same scope and seq say different things: a portable proof. Nothing is answered from the scope until a later head is witnessed (S8).',
    appealable: true,
    retryable: false,
    httpStatus: 503,
  },
  equivocation_not_proven: {
    audience: { claimant: 'These two documents do not contradict each other.' },
    operator: 'They are not of one scope and seq, or say the same there: no equivocation (S8).',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  head_unwitnessed: {
    audience: {
      claimant:
        'We cannot confirm at the moment that everybody is shown the same state of this credential. Try again later.',
    },
    operator:
      'The log has shown no witnessed proof of a head within the merge delay, and the policy counts no such evidence: undetermined (S8).',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  status_index_out_of_range: {
    audience: { claimant: 'This credential names a status entry that does not exist.' },
    operator: 'The index lies past the end of the status list.',
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  status_index_exhausted: {
    audience: { claimant: 'No credential can be issued at the moment. Try again later.' },
    operator: 'The status list has no free index left; open another list.',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  accreditation_stale: {
    audience: {
      claimant: 'We cannot check at the moment whether the issuer is accredited. Try again later.',
    },
    operator: 'No accreditation list inside its lease is held: undetermined.',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  clock_unsafe: {
    audience: { claimant: 'We cannot decide at the moment. Try again later.' },
    operator:
      "Witnessed time lies ahead of this node's clock by more than its bound (S12): undetermined.",
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  undetermined_held: {
    audience: {
      claimant:
        'Your claim is kept while we wait for information that we need. You need not do anything.',
    },
    operator: 'The verdict was undetermined and the campaign holds such claims until its deadline.',
    appealable: true,
    retryable: true,
    httpStatus: 202,
  },

  // Presentations over OpenID4VP
  presentation_unknown: {
    audience: { claimant: 'This request is not known here, or no longer. Start again.' },
    operator:
      'No session has this id: it never had one, or the session was removed after its time.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },
  presentation_expired: {
    audience: { claimant: 'This took too long, so the request has ended. Start again.' },
    operator:
      "The session's deadline passed without a presentation that its holder had signed for it.",
    appealable: false,
    retryable: false,
    httpStatus: 410,
  },
  presentation_answered: {
    audience: { claimant: 'This request was answered before. Start again for another answer.' },
    operator: 'Another presentation, signed for this session by its holder, has decided it.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  presentation_declined: {
    audience: { claimant: 'The wallet declined, so nothing was shown. You can still answer.' },
    operator: 'The wallet sent an error response; whoever saw the request can have sent it.',
    appealable: false,
    retryable: true,
    httpStatus: 403,
  },
  presentation_attempts_exhausted: {
    audience: { claimant: 'Too many wrong answers came to this request. Start again.' },
    operator: 'The session has had its named number of answers that did not count.',
    appealable: false,
    retryable: false,
    httpStatus: 410,
  },
  response_state_mismatch: {
    audience: { claimant: 'The answer of the wallet belongs to another request. Start again.' },
    operator: 'The state of the response is not the one of the request at this response_uri.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  response_mode_mismatch: {
    audience: { claimant: 'The wallet answered in another way than it was asked to.' },
    operator: 'A plain response came where an encrypted one was asked for, or the reverse.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  response_encryption_not_accepted: {
    audience: { claimant: 'The wallet encrypted its answer in a way that is not accepted here.' },
    operator:
      'The JWE header is not ECDH-ES with A128GCM or A256GCM under the key of the request, or has zip or crit.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  response_not_decryptable: {
    audience: { claimant: 'The answer of the wallet cannot be read. Start again.' },
    operator: 'The JWE does not decrypt under the key that the request gave.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  vp_token_malformed: {
    audience: { claimant: 'The answer of the wallet cannot be read.' },
    operator: 'The vp_token is not an object with exactly one presentation under the query asked.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  response_code_mismatch: {
    audience: { claimant: 'This result belongs to another browser. Start again in this one.' },
    operator:
      'A same-device result was asked for without the response_code that the wallet was sent back with.',
    appealable: false,
    retryable: false,
    httpStatus: 403,
  },
  redirect_not_allowed: {
    audience: { claimant: 'This page may not ask for a presentation.' },
    operator: 'The redirect_uri has an origin that the configuration does not list.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },

  // Receipts
  receipt_malformed: {
    audience: { claimant: 'The proof of your verification cannot be read.' },
    operator: 'The receipt does not parse; the detail names the part.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  receipt_unknown: {
    audience: { claimant: 'We have no record of this verification.' },
    operator: 'This verifier has no receipt with this id.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },
  receipt_signature_invalid: {
    audience: { claimant: 'The proof of your verification was changed or is not genuine.' },
    operator: "The verifier's signature over the receipt does not hold.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  receipt_expired: {
    audience: { claimant: 'Your verification has expired. Verify again.' },
    operator: "The receipt's exp has passed at the time of arrival.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  receipt_replayed: {
    audience: { claimant: 'Your verification was used here already. Verify again.' },
    operator: 'A service that takes each receipt once has taken this one, in another request.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  receipt_status_stale: {
    audience: {
      claimant: 'Your verification rests on a status that is too old here. Verify again.',
    },
    operator:
      "The oldest status list in the receipt's horizon was signed longer ago than this service takes.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  receipt_wrong_audience: {
    audience: { claimant: 'Your verification was made for another purpose. Verify for this one.' },
    operator: "The receipt's aud names neither this campaign nor this service.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  receipt_verifier_not_named: {
    audience: {
      claimant: 'Your verification comes from a verifier that is not accepted here.',
    },
    operator: "The receipt's verifier, or the key that it names, is not one that is trusted here.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  receipt_policy_mismatch: {
    audience: {
      claimant:
        'Your verification was made under other rules than this campaign has. Verify again.',
    },
    operator: "The receipt's policy hash is not that of the rule document's policy.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  receipt_outcome_not_accepted: {
    audience: { claimant: 'Your verification did not end with an acceptance.' },
    operator: "The receipt's outcome is rejected or undetermined.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },

  // Claims and campaigns
  claim_signature_invalid: {
    audience: {
      claimant: 'Your claim was changed after you signed it, or was not signed with your key.',
    },
    operator: "The holder's signature over the claim does not hold.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  claim_payout_mismatch: {
    audience: {
      claimant: 'The payout address is not the one that you confirmed during verification.',
    },
    operator:
      "The payout does not open the receipt's commitment, or is none that the wallet approved.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  claim_receipt_mismatch: {
    audience: {
      claimant: 'Your claim was signed for another verification than the one sent with it.',
    },
    operator:
      "The claim's receipt hash, or the approval's nonce, is not that of the receipt beside it.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  claim_holder_key_mismatch: {
    audience: {
      claimant: 'The claim was signed with another key than the credential is bound to.',
    },
    operator: "The claim's key is not the holder key that the receipt names.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  claim_campaign_mismatch: {
    audience: { claimant: 'Your claim is for another campaign than the one you sent it to.' },
    operator: "The campaign in the request's path is not the one that the holder signed.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  claim_conflict: {
    audience: { claimant: 'You already sent a claim with different contents.' },
    operator: 'The same idempotency key came with a different body.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  claim_unknown: {
    audience: { claimant: 'We have no such claim.' },
    operator: 'No claim or ticket has this id.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },
  already_claimed: {
    audience: { claimant: 'A claim for this person was already accepted.' },
    operator: 'A live entitlement exists for this campaign, period and nullifier (D2).',
    appealable: true,
    retryable: false,
    httpStatus: 409,
  },
  not_in_table: {
    audience: { claimant: 'You are not on the list of recipients of this campaign.' },
    operator: "The allocation table has no row for the receipt's output `entry`.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  campaign_unknown: {
    audience: { claimant: 'We have no such campaign.' },
    operator: 'No campaign has this id.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },
  campaign_not_settled: {
    audience: { claimant: 'This campaign has not come to its end yet.' },
    operator:
      'A campaign is exported for audit once it is settled: until then claims and postings still change. The detail says where it is.',
    appealable: false,
    retryable: true,
    httpStatus: 409,
  },
  audit_difference: {
    audience: { claimant: 'The public record of this campaign does not add up.' },
    operator:
      'An audit bundle is not what its rule, the log and its own sums say it must be; the detail names the first line that differs.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  campaign_conflict: {
    audience: { claimant: 'A campaign with this name exists with other rules.' },
    operator: 'The same campaign id came with another rule document; a rule is for ever.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  campaign_rule_inconsistent: {
    audience: { claimant: 'The rules of this campaign contradict each other.' },
    operator:
      'The rule document matches its schema but cannot hold; the detail names the contradiction.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  expression_malformed: {
    audience: { claimant: 'This campaign is not set up correctly.' },
    operator:
      'A condition or computed output of the policy does not parse, or uses what expressions may not; the detail names member and place.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  expression_too_costly: {
    audience: { claimant: 'This campaign is not set up correctly.' },
    operator:
      'A condition or computed output of the policy is longer, deeper or costlier at worst than limits.ts of the conditions allows.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  jurisdiction_check_missing: {
    audience: { claimant: 'This campaign is not set up correctly.' },
    operator: 'An overlay of the rule names a check that this verifier does not have.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  campaign_table_mismatch: {
    audience: {
      claimant: "The list of recipients is not the one that the campaign's rules commit to.",
    },
    operator:
      "The table's rows, keys or root are not those of the rule document; the detail names which.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  campaign_not_open: {
    audience: { claimant: 'This campaign is not open yet.' },
    operator: 'The campaign is before its opening time.',
    appealable: false,
    retryable: true,
    httpStatus: 409,
  },
  campaign_closed: {
    audience: { claimant: 'This campaign is closed.' },
    operator: "The campaign's closing time has passed.",
    appealable: true,
    retryable: false,
    httpStatus: 410,
  },
  campaign_paused: {
    audience: { claimant: 'This campaign is paused. Nothing is lost; try again later.' },
    operator: 'An act paused the campaign; the pause lapses by itself.',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  vesting_cancelled: {
    audience: {
      claimant:
        'The payments of your claim were ended before all of it was due, as its rule allows. What was due by then is yours.',
    },
    operator:
      'Two people cancelled the vesting, and its notice has passed; the rest was taken back.',
    appealable: true,
    retryable: false,
    httpStatus: 409,
  },
  vesting_forfeited: {
    audience: {
      claimant:
        'What your claim rests on was revoked. What had fallen due by then is yours; the rest is not paid.',
    },
    operator:
      'A revocation ended the vesting: what had not fallen due is forfeited, as between allocation and settlement (D6).',
    appealable: true,
    retryable: false,
    httpStatus: 409,
  },
  vesting_unknown: {
    audience: { claimant: 'This claim is not paid in parts.' },
    operator: 'The rule has no vesting, or the payment of the claim was not ordered yet.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },
  vesting_cancel_not_allowed: {
    audience: { claimant: 'The payments of this claim cannot be ended.' },
    operator:
      'The rule does not let anybody cancel, the claim does not vest, it was cancelled before, or two people named different evidence; the detail says which.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  vesting_second_person_needed: {
    audience: { claimant: 'The payments of this claim go on.' },
    operator: 'Whoever proposed to cancel a vesting cannot confirm it: it takes two people.',
    appealable: false,
    retryable: false,
    httpStatus: 403,
  },
  campaign_second_person_needed: {
    audience: { claimant: 'This campaign has not been announced yet.' },
    operator: 'Whoever proposed the rule cannot confirm it: announcing takes two people.',
    appealable: false,
    retryable: false,
    httpStatus: 403,
  },
  campaign_dry_run_missing: {
    audience: { claimant: 'This campaign has not been announced yet.' },
    operator:
      'No dry run of exactly this rule is on record: run it against a population, then announce.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  campaign_pause_not_allowed: {
    audience: { claimant: 'This campaign cannot be paused.' },
    operator:
      'A pause is for live campaigns, within its caps, and never twice by one person (G7); the detail says which.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  entitlement_ended: {
    audience: {
      claimant: 'What your claim rests on was revoked before you were paid.',
    },
    operator:
      'A revocation took the claim out before its payment was ordered; its share is forfeited (D6).',
    appealable: true,
    retryable: false,
    httpStatus: 409,
  },
  recheck_pending: {
    audience: {
      claimant: 'What your claim rests on is looked at once more before it counts.',
    },
    operator:
      'The claim waits for a verifier of the rule to answer about its receipt; without an answer in time it is held.',
    appealable: false,
    retryable: true,
    httpStatus: 202,
  },
  recheck_undetermined: {
    audience: {
      claimant:
        'Nobody could say whether what your claim rests on still holds. A person decides about it.',
    },
    operator:
      'A verifier of the rule could not look at the receipt once more, or did not answer in time.',
    appealable: true,
    retryable: false,
    httpStatus: 202,
  },
  recheck_evidence_missing: {
    audience: { claimant: 'The evidence of your verification is not there any more.' },
    operator:
      'The verifier that signed the receipt has no evidence for it, cannot read it, or it is too large to be handed on.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },
  receipt_not_borne_out: {
    audience: { claimant: 'Your verification says something that its evidence does not bear out.' },
    operator:
      'What a receipt certifies is not what a verifier finds in its evidence: look into the verifier that signed it (F6).',
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  canary_running: {
    audience: {
      claimant:
        'A first group is paid before everybody else is. Your amount is set aside meanwhile.',
    },
    operator:
      'The payment waits for the cohort of the canary to be settled and watched, or for its deadline.',
    appealable: false,
    retryable: true,
    httpStatus: 202,
  },
  verifier_compromised: {
    audience: {
      claimant:
        'The service that verified you may have been misused. A person decides about your claim.',
    },
    operator:
      'The claim came after the time since which its verifier is held, and was not paid (F6).',
    appealable: true,
    retryable: false,
    httpStatus: 202,
  },
  verifier_on_hold: {
    audience: {
      claimant:
        'Verifications of this verifier do not count at the moment. Verify with another one, or try again later.',
    },
    operator: 'Two people hold the verifier; the hold lapses by itself.',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  verifier_hold_not_allowed: {
    audience: { claimant: 'This verifier cannot be held like this.' },
    operator:
      'A hold is within its caps, of a verifier that is known, since a time that has come, and never twice by the same two people (G7); the detail says which.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  verifier_hold_second_person_needed: {
    audience: { claimant: 'Nothing is held yet.' },
    operator: 'Whoever proposed the hold cannot confirm it: it takes two people.',
    appealable: false,
    retryable: false,
    httpStatus: 403,
  },
  lottery_not_drawn: {
    audience: {
      claimant: 'Your claim took part in the draw and was not drawn. Anybody can check the draw.',
    },
    operator: 'The claim has a place in the allocation that is logged, and no prize.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  share_is_zero: {
    audience: { claimant: 'Your share of this campaign comes to nothing.' },
    operator:
      'The allocation gives the claim 0: its weight is 0, or the pool is too small to go round.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  tier_not_in_rule: {
    audience: { claimant: 'This campaign has no amount for your group.' },
    operator: "The receipt's output `tier` is none of the rule's tiers.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  verifier_limit_reached: {
    audience: {
      claimant:
        'Too much has been claimed here with verifications of this verifier. Verify with another one, or appeal.',
    },
    operator:
      "The rule's limit per verifier, in count or value, is used up (F6): look into the verifier.",
    appealable: true,
    retryable: false,
    httpStatus: 409,
  },
  issuer_limit_reached: {
    audience: {
      claimant:
        'Too much has been claimed here with credentials of this issuer. Use one of another issuer, or appeal.',
    },
    operator:
      "The rule's limit per issuer, in count or value, is used up (F6): look into the issuer.",
    appealable: true,
    retryable: false,
    httpStatus: 409,
  },
  jurisdiction_limit_reached: {
    audience: {
      claimant: 'What this campaign gives in your place has been given. You may appeal.',
    },
    operator: "The rule's limit per jurisdiction, in count or value, is used up.",
    appealable: true,
    retryable: false,
    httpStatus: 409,
  },
  payout_target_limit_reached: {
    audience: {
      claimant:
        'Too much has been claimed here for this account. Present again with another account, or appeal.',
    },
    operator:
      "The rule's limit per payout target, in count or value, is used up: many claims are paid to one account.",
    appealable: true,
    retryable: false,
    httpStatus: 409,
  },
  period_limit_reached: {
    audience: {
      claimant: 'What this campaign gives in this period has been given. You may appeal.',
    },
    operator: "The rule's limit for the whole period, in count or value, is used up.",
    appealable: true,
    retryable: false,
    httpStatus: 409,
  },
  limit_output_missing: {
    audience: {
      claimant: 'Your verification does not say what this campaign has limits for. Present again.',
    },
    operator:
      "The receipt lacks the output by which a limit of the rule goes (issuer or jurisdiction), or it is no text, or no ISO 3166 code: the verifier's fault.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  weight_malformed: {
    audience: { claimant: 'Your verification does not say how large your share is.' },
    operator: "The receipt's output `weight` is no whole number, as a number or in digits.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  campaign_exhausted: {
    audience: { claimant: 'The funds of this campaign are used up.' },
    operator: "The campaign's pool has no free balance for this entitlement.",
    appealable: true,
    retryable: false,
    httpStatus: 410,
  },

  // Capacity and messages
  queue_full: {
    audience: { claimant: 'Too many people at once. Try again at the time named.' },
    operator:
      'A bounded queue is full, or the estimated wait exceeds the deadline; see retryAfter.',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  deadline_passed: {
    audience: { claimant: 'This took longer than allowed, so it was stopped.' },
    operator: "The message's remaining budget was spent before the work began or ended.",
    appealable: true,
    retryable: true,
    httpStatus: 504,
  },
  malformed_message: {
    audience: { claimant: 'The request cannot be read.' },
    operator: 'The message is not of the expected form; the detail says where or how.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  message_too_large: {
    audience: { claimant: 'The request is too large.' },
    operator: 'The body, or what it inflates to, exceeds the named limit.',
    appealable: false,
    retryable: false,
    httpStatus: 413,
  },
  nesting_too_deep: {
    audience: { claimant: 'The request cannot be read.' },
    operator: 'Arrays and objects nest deeper than the named limit.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  duplicate_key: {
    audience: { claimant: 'The request cannot be read.' },
    operator: 'A JSON object names a member twice, so that two readers could see two messages.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  signature_invalid: {
    audience: { claimant: 'The signature does not hold.' },
    operator: 'The signature over the message does not hold under the named key.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  algorithm_not_accepted: {
    audience: { claimant: 'The message is signed in a way that is not accepted here.' },
    operator: "The alg header is none of those accepted, or not the key's own.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  header_not_accepted: {
    audience: { claimant: 'The message is of another kind than expected here.' },
    operator: 'The typ header differs from the expected one, or crit names an extension.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  key_malformed: {
    audience: { claimant: 'The key cannot be used.' },
    operator:
      'Not a public Ed25519 or P-256 JWK: a private member, another curve, or no point of the curve.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  did_malformed: {
    audience: { claimant: 'The identifier of a key cannot be read.' },
    operator: 'Not a DID or DID URL of its method; the detail names the part.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  did_method_not_supported: {
    audience: { claimant: 'Identifiers of this kind are not accepted here.' },
    operator: 'The DID is of another method than did:key, did:jwk and did:web.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  did_document_unavailable: {
    audience: { claimant: 'The keys behind an identifier could not be fetched. Try again later.' },
    operator: 'The document of a did:web could not be retrieved; the detail says why.',
    appealable: false,
    retryable: true,
    httpStatus: 502,
  },
  did_document_malformed: {
    audience: { claimant: 'The keys behind an identifier cannot be read.' },
    operator:
      'The document of a did:web is too large or too deep, is about another DID, or gives two keys one id.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  did_key_not_found: {
    audience: { claimant: 'The key that was used is not among those of its identifier.' },
    operator: 'The DID has no usable Ed25519 or P-256 key of this id for this purpose.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  not_found: {
    audience: { claimant: 'There is nothing with this name.' },
    operator: 'Every store that was asked has nothing under this id.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },

  // Custody
  handoff_recalled: {
    audience: { claimant: 'This was withdrawn by its sender.' },
    operator:
      'A tombstone for this handoff id exists: the sender recalled it before it took effect.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  handoff_unknown_kind: {
    audience: { claimant: 'The receiver does not know this kind of work.' },
    operator: "No handler is registered for the item's kind.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  handoff_conflict: {
    audience: { claimant: 'This was handed over before with different contents.' },
    operator: 'The same handoff id came with a different body.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  handoff_signature_invalid: {
    audience: { claimant: 'The message between two services is not genuine.' },
    operator: "The envelope's or acknowledgement's signature does not hold under the party's key.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  handoff_key_unknown: {
    audience: {
      claimant: 'A message between two services is signed with a key that is not known.',
    },
    operator:
      "The message's kid is missing or names no key, present or retired, that the directory has of this party.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  handoff_forgotten: {
    audience: { claimant: 'This was handed over too long ago to be repeated.' },
    operator:
      "The item's number is below the watermark that its own sender signed, and the receiver no longer knows what it answered: the sender's store was put back to an older state. The item is on hold until an operator has found out whether it was done.",
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  handoff_party_unknown: {
    audience: { claimant: 'The sender is not known here.' },
    operator: 'The directory has no party of this name.',
    appealable: false,
    retryable: false,
    httpStatus: 403,
  },
  handoff_not_for_me: {
    audience: { claimant: 'The message was delivered to the wrong receiver.' },
    operator: 'The envelope names another party as its receiver.',
    appealable: false,
    retryable: false,
    httpStatus: 421,
  },
  reason_unknown: {
    audience: { claimant: 'Another service refused this without a reason that we can explain.' },
    operator:
      'The refusal names a reason that this version does not know; the stored acknowledgement has it.',
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },

  // Money
  amount_malformed: {
    audience: { claimant: 'The amount cannot be read.' },
    operator: 'Not a decimal integer of minor units without sign and leading zeros.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  amount_overflow: {
    audience: { claimant: 'The amount is too large.' },
    operator: 'The result exceeds 2^128 - 1 minor units.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  amount_underflow: {
    audience: { claimant: 'The amount is larger than what is there.' },
    operator: 'The result would be below zero.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  allocation_empty: {
    audience: { claimant: 'There is nobody to share the amount among.' },
    operator: 'The pool is positive and all weights are zero.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  allocation_entry_invalid: {
    audience: {
      claimant: 'The amounts could not be worked out: an entry is not as the rules say.',
    },
    operator:
      'An entry occurs twice or lacks what the rule allocates by; the detail names the entry and the fault.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  allocation_exceeds_pool: {
    audience: { claimant: 'The campaign holds less than what its rules promise together.' },
    operator:
      'The amounts due sum to more than the pool, and the rule does not let them be scaled down.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  lottery_seed_missing: {
    audience: { claimant: 'The draw has not taken place yet.' },
    operator:
      'Neither enough reveals nor the beacon round that the rule names instead; the detail says what is missing.',
    appealable: false,
    retryable: true,
    httpStatus: 409,
  },
  lottery_void: {
    audience: {
      claimant:
        'The draw could not be held, because somebody who had to take part in it was silent. Nobody has won.',
    },
    operator:
      'A party did not reveal the value that it had committed to: nothing is drawn and nobody wins, so that silence gains nothing. The detail names the party.',
    appealable: true,
    retryable: false,
    httpStatus: 409,
  },
  lottery_reveal_invalid: {
    audience: { claimant: 'What was revealed for the draw does not fit.' },
    operator:
      'It opens no commitment of the rule: another party, value, salt, campaign or window; or it is too late; the detail says which.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  lottery_party_mismatch: {
    audience: { claimant: 'What was revealed for the draw came from somebody else.' },
    operator:
      'A party reveals its own value: call with an API key that is labelled for the party, as the rule names it.',
    appealable: false,
    retryable: false,
    httpStatus: 403,
  },
  lottery_beacon_invalid: {
    audience: { claimant: 'The random number of the draw could not be verified.' },
    operator:
      "The beacon's signature does not hold for the round that follows from the window's closing.",
    appealable: true,
    retryable: true,
    httpStatus: 422,
  },
  insufficient_funds: {
    audience: { claimant: 'The account does not hold enough for this payment.' },
    operator: 'Free balance is below the amount; the overdraft guard refused the posting.',
    appealable: true,
    retryable: true,
    httpStatus: 422,
  },
  account_unknown: {
    audience: { claimant: 'We have no such account.' },
    operator: 'No account has this id.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },
  account_conflict: {
    audience: { claimant: 'The account exists already with different properties.' },
    operator: 'The same account id came with another currency or other flags.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  transfer_unknown: {
    audience: { claimant: 'We have no such payment.' },
    operator: 'No transfer has this id.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },
  transfer_conflict: {
    audience: { claimant: 'This payment was requested before with different contents.' },
    operator: 'The same transfer id came with different contents; the stored outcome stands.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  transfer_not_pending: {
    audience: { claimant: 'This payment was already completed or cancelled.' },
    operator: 'Post or void names a reserve that is already posted, voided or expired.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  transfer_expired: {
    audience: { claimant: 'The reserved amount was released because its time ran out.' },
    operator: "The reserve's expiry passed before it was posted.",
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  payment_unknown: {
    audience: {
      claimant:
        'Your payment is under way, but its arrival is not confirmed yet. It will not be paid twice.',
    },
    operator:
      'The rail does not know the outcome; the value stays in flight and is never sent again under another id.',
    appealable: false,
    retryable: true,
    httpStatus: 202,
  },
  transfer_not_reversible: {
    audience: { claimant: 'This payment cannot be taken back.' },
    operator:
      'A reversal names a transfer that was refused, is a reserve or a reversal, or is reversed already.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  transfer_not_allowed: {
    audience: { claimant: 'Money cannot go directly between these accounts.' },
    operator:
      'A leg leaves its campaign other than to funding, or joins accounts outside other than a rail and a payee.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  campaign_owner_not_allowed: {
    audience: { claimant: 'This campaign cannot be opened from here.' },
    operator:
      'The sender is not among the distributors in the configuration of the ledger or verifier.',
    appealable: false,
    retryable: false,
    httpStatus: 403,
  },
  transfer_currency_mismatch: {
    audience: { claimant: 'The payment mixes two currencies.' },
    operator: 'The accounts of a leg hold different assets.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },

  transfer_not_settled: {
    audience: { claimant: 'Your payment has not arrived yet.' },
    operator:
      'The transfer is of no payment that is settled, so nothing of it can be claimed back.',
    appealable: false,
    retryable: true,
    httpStatus: 409,
  },
  receivable_unknown: {
    audience: { claimant: 'Nothing is owed for this payment.' },
    operator: 'No payment of this party that was claimed back has the transfer id.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },
  receivable_exceeded: {
    audience: { claimant: 'That is more than is owed.' },
    operator:
      'The amount is more than was paid, or more than is still owed and not already on its way.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  receivable_not_due: {
    audience: { claimant: 'What is owed is not decided for good yet.' },
    operator:
      'The case may still be decided otherwise, so nothing is taken for it before its time.',
    appealable: false,
    retryable: true,
    httpStatus: 409,
  },
  revoked_after_payout: {
    audience: {
      claimant:
        'What your payment rests on was revoked after you were paid. Whether it is owed back is decided as the rule of the campaign says.',
    },
    operator:
      'A revocation came after the payment was ordered: there is a receivable with its case, or the rule lays the loss on the campaign (D6).',
    appealable: true,
    retryable: false,
    httpStatus: 409,
  },
  recovered_in_error: {
    audience: {
      claimant: 'More was taken from you than you owe. The operator has to give it back.',
    },
    operator:
      'An appeal found that nothing was owed after something had been recovered; what was recovered has to be paid back.',
    appealable: true,
    retryable: false,
    httpStatus: 409,
  },
  receipt_prior_missing: {
    audience: {
      claimant: 'Your verification does not say what this campaign needs. Please verify again.',
    },
    operator:
      'The rule offsets against earlier campaigns, and the receipt lacks the nullifier of one of them, or has another campaign.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  payout_change_not_allowed: {
    audience: { claimant: 'The payout target cannot be changed like this.' },
    operator:
      'The rule has no terms for it, the change is in another state, or the same person wants to confirm twice; the detail says which.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  payout_change_unknown: {
    audience: { claimant: 'No change of the payout target is under way.' },
    operator:
      'The claim has no change of its payout target that is not applied, cancelled or lapsed.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },

  // Governance
  case_unknown: {
    audience: { claimant: 'We have no such case.' },
    operator: 'No case has this id.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },
  case_conflict: {
    audience: { claimant: 'Somebody else changed this case in the meantime. Look at it again.' },
    operator:
      "The expected version is not the case's version, or another case is open for subject and power (G4).",
    appealable: false,
    retryable: true,
    httpStatus: 409,
  },
  case_transition_not_allowed: {
    audience: { claimant: 'This step is not possible in the present state of the case.' },
    operator: "The transition table of the case's rule set has no such transition.",
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  appeal_window_over: {
    audience: { claimant: 'The time in which this decision could be appealed is over.' },
    operator:
      'The appeal came to governance after the window of the case, or to the distributor after the window that it showed.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  appeal_made_already: {
    audience: {
      claimant:
        'This decision was appealed already. There is one appeal, and its decision is final.',
    },
    operator: 'The case is under appeal, or an appeal of it was decided; there is one level.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  case_actor_not_allowed: {
    audience: { claimant: 'You may not take this step.' },
    operator: 'The rule in force does not give this power to the actor (G1).',
    appealable: true,
    retryable: false,
    httpStatus: 403,
  },
  case_own_decision: {
    audience: { claimant: 'Nobody decides their own case.' },
    operator: 'The decider is the opener or the respondent (G5).',
    appealable: false,
    retryable: false,
    httpStatus: 403,
  },
  case_evidence_missing: {
    audience: { claimant: 'The step needs evidence that is not there.' },
    operator: 'The rule in force demands evidence that the act does not name (G1).',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },

  act_conflict: {
    audience: { claimant: 'This number was used for something else already.' },
    operator: 'An act with this id and another content is recorded; an act id is for ever.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  accreditation_list_full: {
    audience: { claimant: 'No further accreditation fits in the list.' },
    operator: 'The accreditation list is at its limit of records or bytes.',
    appealable: false,
    retryable: false,
    httpStatus: 507,
  },
  relay_not_allowed: {
    audience: { claimant: 'This address is not passed on here.' },
    operator: 'The URL is not that of a head below the address of an accredited issuer.',
    appealable: false,
    retryable: false,
    httpStatus: 403,
  },

  // The log
  log_entry_malformed: {
    audience: { claimant: 'The log entry cannot be read.' },
    operator: 'The leaf is not a canonical entry of a known kind.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  log_conflict: {
    audience: { claimant: 'Somebody else wrote to the log in the meantime.' },
    operator: "The checkpoint's compare-and-set failed: the expected size is not the log's size.",
    appealable: false,
    retryable: true,
    httpStatus: 409,
  },
  log_proof_invalid: {
    audience: { claimant: 'The log does not prove what it claims.' },
    operator: "An inclusion or consistency proof does not lead to the checkpoint's root.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  log_note_malformed: {
    audience: { claimant: "The log's signed note cannot be read." },
    operator: 'Not a C2SP signed note; the detail names the part.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  log_checkpoint_malformed: {
    audience: { claimant: "The log's checkpoint cannot be read." },
    operator: 'Not a C2SP tlog-checkpoint; the detail names the part.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  log_origin_mismatch: {
    audience: { claimant: 'The checkpoint belongs to another log.' },
    operator: "The checkpoint's origin is not the expected one.",
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  log_key_unknown: {
    audience: { claimant: 'The note is not signed by anybody known here.' },
    operator: 'No signature of the note is by a known key.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  log_signature_invalid: {
    audience: { claimant: "The log's signature does not hold." },
    operator: 'A signature that names a known key does not hold.',
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  log_actor_mismatch: {
    audience: { claimant: 'Nobody writes into the log in the name of another.' },
    operator: "The leaf's actor is not the party that handed it over.",
    appealable: false,
    retryable: false,
    httpStatus: 403,
  },
  log_entry_tampered: {
    audience: { claimant: 'An entry of the log was changed after it was written.' },
    operator:
      "The entries do not hash to the checkpoint's root; the detail names the first bad index if the leaf hashes are known.",
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  log_truncated: {
    audience: { claimant: 'Entries of the log are missing.' },
    operator: 'The checkpoint counts entries that are not there; the detail names the first.',
    appealable: true,
    retryable: true,
    httpStatus: 422,
  },
  log_forked: {
    audience: { claimant: 'The log tells different people different stories.' },
    operator: 'The log does not begin with the tree of a checkpoint seen before.',
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  log_rolled_back: {
    audience: { claimant: 'The log became shorter than it was.' },
    operator: 'The checkpoint is smaller than one already seen.',
    appealable: true,
    retryable: false,
    httpStatus: 422,
  },
  log_quorum_missing: {
    audience: {
      claimant: 'Too few independent witnesses have confirmed this log. Try again later.',
    },
    operator: 'Fewer known witnesses than the quorum have cosigned the checkpoint.',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  head_not_logged: {
    audience: { claimant: 'This state is not in the public log yet. Try again later.' },
    operator:
      'The log has no such head of this publisher under its witnessed checkpoint; a promise is broken once the merge delay is over.',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  log_head_equivocated: {
    audience: { claimant: 'The publisher logged two different states under one number.' },
    operator:
      'The log has two heads of one publisher, scope and seq; the detail names their indices (S8).',
    appealable: true,
    retryable: false,
    httpStatus: 503,
  },

  // The door: HTTP
  api_key_missing: {
    audience: { claimant: 'This needs an API key.' },
    operator: 'The route asks for a key, and the request has no Authorization header with Bearer.',
    appealable: false,
    retryable: false,
    httpStatus: 401,
  },
  api_key_not_accepted: {
    audience: { claimant: 'This API key is not accepted here.' },
    operator: 'The key is malformed, unknown to this party, expired or revoked; which is not told.',
    appealable: false,
    retryable: false,
    httpStatus: 401,
  },
  api_key_limit_reached: {
    audience: { claimant: 'There are too many API keys. Revoke one that is not needed any more.' },
    operator: 'The party has as many keys in force as it may have.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  scope_missing: {
    audience: { claimant: 'This API key does not allow this.' },
    operator: 'The key is good, but the scope that the route asks for is not among its scopes.',
    appealable: false,
    retryable: false,
    httpStatus: 403,
  },
  scope_unknown: {
    audience: { claimant: 'There is no such permission here.' },
    operator: 'No route of the party asks for one of the scopes; a key for it would open nothing.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  idempotency_key_missing: {
    audience: { claimant: 'The request needs a number of its own, so that a repeat does nothing.' },
    operator: 'The Idempotency-Key header is absent, or not 16 to 200 printable characters.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  idempotency_in_progress: {
    audience: { claimant: 'The same request is being worked on. Ask again shortly.' },
    operator: 'An earlier request under this idempotency key has not been answered yet.',
    appealable: false,
    retryable: true,
    httpStatus: 409,
  },
  method_not_allowed: {
    audience: { claimant: 'This address does not answer this kind of request.' },
    operator: 'The path exists, the method does not; the Allow header names those that do.',
    appealable: false,
    retryable: false,
    httpStatus: 405,
  },
  media_type_not_accepted: {
    audience: { claimant: 'The request is in a form that is not read here.' },
    operator:
      'The Content-Type is absent or not the one of the route, or there is a Content-Encoding.',
    appealable: false,
    retryable: false,
    httpStatus: 415,
  },
  headers_too_large: {
    audience: { claimant: 'The request is larger than what is accepted here.' },
    operator: 'The request line and its headers together exceed the limit.',
    appealable: false,
    retryable: false,
    httpStatus: 431,
  },
  request_too_slow: {
    audience: { claimant: 'The request arrived too slowly. Please try again.' },
    operator: 'Headers or body were not complete within their time; the connection was closed.',
    appealable: false,
    retryable: true,
    httpStatus: 408,
  },
  draining: {
    audience: { claimant: 'This service is being restarted. Please try again in a moment.' },
    operator: 'The server is starting, or finishes what it has begun before it stops.',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },

  // Issuing to wallets
  grant_not_accepted: {
    audience: { claimant: 'This offer is not known here.' },
    operator:
      'The code or refresh token is not one that this issuer gave, or what it was for is gone.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  grant_used: {
    audience: {
      claimant:
        'This offer was used already. Open its link once more, or ask the issuer for a new one.',
    },
    operator: 'The code was exchanged before, or a credential was issued for the offer.',
    appealable: false,
    retryable: false,
    httpStatus: 410,
  },
  grant_expired: {
    audience: { claimant: 'This offer has expired. Ask the issuer for a new one.' },
    operator: 'The offer ended before a credential was issued for it.',
    appealable: false,
    retryable: false,
    httpStatus: 410,
  },
  grant_type_not_supported: {
    audience: { claimant: 'This wallet asks in a way that is not supported here.' },
    operator: 'grant_type is neither the pre-authorized code nor refresh_token.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  tx_code_wrong: {
    audience: { claimant: 'The code that you typed is wrong.' },
    operator: 'tx_code is not the code of the offer; the attempt was counted.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  tx_code_attempts_spent: {
    audience: { claimant: 'The code was typed wrongly too often. Ask the issuer for a new offer.' },
    operator: 'TX_CODE_ATTEMPTS_MAX wrong codes: the offer has ended.',
    appealable: false,
    retryable: false,
    httpStatus: 410,
  },
  access_token_not_accepted: {
    audience: { claimant: 'The wallet has to start again.' },
    operator:
      'The access token is not ours, has expired, or was followed by another for the same offer.',
    appealable: false,
    retryable: false,
    httpStatus: 401,
  },
  proof_stale: {
    audience: { claimant: "The wallet's request is too old, or its clock is wrong." },
    operator:
      "iat of the proof of possession is outside the permitted window of the issuer's clock.",
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  batch_too_large: {
    audience: { claimant: 'The wallet asks for too many credentials at once.' },
    operator: "The request has more proofs than the offer's batch size.",
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  batch_key_repeated: {
    audience: { claimant: 'The wallet asks for two credentials under one key.' },
    operator: 'Two proofs of one request show the same key.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  credential_configuration_unknown: {
    audience: { claimant: 'This kind of credential is not issued here, or not by this offer.' },
    operator:
      'The credential configuration is not one of this issuer, or not the one that was offered.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  credential_already_issued: {
    audience: { claimant: 'This credential was issued already.' },
    operator:
      'The offer issued its credentials to other keys, or so long ago that they are not kept.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  transaction_unknown: {
    audience: { claimant: 'There is no issuance under this number.' },
    operator:
      'The transaction id is not one of a deferred issuance, or of another than the access token is for.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },
  issuance_not_pending: {
    audience: { claimant: 'This issuance was decided already.' },
    operator:
      'The deferred issuance has ended, the wallet has not asked yet, or the other decision was taken; the detail names its state.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  issuance_denied: {
    audience: { claimant: 'The issuer decided not to issue this credential. Ask the issuer why.' },
    operator:
      'The operator denied the deferred issuance; the reason stands in the listing of offers.',
    appealable: true,
    retryable: false,
    httpStatus: 403,
  },
  issuance_expired: {
    audience: { claimant: 'The credential was not ready in time. Ask the issuer for a new offer.' },
    operator:
      'The deferred issuance was not decided, or not fetched, by its deadline; the default denied it.',
    appealable: true,
    retryable: false,
    httpStatus: 410,
  },
  notification_unknown: {
    audience: { claimant: 'The wallet reports about a credential that is not its own.' },
    operator: 'The notification id is not the one given with the credentials of this access token.',
    appealable: false,
    retryable: false,
    httpStatus: 404,
  },
  reissue_pending: {
    audience: { claimant: 'A new credential is waiting already.' },
    operator: 'An offer that replaces this credential is alive; the detail names it.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  reissue_subject_changed: {
    audience: { claimant: 'The new credential would be about somebody else.' },
    operator:
      'The claims that say who the subject is differ, or cannot be compared, and subjectChanges was not said.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },

  // Where the work runs
  store_unavailable: {
    audience: { claimant: 'We cannot record anything at the moment. Try again later.' },
    operator: 'The store refused or timed out; nothing of the transaction is visible.',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  compute_unavailable: {
    audience: { claimant: 'We are too busy at the moment. Try again later.' },
    operator:
      'The signature workers are full, closed, or one of them died with this work; nothing was decided.',
    appealable: false,
    retryable: true,
    httpStatus: 503,
  },
  key_file_unsafe: {
    audience: { claimant: 'This service is not set up correctly. Its operator has been told.' },
    operator:
      'A key file is readable by others, is not 32 bytes, or cannot be made; the detail names it.',
    appealable: false,
    retryable: false,
    httpStatus: 500,
  },
  command_malformed: {
    audience: { claimant: 'The command cannot be understood.' },
    operator: 'An argument or option is missing, unknown, or has a value that it does not take.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  file_not_usable: {
    audience: { claimant: 'A file cannot be read or written.' },
    operator: 'A file that the command names is absent, of another kind, or not ours to use.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  address_not_usable: {
    audience: { claimant: 'The service cannot be reached at this address.' },
    operator:
      'The system refuses to listen there: taken, not allowed or not of this machine; or a world is at another address for ever.',
    appealable: false,
    retryable: false,
    httpStatus: 400,
  },
  idempotency_conflict: {
    audience: { claimant: 'This number was used for something else already.' },
    operator:
      'The idempotency key belongs to another request, or to one whose end nobody recorded; a key is for ever.',
    appealable: false,
    retryable: false,
    httpStatus: 409,
  },
  internal_fault: {
    audience: { claimant: 'Something went wrong on our side.' },
    operator:
      'A fault of the program, not of the input; transactions in progress were rolled back.',
    appealable: false,
    retryable: false,
    httpStatus: 500,
  },
  transport_unreachable: {
    audience: { claimant: 'Another service could not be reached. We keep trying.' },
    operator: 'The party did not answer; says nothing about whether the message arrived.',
    appealable: false,
    retryable: true,
    httpStatus: 502,
  },
  transport_timed_out: {
    audience: { claimant: 'Another service did not answer in time. We keep trying.' },
    operator: 'No answer within the time-out; says nothing about whether the message arrived.',
    appealable: false,
    retryable: true,
    httpStatus: 504,
  },
  address_not_allowed: {
    audience: { claimant: 'An address that we were given is not one that we call.' },
    operator:
      'Nothing was sent: the URL is not https, has credentials, a fragment or a port of another protocol, or its host has an address that is not public. The detail names the rule.',
    appealable: false,
    retryable: false,
    httpStatus: 422,
  },
  redirect_not_followed: {
    audience: {
      claimant: 'Another service has moved. Its operator has to give us its new address.',
    },
    operator:
      'The peer answered with a redirect; none is followed, because the URL is what was checked.',
    appealable: false,
    retryable: true,
    httpStatus: 502,
  },
} as const

export type ReasonCode = keyof typeof registry

/** The registry by code, as lookups want it. */
export const reasons: Readonly<Record<ReasonCode, Reason>> = registry

/** All codes in the registry's order. */
export const reasonCodes: readonly ReasonCode[] = Object.keys(registry) as ReasonCode[]

/** Says whether a string from outside is a reason code of this version. */
export function isReasonCode(value: string): value is ReasonCode {
  return Object.hasOwn(registry, value)
}
