import { canonicalJson, createSeededSigner } from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { hashOf, replayVerdict } from '../../src/index.ts'
import { START_MS } from '../support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  bind,
  EPSILON_MS,
  holderSigner,
  INDEX,
  issue,
  NOW_S,
  openWorld,
  policy,
  present,
  STATUS_URI,
  strangerSigner,
  summary,
  type TestWorld,
} from '../support/test-world.ts'

describe('a presentation that is in order', () => {
  test('is accepted, with every check and the age of its evidence', async () => {
    const world = await openWorld()
    await world.time.advance(30_000)
    const verified = await world.verify(await present({ issuedAtS: NOW_S + 29 }))
    const { verdict, timings } = verified
    expect(summary(verified)).toBe(
      'accepted, -, format ok, accreditation ok, signature ok, validity ok, type ok, holder_binding ok, status ok, rule ok, witness skipped',
    )
    expect(verdict.checks.find(({ check }) => check === 'status')?.evidence).toEqual({
      kind: 'status',
      source: STATUS_URI,
      seq: NOW_S,
      issuedAtMs: START_MS,
      observedAtMs: START_MS + 30_000,
      ageMs: 30_000,
      boundMs: 600_000 - EPSILON_MS,
    })
    expect(verdict.horizon).toEqual({ [ACCREDITATIONS_URL]: 1, [STATUS_URI]: NOW_S })
    expect(verdict.outputs).toEqual({ tier: 'gold' })
    expect(verdict.handle).toMatch(/^h1-[A-Za-z0-9_-]{43}$/)
    expect(Object.keys(timings)).toEqual(
      expect.arrayContaining([
        'read',
        'accreditation',
        'signatures',
        'status',
        'decision',
        'record',
      ]),
    )
  })

  test('gives a verdict that replays to the same hash from its kept input, which is plain JSON', async () => {
    const world = await openWorld()
    const cases = [
      await present({ nonce: 'nonce-1' }),
      await present({ audience: 'https://other.example' }),
      'garbage',
      await present({ credential: await issue({ signer: strangerSigner }) }),
    ]
    for (const presentation of cases) {
      const { verdict, input } = await world.verify(presentation)
      const kept = JSON.parse(canonicalJson(input))
      expect(hashOf(replayVerdict(kept))).toBe(hashOf(verdict))
      expect(hashOf(replayVerdict({ ...kept, nowMs: kept.nowMs + 1 }))).not.toBe(hashOf(verdict))
    }
  })

  test('is decided under the policy as it is now, also when its owner has changed it since the last time', async () => {
    const world = await openWorld()
    const own = { ...policy }
    const before = await world.verify(await present(), { policy: own })
    own.statusAgeMaxMs += 1
    const after = await world.verify(await present({ nonce: 'nonce-2' }), {
      policy: own,
      nonce: 'nonce-2',
    })
    expect(before.verdict.policyHash).toBe(hashOf(policy))
    expect(after.verdict.policyHash).toBe(hashOf(own))
  })

  test('may come from a wallet whose clock is a minute ahead, in whatever times of its own it says so', async () => {
    const world = await openWorld()
    const aheadS = NOW_S + 62
    const presentation = await present({ issuedAtS: aheadS, claims: { nbf: aheadS } })
    expect((await world.verify(presentation)).verdict.outcome).toBe('accepted')
  })

  test('leaves an event without any claim value', async () => {
    const world = await openWorld()
    const { verdict } = await world.verify(await present())
    const rows = await world.store.read('events', (tx) =>
      tx.all('SELECT body FROM lifecycle_event'),
    )
    expect(rows.map((row) => JSON.parse(String(row.body)))).toEqual([
      {
        event: 'VerdictReached',
        atMs: START_MS,
        ids: { credential: verdict.handle },
        detail: { outcome: 'accepted', policy: 'policy-1', statusSeq: NOW_S, accreditationSeq: 1 },
      },
    ])
  })
})

describe('a nonce', () => {
  test('is taken once, also by 20 at a time and after a restart', async () => {
    const world = await openWorld()
    const presentation = await present()
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => world.verify(presentation)))
    const outcomes = verdicts.map(({ verdict }) => verdict.reason ?? verdict.outcome).sort()
    expect(outcomes).toEqual(['accepted', ...Array<string>(19).fill('nonce_replayed')])
    const restarted = await world.restart()
    expect((await restarted.verify(presentation)).verdict.reason).toBe('nonce_replayed')
  })

  test('is not used up by somebody without the holder’s key', async () => {
    const world = await openWorld()
    const thief = createSeededSigner('EdDSA', new Uint8Array(32).fill(8))
    await world.verify(await present({ signer: thief }))
    expect((await world.verify(await present())).verdict.outcome).toBe('accepted')
  })

  test('is remembered as long as its presentation would be fresh, and then forgotten', async () => {
    const world = await openWorld()
    const presentation = await present()
    await world.verify(presentation)
    await world.time.advance(300_000 + EPSILON_MS)
    await world.verifier.sweep?.()
    expect((await world.verify(presentation)).verdict.reason).toBe('nonce_replayed')
    await world.time.advance(100_000)
    await world.verifier.sweep?.()
    const left = await world.store.read('nonces', (tx) => tx.all('SELECT * FROM used_nonce'))
    expect(left).toEqual([])
    expect((await world.verify(presentation)).verdict.reason).toBe('holder_binding_invalid')
  })
})

test('a presentation that no accredited issuer stands behind leaves nothing in the store', async () => {
  const world = await openWorld()
  for (const presentation of [
    'garbage',
    await present({ credential: await issue({ signer: strangerSigner }) }),
    await bind(await issue({ claims: { iss: 'https://nobody.example' } })),
  ]) {
    expect((await world.verify(presentation)).verdict.outcome).toBe('rejected')
  }
  const count = (table: string) =>
    world.store.read('count', (tx) => tx.get(`SELECT count(*) AS n FROM ${table}`))
  expect(await count('used_nonce')).toEqual({ n: 0 })
  expect(await count('lifecycle_event')).toEqual({ n: 0 })
  // Nor does it make us retrieve a URL that it names.
  expect(world.fetches(STATUS_URI)).toBe(0)
})

test('a policy that is none is a fault of the caller', async () => {
  const world = await openWorld()
  const broken = { ...policy, credentialTypes: [] }
  await expect(world.verify(await present(), { policy: broken })).rejects.toThrow('not a policy')
})

test('the handle names the credential within the programme, and nothing else does', async () => {
  const world = await openWorld()
  const other = await openWorld({ config: { programmeKey: new Uint8Array(32).fill(7) } })
  const again = await openWorld()
  const handleOf = async (each: TestWorld, index = INDEX) => {
    const credential = await issue({ index })
    return (await each.verify(await present({ credential, nonce: 'nonce-1' }))).verdict.handle
  }
  const handle = await handleOf(world)
  expect(await handleOf(again)).toBe(handle)
  expect(await handleOf(other)).not.toBe(handle)
  expect(holderSigner.keyId).not.toBe(handle)
  expect(await handleOf(await openWorld(), INDEX + 1)).not.toBe(handle)
})
