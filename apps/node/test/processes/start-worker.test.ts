import { expect, it } from 'vitest'
import { memoryFlags } from '../../src/processes/start-worker.ts'

it('gives a worker the memory of the process that calls, and neither its script nor its debugger', () => {
  const flags = ['--inspect=9229', '--max-semi-space-size=64', '-e', 'startWorld()', '--import=x']
  expect(memoryFlags(flags)).toEqual(['--max-semi-space-size=64'])
})
