/** Bytes of a signed note: as Go's sumdb/note, a checkpoint has a few hundred (chosen). */
export const NOTE_BYTES_MAX = 1_000_000
/** Signatures of a note, so that checking one is bounded: as Go's sumdb/note. */
export const NOTE_SIGNATURES_MAX = 100
/** Entries in one answer about a publisher's (scope, seq): normally one; two prove an equivocation. */
export const HEAD_ENTRIES_MAX = 2
/** Bytes of such an answer: entries of at most 9 kB with their proofs, a note, and room. */
export const HEAD_PROOF_BYTES_MAX = 524_288
