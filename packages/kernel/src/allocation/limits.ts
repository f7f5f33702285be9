/** Tiers of one rule. Chosen: more than anybody can explain. */
export const TIERS_MAX = 64
/** Parties that commit to a value for one draw. Chosen: each is one more who can be late. */
export const SEED_PARTIES_MAX = 16
/** Parties whose values make a seed: of one alone it would be that party's choice (DESIGN §7). */
export const SEED_PARTIES_MIN = 2
/** Longest wait for reveals or for a beacon round, in milliseconds. Chosen: a week; until then nobody who won is paid. */
export const SEED_WAIT_MS_MAX = 604_800_000
/** Winners of one draw: as many as a table may have rows. */
export const WINNERS_MAX = 10_000_000
