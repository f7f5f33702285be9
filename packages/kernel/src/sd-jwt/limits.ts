/** Disclosures of one SD-JWT: each is decoded and hashed before the issuer's signature can be checked (chosen; credentials have some 30). */
export const DISCLOSURES_MAX = 256
/** Bytes of a salt: 128 bits (RFC 9901 §9.3). */
export const SALT_BYTES_MIN = 16
