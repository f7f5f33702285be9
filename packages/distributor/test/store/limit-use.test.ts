import { openSqliteStore } from '@evenkeel/kernel/adapters'
import { expect, it } from 'vitest'
import { distributorMigrations } from '../../src/index.ts'
import { openLimitUse } from '../../src/store/limit-use.ts'
import { fixedRule, VERIFIER } from '../support/world.ts'

it('what was given on a verifier’s word before there were other limits still counts', async () => {
  const store = await openSqliteStore({ path: ':memory:' })
  const before = distributorMigrations.findIndex(
    ({ id }) => id === 'distributor/0005-windows-under-load',
  )
  await store.migrate(distributorMigrations.slice(0, before))
  await store.transact('before', (tx) =>
    tx.insertMany({
      table: 'verifier_use',
      columns: ['campaign_id', 'verifier', 'claims', 'amount'],
      rows: [[fixedRule.id, VERIFIER, 2, '200']],
      onConflict: 'fail',
    }),
  )
  await store.migrate(distributorMigrations)
  const limitKeys = { perVerifier: VERIFIER }
  for (const [claimsMax, full] of [
    [2, 'perVerifier'],
    [3, undefined],
  ] as const) {
    const rule = { ...fixedRule, limits: { perVerifier: { claimsMax } } }
    const taken = await store.transact('take', async (tx) => {
      const use = await openLimitUse(tx, [{ rule, limitKeys }])
      return use.take(rule, limitKeys, 1n as never)
    })
    expect(taken).toBe(full)
  }
  await store.close()
})
