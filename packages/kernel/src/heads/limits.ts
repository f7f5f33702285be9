/** Announced acts that one head lists. Chosen: a mass revocation of 4,096 fits below HEAD_BYTES_MAX; more are announced for the next grid time. */
export const PENDING_ACTS_MAX = 4_096
/** Bytes of a compact head: PENDING_ACTS_MAX of about 120 bytes in base64url, and room. */
export const HEAD_BYTES_MAX = 1_048_576
/** Shortest grid, in milliseconds: times on the wire are whole seconds. */
export const GRID_MS_MIN = 1_000
/** Longest default for how young a head on demand can be, in milliseconds. Chosen: somebody waits for it, and a large list costs a quarter of a second. */
export const ONLINE_AGE_MS_MAX = 30_000
