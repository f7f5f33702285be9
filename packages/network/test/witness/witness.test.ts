import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  decodeUtf8,
  encodeHex,
  encodeUtf8,
  parseCheckpoint,
  parseNote,
  type Signer,
  type Store,
  unwrap,
  verifyCosignatures,
} from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { FORKS_MAX, FORKS_PER_LOG_MAX } from '../../src/witness/index.ts'
import { START } from '../world.ts'
import { createLogUnderTest, rootOf } from './log-under-test.ts'
import { offer, openWitness, witnessSigner } from './witness-under-test.ts'

const directory = mkdtempSync(join(tmpdir(), 'evenkeel-witness-'))
afterAll(() => rmSync(directory, { recursive: true }))

const log = createLogUnderTest()
const logs = [{ key: log.key }]
const main = Array.from({ length: 12 }, (_, n) => `leaf ${n}`)
const fork = main.with(2, 'another')

describe('the door of a witness', () => {
  it('cosigns a log that only grows, and an unchanged one again with a newer time', async () => {
    const { witness, clock } = await openWitness({ logs })
    const first = await log.note(main.slice(0, 3))
    const line = unwrap(await witness.addCheckpoint(offer(0, [], first)))
    const note = unwrap(parseNote(encodeUtf8(`${first}${line}\n`)))
    const timesOf = (signed: typeof note) =>
      unwrap(verifyCosignatures(signed, [witness.witnessKey])).map(({ timeS }) => timeS)
    expect(timesOf(note)).toEqual([START / 1_000])
    clock.nowMs += 7_000
    const again = unwrap(await witness.addCheckpoint(offer(3, [], first)))
    expect(timesOf(unwrap(parseNote(encodeUtf8(`${first}${again}\n`))))).toEqual([
      START / 1_000 + 7,
    ])
    const grown = offer(3, await log.prove(main.slice(0, 8), 3), await log.note(main.slice(0, 8)))
    expect(await witness.addCheckpoint(grown)).toMatchObject({ ok: true })
    const shown = unwrap(await witness.cosigned(log.key.name))
    expect(unwrap(parseCheckpoint(unwrap(parseNote(encodeUtf8(shown))).text)).size).toBe(8)
  })

  it('refuses a proof that begins elsewhere, and says what was cosigned last', async () => {
    const { witness } = await openWitness({ logs })
    const note = await log.note(main)
    const refusal = (size: number) => ({ ok: false, error: { code: 'log_conflict', size } })
    const from3 = offer(3, await log.prove(main, 3), note)
    expect(await witness.addCheckpoint(from3)).toMatchObject(refusal(0))
    unwrap(await witness.addCheckpoint(offer(0, [], await log.note(main.slice(0, 5)))))
    expect(await witness.addCheckpoint(from3)).toMatchObject(refusal(5))
    expect(await witness.addCheckpoint(offer(0, [], note))).toMatchObject(refusal(5))
  })

  it('never cosigns a fork, and keeps both notes when the log alone can have made them', async () => {
    const { witness, events } = await openWitness({ logs })
    const held = await log.note(main.slice(0, 5))
    unwrap(await witness.addCheckpoint(offer(0, [], held)))
    const other = await log.note(fork.slice(0, 5))
    for (let tries = 0; tries < 2; tries += 1) {
      expect(await witness.addCheckpoint(offer(5, [], other))).toMatchObject({
        error: { code: 'log_forked', size: 5 },
      })
    }
    // The proof is the asker's, who may be anybody: it proves nothing against the log.
    const grown = offer(5, await log.prove(fork, 5), await log.note(fork))
    expect(await witness.addCheckpoint(grown)).toMatchObject({
      error: { code: 'log_proof_invalid' },
    })
    expect(await witness.forks()).toEqual([
      { origin: log.key.name, reason: 'log_forked', held, offered: other, foundAtMs: START },
    ])
    expect(events.map(({ event }) => event)).toEqual(['LogForked'])
    expect(unwrap(await witness.cosigned(log.key.name))).toContain(held)
  })

  it('keeps room for proofs against a log beside one that forks all the time', async () => {
    const other = createLogUnderTest('other.example')
    const { witness } = await openWitness({ logs: [...logs, { key: other.key }] })
    const forkOnce = async (forked: typeof log, last: string) =>
      witness.addCheckpoint(offer(1, [], await forked.note([last])))
    unwrap(await witness.addCheckpoint(offer(0, [], await log.note(['a']))))
    unwrap(await witness.addCheckpoint(offer(0, [], await other.note(['a']))))
    for (let n = 0; n < FORKS_MAX; n += 1) await forkOnce(log, `leaf ${n}`)
    await forkOnce(other, 'b')
    const origins = (await witness.forks()).map(({ origin }) => origin)
    expect(origins.filter((origin) => origin === log.key.name).length).toBe(FORKS_PER_LOG_MAX)
    expect(origins).toContain('other.example')
  })

  it('knows logs by origin and key', async () => {
    const { witness } = await openWitness({ logs })
    const stranger = createLogUnderTest('other.example')
    expect(await witness.addCheckpoint(offer(0, [], await stranger.note(main)))).toMatchObject({
      error: { code: 'not_found' },
    })
    const impostor = createLogUnderTest(log.key.name, witnessSigner)
    expect(await witness.addCheckpoint(offer(0, [], await impostor.note(main)))).toMatchObject({
      error: { code: 'log_key_unknown' },
    })
    const forged = (await log.note(main)).replace('\n12\n', '\n13\n')
    expect(await witness.addCheckpoint(offer(0, [], forged))).toMatchObject({
      error: { code: 'log_signature_invalid' },
    })
    expect(await witness.cosigned('other.example')).toMatchObject({ error: { code: 'not_found' } })
    expect(await witness.cosigned(log.key.name)).toMatchObject({ error: { code: 'not_found' } })
  })

  it('is closed to a log that it looks at by itself', async () => {
    const watched = [{ key: log.key, network: 'network' as never }]
    const { witness } = await openWitness({ logs: watched })
    expect(await witness.addCheckpoint(offer(0, [], await log.note(main)))).toMatchObject({
      error: { code: 'not_found' },
    })
  })

  it.each([
    ['no empty line', 'old 0\n'],
    ['no old size', '\nnote\n'],
    ['a size with a leading zero', 'old 00\n\nnote\n\n'],
    ['a size beyond any', 'old 9007199254740993\n\nnote\n\n'],
    ['a hash that is none', 'old 0\nAAAA\n\nnote\n\n'],
    ['a proof longer than any', `old 1\n${`${'A'.repeat(43)}=\n`.repeat(64)}\nnote\n\n`],
  ])('refuses an offer with %s', async (_, body) => {
    const { witness } = await openWitness({ logs })
    expect(await witness.addCheckpoint(encodeUtf8(body))).toMatchObject({
      error: { code: 'malformed_message' },
    })
  })

  it('refuses an old size beyond the checkpoint', async () => {
    const { witness } = await openWitness({ logs })
    expect(await witness.addCheckpoint(offer(13, [], await log.note(main)))).toMatchObject({
      error: { code: 'malformed_message' },
    })
  })

  it('gives who asks again within a second what there is, and signs nothing', async () => {
    let signed = 0
    const signer: Signer = {
      ...witnessSigner,
      sign(data) {
        signed += 1
        return witnessSigner.sign(data)
      },
    }
    const { witness, clock } = await openWitness({ logs, signer })
    const note = await log.note(main)
    const line = unwrap(await witness.addCheckpoint(offer(0, [], note)))
    clock.nowMs += 999
    expect(unwrap(await witness.addCheckpoint(offer(12, [], note)))).toBe(line)
    expect(signed).toBe(1)
  })

  it('cosigns what it is shown, also when the same tree comes with other lines within a second', async () => {
    const { witness } = await openWitness({ logs })
    const [plain, extended] = [await log.note(main), await log.note(main, ['a further line'])]
    await witness.addCheckpoint(offer(0, [], plain))
    const line = unwrap(await witness.addCheckpoint(offer(12, [], extended)))
    for (const note of [`${extended}${line}\n`, unwrap(await witness.cosigned(log.key.name))]) {
      const signed = verifyCosignatures(unwrap(parseNote(encodeUtf8(note))), [witness.witnessKey])
      expect(signed).toMatchObject({ ok: true, value: [{ timeS: START / 1_000 }] })
    }
  })
})

