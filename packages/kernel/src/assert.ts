/** A broken invariant: a fault of the program, never of its input. Crashes the unit of work. */
export class AssertionError extends Error {
  override readonly name: string = 'AssertionError'
}

/** States an invariant. Stays on in production (STYLE: assertions). Throws AssertionError when it does not hold. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message)
}
