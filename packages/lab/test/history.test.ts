import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { History } from '../src/history.ts'

it('the digest of a history is the SHA-256 of its lines as they would be written out', () => {
  const lines: string[] = []
  const history = new History((line) => lines.push(line))
  history.append(1, { event: 'b', z: 1, a: 'x' })
  const early = history.digest()
  history.append(2, { event: 'c' })
  expect(lines).toEqual(['{"a":"x","atMs":1,"event":"b","z":1}', '{"atMs":2,"event":"c"}'])
  const written = lines.map((line) => `${line}\n`).join('')
  expect(history.digest()).toBe(createHash('sha256').update(written).digest('hex'))
  expect(history.digest()).not.toBe(early)
  expect(history.count).toBe(2)
})
