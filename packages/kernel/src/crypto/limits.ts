/**
 * Imported public keys kept for reuse. One entry is about 1.5 kB; an import costs about as much as a signature check, so issuers, verifiers
 * and parties stay in while the keys of single holders pass through (chosen).
 */
export const PUBLIC_KEY_CACHE_ENTRIES_MAX = 4096
