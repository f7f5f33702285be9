import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { encodeHex, sha256 } from '@evenkeel/kernel'

/** Writes a drop of so many rows, the same for the same name: accounts and amounts come from hashes of it. */
export function createDrop(path: string, rows: number, name: string): void {
  const lines = ['index,account,amount_wei,flags']
  for (let index = 0; index < rows; index += 1) {
    const digest = encodeHex(sha256(`${name} ${index}`))
    // Up to 2^80 minor units, never 0.
    lines.push(`${index},0x${digest.slice(0, 40)},${1n + BigInt(`0x${digest.slice(40, 60)}`)},U`)
  }
  writeFileSync(path, gzipSync(`${lines.join('\n')}\n`))
}
