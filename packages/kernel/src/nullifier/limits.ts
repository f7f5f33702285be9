/** Characters of a number of a register in its one form. Chosen: registers of states have at most 20. */
export const NATIONAL_ID_CHARS_MAX = 32
/** Characters and digits of it, at least: what is shorter is a note that there is none. Chosen: registers of states have 6 digits and more. */
export const NATIONAL_ID_CHARS_MIN = 4
/** Credential types with a claim of their own, and issuers, of one set. Chosen: as many as a policy may have types. */
export const SUBJECT_SET_MAX = 64
