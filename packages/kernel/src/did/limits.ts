/** Characters of a DID or DID URL. Chosen: a did:jwk of P-256 with every usual member has about 400; a URL may be as long as 2,048. */
export const DID_CHARS_MAX = 2_048
/** Bytes of a did:web document. Chosen: 64 keys of 500 bytes, their contexts and services. */
export const DID_DOCUMENT_BYTES_MAX = 65_536
/** Nesting of a did:web document: a key in a method in a list is 4; contexts and services may be deeper (chosen). */
export const DID_DOCUMENT_DEPTH_MAX = 12
/** Verification methods of one document, and references to them per purpose (chosen). */
export const DID_METHODS_MAX = 64
/** Wait for a did:web document. Chosen: as long as for a status list. */
export const DID_FETCH_MS = 5_000
/** Characters of base58btc that are decoded: 35 bytes have 48; decoding is quadratic. */
export const BASE58_CHARS_MAX = 64
