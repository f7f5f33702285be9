import { createStatusList, type StatusList, setStatus } from '@evenkeel/kernel'
import { systemRandom } from '@evenkeel/kernel/adapters'

/** Entries of a large issuer's list (DESIGN §5). */
export const ENTRIES = 10_000_000
/** One in so many is revoked, anywhere in the list but in its beginning. */
const REVOKED_ONE_IN = 100
/** Entries at the beginning that stay valid: more than LIST_ENTRIES, from which credentials have their places. */
export const KEPT_VALID = 1_100_000

/** A list of ENTRIES entries of two bits. */
export function createLargeList(): StatusList {
  const list = createStatusList(ENTRIES, 2)
  for (let revoked = 0; revoked < ENTRIES / REVOKED_ONE_IN; revoked += 1) {
    setStatus(list, KEPT_VALID + systemRandom.below(ENTRIES - KEPT_VALID), 1)
  }
  return list
}
