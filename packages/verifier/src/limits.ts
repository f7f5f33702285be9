/** Bytes of one presentation. Chosen: several times a credential with a picture-free set of claims. */
export const PRESENTATION_BYTES_MAX = 65_536
/** Nesting of a presentation's parts. */
export const PRESENTATION_DEPTH_MAX = 16
/** Oldest key binding JWT, unless configured; milliseconds. Chosen: a person may be slow between wallet and page. */
export const PRESENTATION_AGE_MS_MAX = 300_000
/** How far a holder's clock may run ahead; milliseconds. Chosen: what devices without time service show. */
export const HOLDER_CLOCK_AHEAD_MS_MAX = 60_000
/** How long a nonce that we gave out may be answered, unless configured; milliseconds. */
export const NONCE_TTL_MS = 300_000
/** Time for one retrieval of a status list or the accreditation list, unless configured; milliseconds. */
export const FETCH_MS = 2_000
/**
 * Shares of a caller's deadline, in eighths from its beginning, by which the accreditation list and then the status have to be there. Chosen:
 * either may need a retrieval; the last quarter is for signatures, decision and commit, which take milliseconds when nothing is wrong.
 */
export const ACCREDITATION_DEADLINE_EIGHTHS = 3
export const STATUS_DEADLINE_EIGHTHS = 6
/** Least time between two retrievals of one document, whatever the first one gave; milliseconds. Chosen: a dead source costs one try a second. */
export const REFETCH_MS_MIN = 1_000
/** Share of the lease after which a held document is fetched again, in eighths, and the random part on top (DESIGN §4: jittered, ahead of expiry). */
export const REFETCH_LEASE_EIGHTHS = 4
export const REFETCH_JITTER_EIGHTHS = 1
/**
 * Longest lease that counts, whatever a document says; milliseconds: 30 days. Chosen: bounds for how long a head has to be remembered, and
 * is far above what issuers use.
 */
export const LEASE_MS_MAX = 2_592_000_000
/**
 * How long after it was observed a head is forgotten; milliseconds. Every older document of its scope is out of any lease that counts by
 * then: LEASE_MS_MAX and a day for clocks.
 */
