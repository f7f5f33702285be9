import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { openClaimFile } from '../../src/replay/claim-file.ts'
import { createDrop } from '../../src/replay/create-drop.ts'
import { readDrop } from '../../src/replay/read-drop.ts'
import { shuffleSends } from '../../src/replay/shuffle-sends.ts'

const root = mkdtempSync(join(tmpdir(), 'evenkeel-replay-files-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

async function countRows(path: string, limit?: number): Promise<number> {
  let rows = 0
  for await (const row of readDrop(path, limit)) {
    expect(row.index).toBe(rows)
    rows += 1
  }
  return rows
}

function gzipped(name: string, text: string): string {
  const path = join(root, name)
  writeFileSync(path, gzipSync(text))
  return path
}

describe('reading a drop', () => {
  it('gives the rows in order, and no more than the limit', async () => {
    const path = join(root, 'drop.csv.gz')
    createDrop(path, 2_000, 'rows')
    expect(await countRows(path)).toBe(2_000)
    expect(await countRows(path, 7)).toBe(7)
  })

  it('a file that is not there is refused', async () => {
    await expect(countRows(join(root, 'none.gz'))).rejects.toMatchObject({
      code: 'file_not_usable',
    })
  })

  it('a file that is no gzip, no table, empty, torn, or has a gap in its indices is refused', async () => {
    const account = `0x${'0'.repeat(40)}`
    const plain = join(root, 'plain.csv')
    writeFileSync(plain, `index,account,amount\n0,${account},1\n`)
    const torn = join(root, 'torn.gz')
    createDrop(torn, 500, 'torn')
    writeFileSync(torn, readFileSync(torn).subarray(0, 2_000))
    const paths = [
      plain,
      torn,
      gzipped('header.gz', 'index,account,amount\n'),
      gzipped('gap.gz', `index,account,amount\n1,${account},1\n`),
      gzipped('zero.gz', `index,account,amount\n0,${account},0\n`),
      gzipped('name.gz', 'index,account,amount\n0,alice,1\n'),
      gzipped('long.gz', `index${'x'.repeat(100_000)}`),
    ]
    for (const path of paths) {
      await expect(countRows(path), path).rejects.toMatchObject({ code: 'file_not_usable' })
    }
  })
})

describe('the file of prepared claims', () => {
  it('gives each claim back, and cuts off what a killed process wrote in part', () => {
    const claims = ['first', 'the second', 'third'].map((text) => new TextEncoder().encode(text))
    const file = openClaimFile(root)
    file.append(claims)
    file.close()
    appendFileSync(join(root, 'claims.bin'), 'half of a cl')
    appendFileSync(join(root, 'claims.idx'), Buffer.from([0, 0, 0]))

    const again = openClaimFile(root)
    expect(again.count).toBe(3)
    again.append([new TextEncoder().encode('fourth')])
    expect([0, 1, 2, 3].map((index) => new TextDecoder().decode(again.read(index)))).toEqual([
      'first',
      'the second',
      'third',
      'fourth',
    ])
    again.close()
  })
})

describe('the order of sends', () => {
  it('has each claim exactly so many times, shuffled, the same for the same secret', () => {
    const secret = new Uint8Array(32).fill(7)
    const order = shuffleSends(1_000, 4, secret)
    const times = new Uint8Array(1_000)
    for (const index of order) times[index] = (times[index] ?? 0) + 1
    expect(times.every((count) => count === 4)).toBe(true)
    expect(shuffleSends(1_000, 4, secret)).toEqual(order)
    expect(shuffleSends(1_000, 4, new Uint8Array(32))).not.toEqual(order)
    // In the order of the rows every send would be one more than the one before; by chance one in a thousand is.
    const inOrder = order.filter((index, send) => index === (order[send - 1] ?? -2) + 1).length
    expect(inOrder).toBeLessThan(40)
  })
})
