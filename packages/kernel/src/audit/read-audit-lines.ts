import { Buffer } from 'node:buffer'
import { decodeUtf8 } from '../bytes/utf8.ts'
import { type AuditDifference, differs } from './audit-report.ts'
import { AUDIT_LINE_BYTES_MAX } from './limits.ts'

export type ReadLine =
  | { readonly line: number; readonly text: string }
  /** Nothing more is read after it. */
  | { readonly line: number; readonly fault: AuditDifference }

const LINE_FEED = 0x0a

/** The lines of a file, whatever chunks it comes in; holds one line at most. Each line, the last one too, ends with a line feed. */
export async function* readAuditLines(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<ReadLine> {
  let parts: Uint8Array[] = []
  let held = 0
  let line = 1
  for await (const chunk of bytes) {
    let start = 0
    while (start < chunk.length) {
      const end = chunk.indexOf(LINE_FEED, start)
      const part = chunk.subarray(start, end === -1 ? chunk.length : end)
      held += part.length
      if (held > AUDIT_LINE_BYTES_MAX) {
        const expected = `at most ${AUDIT_LINE_BYTES_MAX} bytes in a line`
        yield { line, fault: differs(line, 'form', expected, 'more') }
        return
      }
      if (end === -1) {
        // A copy: the next chunk may come in the same memory.
        parts.push(part.slice())
        break
      }
      const text = decodeUtf8(parts.length === 0 ? part : Buffer.concat([...parts, part]))
      if (text === undefined) {
        yield { line, fault: differs(line, 'form', 'text in UTF-8', 'other bytes') }
        return
      }
      yield { line, text }
      line += 1
      parts = []
      held = 0
      start = end + 1
    }
  }
  if (held > 0) {
    const fault = differs(line, 'form', 'a line feed at the end of the line', 'the end of the file')
    yield { line, fault }
  }
}