export const HEAD_REMEMBERED_MS: number = LEASE_MS_MAX + 86_400_000
/** Status lists held in memory: at most 4 MiB decoded (STATUS_LIST_BYTES_MAX) and 4 MiB as retrieved each; 64 kB together for a usual one. */
export const STATUS_LISTS_HELD_MAX = 32
/** Scopes of evidence whose newest document is kept in the store. Chosen: far above what accredited issuers need; an issuer cannot fill the disk. */
export const EVIDENCE_SCOPES_MAX = 4_096
/** Status lists of one issuer among them, so that one cannot keep the others' out. Chosen: 16 million credentials in lists half full. */
export const EVIDENCE_SCOPES_PER_ISSUER_MAX = 256
/** Lists of each issuer that find room even when there is none, so that several cannot either. Chosen: what a usual issuer has; 10,000 issuers at most. */
export const EVIDENCE_SCOPES_RESERVED = 2
/** Heads whose proof is sought or known, of all scopes: a row of about 300 bytes each, held in memory too. Chosen: four for each scope. */
export const UNPROVEN_HEADS_MAX = 16_384
/** Of one scope. Chosen: one for every second of a merge delay of some minutes; a head that is over it is unwitnessed all the same. */
export const UNPROVEN_HEADS_PER_SCOPE_MAX = 256
/** Of each scope, also when others have taken all the room. Chosen: what is published within a merge delay. */
export const UNPROVEN_HEADS_RESERVED = 4
/** Scopes whose proofs are fetched in one sweep, and proofs of one scope. Chosen: 64 requests at once, and a thousand lists within a minute. */
export const SCOPES_PROVEN_AT_A_TIME = 16
export const PROOFS_PER_SCOPE = 4
/** Least time before a proof is sought again, in milliseconds; the actual one is up to twice as long. */
export const PROOF_RETRY_MS_MIN = 1_000
/** A proof is sought again when the head has grown older by one in so many, so that there are few dozen tries however long it takes. */
export const PROOF_RETRY_AGE_SHARE = 4
/** How long a head that the log does not show counts against its scope; milliseconds: one day. Chosen: an operator has been told by then. */
export const UNPROVEN_KEPT_MS = 86_400_000
/** Equivocations kept as proofs, of all scopes and of one publisher. Chosen: one suffices against a publisher, and none crowds out another's. */
export const EQUIVOCATIONS_MAX = 1_024
export const EQUIVOCATIONS_PER_PUBLISHER_MAX = 4
/** Of them in one page. */
export const EQUIVOCATIONS_PAGE_MAX = 128
/** Decisions of one credential that are decided once more per call. Chosen: about half a millisecond each, well inside a request's budget. */
export const RECONCILED_MAX = 256
/** How long the evidence of a receipt is kept after its campaign has closed, unless configured; milliseconds: 90 days (chosen: appeals). */
export const EVIDENCE_RETENTION_MS = 7_776_000_000
/** Bytes of the documents that kept evidence refers to. Chosen: a year of a usual list every five minutes; beyond it receipts do not replay. */
export const EVIDENCE_BYTES_MAX = 8_589_934_592
/** Receipts of one sender that wait to be looked at once more. Chosen: 512 MiB of evidence at its largest, 30 MB as it usually is. */
export const RECHECKS_WAITING_MAX = 8_192
/** Receipts looked at together, and answered in one commit. Chosen: a question's, whose evidence is kept together; some 60 ms of signatures. */
export const RECHECKED_AT_A_TIME = 128
/** Wait before a receipt is looked at again that a list is missing for; milliseconds. Chosen: lists are sought once a second at most. */
export const RECHECK_RETRY_MS = 5_000
/** Bytes of evidence that is handed to another verifier. Chosen: in base64url it fits into an item of 64 KiB; a usual one has 4 kB. */
export const RECHECK_SEALED_BYTES_MAX = 48_000
/** Campaign rules held parsed in memory. */
export const RULES_HELD_MAX = 256
/** Expired rows of one table removed per sweep, so that a sweep ends. */
export const EXPIRED_REMOVED_MAX = 10_000
/** Keys of one issuer that are tried when a token names none of them: as many as its record may have. */
export const CANDIDATE_KEYS_MAX = 16
/** Questions to one jurisdiction check that have no answer yet. Chosen: what one that answers in 100 ms needs for 2,500 people a second. */
export const JURISDICTION_CHECKS_AT_A_TIME = 256
/** Bytes of a check's answer over HTTP: one word, and whatever its maker says besides. */
export const CHECK_ANSWER_BYTES_MAX = 4_096
/** Bytes of a nonce's and a receipt id's random part: 128 bits. */
export const RANDOM_BYTES = 16
/** Presentation sessions in the store, by one process's count. Chosen: 1,000 new ones a second for as long as each is kept; about 6 kB each. */
export const PRESENTATION_SESSIONS_MAX = 1_000_000
/** How long a session can still be read after its deadline; milliseconds. Chosen: a person fetches a result within minutes, and it is personal. */
export const PRESENTATION_KEPT_MS = 600_000
/** Answers to one session that did not count before no more are looked at. Chosen: a wallet tries a few times, a stranger gains nothing by more. */
export const PRESENTATION_ATTEMPTS_MAX = 32
/** Bytes of a wallet's form: a presentation, encrypted and percent-encoded at worst. */
export const RESPONSE_BYTES_MAX = 262_144
/** Bytes and nesting of a wallet's answer inside the form: a presentation and what is around it. */
export const ANSWER_BYTES_MAX = 98_304
export const ANSWER_DEPTH_MAX = 8
/** Bytes of the form with which a wallet asks for a request; its metadata is not looked at. */
export const WALLET_FORM_BYTES_MAX = 32_768
/** Characters of a wallet's nonce, which is given back signed. */
export const WALLET_NONCE_CHARS_MAX = 256
/** Characters of a wallet's error code that are kept. */
export const WALLET_ERROR_CHARS_MAX = 64
/** Characters of a redirect_uri. */
export const REDIRECT_URI_CHARS_MAX = 1_024
/** Between two looks at a watched session, unless this process itself changes it; milliseconds. Chosen: what a person takes for at once. */
export const WATCH_EVERY_MS = 1_000
/** Sessions watched at a time in one process: each costs one row read per WATCH_EVERY_MS. */
export const WATCHERS_MAX = 1_000
/** How long the answer to a request to verify is kept for its retry; milliseconds. Chosen: clients retry within minutes, and it is personal. */
export const ANSWER_KEPT_MS = 600_000
/** Bytes and nesting of a request to verify: a presentation, a policy and a transaction. */
export const VERIFICATION_BYTES_MAX = 131_072
export const VERIFICATION_DEPTH_MAX = 8
/** Characters of a transaction as it is sent: base64url of MESSAGE_LIMITS would be larger than any payout's. */
export const TRANSACTION_CHARS_MAX = 4_096
