/** Credentials of one offer, each for a key of its own. Chosen: what wallets ask for to present unlinkably for a month or so. */
export const BATCH_SIZE_MAX = 16
/** Life of an access token in milliseconds. Chosen: a person has to unlock a wallet, and a stolen token is soon worthless. */
export const ACCESS_TOKEN_MS = 900_000
/** Life of a nonce in milliseconds. Chosen: signing a proof may wait for a person's fingerprint. */
export const NONCE_MS = 300_000
/** Age of a proof in milliseconds. Chosen: as long as its nonce. */
export const PROOF_AGE_MS_MAX = 300_000
/** How far a wallet's clock may run ahead of ours in milliseconds (chosen: phones are within seconds, some a minute). */
export const PROOF_SKEW_MS_MAX = 60_000
/** Bytes of one proof. Chosen: a JWK, a did:jwk and a nonce are far below. */
export const PROOF_BYTES_MAX = 4_096
/** Bytes of a credential request: a batch of proofs of 3 KiB, with room for members we do not read. */
export const CREDENTIAL_REQUEST_BYTES_MAX = 65_536
/** Bytes of any other request of a wallet. */
export const WALLET_REQUEST_BYTES_MAX = 8_192
/** Nesting of a wallet's request. */
export const WALLET_REQUEST_DEPTH_MAX = 8
/** Digits of a transaction code. Chosen: read from one screen, typed on another. */
export const TX_CODE_DIGITS = 6
/** Wrong transaction codes before an offer ends: one guess in 200,000 succeeds (chosen). */
export const TX_CODE_ATTEMPTS_MAX = 5
/** Times that an offer's code can be exchanged as long as nothing was issued. Chosen: a lost answer is rare, five in a row are an attack. */
export const OFFER_EXCHANGES_MAX = 5
/** Shortest and longest life of an offer in milliseconds. Chosen: 30 days is a letter by post and a holiday. */
export const OFFER_MS_MIN = 10_000
export const OFFER_MS_MAX = 2_592_000_000
/** How long a deferred issuance may wait, for the operator and then for the wallet, before it is denied; milliseconds (chosen: 30 days). */
export const DEFERRED_MS = 2_592_000_000
/** How long a wallet waits before it asks again, in seconds (OpenID4VCI §9.2 `interval`). */
export const DEFERRED_INTERVAL_S = 5
/** How long issued credentials are kept for a wallet whose answer was lost; milliseconds. Chosen: as long as its access token. */
export const ANSWER_KEPT_MS = 900_000
/** How long it is remembered that an offer ended without a credential; milliseconds. Chosen: 30 days, so that an operator can say why. */
export const ENDED_OFFER_KEPT_MS = 2_592_000_000
/** Longest time in which an old credential stands beside its re-issue; milliseconds (chosen: 90 days). */
export const GRACE_MS_MAX = 7_776_000_000
/** Rows that a sweep settles in one transaction. */
export const SWEEP_ROWS_MAX = 256
/** Offers in one page of a listing. */
export const OFFER_PAGE_MAX = 100
/** Credential configurations of one issuer: they all stand in its metadata. */
export const CONFIGURATIONS_MAX = 64
/** From a wallet's request to its answer, which may need a batch of signatures; milliseconds. */
export const ISSUE_BUDGET_MS = 15_000
/** Time in which the proofs of one request are checked, but for the last; milliseconds. Chosen: what is left of the budget issues the batch. */
export const PROOFS_MS_MAX = 5_000
