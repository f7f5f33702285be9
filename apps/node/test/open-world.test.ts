import { expect, it } from 'vitest'
import { isWaiting } from '../src/open-world.ts'
import { wellKnown, worldParties } from '../src/world-config.ts'

it('while analytics wait nobody sends events, and while settlement waits distributor and ledger send nothing else', () => {
  const { observer, distributor, ledger, network } = wellKnown
  for (const { id } of worldParties) {
    const analytics = { analytics: () => true, settlement: () => false }
    expect([isWaiting(analytics, id, observer), isWaiting(analytics, id, network)]).toEqual([
      true,
      false,
    ])
    const settlement = { analytics: () => false, settlement: () => true }
    const settles = id === distributor || id === ledger
    expect([isWaiting(settlement, id, observer), isWaiting(settlement, id, network)]).toEqual([
      false,
      settles,
    ])
  }
})
