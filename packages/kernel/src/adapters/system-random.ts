import { randomFillSync, randomInt } from 'node:crypto'
import type { Random } from '../ports.ts'

/** The machine's cryptographically strong source. */
export const systemRandom: Random = {
  bytes: (length) => randomFillSync(new Uint8Array(length)),
  below: (bound) => randomInt(bound),
}
