import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  ACCREDITATIONS_SCOPE,
  type AccreditationRecord,
  type AccreditingAct,
  canonicalJson,
  createSeededSigner,
  encodeHex,
  sha256,
} from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACCREDITATION_BYTES_MAX } from '../src/index.ts'
import { published } from './accreditation-acts.ts'
import { AUTHORITY, config, ISSUER, networkSigner, openWorld, START, type World } from './world.ts'

/** An immediate act. */
function act(n: number, changed: Partial<AccreditationRecord> = {}): AccreditingAct {
  const actId = `act-${n}`
  const record: AccreditationRecord = {
    subject: 'https://issuer.example',
    party: ISSUER,
    keys: [createSeededSigner('EdDSA', new Uint8Array(32).fill(9)).publicJwk],
    authority: AUTHORITY,
    action: 'issue',
    credentialTypes: ['https://types.example/residence'],
    jurisdictions: ['CH-ZH'],
    assurance: 'high',
    validFromMs: START,
    validUntilMs: START + 1_000_000,
    status: 'active',
    statusFromMs: START,
    actId,
    ...changed,
  }
  return { actId, kind: 'accredit', record, decidedAtMs: START + n, mode: 'immediate' }
}

describe('the accreditation list', () => {
  it('is published empty before the first act, and anew with each act, signed and under its lease', async () => {
    const world = await openWorld()
    await world.party.sweep()
    const first = await published(world)
    expect(first).toEqual({
      v: 1,
      sub: config.accreditationListUrl,
      seq: 1,
      iat: START / 1_000,
      exp: START / 1_000 + 60,
      rule: config.accreditationRule,
      records: [],
      pending: [],
    })
    expect(await world.act(act(1))).toEqual({ outcome: 'acknowledged' })
    await world.party.sweep()
    expect(await published(world)).toMatchObject({ seq: 2, records: [{ actId: 'act-1' }] })
    await world.party.sweep()
    expect(await published(world)).toMatchObject({ seq: 2 })
  })

  it('is renewed every period, and neither seq, iat nor exp ever goes back, also when the clock does', async () => {
    const steps = fc.array(fc.integer({ min: -40_000, max: 70_000 }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(steps, async (stepsMs) => {
        const world = await openWorld()
        await world.party.sweep()
        let last = await published(world)
        for (const stepMs of stepsMs) {
          world.clock.nowMs += stepMs
          await world.party.sweep()
          const next = await published(world)
          expect(next.exp * 1_000 - world.clock.nowMs).toBeGreaterThan(60_000 - 15_000 - 1_000)
          expect(next.seq).toBeGreaterThanOrEqual(last.seq)
          expect(next.iat).toBeGreaterThanOrEqual(last.iat)
          expect(next.exp).toBeGreaterThanOrEqual(last.exp)
          last = next
        }
      }),
      { numRuns: 40 },
    )
  })

  it('is in the log by its hash, each publication linked to the one before', async () => {
    const world = await openWorld()
    await world.party.sweep()
    await world.act(act(1))
    await world.party.sweep()
    const entries = await world.network.findByScope(ACCREDITATIONS_SCOPE)
    const [first, second] = entries.map((entry) => entry.leaf)
    expect(entries.length).toBe(2)
    expect(second).toMatchObject({ kind: 'accreditation', seq: 2, prev: first?.bodyHash })
    const list = await published(world)
    expect(second?.bodyHash).toBe(encodeHex(sha256(canonicalJson(list))))
  })

  it('holds one record per subject and action, that of the act decided last, in whatever order acts arrive', async () => {
    const acts = [
      act(1),
      act(2, { status: 'suspended', reason: 'accreditation_stale' }),
      act(3, { action: 'verify' }),
      act(4, { status: 'active' }),
    ]
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(acts, { minLength: 4 }), async (order) => {
        const world = await openWorld()
        for (const each of order) await world.act(each)
        const records = await world.network.accreditations()
        expect(records.map((record) => record.actId)).toEqual(['act-4', 'act-3'])
        const history = await world.network.accreditationActs('https://issuer.example')
        expect(history.map((each) => each.actId)).toEqual(['act-4', 'act-3', 'act-2', 'act-1'])
      }),
      { numRuns: 24 },
    )
  })

  it('takes acts from its authority only, each once, and no record that verifiers could not use', async () => {
    const world = await openWorld()
    const refused = (reason: string) => ({ outcome: 'refused', reason })
    expect(await world.act(act(1), ISSUER)).toEqual(refused('case_actor_not_allowed'))
    const ownAuthority = act(1, { authority: ISSUER })
    expect(await world.act(ownAuthority, ISSUER)).toEqual(refused('case_actor_not_allowed'))
    expect(await world.act(ownAuthority)).toEqual(refused('case_actor_not_allowed'))
    expect(await world.act(act(1, { actId: 'act-2' }))).toEqual(refused('malformed_message'))
    expect(await world.act(act(1, { validUntilMs: START }))).toEqual(refused('malformed_message'))
    const badKey = { kty: 'OKP', crv: 'Ed25519', x: 'AAAA' } as const
    expect(await world.act(act(1, { keys: [badKey] }))).toEqual(refused('key_malformed'))
    expect(await world.act(act(1))).toEqual({ outcome: 'acknowledged' })
    expect(await world.act(act(1))).toEqual({ outcome: 'acknowledged' })
    expect(await world.act(act(1, { assurance: 'low' }))).toEqual(refused('act_conflict'))
    expect((await world.network.accreditations()).length).toBe(1)
  })

  it('stands as the act decided last has it: withdrawn stays withdrawn when an older act comes late', async () => {
    const world = await openWorld()
    await world.act(act(2, { status: 'withdrawn', statusFromMs: START }))
    await world.party.sweep()
    expect(await world.act(act(1))).toEqual({ outcome: 'acknowledged' })
    await world.party.sweep()
    const { records } = await published(world)
    expect(records).toMatchObject([{ actId: 'act-2', status: 'withdrawn' }])
    // Of one millisecond the greater id stands, whichever came first.
    const tied = { ...act(3), decidedAtMs: START + 2 }
    await world.act(tied)
    await world.act({ ...act(0), decidedAtMs: START + 2 })
    expect(await world.network.accreditations()).toMatchObject([{ actId: 'act-3' }])
  })

  it('carries a record beyond the end of its validity, for the verifiers to refuse', async () => {
    const world = await openWorld()
    await world.act(act(1))
    world.clock.nowMs += 2_000_000
    await world.party.sweep()
    const { records, exp } = await published(world)
    expect(records).toMatchObject([{ actId: 'act-1', validUntilMs: START + 1_000_000 }])
    expect(exp * 1_000).toBeGreaterThan(world.clock.nowMs)
  })

  it('takes no act from so far ahead that it would stand against every later one', async () => {
    const world = await openWorld()
    const ahead = { ...act(1), decidedAtMs: START + 300_001 }
    expect(await world.act(ahead)).toEqual({ outcome: 'refused', reason: 'clock_unsafe' })
    expect(await world.act({ ...ahead, decidedAtMs: START + 300_000 })).toEqual({
      outcome: 'acknowledged',
    })
  })

  it('that is full takes no new record, and every act that ends one', async () => {
    const world = await openWorld()
    await world.act(act(1))
    const standing = await world.party.ports.store.read('test', (tx) =>
      tx.get('SELECT octet_length(record) AS bytes FROM accreditation'),
    )
    await world.party.ports.store.transact('fill', (tx) =>
      tx.run(
        "INSERT INTO accreditation (subject, action, act_id, decided_at, record) VALUES ('z', 'issue', 'z', 0, ?)",
        ['x'.repeat(ACCREDITATION_BYTES_MAX - Number(standing?.bytes))],
      ),
    )
    const full = { outcome: 'refused', reason: 'accreditation_list_full' }
    expect(await world.act(act(2, { subject: 'https://new.example' }))).toEqual(full)
    expect(await world.act(act(2, { jurisdictions: ['CH-ZH', 'CH-BE'] }))).toEqual(full)
    const suspended = act(3, { status: 'suspended', reason: 'credential_revoked' })
    const announced = { ...act(9, { status: 'suspended' }), mode: 'coordinated' as const }
    expect(await world.act(announced)).toEqual(full)
    expect(await world.act(suspended)).toEqual({ outcome: 'acknowledged' })
    expect(await world.act(act(4))).toEqual({ outcome: 'acknowledged' })
  })

  it('published by two processes has one list per sequence, each in the log, and none that goes back', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'evenkeel-lists-'))
    const path = join(directory, 'two.sqlite')
    const stores = [await openSqliteStore({ path }), await openSqliteStore({ path })]
    const clock = { nowMs: START }
    const worlds = await Promise.all(stores.map((store) => openWorld({ store, clock })))
    const hashes = new Map<number, Set<string>>()
    let highest = 0
    for (let round = 1; round <= 10; round += 1) {
      const [one, other] = worlds as [World, World]
      await Promise.all([
        one.act(act(round, { subject: `https://issuer.example/${round % 3}` })),
        one.party.sweep(),
        other.party.sweep(),
        other.party.sweep(),
      ])
      clock.nowMs += 20_000
      for (const world of worlds) {
        const list = await published(world)
        expect(list.seq).toBeGreaterThanOrEqual(highest)
        highest = list.seq
        const hash = encodeHex(sha256(canonicalJson(list)))
        hashes.set(list.seq, (hashes.get(list.seq) ?? new Set()).add(hash))
      }
    }
    await worlds[0]?.party.sweep()
    const logged = (await worlds[0]?.network.findByScope(ACCREDITATIONS_SCOPE)) ?? []
    const bySeq = new Map(logged.map(({ leaf }) => [leaf.seq, leaf.bodyHash]))
    expect(bySeq.size).toBe(logged.length)
    for (const [seq, seen] of hashes) expect([...seen]).toEqual([bySeq.get(seq)])
    await Promise.all(stores.map((store) => store.close()))
    rmSync(directory, { recursive: true })
  })

  it('leaves no pile of unsigned lists behind a signer that is out of reach', async () => {
    const world = await openWorld()
    await world.party.sweep()
    const { store } = world.party.ports
    const out = { ...networkSigner, sign: () => Promise.reject(new Error('no key')) }
    const failing = await openWorld({ store, signer: out })
    for (let n = 1; n <= 5; n += 1) {
      await world.act(act(n))
      await expect(failing.party.sweep()).rejects.toThrow('no key')
    }
    const kept = await store.read('test', (tx) => tx.all('SELECT seq FROM accreditation_list'))
    expect(kept).toHaveLength(2)
    await world.party.sweep()
    expect(await published(world)).toMatchObject({ records: [{ actId: 'act-5' }] })
    expect((await world.network.findByScope(ACCREDITATIONS_SCOPE)).length).toBe(6)
  })

  it('goes on after a crash between writing it and signing it', async () => {
    const world = await openWorld()
    await world.party.sweep()
    await world.act(act(1))
    const { store } = world.party.ports
    const out = { ...networkSigner, sign: () => Promise.reject(new Error('out of reach')) }
    const crashed = await openWorld({ store, signer: out })
    await expect(crashed.party.sweep()).rejects.toThrow('out of reach')
    expect(await published(world)).toMatchObject({ seq: 1 })
    await world.party.sweep()
    expect(await published(world)).toMatchObject({ seq: 2, records: [{ actId: 'act-1' }] })
  })
})
