/** Bundles that one process sends at a time. Chosen: each holds a page of rows and reads a whole campaign; there are few auditors. */
export const AUDITS_MAX = 2
