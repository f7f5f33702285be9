import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CaseState, type StateRule, transitionTable } from '../../src/index.ts'

const states = Object.keys(transitionTable) as CaseState[]

describe('the transition table', () => {
  it('gives every state a clock whose default is a legal act there, unless nothing can happen any more', () => {
    fc.assert(
      fc.property(fc.constantFrom(...states), (state) => {
        const { deadline, acts } = transitionTable[state]
        const isTerminal = Object.keys(acts).length === 0
        expect(deadline === undefined).toBe(isTerminal)
        if (deadline !== undefined) expect(acts[deadline.byDefault]).toBeDefined()
      }),
    )
  })

  it('comes to the state that waits for the acknowledgement by defaults alone, from every state that is not closed', () => {
    for (const start of states.filter((state) => state !== 'closed')) {
      let state: CaseState = start
      for (let step = 0; step < states.length && state !== 'final'; step += 1) {
        const { deadline, acts }: StateRule = transitionTable[state]
        state = (deadline && acts[deadline.byDefault]) ?? state
      }
      expect(state).toBe('final')
    }
    expect(transitionTable.final.acts.close).toBe('closed')
  })

  it('lets an appeal only move up: no way leads from an appeal back to a state that can be appealed', () => {
    const reachable = new Set<CaseState>(['appealed'])
    for (const state of reachable) {
      for (const next of Object.values(transitionTable[state].acts)) reachable.add(next)
    }
    for (const state of reachable) expect(transitionTable[state].acts.appeal).toBeUndefined()
  })
})
