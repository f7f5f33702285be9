import {
  checkHeadProof,
  createNoteKey,
  encodeUtf8,
  epochMs,
  type HandoffId,
  headProofPath,
  type LogCosignature,
  type NoteKey,
  openCheckpoint,
  parseNote,
  type ReceiveHandler,
  unwrap,
  verifyCosignatures,
} from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { COSIGNED_SIZES_MAX } from '../../src/limits.ts'
import { WITNESS_BEACON_MS } from '../../src/witness/index.ts'
import { config, NETWORK, openWorld, START } from '../world.ts'
import { openWitnessedWorld, type WitnessedWorld } from './witnessed-world.ts'

const SCOPE = 'https://issuer.example/status/1'
const place = { scope: SCOPE, seq: 7 }
const notFound = { ok: false, error: { code: 'not_found' } }

async function sizeOf(
  { network, logKey }: WitnessedWorld,
  choice: 'newest' | 'witnessed' | 'offered',
) {
  const shown = await network.role.checkpoint(choice)
  if (!shown.ok) return shown.error.code
  return unwrap(openCheckpoint(encodeUtf8(shown.value.note), logKey)).size
}

async function timesOf({ network, witnessKeys }: WitnessedWorld, choice?: 'witnessed') {
  const { note } = unwrap(await network.role.checkpoint(choice))
  const cosignatures = unwrap(verifyCosignatures(unwrap(parseNote(encodeUtf8(note))), witnessKeys))
  return cosignatures.map(({ timeS }) => timeS - START / 1_000)
}

/** As a verifier does: the document by its URL, checked by the kernel. */
async function prove(world: WitnessedWorld, bodyHash: string, quorum = 1) {
  const bytes = await world.network.document(headProofPath(place.scope, place.seq, NETWORK))
  if (bytes === undefined) return undefined
  const { logKey, witnessKeys } = world
  return checkHeadProof({ bytes, ...place, actor: NETWORK, bodyHash, logKey, witnessKeys, quorum })
}

/** Hands a cosignature over. */
async function cosign({ network }: WitnessedWorld, body: LogCosignature) {
  const handler = network.role.receiveHandlers.find(({ kind }) => kind === 'network.cosign')
  const items = [{ id: 'one' as HandoffId, from: NETWORK, body, budgetMs: 1, atMs: epochMs(0) }]
  const [answer] = await network.ports.store.transact('give', (tx) =>
    (handler as ReceiveHandler<'network.cosign'>).apply(tx, items),
  )
  return answer
}

const hash = (digit: string): string => digit.repeat(64)

