import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AUDIT_LINE_BYTES_MAX } from '../../src/audit/limits.ts'
import { type ReadLine, readAuditLines } from '../../src/audit/read-audit-lines.ts'

async function readAll(chunks: readonly Uint8Array[]): Promise<readonly ReadLine[]> {
  const lines: ReadLine[] = []
  for await (const line of readAuditLines(chunks)) lines.push(line)
  return lines
}

describe('the lines of a bundle', () => {
  it('are the same in whatever chunks they come, also when a character is cut', async () => {
    const line = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !text.includes('\n') && text.isWellFormed())
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 9 }), async (lines, size) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''))
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        )
        const read = await readAll(chunks)
        expect(read).toEqual(lines.map((text, i) => ({ line: i + 1, text })))
      }),
    )
  })

  it('do not depend on what becomes of the memory that a chunk came in', async () => {
    const memory = new Uint8Array(4)
    async function* reused() {
      for (const text of ['abcd', 'ef\ng', 'h\nij', 'kl\nm', 'no\n\n']) {
        memory.set(Buffer.from(text))
        yield memory
      }
    }
    const texts: unknown[] = []
    for await (const read of readAuditLines(reused())) texts.push('text' in read && read.text)
    expect(texts).toEqual(['abcdef', 'gh', 'ijkl', 'mno', ''])
  })

  it('end at one that is too long, not UTF-8, or without an end', async () => {
    const long = Buffer.alloc(AUDIT_LINE_BYTES_MAX + 1, 'a')
    for (const bad of [long, Uint8Array.of(0xc3, 0x0a), Buffer.from('abc')]) {
      const read = await readAll([Buffer.from('first\n'), bad])
      expect(read).toMatchObject([
        { line: 1, text: 'first' },
        { line: 2, fault: { line: 2, check: 'form' } },
      ])
    }
  })
})
