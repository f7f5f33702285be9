/** Nesting of brackets in an expression, as far as counting them tells. Chosen: more than anybody reads. */
export const BRACKET_DEPTH_MAX = 16
/**
 * Brackets that an expression opens, and so what it nests at most, whatever its texts hide. Chosen: more than a screen of text needs; of 340 open ones
 * the parser makes a second of work, of 64 a few ms (measured).
 */
export const BRACKETS_MAX = 64
/** Characters of all expressions of one policy. Chosen: compiling the slowest texts of that length takes some 40 ms (measured), once. */
export const EXPRESSIONS_CHARS_MAX = 4_096
/** Nodes of an expression's syntax tree, its macros expanded. Chosen: what EXPRESSION_CHARS_MAX of ordinary text comes to. */
export const EXPRESSION_NODES_MAX = 256
/**
 * Steps that the expressions of one policy may take together at worst; a step is one node evaluated. Measured with the largest claims: the costliest
 * expressions that fit take 4 ms of an idle core and 20 ms on one with ten times its work, ordinary ones 3 µs and 30 µs.
 */
export const EXPRESSION_STEPS_MAX = 20_000
/** Values in one claim that an expression reads: what a loop over it runs through at most. Chosen: far above the lists of credentials. */
export const CLAIM_ITEMS_MAX = 256
/** Nesting of a claim that an expression reads. Chosen: an address in a list of addresses, and room. */
export const CLAIM_DEPTH_MAX = 8
/** Characters of one text in a claim that an expression reads. Chosen: twice what an output may have. */
export const CLAIM_TEXT_CHARS_MAX = 1_024
/** Steps that searching one text for another counts as: CLAIM_TEXT_CHARS_MAX squared comparisons at worst. */
export const SEARCH_STEPS = 1_000
/** Steps that comparing two values of the claims, or looking one up in another, counts as: CLAIM_ITEMS_MAX short comparisons at worst. */
export const COMPARE_STEPS = 32
/** Steps that a function of one text counts as: CLAIM_TEXT_CHARS_MAX characters at worst; so many for each text that its argument is put together from. */
export const TEXT_STEPS = 16
/** Compiled expressions held. Chosen: those of all rules that a verifier holds, several kB each. */
export const EXPRESSIONS_HELD_MAX = 1_024
/**
 * Bytes of a receipt's outputs together, as JSON. Chosen: with the longest audiences, list addresses and names the receipt stays below
 * MESSAGE_LIMITS, and leaves room for the holder's word beside it in a claim.
 */
export const OUTPUTS_BYTES_MAX = 4_096
