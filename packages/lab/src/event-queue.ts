/** What orders events: virtual time, then a draw from the seed, then age. */
export interface Ordered {
  readonly atMs: number
  readonly priority: number
  readonly seq: number
}

/** A binary heap whose top is the next event. */
export class EventQueue<T extends Ordered> {
  readonly #heap: T[] = []

  get size(): number {
    return this.#heap.length
  }

  peek(): T | undefined {
    return this.#heap[0]
  }

  push(event: T): void {
    const heap = this.#heap
    let position = heap.length
    heap.push(event)
    while (position > 0) {
      const parent = (position - 1) >> 1
      const above = heap[parent]
      if (above === undefined || isBefore(above, event)) break
      heap[position] = above
      position = parent
    }
    heap[position] = event
  }

  pop(): T | undefined {
    const heap = this.#heap
    const top = heap[0]
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return top
    let position = 0
    for (;;) {
      const left = 2 * position + 1
      const smaller = this.#smaller(left, left + 1)
      const child = heap[smaller]
      if (child === undefined || isBefore(last, child)) break
      heap[position] = child
      position = smaller
    }
    heap[position] = last
    return top
  }

  #smaller(left: number, right: number): number {
    const a = this.#heap[left]
    const b = this.#heap[right]
    return a !== undefined && b !== undefined && isBefore(b, a) ? right : left
  }
}

function isBefore(a: Ordered, b: Ordered): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs
  if (a.priority !== b.priority) return a.priority < b.priority
  return a.seq < b.seq
}
