/** Nesting that no limit may exceed: a few hundred frames of recursion are safe on every stack (chosen). */
export const JSON_DEPTH_CEILING = 128