describe('a log with witnesses', () => {
  it('proves a head once its witness has cosigned a checkpoint above it', async () => {
    const world = await openWitnessedWorld(1, 1)
    await world.log({}, { ...place, bodyHash: hash('a') }, {})
    expect(await prove(world, hash('a'))).toBeUndefined()
    expect(await sizeOf(world, 'witnessed')).toBe('not_found')
    await world.round()
    expect(await prove(world, hash('a'))).toMatchObject({
      ok: true,
      value: { size: 3, witnessedAtMs: START + 5_000 },
    })
    expect(await prove(world, hash('b'))).toMatchObject({ error: { code: 'head_not_logged' } })
    expect(await world.network.role.headProof('another', 7, NETWORK)).toMatchObject(notFound)
    expect(await world.network.role.headProof('\0', 7, NETWORK)).toMatchObject(notFound)
  })

  it('goes by the newest checkpoint that enough witnesses have cosigned', async () => {
    const world = await openWitnessedWorld(3, 2)
    await world.log({})
    await world.round(0)
    expect(await sizeOf(world, 'witnessed')).toBe('not_found')
    await world.round(1)
    expect(await sizeOf(world, 'witnessed')).toBe(1)
    await world.log({})
    await world.round(2)
    expect([await sizeOf(world, 'newest'), await sizeOf(world, 'witnessed')]).toEqual([2, 1])
    await world.round(0)
    expect(await sizeOf(world, 'witnessed')).toBe(2)
    expect((await timesOf(world, 'witnessed')).length).toBe(2)
  })

  it('proves nothing that lies beyond its newest witnessed checkpoint', async () => {
    const world = await openWitnessedWorld(1, 1)
    await world.log({})
    await world.round()
    await world.log({ ...place, bodyHash: hash('a') }, { ...place, bodyHash: hash('b') })
    expect(await world.network.role.headProof(SCOPE, 7, NETWORK)).toMatchObject(notFound)
    await world.round()
    expect(await world.network.role.headProof(SCOPE, 7, NETWORK)).toMatchObject({ ok: true })
  })

  it('counts the witnesses that it is configured with, and forgets what is not needed', async () => {
    const world = await openWitnessedWorld(2, 2)
    const { store } = world.network.ports
    const rows = () =>
      store.read('rows', (tx) => tx.all('SELECT witness, size FROM log_cosignature'))
    await world.log({})
    await world.round()
    await world.log({})
    await world.round()
    expect((await rows()).map((row) => row.size)).toEqual([2, 2])
    await world.log({})
    await world.round(0)
    await store.transact('plant', (tx) =>
      tx.run(
        "INSERT INTO log_cosignature (witness, size, time_s, line) VALUES ('former', 3, 1, 'x')",
      ),
    )
    expect(await sizeOf(world, 'witnessed')).toBe(2)
  })

  it('keeps the newest of a witness’s cosignatures, in whichever order they come', async () => {
    const world = await openWitnessedWorld(1, 1)
    await world.log({})
    await world.round()
    const first = unwrap(await world.network.role.checkpoint())
      .note.trimEnd()
      .split('\n')
      .at(-1)
    world.clock.nowMs += WITNESS_BEACON_MS
    await world.round()
    const times = await timesOf(world)
    const body = { origin: world.logKey.name, size: 1, line: first ?? '' }
    expect(await cosign(world, body)).toEqual({ outcome: 'acknowledged' })
    expect(await timesOf(world)).toEqual(times)
  })

  it('offers all witnesses of a round one checkpoint, however fast it grows', async () => {
    const world = await openWitnessedWorld(3, 3)
    await world.log({})
    await world.round(0)
    for (const n of [1, 2]) {
      await world.log({})
      world.clock.nowMs += 1_000
      await world.witnesses[n]?.sweep()
      await world.witnesses[n]?.pump()
    }
    expect([await sizeOf(world, 'newest'), await sizeOf(world, 'witnessed')]).toEqual([3, 1])
    await world.round()
    expect(await sizeOf(world, 'witnessed')).toBe(3)
  })

  it('has an unchanged tree cosigned again, so that the time of its quorum goes on', async () => {
    const world = await openWitnessedWorld(1, 1)
    await world.log({})
    await world.round()
    await world.round()
    expect(await timesOf(world)).toEqual([5])
    world.clock.nowMs += WITNESS_BEACON_MS
    await world.round()
    expect(await timesOf(world)).toEqual([15 + WITNESS_BEACON_MS / 1_000])
  })

  it('keeps a bounded number of cosignatures when no quorum meets, and still the last one that did', async () => {
    const world = await openWitnessedWorld(2, 2)
    await world.log({})
    await world.round()
    for (let n = 0; n < COSIGNED_SIZES_MAX + 5; n += 1) {
      await world.log({})
      await world.round(0)
    }
    expect(await sizeOf(world, 'witnessed')).toBe(1)
    const rows = await world.network.ports.store.read('count', (tx) =>
      tx.get('SELECT count(*) AS n FROM log_cosignature'),
    )
    expect(rows?.n).toBe(2 + COSIGNED_SIZES_MAX)
    await world.round(1)
    expect(await sizeOf(world, 'witnessed')).toBe(COSIGNED_SIZES_MAX + 6)
  })

  it('takes cosignatures by its own witnesses and of its own checkpoints only', async () => {
    const world = await openWitnessedWorld(2, 1)
    await world.log({})
    await world.round(0)
    const { note } = unwrap(await world.network.role.checkpoint())
    const line = note.trimEnd().split('\n').at(-1) ?? ''
    const own = note.split('\n').find((each) => each.startsWith('— evenkeel.example/log')) ?? ''
    const give = (body: object) =>
      cosign(world, { origin: world.logKey.name, size: 1, line, ...body })
    expect(await give({})).toEqual({ outcome: 'acknowledged' })
    for (const [reason, body] of [
      ['log_origin_mismatch', { origin: 'other.example' }],
      ['not_found', { size: 2 }],
      ['log_note_malformed', { line: 'x' }],
      ['log_key_unknown', { line: own }],
      ['log_key_unknown', { line: line.replace('witness.example/0', 'witness.example/9') }],
    ] as const) {
      expect(await give(body)).toEqual({ outcome: 'refused', reason })
    }
    await world.log({})
    expect(await give({ size: 2 })).toEqual({ outcome: 'refused', reason: 'log_signature_invalid' })
  })

  it('refuses witnesses of which no quorum can be', async () => {
    await expect(openWitnessedWorld(1, 2)).rejects.toThrow('quorum')
    await expect(openWitnessedWorld(1, 0)).rejects.toThrow('quorum')
    const { witnessKeys } = await openWitnessedWorld(1, 1)
    const [{ publicKey }] = witnessKeys as [NoteKey]
    const again = createNoteKey('witness.example/again', publicKey, 'cosignature/v1')
    const witnesses = { keys: [...witnessKeys, again], quorum: 2 }
    await expect(openWorld({ config: { ...config, witnesses } })).rejects.toThrow('its own')
  })
})

