import {
  canonicalJson,
  encodeBase64,
  encodeUtf8,
  type PartyId,
  type Signer,
  unwrap,
} from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import { describe, expect, it } from 'vitest'
import { WITNESS_BEACON_MS, WITNESS_LOOK_MS } from '../../src/witness/index.ts'
import { START } from '../world.ts'
import { createLogUnderTest } from './log-under-test.ts'
import {
  openWitness,
  type WitnessOptions,
  type WitnessUnderTest,
  witnessSigner,
} from './witness-under-test.ts'

const log = createLogUnderTest()
const main = Array.from({ length: 9 }, (_, n) => `leaf ${n}`)
const fork = main.with(2, 'another')

/** A log that shows what a test says. */
interface Shown {
  leaves: readonly string[]
  /** What it proves from; the leaves that it shows if absent. */
  proves?: readonly string[]
}

async function openWatched(
  shown: Shown,
  options: Pick<WitnessOptions, 'store' | 'signer' | 'clock'> = {},
): Promise<WitnessUnderTest> {
  return openWitness({
    ...options,
    logs: [{ key: log.key, network: 'network' as PartyId }],
    async documents(url) {
      const { leaves, proves = leaves } = shown
      const path = url.slice('https://network.evenkeel.example'.length)
      if (path === '/log/checkpoint/offered') return encodeUtf8(await log.note(leaves))
      const [, from, to] = /^\/log\/consistency\?from=(\d+)&to=(\d+)$/.exec(path) ?? []
      if (Number(to) > proves.length) return undefined
      const proof = await log.prove(proves.slice(0, Number(to)), Number(from))
      return encodeUtf8(canonicalJson({ proof: proof.map(encodeBase64) }))
    },
  })
}

const sizesOf = ({ enqueued }: WitnessUnderTest) =>
  enqueued.map(({ kind, body }) => (kind === 'network.cosign' ? body.size : kind))

describe('a witness that looks at a log', () => {
  it('hands over a cosignature for each tree that has grown, and for an unchanged one as a beacon', async () => {
    const shown: Shown = { leaves: main.slice(0, 2) }
    const watched = await openWatched(shown)
    await watched.witness.look()
    await watched.witness.look()
    shown.leaves = main
    await watched.witness.look()
    expect(sizesOf(watched)).toEqual([2, 9])
    watched.clock.nowMs += WITNESS_BEACON_MS - 1
    await watched.witness.look()
    watched.clock.nowMs += 1
    await watched.witness.look()
    // The clock was set back: what was cosigned lies far ahead of it.
    watched.clock.nowMs -= 10 * WITNESS_BEACON_MS
    await watched.witness.look()
    expect(sizesOf(watched)).toEqual([2, 9, 9, 9])
  })

  it('makes up at the next look for a cosignature that a crash came before', async () => {
    const store = await openSqliteStore({ path: ':memory:' })
    const dead: Signer = {
      ...witnessSigner,
      sign: async () => {
        throw new Error('crash')
      },
    }
    const crashing = await openWatched({ leaves: main }, { store, signer: dead })
    await expect(crashing.witness.look()).rejects.toThrow('crash')
    crashing.clock.nowMs += WITNESS_LOOK_MS
    const next = await openWatched({ leaves: main }, { store, clock: crashing.clock })
    await next.witness.look()
    expect([sizesOf(crashing), sizesOf(next)]).toEqual([[], [9]])
  })

  it('looks by the sweep, no more often than a log has rounds', async () => {
    const shown: Shown = { leaves: main.slice(0, 2) }
    const watched = await openWatched(shown)
    await watched.witness.sweep?.()
    shown.leaves = main
    watched.clock.nowMs += WITNESS_LOOK_MS - 1
    await watched.witness.sweep?.()
    expect(sizesOf(watched)).toEqual([2])
    watched.clock.nowMs += 1
    await watched.witness.sweep?.()
    expect(sizesOf(watched)).toEqual([2, 9])
  })

  it.each([
    ['another tree of the size that it cosigned', main, fork],
    ['a tree that did not grow out of it', main.slice(0, 5), fork],
  ])('keeps a proof against a log that shows %s', async (_, before, after) => {
    const shown: Shown = { leaves: before }
    const watched = await openWatched(shown)
    await watched.witness.look()
    shown.leaves = after
    await watched.witness.look()
    await watched.witness.look()
    expect(sizesOf(watched)).toEqual([before.length])
    const kept = { held: await log.note(before), offered: await log.note(after) }
    expect(await watched.witness.forks()).toEqual([
      { origin: log.key.name, reason: 'log_forked', ...kept, foundAtMs: START },
    ])
    expect(watched.events).toMatchObject([{ event: 'LogForked' }])
  })

  it('keeps a proof against a log that has none for the tree that it shows', async () => {
    const shown: Shown = { leaves: main.slice(0, 5) }
    const watched = await openWatched(shown)
    await watched.witness.look()
    shown.leaves = fork
    shown.proves = []
    await watched.witness.look()
    expect(await watched.witness.forks()).toMatchObject([
      { reason: 'log_forked', offered: await log.note(fork) },
    ])
    expect(sizesOf(watched)).toEqual([5])
  })

  it('takes a smaller tree for an old copy if the log can prove it, and else for a log that went back', async () => {
    const shown: Shown = { leaves: main }
    const watched = await openWatched(shown)
    await watched.witness.look()
    shown.leaves = main.slice(0, 4)
    shown.proves = main
    await watched.witness.look()
    expect(await watched.witness.forks()).toEqual([])
    shown.leaves = fork.slice(0, 4)
    await watched.witness.look()
    shown.leaves = main.slice(0, 3)
    shown.proves = main.slice(0, 3)
    await watched.witness.look()
    const found = await watched.witness.forks()
    expect(found.map(({ reason }) => reason)).toEqual(['log_rolled_back', 'log_rolled_back'])
    expect(sizesOf(watched)).toEqual([9])
  })

  it('waits for a log that is out of reach, and for one that shows what it did not sign', async () => {
    const stranger = createLogUnderTest('other.example')
    const foreign = await openWitness({
      logs: [{ key: log.key, network: 'network' as PartyId }],
      documents: async () => encodeUtf8(await stranger.note(main)),
    })
    await foreign.witness.look()
    const silent = await openWitness({ logs: [{ key: log.key, network: 'network' as PartyId }] })
    await silent.witness.look()
    expect([...foreign.enqueued, ...silent.enqueued]).toEqual([])
    expect(await foreign.witness.cosigned(log.key.name)).toMatchObject({ ok: false })
  })

  it('shows what it has cosigned as a document', async () => {
    const watched = await openWatched({ leaves: main })
    const path = `/cosigned/${encodeURIComponent(log.key.name)}`
    expect(await watched.witness.document?.(path)).toBeUndefined()
    await watched.witness.look()
    const note = unwrap(await watched.witness.cosigned(log.key.name))
    expect(await watched.witness.document?.(path)).toEqual(encodeUtf8(note))
    expect(await watched.witness.document?.('/cosigned/other')).toBeUndefined()
  })
})
