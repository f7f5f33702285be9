import {
  decodeUtf8,
  encodeUtf8,
  hashLeafText,
  nodeHash,
  openCheckpoint,
  treeRoot,
  unwrap,
} from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { LOG_PAGE_MAX, verifyLog } from '../src/index.ts'
import { leaves, openWorld, type World } from './world.ts'

async function filled(size: number): Promise<World> {
  const world = await openWorld()
  await world.append(leaves(size))
  await world.network.sequence()
  return world
}

const chunk = (bytes: Uint8Array, n: number): Uint8Array => bytes.subarray(32 * n, 32 * (n + 1))

describe('the documents of the log', () => {
  it('are enough for an outsider to verify it from the public key alone', async () => {
    const { party, network } = await filled(LOG_PAGE_MAX + 44)
    const pages: { entries: string[] }[] = []
    for (let from = 0; ; from += LOG_PAGE_MAX) {
      const page = await party.document(`/log/entries/${from}`)
      if (page === undefined) break
      pages.push(JSON.parse(decodeUtf8(page) ?? '') as { entries: string[] })
    }
    const checkpoint = (await party.document('/log/checkpoint')) ?? new Uint8Array()
    expect(await verifyLog({ key: network.logKey, checkpoint, pages })).toMatchObject({
      ok: true,
      value: { size: LOG_PAGE_MAX + 44 },
    })
  })

  it('include the tiles of C2SP tlog-tiles, whole and partial, and nothing beyond the checkpoint', async () => {
    const { party, network } = await filled(600)
    const full = (await party.document('/log/tile/0/001')) ?? new Uint8Array()
    const part = (await party.document('/log/tile/0/002.p/88')) ?? new Uint8Array()
    const above = (await party.document('/log/tile/1/000.p/2')) ?? new Uint8Array()
    expect([full.length, part.length, above.length]).toEqual([256 * 32, 88 * 32, 2 * 32])
    const second = treeRoot(Array.from({ length: 256 }, (_, n) => chunk(full, n)))
    const rest = treeRoot(Array.from({ length: 88 }, (_, n) => chunk(part, n)))
    expect(chunk(above, 1)).toEqual(second)
    const note = encodeUtf8(unwrap(await network.checkpoint()).note)
    const { root } = unwrap(openCheckpoint(note, network.logKey))
    expect(nodeHash(nodeHash(chunk(above, 0), second), rest)).toEqual(root)

    const bundle = (await party.document('/log/tile/entries/002.p/2')) ?? new Uint8Array()
    const length = ((bundle[0] ?? 0) << 8) | (bundle[1] ?? 0)
    expect(hashLeafText(decodeUtf8(bundle.subarray(2, 2 + length)) ?? '')).toEqual(chunk(part, 0))
    for (const path of [
      '/log/tile/0/002',
      '/log/tile/0/002.p/89',
      '/log/tile/0/002.p/0',
      '/log/tile/0/000.p/256',
      '/log/tile/7/000',
      '/log/tile/0/x000/001',
      '/log/tile/0/1',
      '/log/tile/0/../0',
      `/log/tile/0/${'x999/'.repeat(5)}999`,
    ]) {
      expect(await party.document(path)).toBeUndefined()
    }
  })

  it('are undefined for any path that names none', async () => {
    const { party } = await filled(3)
    for (const path of [
      '/',
      '/log',
      '/log/',
      '/log/entries',
      '/log/entries/3',
      '/log/entries/-1',
      '/log/entries/1e1',
      '/log/entries/99999999999999999999',
      '/log/inclusion/3',
      '/log/checkpoint/x',
      '/other',
    ]) {
      expect(await party.document(path)).toBeUndefined()
    }
    expect(await party.document('/log/inclusion/2')).toBeDefined()
  })
})
