import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  decodeUtf8,
  hashLeafText,
  leafText,
  parseCheckpoint,
  type Signer,
  type Store,
} from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { leaf, leaves, networkSigner, openWorld } from './world.ts'

const directory = mkdtempSync(join(tmpdir(), 'evenkeel-log-'))
afterAll(() => rmSync(directory, { recursive: true }))

interface Witness {
  readonly signer: Signer
  /** Roots signed, by size of the log. */
  readonly roots: Map<number, Set<string>>
}

/** A signer that notes what it is asked to sign, and insists that it is committed at that moment. */
function createWitness(store: Store, before?: () => Promise<void>): Witness {
  const roots = new Map<number, Set<string>>()
  const signer: Signer = {
    ...networkSigner,
    async sign(data) {
      await before?.()
      const text = decodeUtf8(data) ?? ''
      const checkpoint = parseCheckpoint(text)
      if (checkpoint.ok) {
        const { size, root } = checkpoint.value
        const committed = await store.read('witness', (tx) =>
          tx.get('SELECT text FROM log_checkpoint WHERE size = ?', [size]),
        )
        expect(committed?.text).toBe(text)
        roots.set(size, (roots.get(size) ?? new Set()).add(String(root)))
      }
      return networkSigner.sign(data)
    },
  }
  return { signer, roots }
}

function expectOneRootPerSize(...witnesses: readonly Witness[]): void {
  const all = new Map<number, Set<string>>()
  for (const { roots } of witnesses) {
    for (const [size, set] of roots) all.set(size, new Set([...(all.get(size) ?? []), ...set]))
  }
  for (const set of all.values()) expect(set.size).toBe(1)
}

describe('two processes that sequence one store', () => {
  it('never sign two checkpoints of one size, and lose no leaf', async () => {
    const path = join(directory, 'two.sqlite')
    const stores = [await openSqliteStore({ path }), await openSqliteStore({ path })]
    const witnesses = stores.map((store, n) =>
      createWitness(store, async () => {
        for (let turn = 0; turn < n + 1; turn += 1) await new Promise((next) => setImmediate(next))
      }),
    )
    const worlds = await Promise.all(
      stores.map((store, n) => openWorld({ store, signer: witnesses[n]?.signer ?? networkSigner })),
    )
    for (let round = 0; round < 12; round += 1) {
      await Promise.all(
        worlds.flatMap((world, n) => [
          world.append(leaves(7, 100 * round + 50 * n)),
          world.network.sequence(),
          world.network.sequence(),
        ]),
      )
    }
    for (const world of worlds) await world.network.sequence()
    expectOneRootPerSize(...witnesses)
    expect(witnesses.every((witness) => witness.roots.size > 0)).toBe(true)
    const [first, second] = await Promise.all(worlds.map((world) => world.network.auditLog()))
    expect(first).toMatchObject({ ok: true, value: { size: 12 * 14 } })
    expect(second).toEqual(first)
    await Promise.all(stores.map((store) => store.close()))
  })
})

type Crash = 'before' | 'inside' | 'after'

/** A store whose process dies in some transactions: before they begin, before COMMIT, or right after it. */
function createCrashingStore(inner: Store, crashes: (Crash | undefined)[]): Store {
  return {
    ...inner,
    read: (name, body) => inner.read(name, body),
    async transact(name, body) {
      const crash = name.startsWith('log-') ? crashes.shift() : undefined
      if (crash === 'before') throw new Error('crash')
      const value = await inner.transact(name, async (tx) => {
        const result = await body(tx)
        if (crash === 'inside') throw new Error('crash')
        return result
      })
      if (crash === 'after') throw new Error('crash')
      return value
    },
    migrate: (migrations) => inner.migrate(migrations),
    close: () => inner.close(),
  }
}

describe('a crash between any two steps', () => {
  it('leaves a log that is consistent with everything shown before, and that goes on', async () => {
    const crash = fc.constantFrom<Crash | undefined>('before', 'inside', 'after', undefined)
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.integer({ min: 1, max: 5 }), fc.array(crash, { maxLength: 4 }), fc.boolean()),
          { minLength: 1, maxLength: 8 },
        ),
        async (rounds) => {
          const inner = await openSqliteStore({ path: ':memory:' })
          const witness = createWitness(inner)
          let appended = 0
          let seen: { size: number; root: Uint8Array } | undefined
          for (const [count, crashes, signerFails] of rounds) {
            const fails = async (): Promise<void> => {
              if (signerFails) throw new Error('the key is out of reach')
            }
            const failing = createWitness(inner, fails)
            const store = createCrashingStore(inner, [...crashes])
            const world = await openWorld({ store, signer: failing.signer })
            await world.append(leaves(count, appended))
            appended += count
            await world.network.sequence().catch(() => undefined)
            for (const [size, roots] of failing.roots) {
              witness.roots.set(size, new Set([...(witness.roots.get(size) ?? []), ...roots]))
            }
            const audited = await world.network.auditLog(seen)
            if (audited.ok) seen = audited.value
            else expect(audited.error.code).toBe('not_found')
          }
          const world = await openWorld({ store: inner, signer: witness.signer })
          await world.network.sequence()
          const final = await world.network.auditLog(seen)
          expect(final).toMatchObject({ ok: true, value: { size: appended } })
          for (let n = 0; n < appended; n += 1) {
            const hash = hashLeafText(leafText(leaf(n)))
            expect(await world.network.inclusionProof(hash)).toMatchObject({ ok: true })
          }
          expectOneRootPerSize(witness)
        },
      ),
      { numRuns: 80 },
    )
  })
})
