import { encodeHex, type MinorUnits, minorUnits, sha256 } from '@evenkeel/kernel'

/** One payment of a list that was made up. */
export interface Payment {
  readonly account: string
  readonly amount: MinorUnits
}

/** The payment at a place of the list: the same in every run. */
export function paymentAt(index: number): Payment {
  const account = encodeHex(sha256(`account ${index}`).subarray(0, 20))
  return { account: `0x${account}`, amount: minorUnits(1_000_000n + BigInt(index) ** 2n) }
}
