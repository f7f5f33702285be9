import { describe, expect, it } from 'vitest'
import { Mutex } from '../../src/adapters/mutex.ts'

describe('mutex', () => {
  it('refuses more work than may wait, as retryable, and takes it again once there is room', async () => {
    const mutex = new Mutex(2)
    const gate = Promise.withResolvers<void>()
    const held = [mutex.run(() => gate.promise), mutex.run(async () => undefined)]
    const refused = mutex.run(async () => undefined)
    await expect(refused).rejects.toMatchObject({ code: 'store_unavailable', retryable: true })
    gate.resolve()
    await Promise.all(held)
    expect(await mutex.run(async () => 'room')).toBe('room')
  })
})
