/** Events kept; the oldest received go first. Chosen: about 1.5 GB on disk, the events of some 400,000 claims. */
export const EVENTS_KEPT_MAX = 2_000_000
/** Events forgotten in one transaction of the sweep, so that it holds the writer for milliseconds only. */
export const FORGET_BATCH_MAX = 5_000
/** Events of one timeline. Chosen: ten times what the longest story of one claim has, and still one screenful of JSON. */
export const TIMELINE_EVENTS_MAX = 1_000
/** Events of one page of recent ones. */
export const RECENT_EVENTS_MAX = 500
/** Characters of an id that can be traced: as many as the ids of an event have. */
export const TRACE_ID_CHARS_MAX = 256