describe('two heads of one publisher, scope and seq', () => {
  it('are both shown with their proofs, and listed', async () => {
    const world = await openWitnessedWorld(1, 1)
    await world.log({ ...place, bodyHash: hash('a') }, {})
    await world.log({ ...place, bodyHash: hash('b') }, { ...place, bodyHash: hash('c') })
    // The same head once more is none.
    await world.log({ ...place, bodyHash: hash('a'), decidedAtMs: 1 })
    await world.round()
    const { entries } = unwrap(await world.network.role.headProof(SCOPE, 7, NETWORK))
    expect(entries.length).toBe(2)
    for (const digit of ['a', 'b', 'c']) {
      expect(await prove(world, hash(digit))).toMatchObject({
        error: { code: 'log_head_equivocated' },
      })
    }
    const listed = await world.network.role.equivocations()
    expect(listed).toMatchObject([{ ...place, actor: NETWORK }])
    const places = listed.flatMap(({ first, second }) => [first, second])
    expect(entries.map(({ index }) => index)).toEqual(places)
    expect(await world.network.role.equivocations(listed[0]?.second)).toEqual([])
  })

  it('are one head when they say the same', async () => {
    const world = await openWitnessedWorld(1, 1)
    await world.log({ ...place, bodyHash: hash('a') }, { ...place, bodyHash: hash('a') })
    await world.round()
    expect(await world.network.role.equivocations()).toEqual([])
    expect(await prove(world, hash('a'))).toMatchObject({ ok: true })
  })

  it('are nobody’s business when their kinds are no states of a scope', async () => {
    const world = await openWitnessedWorld(1, 1)
    await world.log(
      { ...place, kind: 'act', bodyHash: hash('a') },
      { ...place, kind: 'act', bodyHash: hash('b') },
    )
    await world.round()
    expect(await world.network.role.equivocations()).toEqual([])
    expect(await world.network.role.headProof(SCOPE, 7, NETWORK)).toMatchObject(notFound)
  })
})
