import { brandId, type ReceiptId, type Store } from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import { describe, expect, test } from 'vitest'
import { hashOf, replayVerdict } from '../../src/index.ts'
import { settle } from '../support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  campaignId,
  openWorld,
  payoutData,
  present,
  type TestWorld,
} from '../support/test-world.ts'

describe('a verification whose caller no longer waits', () => {
  const count = async (world: TestWorld, table: string) =>
    (await world.store.read('count', (tx) => tx.get(`SELECT count(*) AS n FROM ${table}`)))?.n

  test('looks at nothing and uses up nothing (O5)', async () => {
    const world = await openWorld()
    await world.time.advance(10)
    const presentation = await present()
    const late = await world.verify(presentation, { deadlineMs: 9 })
    expect(late.verdict).toMatchObject({ outcome: 'undetermined', reason: 'deadline_passed' })
    expect(late.verdict.checks).toHaveLength(9)
    expect(hashOf(replayVerdict(late.input))).toBe(hashOf(late.verdict))
    expect(world.fetches(ACCREDITATIONS_URL)).toBe(0)
    expect(await count(world, 'used_nonce')).toBe(0)
    expect(await count(world, 'lifecycle_event')).toBe(0)
    expect((await world.verify(presentation)).verdict.outcome).toBe('accepted')
  })

  test('does not use up the nonce when the deadline passes on the way to the store', async () => {
    const world = await openWorld()
    await world.verify(await present({ nonce: 'nonce-0' }), { nonce: 'nonce-0' })
    const presentation = await present()
    let release: () => void = () => undefined
    const busy = world.store.transact('busy', () => new Promise<void>((done) => (release = done)))
    const pending = world.verify(presentation, { deadlineMs: 5 })
    await settle()
    await world.time.advance(6)
    release()
    await busy
    const { verdict } = await pending
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'deadline_passed' })
    expect(await count(world, 'used_nonce')).toBe(1)
    expect((await world.verify(presentation)).verdict.outcome).toBe('accepted')
  })
})

describe('a store that cannot be used', () => {
  const failing = (inner: Store, broken: () => RegExp): Store => {
    const guard = (name: string) => {
      if (!broken().test(name)) return
      throw Object.assign(new Error('disk'), { code: 'store_unavailable', retryable: false })
    }
    return {
      async transact(name, body) {
        guard(name)
        return inner.transact(name, body)
      },
      async read(name, body) {
        guard(name)
        return inner.read(name, body)
      },
      migrate: (migrations) => inner.migrate(migrations),
      close: () => inner.close(),
    }
  }

  test.each([
    ['altogether', /./],
    ['for reading', /^load-/],
    ['for what was retrieved', /^keep-/],
    ['for what was decided', /^record-/],
  ])('%s leaves the verdict undetermined and the presentation good for later', async (_, names) => {
    let broken = names
    const store = failing(await openSqliteStore({ path: ':memory:' }), () => broken)
    broken = /^nothing$/
    const world = await openWorld({ store })
    broken = names
    const presentation = await present()
    const { verdict, input } = await world.verify(presentation)
    expect(verdict.outcome).toBe('undetermined')
    expect(verdict.checks.flatMap((check) => ('reason' in check ? check.reason : []))).toContain(
      names.source === '^keep-' ? 'accreditation_stale' : 'store_unavailable',
    )
    expect(hashOf(replayVerdict(input))).toBe(hashOf(verdict))
    broken = /^nothing$/
    await world.time.advance(1_000)
    const second = await world.verify(presentation)
    expect(second.verdict.reason ?? second.verdict.outcome).toBe('accepted')
  })

  test('is a value for a campaign too, and a fault of the program stays one', async () => {
    let broken = /^nothing$/
    const store = failing(await openSqliteStore({ path: ':memory:' }), () => broken)
    const world = await openWorld({ store })
    broken = /./
    const request = {
      campaignId,
      presentation: await present(),
      nonce: world.verifier.createNonce(),
      transactionData: payoutData(),
      deadlineMs: 1_000,
    }
    expect(await world.verifier.verifyForCampaign(request)).toMatchObject({
      error: { code: 'store_unavailable' },
    })
    expect(await world.verifier.replayReceipt(brandId<ReceiptId>('rcpt-1'))).toEqual({
      kind: 'not_replayable',
      because: 'store_unavailable',
    })
    await world.store.close()
    broken = /^nothing$/
    await expect(world.verify(await present())).rejects.toThrow()
  })
})
