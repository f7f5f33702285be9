/** Wait between two looks at the logs; milliseconds. A round of the log, so that no round passes without a look. */
export const WITNESS_LOOK_MS = 5_000
/** How old the cosignature of an unchanged tree may become: the quorum's time is a beacon for readers' clocks. Milliseconds; chosen: a merge delay. */
export const WITNESS_BEACON_MS = 60_000
/** How long a log may take to show something; milliseconds. */
export const WITNESS_FETCH_MS = 4_000
/** Bytes of a consistency proof in JSON: 64 hashes of 47 bytes, and room. */
export const PROOF_BYTES_MAX = 8_192
/** Lines of a consistency proof (C2SP tlog-witness). */
export const PROOF_LINES_MAX = 63
/** Bytes of a checkpoint that a log may show: 16 signatures of 5 kB, which readers of notes have to take (C2SP signed-note), and room. */
export const CHECKPOINT_BYTES_MAX = 114_688
/** Bytes of an add-checkpoint request: proof and checkpoint. */
export const ADD_CHECKPOINT_BYTES_MAX = 118_784
/** Proofs against logs that are kept: the first ones count. Chosen: what fits one page. */
export const FORKS_MAX = 64
/** Of one log among them. Chosen: one is enough, and none crowds out another log's. */
export const FORKS_PER_LOG_MAX = 4
