let turn: Promise<void> | undefined

/**
 * Resolves in the next turn of the event loop. All callers of one turn go on together, so what they do next lands in the same batches (DESIGN
 * §10: group commit); and whoever works in long runs lets others in: a store and signatures that answer at once never let the loop turn by themselves.
 */
export function nextTurn(): Promise<void> {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined
      resolve()
    })
  })
  return turn
}
