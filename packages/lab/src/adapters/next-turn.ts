// Taken when the module loads: a running simulation forbids the global.
const setRealImmediate = setImmediate

/** Resolves when every microtask that is ready, and every one that those make ready, has run. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setRealImmediate(resolve)
  })
}
