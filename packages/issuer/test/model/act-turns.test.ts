import { describe, expect, test } from 'vitest'
import { dueActs, nextTurnMs, turnMs } from '../../src/model/act-turns.ts'

const T = 1_800_000_000_000
const grant = { index: 1, value: 0, effectiveAtMs: T }
const end = { index: 1, value: 1, effectiveAtMs: T + 1_000 }

describe('the turn of an announced act', () => {
  test('is a whole second, and for a grant never before every clock has come to T', () => {
    expect(turnMs(grant, 500)).toBe(T + 1_000)
    expect(turnMs(grant, 2_000)).toBe(T + 2_000)
    expect(turnMs(end, 2_000)).toBe(T + 1_000)
  })

  test('takes along what came before it for the same entry, and of another entry nothing', () => {
    const other = { ...grant, index: 2 }
    expect(dueActs([grant, other, end], T + 1_000, 5_000)).toEqual([grant, end])
    expect(dueActs([grant, other, end], T + 999, 5_000)).toEqual([])
  })

  test('is the next one only when it is still ahead', () => {
    expect(nextTurnMs([grant, end], T, 5_000)).toBe(T + 1_000)
    expect(nextTurnMs([grant, end], T + 1_000, 5_000)).toBe(T + 5_000)
    expect(nextTurnMs([grant, end], T + 5_000, 5_000)).toBeUndefined()
  })
})