/** A signer that notes every tree it cosigns, and insists that the tree is durable at that moment. */
function watchingSigner(
  store: Store,
  trees: Map<number, Set<string>>,
  before?: () => Promise<void>,
) {
  const signer: Signer = {
    ...witnessSigner,
    async sign(data) {
      await before?.()
      const text = decodeUtf8(data) ?? ''
      const { size, root } = unwrap(parseCheckpoint(text.slice(text.indexOf('log.example'))))
      const row = await store.read('watch', (tx) => tx.get('SELECT size FROM witnessed_log'))
      expect(Number(row?.size)).toBeGreaterThanOrEqual(size)
      trees.set(size, (trees.get(size) ?? new Set()).add(encodeHex(root)))
      return witnessSigner.sign(data)
    },
  }
  return signer
}

/** Everything that was cosigned is a beginning of one history. */
function expectOneHistory(trees: ReadonlyMap<number, ReadonlySet<string>>): void {
  const histories = [main, fork].filter((history) =>
    [...trees].every(([size, roots]) =>
      [...roots].every((root) => root === encodeHex(rootOf(history.slice(0, size)))),
    ),
  )
  expect(histories.length).toBeGreaterThan(0)
}

const request = fc.record({
  forked: fc.boolean(),
  oldSize: fc.integer({ min: 0, max: 12 }),
  size: fc.integer({ min: 0, max: 12 }),
  /** Whether the asker looks up what was cosigned last before it asks. */
  asksFirst: fc.boolean(),
  crash: fc.constantFrom('before signing', 'after signing', undefined),
})

