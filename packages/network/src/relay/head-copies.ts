/** Copies by scope, with a bound on the bytes of all together: those that were not used for longest make room. */
export interface HeadCopies<C extends { readonly bytes: Uint8Array }> {
  get(scope: string): C | undefined
  /** Keeps a copy in the place of the one before. */
  put(scope: string, copy: C): void
}

export function createHeadCopies<C extends { readonly bytes: Uint8Array }>(
  bytesMax: number,
): HeadCopies<C> {
  // In the order of their last use.
  const copies = new Map<string, C>()
  let held = 0

  function remove(scope: string): void {
    held -= copies.get(scope)?.bytes.length ?? 0
    copies.delete(scope)
  }

  return {
    get(scope) {
      const copy = copies.get(scope)
      if (copy === undefined) return undefined
      copies.delete(scope)
      copies.set(scope, copy)
      return copy
    },
    put(scope, copy) {
      remove(scope)
      copies.set(scope, copy)
      held += copy.bytes.length
      for (const oldest of copies.keys()) {
        if (held <= bytesMax) break
        remove(oldest)
      }
    },
  }
}
