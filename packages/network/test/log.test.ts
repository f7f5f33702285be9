import {
  encodeUtf8,
  hashLeafText,
  type LogLeaf,
  leafText,
  openCheckpoint,
  type PartyId,
  parseLeafText,
  treeRoot,
  unwrap,
  verifyConsistency,
  verifyInclusion,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LOG_BATCH_MAX } from '../src/index.ts'
import {
  AUTHORITY,
  config,
  ISSUER,
  leaf,
  leaves,
  networkSigner,
  openWorld,
  type World,
} from './world.ts'

async function rootAt({ network }: World, size: number): Promise<Uint8Array> {
  const hashes: Uint8Array[] = []
  while (hashes.length < size) {
    const page = await network.entries(hashes.length, size)
    hashes.push(...page.map((entry) => entry.leafHash))
  }
  return treeRoot(hashes)
}

describe('the log', () => {
  it('signs a checkpoint over the root of its entries, which prove to be in it', async () => {
    const world = await openWorld()
    await world.append(leaves(5))
    expect(await world.network.sequence()).toBe(5)
    const { note, size } = unwrap(await world.network.checkpoint())
    const checkpoint = unwrap(openCheckpoint(encodeUtf8(note), world.network.logKey))
    expect(checkpoint).toMatchObject({ origin: config.logOrigin, size: 5 })
    expect(size).toBe(5)
    expect(checkpoint.root).toEqual(await rootAt(world, 5))
    const hash = hashLeafText(leafText(leaf(3)))
    const proven = unwrap(await world.network.inclusionProof(hash))
    expect(verifyInclusion({ ...proven, size: 5, root: checkpoint.root })).toBe(true)
    expect(proven.leafHash).toEqual(hash)
  })

  it('gives inclusion and consistency proofs that hold, at any size and whatever the batches were', async () => {
    const batches = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(batches, fc.nat(), fc.nat(), async (counts, a, b) => {
        const world = await openWorld()
        let size = 0
        for (const count of counts) {
          await world.append(leaves(count, size))
          size += await world.network.sequence()
        }
        const root = await rootAt(world, size)
        const index = a % size
        const proven = unwrap(await world.network.inclusionProof(index))
        expect(verifyInclusion({ ...proven, size, root })).toBe(true)
        const [oldSize, newSize] = [a % (size + 1), b % (size + 1)].sort((x, y) => x - y)
        const [older, newer] = [oldSize ?? 0, newSize ?? 0]
        const proof = unwrap(await world.network.consistencyProof(older, newer))
        const roots = { oldRoot: await rootAt(world, older), root: await rootAt(world, newer) }
        expect(verifyConsistency({ oldSize: older, size: newer, proof, ...roots })).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('holds a leaf once, however often it is handed over, before and after it has its place', async () => {
    const world = await openWorld()
    await world.append([leaf(1), leaf(1), leaf(2)])
    await world.append([leaf(2)])
    expect(await world.network.sequence()).toBe(2)
    await world.append([leaf(1), leaf(3)])
    expect(await world.network.sequence()).toBe(1)
    expect((await world.network.entries(0, 10)).length).toBe(3)
  })

  it.each([
    ['whose kind is no code', { kind: 'A rumour' }, 'malformed_message'],
    ['with a member that nobody knows', { note: 'x' }, 'malformed_message'],
    ['longer than 64 KiB', { scope: 'x'.repeat(65_536) }, 'message_too_large'],
    ['with a longer scope than any has', { scope: 'x'.repeat(1_025) }, 'malformed_message'],
    ['whose scope no store can hold', { scope: 'a\u0000b' }, 'malformed_message'],
    ['whose number no store can hold', { seq: 2 ** 53 }, 'malformed_message'],
    ['without a hash', { bodyHash: '' }, 'malformed_message'],
  ])('refuses a leaf %s', async (_, changed, code) => {
    const { network } = await openWorld()
    const handler = network.receiveHandlers.find(({ kind }) => kind === 'network.append')
    const bytes = encodeUtf8(JSON.stringify({ ...leaf(1), ...changed }))
    expect(handler?.parse(bytes)).toMatchObject({ ok: false, error: { code } })
  })

  it('carries a leaf of a kind that it does not know, as a newer party hands it over', async () => {
    const world = await openWorld()
    const kind = 'allocation_audit' as LogLeaf['kind']
    expect(await world.append([leaf(1, { kind })])).toEqual([{ outcome: 'acknowledged' }])
    await world.network.sequence()
    const [entry] = await world.network.entries(0, 1)
    expect(unwrap(parseLeafText(entry?.text ?? '')).kind).toBe(kind)
  })

  it('takes a leaf only from the party that it names as actor', async () => {
    const world = await openWorld()
    expect(await world.append([leaf(1), leaf(2, { actor: AUTHORITY })])).toEqual([
      { outcome: 'acknowledged' },
      { outcome: 'refused', reason: 'log_actor_mismatch' },
    ])
    expect(await world.network.sequence()).toBe(1)
  })

  it('proves a publisher’s heads whatever others log about the same place', async () => {
    const world = await openWorld()
    const { scope, seq } = leaf(1)
    for (const body of ['a', 'b']) {
      for (let n = 0; n < 20; n += 1) {
        const actor = `stranger-${n}` as PartyId
        await world.append([leaf(1, { actor, bodyHash: body.repeat(64) })], actor)
      }
    }
    await world.append([leaf(1), leaf(1, { bodyHash: 'c'.repeat(64) })])
    await world.network.sequence()
    const { entries } = unwrap(await world.network.headProof(scope, seq, ISSUER))
    const bodies = entries.map(({ entry }) => unwrap(parseLeafText(entry)).bodyHash)
    expect(bodies.toSorted()).toEqual([leaf(1).bodyHash, 'c'.repeat(64)])
  })

  it('works through more leaves than fit in a batch, in one order for everybody', async () => {
    const [one, other] = [await openWorld(), await openWorld()]
    const many = leaves(2 * LOG_BATCH_MAX + 17)
    await one.append(many)
    await other.append(many.toReversed())
    expect(await one.network.sequence()).toBe(many.length)
    await other.network.sequence()
    expect(await other.network.checkpoint()).toEqual(await one.network.checkpoint())
    expect(await one.network.auditLog()).toMatchObject({ ok: true, value: { size: many.length } })
  })

  it('finds the entries about one scope in order', async () => {
    const world = await openWorld()
    await world.append(leaves(9))
    await world.network.sequence()
    const scope = leaf(1).scope
    const found = await world.network.findByScope(scope)
    expect(found.map((entry) => entry.leaf.scope)).toEqual([scope, scope, scope])
    expect(found.map((entry) => entry.leaf.seq).sort()).toEqual([1, 4, 7])
    expect(await world.network.findByScope(scope, found[1]?.index)).toEqual(found.slice(2))
    expect(await world.network.findByScope('a\0b')).toEqual([])
  })

  it('shows nothing that is not under a signed checkpoint, and names what it has not', async () => {
    const { network, append } = await openWorld()
    const notFound = { ok: false, error: { code: 'not_found' } }
    expect(await network.checkpoint()).toMatchObject(notFound)
    expect(await network.auditLog()).toMatchObject(notFound)
    await append([leaf(1)])
    expect(await network.inclusionProof(hashLeafText(leafText(leaf(1))))).toMatchObject(notFound)
    await network.sequence()
    for (const index of [1, -1, 0.5, Number.NaN]) {
      expect(await network.inclusionProof(index)).toMatchObject(notFound)
    }
    for (const [from, to] of [
      [0, 2],
      [1, 0],
      [-1, 1],
    ] as const) {
      expect(await network.consistencyProof(from, to)).toMatchObject(notFound)
    }
    expect(await network.entries(-1, Number.POSITIVE_INFINITY)).toEqual([])
  })

  it('counts the leaves that wait beyond the merge delay', async () => {
    const world = await openWorld()
    await world.append(leaves(3))
    world.clock.nowMs += config.mergeDelayMs
    await world.append(leaves(2, 3))
    expect(await world.network.backlog()).toEqual({ waiting: 5, overdue: 0 })
    world.clock.nowMs += 1
    expect(await world.network.backlog()).toEqual({ waiting: 5, overdue: 3 })
    const out = { ...networkSigner, sign: () => Promise.reject(new Error('out of reach')) }
    const { store } = world.party.ports
    const unsigned = await openWorld({ store, signer: out, clock: world.clock })
    await expect(unsigned.network.sequence()).rejects.toThrow('out of reach')
    expect(await world.network.backlog()).toEqual({ waiting: 5, overdue: 3 })
    await world.party.sweep()
    expect(await world.network.backlog()).toEqual({ waiting: 0, overdue: 0 })
  })

  it('has one text for each leaf', () => {
    const text = leafText(leaf(1))
    expect(parseLeafText(text)).toMatchObject({ ok: true })
    for (const other of [` ${text}`, text.replace('"v":1', '"v":2'), '{}', '', '[', `${text}x`]) {
      expect(parseLeafText(other)).toMatchObject({ error: { code: 'log_entry_malformed' } })
    }
  })
})
