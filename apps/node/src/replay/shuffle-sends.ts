import { createCipheriv } from 'node:crypto'
import { sha256 } from '@evenkeel/kernel'

/**
 * The order of all sends: each claim's index `times` times, shuffled by the secret, the same at every call. 4 bytes per send, twice that
 * while it works.
 */
export function shuffleSends(claims: number, times: number, secret: Uint8Array): Uint32Array {
  const order = new Uint32Array(claims * times)
  for (let send = 0; send < order.length; send += 1) order[send] = send % claims
  const random = randomWords(order.length, secret)
  // Fisher–Yates. Scaling 32 bits to the range is off by less than 1 in 400 for the largest range: a shuffle, not a lottery.
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(((random[last] ?? 0) / 2 ** 32) * (last + 1))
    const held = order[last] ?? 0
    order[last] = order[other] ?? 0
    order[other] = held
  }
  return order
}

/** The key stream of AES-256 in counter mode. */
function randomWords(count: number, secret: Uint8Array): Uint32Array {
  const key = sha256(Buffer.concat([Buffer.from('order of sends'), secret]))
  const stream = createCipheriv('aes-256-ctr', key, new Uint8Array(16))
  const bytes = stream.update(new Uint8Array(count * 4))
  return new Uint32Array(new Uint8Array(bytes).buffer)
}
