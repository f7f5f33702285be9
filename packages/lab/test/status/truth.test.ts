import { describe, expect, it } from 'vitest'
import { allowedAt, brokenBy, type Change, testedAt } from '../../src/scenarios/status/truth.ts'

const E = 5
const revoked: Change = { mode: 'coordinated', to: 'invalid', orderedAtMs: 10, everywhereAtMs: 100 }
const back: Change = { mode: 'coordinated', to: 'valid', orderedAtMs: 110, everywhereAtMs: 200 }
const paused: Change = {
  mode: 'coordinated',
  to: 'suspended',
  orderedAtMs: 10,
  everywhereAtMs: 100,
}
const stolen: Change = { mode: 'immediate', to: 'invalid', orderedAtMs: 10, everywhereAtMs: 100 }

const allowed = (changes: readonly Change[], atMs: number) => [...allowedAt(changes, atMs, E)]

describe('what a definite answer may say of a change', () => {
  it('is the old answer before T − 2ε, either within it, and the new one from T on', () => {
    expect(allowed([revoked], 89)).toEqual(['valid'])
    expect(allowed([revoked], 90)).toEqual(['valid', 'invalid'])
    expect(allowed([revoked], 99)).toEqual(['valid', 'invalid'])
    expect(allowed([revoked], 100)).toEqual(['invalid'])
  })

  it('is no acceptance before T of what grants it, and nothing else from T + 2ε on', () => {
    expect(allowed([paused, back], 199)).toEqual(['suspended'])
    expect(allowed([paused, back], 200)).toEqual(['suspended', 'valid'])
    expect(allowed([paused, back], 210)).toEqual(['valid'])
  })

  it('is either while older leases of an immediate change are out', () => {
    expect(allowed([stolen], 9)).toEqual(['valid'])
    expect(allowed([stolen], 99)).toEqual(['valid', 'invalid'])
    expect(allowed([stolen], 100)).toEqual(['invalid'])
  })

  it('is either as long as the issuer has not said when a change counts', () => {
    const { everywhereAtMs: _, ...unanswered } = revoked
    expect(allowed([unanswered], 1_000)).toEqual(['valid', 'invalid'])
  })

  it('is as if nothing had been announced once it was taken back, and either while that is asked', () => {
    expect(allowed([{ ...revoked, cancelling: 'cancelled' }], 150)).toEqual(['valid'])
    expect(allowed([{ ...revoked, cancelling: 'asked' }], 150)).toEqual(['valid', 'invalid'])
  })
})

describe('the invariant that a wrong answer breaks', () => {
  it('is S2 for an acceptance from T on, S5 when the change was immediate, and S3 for a refusal that is early', () => {
    expect(brokenBy('valid', [revoked], 100, E)).toBe('S2')
    expect(brokenBy('valid', [stolen], 100, E)).toBe('S5')
    expect(brokenBy('invalid', [revoked], 50, E)).toBe('S3')
  })

  it('is S4 on either side of what grants validity, and S6 for a change that was taken back', () => {
    expect(brokenBy('valid', [paused, back], 150, E)).toBe('S4')
    expect(brokenBy('suspended', [paused, back], 250, E)).toBe('S4')
    expect(brokenBy('invalid', [{ ...revoked, cancelling: 'cancelled' }], 150, E)).toBe('S6')
  })

  it('is one that the same moment puts to the test', () => {
    expect(testedAt([revoked], 50, E)).toEqual(['S3'])
    expect(testedAt([revoked], 95, E)).toEqual([])
    expect(testedAt([revoked], 100, E)).toEqual(['S2'])
    expect(testedAt([stolen], 100, E)).toEqual(['S5'])
    expect(testedAt([{ ...revoked, cancelling: 'cancelled' }], 150, E)).toEqual(['S6'])
  })
})
