import { canonicalJson, sha256 } from '@evenkeel/kernel'

/** Lots that there are. */
const LOTS = 1_000

/** A number from 0 to 999 that follows from what is hashed and from nothing else: the same whenever somebody came. */
export function drawLot(...of: readonly string[]): number {
  const [a = 0, b = 0, c = 0, d = 0] = sha256(canonicalJson(of))
  return (a * 0x1_00_00_00 + b * 0x1_00_00 + c * 0x1_00 + d) % LOTS
}
