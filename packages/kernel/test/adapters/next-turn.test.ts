import { describe, expect, it } from 'vitest'
import { SPARE_TURN_WAIT_MS_MAX } from '../../src/adapters/limits.ts'
import { nextTurn, spareTurn } from '../../src/adapters/next-turn.ts'
import { systemTimers } from '../../src/adapters/system-timers.ts'

describe('turns of the event loop', () => {
  it('callers of one turn go on together in the next', async () => {
    const order: string[] = []
    const call = async (name: string): Promise<void> => {
      await nextTurn()
      order.push(name)
    }
    const calls = [call('a'), call('b')]
    setImmediate(() => order.push('later'))
    await Promise.all(calls)
    expect(order).toEqual(['a', 'b'])
  })

  it('work that gives way often is not stopped by work in long runs: that waits until a turn is spare', async () => {
    const order: string[] = []
    const long = spareTurn().then(() => order.push('long'))
    for (let turn = 0; turn < 5; turn += 1) {
      await nextTurn()
      order.push('short')
    }
    await long
    expect(order).toEqual(['short', 'short', 'short', 'short', 'short', 'long'])
  })

  it('whoever sleeps for no time gives way, and goes on when a turn is spare', async () => {
    const order: string[] = []
    const giving = systemTimers.sleep(0).then(() => order.push('gave way'))
    for (let turn = 0; turn < 3; turn += 1) {
      await nextTurn()
      order.push('short')
    }
    await giving
    expect(order).toEqual(['short', 'short', 'short', 'gave way'])
  })

  it('spare turns are given one by one, in the order of the calls', async () => {
    const order: string[] = []
    await Promise.all([
      spareTurn().then(() => {
        order.push('a')
        return nextTurn().then(() => order.push('between'))
      }),
      spareTurn().then(() => order.push('b')),
    ])
    expect(order).toEqual(['a', 'between', 'b'])
  })

  it('where no turn is ever spare one is given after a time', async () => {
    let isGiven = false
    const startMs = performance.now()
    const given = spareTurn().then(() => {
      isGiven = true
    })
    while (!isGiven && performance.now() - startMs < 50 * SPARE_TURN_WAIT_MS_MAX) await nextTurn()
    expect(isGiven).toBe(true)
    await given
  })
})
