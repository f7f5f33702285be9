import { areContrary, ok, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import { type Instant, isFromFuture, isLeased } from './lease.ts'

/** One published state of a scope. Times in milliseconds. */
export interface Head {
  readonly seq: number
  /** SHA-256 over what it says, without its times, hex. */
  readonly root: string
  /** SHA-256 over everything that it says, hex; a plain status list binds by its bits alone and has none. */
  readonly hash?: string
  readonly issuedAtMs: number
}

export interface OfferedHead extends Head {
  readonly expiresAtMs: number
}

/**
 * Decides whether an offered document takes the place of the newest known one: by a higher sequence, the same content signed later, or a head
 * where only the bits were known. The sequence never decreases (S6); the same sequence with other content is a proof against the publisher (S8).
 * Reasons: clock_unsafe for one from the future (ours or the publisher's is wrong), status_stale, status_rolled_back, status_equivocation.
 */
export function decideReplacement(
  offered: OfferedHead,
  newest: Head | undefined,
  instant: Instant,
): Result<'newer' | 'same', Reasoned> {
  if (isFromFuture(offered, instant)) return refuse('clock_unsafe', 'from the future')
  if (newest !== undefined) {
    if (offered.seq < newest.seq) return refuse('status_rolled_back')
    if (offered.seq === newest.seq) {
      if (areContrary(offered, newest)) return refuse('status_equivocation')
      if (offered.issuedAtMs < newest.issuedAtMs) return refuse('status_rolled_back')
      if (newest.hash !== undefined && offered.hash === undefined) return ok('same')
      const saysMore = newest.hash === undefined && offered.hash !== undefined
      if (offered.issuedAtMs === newest.issuedAtMs && !saysMore) return ok('same')
    }
  }
  return isLeased(offered, instant) ? ok('newer') : refuse('status_stale')
}
