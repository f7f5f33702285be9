import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readTable } from '../src/read-files.ts'
import { makeTempDirectory } from './support/run-cli.ts'

const root = makeTempDirectory()
const path = join(root, 'table.csv')

afterAll(() => rmSync(root, { recursive: true, force: true }))

async function rowsOf(content: string | Uint8Array): Promise<readonly string[]> {
  writeFileSync(path, content)
  const rows: string[] = []
  for await (const { entry, amountMinor } of readTable(path)) rows.push(`${entry}=${amountMinor}`)
  return rows
}

describe('a table file', () => {
  it('is read with and without heading, line ends of any system, empty lines and a last line without an end', async () => {
    expect(await rowsOf('key,amountMinor\r\na,1\r\n\r\nb , 2')).toEqual(['a=1', 'b=2'])
    expect(await rowsOf('a,1\nkey,2\n')).toEqual(['a=1', 'key=2'])
    expect(await rowsOf('')).toEqual([])
  })

  it('keeps every row when rows are cut in two by the reading', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `é-${i},${i + 1}`)
    expect(await rowsOf(lines.join('\n'))).toEqual(lines.map((line) => line.replace(',', '=')))
  })

  it('ends with a row without a key at the first line that is none', async () => {
    expect(await rowsOf('a,1\nb,2,3\nc,3\n')).toEqual(['a=1', '='])
    expect(await rowsOf(`a,1\n${'x'.repeat(5_000)},1\nc,3\n`)).toEqual(['a=1', '='])
    expect(await rowsOf(new Uint8Array([0x61, 0x2c, 0x31, 0x0a, 0xff, 0x2c, 0x31]))).toEqual([
      'a=1',
      '=',
    ])
  })
})
