/** Bytes of a signed note: as Go's sumdb/note, a checkpoint has a few hundred (chosen). */
export const NOTE_BYTES_MAX = 1_000_000
/** Signatures of a note, so that checking one is bounded: as Go's sumdb/note. */
export const NOTE_SIGNATURES_MAX = 100
