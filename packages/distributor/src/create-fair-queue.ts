/** A queue in which everybody who waits has a turn, however much somebody else put in. Of one path it is first in, first out. */
export interface FairQueue<T> {
  /** Appends an item under a path: first whose it is, then which of theirs. Turns go round at each step of the path. Paths have one length. */
  push(path: readonly string[], item: T): void
  /** Takes at most so many items, by turns. */
  take(max: number): readonly T[]
  readonly length: number
}

/** Who waits, in the order of their turns: each with those below them, or at the end of a path with their items. */
type Turns<T> = Map<string, Turns<T>> | T[]

/** Makes an empty queue. It keeps nothing of a path under which nothing waits. */
export function createFairQueue<T>(): FairQueue<T> {
  let root: Turns<T> | undefined
  let length = 0
  return {
    push(path, item) {
      root = append(root, path, item)
      length += 1
    },
    take(max) {
      const taken: T[] = []
      while (root !== undefined && taken.length < max) root = takeOne(root, taken)
      length -= taken.length
      return taken
    },
    get length() {
      return length
    },
  }
}

function append<T>(turns: Turns<T> | undefined, path: readonly string[], item: T): Turns<T> {
  const [first, ...rest] = path
  if (first === undefined) {
    if (!Array.isArray(turns)) return [item]
    turns.push(item)
    return turns
  }
  const sharers: Map<string, Turns<T>> = turns instanceof Map ? turns : new Map()
  sharers.set(first, append(sharers.get(first), rest, item))
  return sharers
}

/** Takes the item whose turn it is; undefined when nothing is left. */
function takeOne<T>(turns: Turns<T>, taken: T[]): Turns<T> | undefined {
  if (Array.isArray(turns)) {
    taken.push(turns.shift() as T)
    return turns.length === 0 ? undefined : turns
  }
  const [next] = turns
  if (next === undefined) return undefined
  const [name, below] = next
  // Whoever had a turn goes to the end.
  turns.delete(name)
  const left = takeOne(below, taken)
  if (left !== undefined) turns.set(name, left)
  return turns.size === 0 ? undefined : turns
}
