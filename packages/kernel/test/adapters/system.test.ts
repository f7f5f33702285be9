import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { RANDOM_POOL_BYTES } from '../../src/adapters/limits.ts'
import { systemClock } from '../../src/adapters/system-clock.ts'
import { systemRandom } from '../../src/adapters/system-random.ts'
import { systemTimers } from '../../src/adapters/system-timers.ts'
import { encodeBase64url } from '../../src/bytes/base64url.ts'

describe('system clock', () => {
  it('tells integer milliseconds since the epoch, and monotonic time that does not go back', () => {
    const now = systemClock.nowMs()
    expect(Number.isInteger(now)).toBe(true)
    expect(now).toBeGreaterThan(Date.UTC(2025, 0))
    const earlier = systemClock.monotonicMs()
    expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(earlier)
  })
})

describe('system random', () => {
  it('gives new bytes of the length asked for, and integers below the bound', () => {
    expect(systemRandom.bytes(0)).toHaveLength(0)
    expect(systemRandom.bytes(32)).not.toEqual(systemRandom.bytes(32))
    const many = Array.from({ length: 2_000 }, () => encodeBase64url(systemRandom.bytes(24)))
    expect(new Set(many).size).toBe(many.length)
    const long = systemRandom.bytes(RANDOM_POOL_BYTES + 1)
    expect(long.subarray(-64).some((byte) => byte !== 0)).toBe(true)
    const whole = systemRandom.bytes(RANDOM_POOL_BYTES)
    expect(systemRandom.bytes(RANDOM_POOL_BYTES)).not.toEqual(whole)
    // Each call has memory of its own.
    expect(whole.buffer.byteLength).toBe(RANDOM_POOL_BYTES)
    const drawn = Array.from({ length: 200 }, () => systemRandom.below(3))
    expect(new Set(drawn)).toEqual(new Set([0, 1, 2]))
    expect(systemRandom.below(1)).toBe(0)
    expect(systemRandom.below(2 ** 48 - 1)).toBeLessThan(2 ** 48 - 1)
  })
})

describe('system timers', () => {
  it('sleep lasts at least as long as asked, by the monotonic clock', async () => {
    for (const ms of [0, 0.5, 1, 3]) {
      const start = systemClock.monotonicMs()
      await systemTimers.sleep(ms)
      expect(systemClock.monotonicMs() - start).toBeGreaterThanOrEqual(ms)
    }
  })

  it('sleep ends early when its signal aborts, also a sleep longer than the platform can count', async () => {
    const stop = new AbortController()
    const century = 100 * 365 * 86_400_000
    const sleeping = systemTimers.sleep(century, stop.signal)
    let ended = false
    const watched = sleeping.then(() => {
      ended = true
    })
    await systemTimers.sleep(5)
    expect(ended).toBe(false)
    stop.abort()
    await watched
    await systemTimers.sleep(century, stop.signal)
  })

  it('every runs again and again without overlap, until it is stopped and the last run has ended', async () => {
    let running = 0
    let runs = 0
    const enough = Promise.withResolvers<void>()
    const stop = systemTimers.every(1, async () => {
      running += 1
      expect(running).toBe(1)
      await systemTimers.sleep(2)
      running -= 1
      runs += 1
      if (runs === 3) enough.resolve()
    })
    await enough.promise
    await Promise.all([stop(), stop()])
    const runsAtStop = runs
    expect(running).toBe(0)
    await systemTimers.sleep(5)
    expect(runs).toBe(runsAtStop)
  })

  it('a task that throws stops the process', () => {
    const timers = new URL('../../src/adapters/system-timers.ts', import.meta.url)
    const script = `
      import { systemTimers } from '${timers}'
      const stop = systemTimers.every(1, async () => { throw new Error('broken task') })
      await systemTimers.sleep(20)
      await stop().catch(() => {})
      await systemTimers.sleep(60_000)`
    const outcome = spawnSync(process.execPath, ['--input-type=module', '-e', script])
    expect(outcome.status).toBe(1)
    expect(String(outcome.stderr)).toContain('broken task')
  })
})
