import { VIOLATIONS_MAX } from './limits.ts'

/** A named invariant that did not hold. */
export interface Violation {
  /** Name as in DESIGN §2: `H3`. `no_fault` for code that threw. */
  readonly invariant: string
  /** Virtual milliseconds since the beginning. */
  readonly atMs: number
  readonly detail: string
}

/** Counts what was checked, because an invariant that nobody checked holds always, and keeps what was violated. */
export class Invariants {
  readonly #nowMs: () => number
  readonly #checks = new Map<string, number>()
  readonly #violations: Violation[] = []

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  /** States that something must hold now. `detail` says what was found instead. */
  check(invariant: string, holds: boolean, detail: () => string): void {
    this.#checks.set(invariant, (this.#checks.get(invariant) ?? 0) + 1)
    if (holds || this.#violations.length >= VIOLATIONS_MAX) return
    this.#violations.push({ invariant, atMs: this.#nowMs(), detail: detail() })
  }

  /** How often each invariant was checked, by name. */
  get checks(): Readonly<Record<string, number>> {
    const byName = [...this.#checks].sort(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(byName)
  }

  /** In order of time; at most VIOLATIONS_MAX. */
  get violations(): readonly Violation[] {
    return this.#violations
  }
}
