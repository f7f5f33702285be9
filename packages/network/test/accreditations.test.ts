import {
  ACCREDITATION_LIST_PATH,
  ACCREDITATION_LIST_TYP,
  type AccreditationListPayload,
  type AccreditationRecord,
  canonicalJson,
  createSeededSigner,
  encodeHex,
  type GovernanceAct,
  importPublicJwk,
  parseAccreditationList,
  parseJws,
  sha256,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACCREDITATIONS_SCOPE } from '../src/index.ts'
import { AUTHORITY, config, ISSUER, networkSigner, openWorld, START, type World } from './world.ts'

function act(n: number, changed: Partial<AccreditationRecord> = {}): GovernanceAct {
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
  return { actId, kind: 'accredit', record, decidedAtMs: START + n }
}

/** The published list, its signature checked. */
async function published({ party }: World): Promise<AccreditationListPayload> {
  const bytes = (await party.document(ACCREDITATION_LIST_PATH)) ?? new Uint8Array()
  const jws = unwrap(parseJws(bytes, { maxBytes: 1_000_000, maxDepth: 8 }))
  const key = unwrap(importPublicJwk(networkSigner.publicJwk))
  unwrap(verifyJws(jws, key, { typ: ACCREDITATION_LIST_TYP }))
  return unwrap(parseAccreditationList(jws.payload))
}

describe('the accreditation list', () => {
  it('is published empty before the first act, and anew with each act, signed and under its lease', async () => {
    const world = await openWorld()
    await world.party.sweep()
    const first = await published(world)
    expect(first).toEqual({
      sub: config.accreditationListUrl,
      seq: 1,
      iat: START / 1_000,
      exp: START / 1_000 + 60,
      records: [],
    })
    expect(await world.act(act(1))).toEqual({ outcome: 'acknowledged' })
    await world.party.sweep()
    expect(await published(world)).toMatchObject({ seq: 2, records: [{ actId: 'act-1' }] })
    await world.party.sweep()
    expect(await published(world)).toMatchObject({ seq: 2 })
  })

  it('is renewed by half its lease, and neither seq, iat nor exp ever goes back, also when the clock does', async () => {
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
          expect(next.exp * 1_000 - world.clock.nowMs).toBeGreaterThanOrEqual(30_000 - 1_000)
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
