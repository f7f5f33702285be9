import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { History } from '../src/history.ts'
import { Scheduler } from '../src/scheduler.ts'
import { SeededRandom } from '../src/seeded-random.ts'

function createScheduler(seed: number, lines: string[] = []): Scheduler {
  return new Scheduler(new SeededRandom(`${seed}`), new History((line) => lines.push(line)))
}

async function orderOfTies(seed: number): Promise<string> {
  const scheduler = createScheduler(seed)
  let order = ''
  for (const name of 'abcdefghij') {
    scheduler.after(5, { event: name }, () => {
      order += name
    })
  }
  await scheduler.run(10)
  return order
}

describe('Scheduler', () => {
  it('lets everything happen once, in the order of virtual time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }),
        async (delays) => {
          const scheduler = createScheduler(1)
          const happened: number[] = []
          for (const delay of delays) {
            scheduler.after(delay, { event: 'tick' }, () => {
              expect(scheduler.nowMs).toBe(delay)
              happened.push(delay)
            })
          }
          await scheduler.run(50)
          expect(happened).toEqual(delays.toSorted((a, b) => a - b))
        },
      ),
      { numRuns: 50 },
    )
  })

  it('orders events of one millisecond by the seed', async () => {
    expect(await orderOfTies(1)).toBe(await orderOfTies(1))
    expect(await orderOfTies(1)).not.toBe(await orderOfTies(2))
  })

  it('runs all that follows from an event before the next event', async () => {
    const scheduler = createScheduler(1)
    const order: string[] = []
    scheduler.after(1, { event: 'first' }, () => {
      const chain = async () => {
        for (let link = 0; link < 50; link += 1) await Promise.resolve()
        order.push('chain')
      }
      chain().catch(scheduler.fail)
    })
    scheduler.after(2, { event: 'second' }, () => order.push('second'))
    await scheduler.run(2)
    expect(order).toEqual(['chain', 'second'])
  })

  it('writes a line for each event that happened, and for none that was called off', async () => {
    const lines: string[] = []
    const scheduler = createScheduler(1, lines)
    scheduler.after(3, { event: 'kept', by: 'test' }, () => undefined)
    scheduler.after(2, { event: 'cancelled' }, () => undefined)()
    scheduler.after(1, { event: 'dead' }, () => undefined, { isAlive: false })
    await scheduler.run(9)
    expect(lines).toEqual(['{"atMs":3,"by":"test","event":"kept"}'])
    expect(scheduler.nowMs).toBe(9)
  })

  it('leaves what is due later for the next run', async () => {
    const scheduler = createScheduler(1)
    let happened = false
    scheduler.after(10, { event: 'later' }, () => {
      happened = true
    })
    await scheduler.run(9)
    expect(happened).toBe(false)
    await scheduler.run(10)
    expect(happened).toBe(true)
  })

  it('stops after the event that fulfils the caller’s wish', async () => {
    const scheduler = createScheduler(1)
    let count = 0
    for (const delay of [1, 2, 3]) scheduler.after(delay, { event: 'count' }, () => (count += 1))
    await scheduler.run(10, () => count === 2)
    expect([count, scheduler.nowMs]).toEqual([2, 2])
  })

  it('a fault that was reported ends the run', async () => {
    const scheduler = createScheduler(1)
    scheduler.after(1, { event: 'fault' }, () => {
      Promise.reject(new Error('planted')).catch(scheduler.fail)
    })
    await expect(scheduler.run(5)).rejects.toThrow('planted')
  })
})
