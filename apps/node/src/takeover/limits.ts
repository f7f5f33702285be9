/** Bytes of a list of names, unpacked. Chosen: ten times the published one. */
export const NAMES_BYTES_MAX = 33_554_432
/** People who claim at the same time. Chosen: a few dozen fill the group commits, and nobody's deadline passes. */
export const CLAIMANTS_AT_A_TIME = 32
