import { FAULTS_LISTED_MAX } from './limits.ts'

/** Counts what was looked at, and lists the first faults. */
export interface Checks {
  check(name: string, holds: boolean, detail: () => string): void
  readonly counts: Record<string, number>
  readonly violations: string[]
}

/** Starts with nothing looked at. */
export function createChecks(): Checks {
  const counts: Record<string, number> = {}
  const violations: string[] = []
  return {
    counts,
    violations,
    check(name, holds, detail) {
      counts[name] = (counts[name] ?? 0) + 1
      if (!holds && violations.length < FAULTS_LISTED_MAX) violations.push(`${name}: ${detail()}`)
    },
  }
}