describe('whatever is asked of it, by whomever and with whatever crash, a witness', () => {
  it('cosigns beginnings of one tree only, in the order of their sizes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 25 }), async (requests) => {
        const store = await openSqliteStore({ path: ':memory:' })
        const trees = new Map<number, Set<string>>()
        let largest = 0
        for (const { forked, asksFirst, crash, ...asked } of requests) {
          const signer = watchingSigner(store, trees, async () => {
            if (crash === 'before signing') throw new Error('crash')
          })
          const { witness } = await openWitness({ logs, store, signer })
          const history = forked ? fork : main
          const oldSize = asksFirst ? largest : asked.oldSize
          const leaves = history.slice(0, Math.max(asked.size, asksFirst ? largest : 0))
          const proof = oldSize <= leaves.length ? await log.prove(leaves, oldSize) : []
          const body = offer(oldSize, proof, await log.note(leaves))
          const cosigned = await witness.addCheckpoint(body).catch(() => undefined)
          const row = await store.read('size', (tx) => tx.get('SELECT size FROM witnessed_log'))
          expect(Number(row?.size ?? 0)).toBeGreaterThanOrEqual(largest)
          largest = Number(row?.size ?? 0)
          if (cosigned?.ok) expect(largest).toBe(leaves.length)
        }
        expectOneHistory(trees)
      }),
      { numRuns: 150 },
    )
  })

  it('does so in two processes over one store as well', async () => {
    const path = join(directory, 'two.sqlite')
    const stores = [await openSqliteStore({ path }), await openSqliteStore({ path })] as const
    const trees = new Map<number, Set<string>>()
    const turn = (n: number) => async (): Promise<void> => {
      for (let i = 0; i < n; i += 1) await new Promise((next) => setImmediate(next))
    }
    const processes = []
    for (const [n, store] of stores.entries()) {
      const signer = watchingSigner(store, trees, turn(n + 1))
      processes.push(await openWitness({ logs, store, signer }))
    }
    const [one, other] = processes.map(({ witness }) => witness)
    for (let size = 1; size <= main.length; size += 1) {
      const ask = async (history: readonly string[]) => {
        const leaves = history.slice(0, size)
        return offer(size - 1, await log.prove(leaves, size - 1), await log.note(leaves))
      }
      const bodies = [await ask(main), await ask(fork)]
      const answers = await Promise.all([
        one?.addCheckpoint(bodies[size % 2] as Uint8Array),
        other?.addCheckpoint(bodies[1 - (size % 2)] as Uint8Array),
      ])
      expect(answers.filter((answer) => answer?.ok).length).toBeGreaterThan(0)
    }
    expectOneHistory(trees)
    expect(Math.max(...trees.keys())).toBe(main.length)
    await Promise.all(stores.map((store) => store.close()))
  })
})
