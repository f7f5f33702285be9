/** Claims of one run. Source: the demo campaign's pool pays 10,000. */
export const CLAIMS_MAX = 9_000
/** Pause between two claims, in milliseconds. Chosen: a minute is beyond any low load. */
export const PAUSE_MS_MAX = 60_000
/** Wait for one answer, in milliseconds. Chosen: twice the longest budget of a route on the way. */
export const ANSWER_MS_MAX = 20_000
/** Wait until the world serves, in milliseconds. Chosen: thirty times what it takes. */
export const WORLD_START_MS_MAX = 60_000
/** Rounds of one run. Chosen: a verify bench of so many takes some minutes, and its presentations 200 MB. */
export const ROUNDS_MAX = 100
