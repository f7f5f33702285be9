/** Sends being answered at once. Chosen: eight batches of the intake, so that every stage always has a full one. */
export const SENDS_IN_FLIGHT_MAX = 2_048
/** Sends that begin in one turn of the event loop. Chosen: one batch of the intake, about 20 ms. */
export const SENDS_PER_TURN_MAX = 256
/** Sends between two records of the position. Chosen: a second or two of work, which a resumed run does again at most. */
export const SENDS_PER_RECORD = 8_192
/** Claims prepared between two writes. Chosen: 0.5 MB. */
export const PREPARE_BATCH = 256
/** Bytes of one claim as sent. Source: MESSAGE_LIMITS of the kernel; a claim of a replay has about 2,000. */
export const CLAIM_BYTES_MAX = 32_768
/** Characters of one line of a drop. Chosen: three times the longest of the published ones. */
export const DROP_LINE_CHARS_MAX = 512
/** Rows of a drop. Source: the largest table that a campaign rule allows. */
export const DROP_ROWS_MAX = 10_000_000
/** Retries of each claim. Chosen: the order of all sends stays below 4 GB at the largest drop. */
export const RETRIES_MAX = 99
/** Payee accounts read at once. */
export const BALANCE_BATCH = 1_000
/** Wait between two looks at how far settlement is, in milliseconds; what `seconds` may be too long by. */
export const LOOK_EVERY_MS = 50
/** Wait between two drawings of the bar, in milliseconds: at most 4 a second. */
export const BAR_EVERY_MS = 250
/** Wait between two lines of progress when nobody watches, in milliseconds. */
export const LINE_EVERY_MS = 5_000
/** Kills that may be asked for. */
export const KILLS_MAX = 1_000
/** Latest of the kills that do not wait for a settlement, in milliseconds after the start. Chosen: past the opening of the campaign. */
export const KILL_AFTER_START_MS_MAX = 3_000
/** How often a replay that is to be killed says how far it is, in milliseconds: kills are aimed by it. */
export const AIM_EVERY_MS = 20
