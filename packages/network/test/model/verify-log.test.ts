import {
  appendLeaves,
  createCheckpoint,
  createNoteKey,
  createSeededSigner,
  EMPTY_FRONTIER,
  encodeUtf8,
  frontierRoot,
  hashLeafText,
  importPublicJwk,
  leafText,
  type NoteKey,
  type Signer,
  unwrap,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LogState, verifyLog } from '../../src/index.ts'
import { leaf, leaves, networkSigner } from '../world.ts'

function keyOf(signer: Signer, origin = 'evenkeel.example/log'): NoteKey {
  return createNoteKey(origin, unwrap(importPublicJwk(signer.publicJwk)))
}
const key = keyOf(networkSigner)
const otherSigner = createSeededSigner('EdDSA', new Uint8Array(32).fill(8))

function stateOf(texts: readonly string[]): LogState {
  const { frontier } = appendLeaves(EMPTY_FRONTIER, texts.map(hashLeafText))
  return { size: frontier.size, root: frontierRoot(frontier) }
}

async function sign(texts: readonly string[], signer = networkSigner, as = key) {
  return encodeUtf8(await createCheckpoint(stateOf(texts), as, signer))
}

/** Cut into pages of 3. */
function pagesOf(texts: readonly string[], hashed?: readonly string[]) {
  const starts = Array.from({ length: Math.ceil(texts.length / 3) }, (_, n) => 3 * n)
  return starts.map((start) => {
    const entries = texts.slice(start, start + 3)
    if (hashed === undefined) return { entries }
    return { entries, leafHashes: hashed.slice(start, start + 3).map(hashLeafText) }
  })
}

const texts = leaves(10).map(leafText)
const forged = leafText(leaf(4, { seq: 99 }))
const tampered = texts.with(4, forged)

describe('verifying a log', () => {
  it('returns the state that the checkpoint signs, at any size and after any earlier state', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 40 }), fc.nat(), async (size, a) => {
        const all = leaves(size).map(leafText)
        const seen = stateOf(all.slice(0, a % (size + 1)))
        const input = { key, checkpoint: await sign(all), pages: pagesOf(all), seen }
        expect(await verifyLog(input)).toEqual({ ok: true, value: stateOf(all) })
      }),
      { numRuns: 60 },
    )
  })

  it('does not read entries beyond the checkpoint', async () => {
    const checkpoint = await sign(texts.slice(0, 7))
    expect(await verifyLog({ key, checkpoint, pages: pagesOf(texts) })).toMatchObject({
      ok: true,
      value: { size: 7 },
    })
  })

  it('names the entry that was tampered with when the log’s own leaf hashes are at hand', async () => {
    const checkpoint = await sign(texts)
    expect(await verifyLog({ key, checkpoint, pages: pagesOf(tampered, texts) })).toMatchObject({
      error: { code: 'log_entry_tampered', index: 4 },
    })
    const nonsense = texts.with(6, '{"v":1}')
    expect(await verifyLog({ key, checkpoint, pages: pagesOf(nonsense) })).toMatchObject({
      error: { code: 'log_entry_malformed', index: 6 },
    })
  })

  it('narrows a tampered entry down by the state seen before', async () => {
    const checkpoint = await sign(texts)
    const pages = pagesOf(tampered)
    for (const [size, words] of [
      [3, 'index 3 to 9'],
      [7, 'index 0 to 6'],
    ] as const) {
      const seen = stateOf(texts.slice(0, size))
      const verified = await verifyLog({ key, checkpoint, pages, seen })
      expect(verified).toMatchObject({ error: { code: 'log_entry_tampered' } })
      expect(!verified.ok && verified.error.detail).toContain(words)
    }
  })

  it('finds every single change of an entry', async () => {
    const checkpoint = await sign(texts)
    await fc.assert(
      fc.asyncProperty(fc.nat(9), fc.nat(1_000), async (index, seq) => {
        fc.pre(seq !== index)
        const changed = texts.with(index, leafText(leaf(index, { seq })))
        expect(await verifyLog({ key, checkpoint, pages: pagesOf(changed) })).toMatchObject({
          error: { code: 'log_entry_tampered' },
        })
      }),
      { numRuns: 60 },
    )
  })

  it('names the first missing index of a truncated log', async () => {
    const checkpoint = await sign(texts)
    expect(await verifyLog({ key, checkpoint, pages: pagesOf(texts.slice(0, 8)) })).toMatchObject({
      error: { code: 'log_truncated', index: 8 },
    })
  })

  it('tells a fork: a log that is whole and signed, but not the one seen before', async () => {
    const seen = stateOf(texts.slice(0, 6))
    const fork = { key, checkpoint: await sign(tampered), pages: pagesOf(tampered), seen }
    expect(await verifyLog(fork)).toMatchObject({ error: { code: 'log_forked' } })
    const sameSize = { ...fork, seen: stateOf(texts) }
    expect(await verifyLog(sameSize)).toMatchObject({ error: { code: 'log_forked' } })
  })

  it('refuses a log that was longer before', async () => {
    const shorter = texts.slice(0, 6)
    const input = { key, checkpoint: await sign(shorter), pages: pagesOf(shorter) }
    expect(await verifyLog({ ...input, seen: stateOf(texts) })).toMatchObject({
      error: { code: 'log_rolled_back' },
    })
  })

  it('refuses a checkpoint by another key, of another log, with a changed size, or that is none', async () => {
    const pages = pagesOf(texts)
    const checkpoint = await sign(texts)
    const otherOrigin = keyOf(networkSigner, 'other.example/log')
    const cases = [
      ['log_key_unknown', await sign(texts, otherSigner, keyOf(otherSigner))],
      ['log_key_unknown', await sign(texts, networkSigner, otherOrigin)],
      [
        'log_signature_invalid',
        encodeUtf8(String(Buffer.from(checkpoint)).replace('\n10\n', '\n9\n')),
      ],
      ['log_note_malformed', encodeUtf8('hello')],
    ] as const
    for (const [code, note] of cases) {
      expect(await verifyLog({ key, checkpoint: note, pages })).toMatchObject({ error: { code } })
    }
  })
})
