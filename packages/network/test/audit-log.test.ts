import { hashLeafText, leafText, unwrap } from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { leaf, leaves, openWorld, type World } from './world.ts'

async function filled(): Promise<World> {
  const world = await openWorld()
  await world.append(leaves(300))
  await world.network.sequence()
  return world
}

function harm({ party }: World, sql: string, parameters: (string | number | Uint8Array)[] = []) {
  return party.ports.store.transact('harm', (tx) => tx.run(sql, parameters))
}

describe('auditing the stored log', () => {
  it('names the entry that somebody changed in the store', async () => {
    const world = await filled()
    const changed = leafText(leaf(7, { seq: 1_000 }))
    await harm(world, 'UPDATE log_entry SET leaf = ? WHERE idx = 271', [changed])
    expect(await world.network.auditLog()).toMatchObject({
      error: { code: 'log_entry_tampered', index: 271 },
    })
    const hash = hashLeafText(changed)
    await harm(world, 'UPDATE log_entry SET leaf_hash = ? WHERE idx = 271', [hash])
    expect(await world.network.auditLog()).toMatchObject({ error: { code: 'log_entry_tampered' } })
  })

  it('names the first entry that somebody removed', async () => {
    const world = await filled()
    await harm(world, 'DELETE FROM log_entry WHERE idx = 258')
    expect(await world.network.auditLog()).toMatchObject({
      error: { code: 'log_truncated', index: 258 },
    })
  })

  it('finds that the whole store was put back to an earlier state', async () => {
    const world = await filled()
    const seen = unwrap(await world.network.auditLog())
    await harm(world, 'DELETE FROM log_checkpoint WHERE size = 300')
    expect(await world.network.auditLog(seen)).toMatchObject({ error: { code: 'log_rolled_back' } })
  })
})
