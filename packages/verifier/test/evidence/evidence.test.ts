import { deflateSync } from 'node:zlib'
import { encodeBase64url } from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { START_MS, settle } from '../support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  EPSILON_MS,
  INDEX,
  ISSUER,
  issue,
  openWorld,
  policy,
  present,
  record,
  STATUS_URI,
  statusToken,
  strangerSigner,
  type TestWorld,
} from '../support/test-world.ts'

let nonces = 0

/** Verifies a fresh presentation, made now, under a nonce of its own. */
async function verifyFresh(world: TestWorld, change: Partial<typeof policy> = {}, index = INDEX) {
  nonces += 1
  const nonce = `fresh-${nonces}`
  const credential = await issue({ index })
  const issuedAtS = Math.floor(world.time.nowMs() / 1_000)
  const presentation = await present({ credential, nonce, issuedAtS })
  const { verdict } = await world.verify(presentation, { nonce, policy: { ...policy, ...change } })
  return verdict
}

const revoked = { [INDEX]: 1 }

describe('a status list', () => {
  test('is fetched once by 100 concurrent verifications, and not again while it will do', async () => {
    const world = await openWorld()
    const verdicts = await Promise.all(Array.from({ length: 100 }, () => verifyFresh(world)))
    expect(verdicts.every(({ outcome }) => outcome === 'accepted')).toBe(true)
    expect(world.fetches(STATUS_URI)).toBe(1)
    expect(world.fetches(ACCREDITATIONS_URL)).toBe(1)
    await world.time.advance(60_000)
    await verifyFresh(world)
    expect(world.fetches(STATUS_URI)).toBe(1)
  })

  test('that cannot be had leaves the verdict undetermined, never accepted', async () => {
    const world = await openWorld()
    world.answers.set(STATUS_URI, 'unreachable')
    expect(await verifyFresh(world)).toMatchObject({
      outcome: 'undetermined',
      reason: 'status_unavailable',
    })
  })

  test('that does not come within its share of the caller’s deadline leaves the verdict undetermined, recorded by the deadline', async () => {
    const world = await openWorld()
    await verifyFresh(world)
    world.answers.set(STATUS_URI, 'hangs')
    await world.time.advance(700_000)
    const pending = verifyFresh(world)
    await settle()
    // The deadline is 1,000 ms away, of which six eighths are to have the status by; the time-out of the retrieval is 2,000 ms.
    await world.time.advance(749)
    let verdict: Awaited<typeof pending> | undefined
    const done = pending.then((value) => {
      verdict = value
    })
    await settle()
    expect(verdict).toBeUndefined()
    await world.time.advance(1)
    await done
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'deadline_passed' })
  })

  test('is relied on up to the end of its lease, less the clock bound, and not a millisecond longer', async () => {
    const world = await openWorld()
    const wide = { statusAgeMaxMs: 86_400_000 }
    await verifyFresh(world, wide)
    world.answers.set(STATUS_URI, 'unreachable')
    await world.time.advance(600_000 - EPSILON_MS - 1)
    expect((await verifyFresh(world, wide)).outcome).toBe('accepted')
    await world.time.advance(1)
    expect(await verifyFresh(world, wide)).toMatchObject({
      outcome: 'undetermined',
      reason: 'status_stale',
    })
  })

  test('that is older than the policy allows is fetched again, and undetermined if there is no newer one', async () => {
    const world = await openWorld()
    await verifyFresh(world)
    await world.time.advance(10_001)
    expect(await verifyFresh(world, { statusAgeMaxMs: 10_000 })).toMatchObject({
      outcome: 'undetermined',
      reason: 'status_stale',
    })
    expect(world.fetches(STATUS_URI)).toBe(2)
    // The looser policy is served by the same list.
    expect((await verifyFresh(world)).outcome).toBe('accepted')
    await world.time.advance(1_000)
    world.answers.set(STATUS_URI, await statusToken({ at: world.time.nowMs() }))
    expect((await verifyFresh(world, { statusAgeMaxMs: 10_000 })).outcome).toBe('accepted')
  })

  test('shows a revocation to the first verification after it was fetched again', async () => {
    const world = await openWorld()
    expect((await verifyFresh(world)).outcome).toBe('accepted')
    await world.time.advance(20_000)
    const token = await statusToken({ at: world.time.nowMs(), values: revoked })
    world.answers.set(STATUS_URI, token)
    expect((await verifyFresh(world)).outcome).toBe('accepted')
    expect(await verifyFresh(world, { statusAgeMaxMs: 10_000 })).toMatchObject({
      outcome: 'rejected',
      reason: 'credential_revoked',
    })
    expect((await verifyFresh(world, {}, INDEX + 1)).outcome).toBe('accepted')
  })

  test('is fetched again by the sweep in the second half of its lease, ahead of any caller', async () => {
    const world = await openWorld()
    await verifyFresh(world)
    await world.time.advance(290_000)
    await world.verifier.sweep?.()
    expect(world.fetches(STATUS_URI)).toBe(1)
    await world.time.advance(90_000)
    const token = await statusToken({ at: world.time.nowMs(), values: revoked })
    world.answers.set(STATUS_URI, token)
    await world.verifier.sweep?.()
    expect(world.fetches(STATUS_URI)).toBe(2)
    expect((await verifyFresh(world)).reason).toBe('credential_revoked')
    expect(world.fetches(STATUS_URI)).toBe(2)
  })

  test('whose source is dead costs one attempt a second, whatever the demand', async () => {
    const world = await openWorld()
    world.answers.set(STATUS_URI, 'unreachable')
    for (let i = 0; i < 20; i += 1) await verifyFresh(world)
    expect(world.fetches(STATUS_URI)).toBe(1)
    await world.time.advance(1_000)
    await verifyFresh(world)
    expect(world.fetches(STATUS_URI)).toBe(2)
  })

  test('that is older than the held one is refused, also after a restart (S6)', async () => {
    const world = await openWorld()
    const old = await statusToken({ at: START_MS - 60_000 })
    await world.time.advance(1_000)
    world.answers.set(STATUS_URI, await statusToken({ at: world.time.nowMs(), values: revoked }))
    expect((await verifyFresh(world)).reason).toBe('credential_revoked')
    const restarted = await world.restart()
    restarted.answers.set(STATUS_URI, old)
    await restarted.time.advance(300_000)
    expect((await verifyFresh(restarted)).reason).toBe('credential_revoked')
    // It is too old for this policy, and what is offered instead is older still.
    expect(await verifyFresh(restarted, { statusAgeMaxMs: 10_000 })).toMatchObject({
      outcome: 'undetermined',
      reason: 'status_rolled_back',
    })
    await restarted.time.advance(10_000)
    expect((await verifyFresh(restarted)).reason).toBe('credential_revoked')
  })

  test('with the iat of the held one and other bits is refused as equivocation', async () => {
    const world = await openWorld()
    await verifyFresh(world)
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS, values: { 5: 1 } }))
    await world.time.advance(20_000)
    expect(await verifyFresh(world, { statusAgeMaxMs: 10_000 })).toMatchObject({
      outcome: 'undetermined',
      reason: 'status_equivocation',
    })
  })

  const compressed = (length: number) => encodeBase64url(deflateSync(new Uint8Array(length)))
  test.each<[string, Parameters<typeof statusToken>[0], string]>([
    [
      'the list of another URL',
      { at: START_MS, payload: { sub: `${STATUS_URI}0` } },
      'status_list_mismatch',
    ],
    [
      'a list that somebody else signed',
      { at: START_MS, signer: strangerSigner },
      'signature_invalid',
    ],
    ['a token of another type', { at: START_MS, typ: 'JWT' }, 'header_not_accepted'],
    ['a list out of its lease', { at: START_MS - 700_000 }, 'status_stale'],
    ['a width that does not exist', { at: START_MS, bits: 3 }, 'malformed_message'],
    ['a zip bomb', { at: START_MS, lst: compressed(2 ** 26) }, 'message_too_large'],
    [
      'a stream that is cut short',
      { at: START_MS, lst: compressed(40_000).slice(0, 40) },
      'status_list_malformed',
    ],
    ['no base64url', { at: START_MS, lst: '++++' }, 'malformed_message'],
  ])('is not replaced by %s', async (_, parts, reason) => {
    const world = await openWorld()
    const good = world.answers.get(STATUS_URI) ?? 'unreachable'
    world.answers.set(STATUS_URI, await statusToken(parts))
    expect(await verifyFresh(world)).toMatchObject({ outcome: 'undetermined', reason })
    await world.time.advance(1_000)
    world.answers.set(STATUS_URI, good)
    expect((await verifyFresh(world)).outcome).toBe('accepted')
  })

  test('larger than the limit is refused unread', async () => {
    const world = await openWorld()
    world.answers.set(STATUS_URI, new Uint8Array(4_194_305))
    expect((await verifyFresh(world)).outcome).toBe('undetermined')
  })

  test('keeps answering from what is held while its source misbehaves, and says so', async () => {
    const world = await openWorld()
    await verifyFresh(world)
    await world.time.advance(400_000)
    world.answers.set(
      STATUS_URI,
      await statusToken({ at: world.time.nowMs(), signer: strangerSigner }),
    )
    await world.verifier.sweep?.()
    expect(await verifyFresh(world)).toMatchObject({
      outcome: 'accepted',
      degradations: ['held_status_list'],
    })
  })

  test('signed with a key that the issuer has lost since is not relied on, though its lease lasts', async () => {
    const world = await openWorld()
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, leaseS: 60 }))
    expect((await verifyFresh(world)).outcome).toBe('accepted')
    await world.time.advance(60_000)
    const at = world.time.nowMs()
    const records = [{ ...record, keys: [strangerSigner.publicJwk] }]
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at, seq: 2, records }))
    const credential = await issue({ signer: strangerSigner, header: { typ: 'dc+sd-jwt' } })
    const presentation = await present({ credential, nonce: 'rotated', issuedAtS: at / 1_000 })
    const { verdict } = await world.verify(presentation, { nonce: 'rotated' })
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'signature_invalid' })
  })

  test('and a clock that was set back far are not believed together', async () => {
    const world = await openWorld()
    await verifyFresh(world)
    world.time.stepWallClock(-5_000)
    expect(await verifyFresh(world)).toMatchObject({
      outcome: 'undetermined',
      reason: 'clock_unsafe',
    })
  })
})

describe('two processes of a verifier over one store', () => {
  const tight = { statusAgeMaxMs: 10_000 }

  test('take no list that is older than what the other one has seen, and go by the newer one (S6)', async () => {
    const first = await openWorld()
    const second = await openWorld({ store: first.store, time: first.time })
    await Promise.all([verifyFresh(first), verifyFresh(second)])
    await first.time.advance(20_000)
    const old = await statusToken({ at: first.time.nowMs() - 1_000 })
    first.answers.set(STATUS_URI, await statusToken({ at: first.time.nowMs(), values: revoked }))
    second.answers.set(STATUS_URI, old)
    expect((await verifyFresh(first, tight)).reason).toBe('credential_revoked')
    expect(await verifyFresh(second, tight)).toMatchObject({
      reason: 'credential_revoked',
      degradations: ['held_status_list'],
    })
    expect((await verifyFresh(second)).reason).toBe('credential_revoked')
  })

  test('answer by what either of them has seen, from the next decision on, though the lease of the older list lasts (S6)', async () => {
    const first = await openWorld()
    const second = await openWorld({ store: first.store, time: first.time })
    await Promise.all([verifyFresh(first), verifyFresh(second)])
    await first.time.advance(20_000)
    const at = first.time.nowMs()
    first.answers.set(STATUS_URI, await statusToken({ at, values: revoked }))
    expect((await verifyFresh(first, tight)).reason).toBe('credential_revoked')
    expect(await verifyFresh(second)).toMatchObject({ reason: 'credential_revoked' })
    // The other list has come to the first process alone as well.
    const records = [{ ...record, status: 'suspended' as const }]
    const suspended = await accreditationList({ at, seq: 2, records })
    first.answers.set(ACCREDITATIONS_URL, suspended)
    await first.time.advance(1_800_000)
    await first.verifier.sweep?.()
    second.answers.set(STATUS_URI, await statusToken({ at: first.time.nowMs() }))
    expect(second.fetches(ACCREDITATIONS_URL)).toBe(1)
    expect(await verifyFresh(second)).toMatchObject({ reason: 'credential_issuer_suspended' })
    expect(second.fetches(ACCREDITATIONS_URL)).toBe(1)
  })

  test('notice that each was shown another state of one sequence (S8)', async () => {
    const first = await openWorld()
    const second = await openWorld({ store: first.store, time: first.time })
    await Promise.all([verifyFresh(first), verifyFresh(second)])
    await first.time.advance(20_000)
    const at = first.time.nowMs()
    first.answers.set(STATUS_URI, await statusToken({ at, values: revoked }))
    second.answers.set(STATUS_URI, await statusToken({ at, values: { 5: 1 } }))
    expect((await verifyFresh(first, tight)).reason).toBe('credential_revoked')
    // Which of the two counts nobody knows, and the first one learns of it when it goes by the store again.
    const contrary = { outcome: 'undetermined', reason: 'status_equivocation' }
    expect(await verifyFresh(second, tight)).toMatchObject(contrary)
    expect(await verifyFresh(second, tight, 5)).toMatchObject(contrary)
    expect(await verifyFresh(await first.restart(), tight)).toMatchObject(contrary)
  })
})

describe('what an issuer can make a verifier remember', () => {
  const fill = (world: TestWorld, rows: number, issuer: string, observedAtMs = START_MS) =>
    world.store.transact('fill', (tx) =>
      tx.insertMany({
        table: 'evidence_head',
        columns: ['kind', 'scope', 'seq', 'root', 'issued_at_ms', 'document', 'observed_at_ms'],
        rows: Array.from({ length: rows }, (_, n) => [
          'status',
          `${issuer} https://lists.example/${n}`,
          1,
          'r',
          START_MS,
          new Uint8Array(1),
          observedAtMs,
        ]),
        onConflict: 'fail',
      }),
    )

  test('is bounded for each, so that none keeps the lists of the others out', async () => {
    const world = await openWorld()
    await fill(world, 255, ISSUER)
    expect((await verifyFresh(world)).outcome).toBe('accepted')
    const full = await openWorld()
    await fill(full, 256, ISSUER)
    expect((await verifyFresh(full)).reason).toBe('status_unavailable')
    // Sixteen together leave no room, but each has its share.
    const beside = await openWorld()
    await fill(beside, 4_096, `${ISSUER}.other.example`)
    expect((await verifyFresh(beside)).outcome).toBe('accepted')
    const shared = await openWorld()
    await fill(shared, 4_096, `${ISSUER}.other.example`)
    await fill(shared, 2, ISSUER)
    expect((await verifyFresh(shared)).reason).toBe('status_unavailable')
  })

  test('is forgotten when no list that is older can be in its lease any more', async () => {
    const DAY_MS = 86_400_000
    const world = await openWorld()
    await fill(world, 256, ISSUER)
    await world.time.advance(31 * DAY_MS)
    await world.verifier.sweep?.()
    const count = () =>
      world.store.read('count', (tx) => tx.get('SELECT count(*) AS n FROM evidence_head'))
    expect(await count()).toEqual({ n: 256 })
    await world.time.advance(1)
    await world.verifier.sweep?.()
    expect(await count()).toEqual({ n: 0 })
  })

  test('counts for 30 days and no longer, whatever lease the list gives itself', async () => {
    const DAY_MS = 86_400_000
    const world = await openWorld()
    const lists = await accreditationList({ at: START_MS, leaseS: 400 * 86_400 })
    const records = [{ ...record, validUntilMs: START_MS + 400 * DAY_MS }]
    world.answers.set(ACCREDITATIONS_URL, lists)
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS, leaseS: 400 * 86_400 }))
    await verifyFresh(world)
    world.answers.set(STATUS_URI, 'unreachable')
    await world.time.advance(30 * DAY_MS - EPSILON_MS)
    const at = world.time.nowMs()
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at, seq: 2, records }))
    const issuedAtS = at / 1_000
    const credential = await issue({ claims: { exp: issuedAtS + 1_000 } })
    const presentation = await present({ credential, nonce: 'late', issuedAtS })
    const { verdict } = await world.verify(presentation, {
      nonce: 'late',
      policy: { ...policy, statusAgeMaxMs: 400 * DAY_MS },
    })
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'status_stale' })
    expect(verdict.checks[1]).toMatchObject({ check: 'accreditation', result: 'ok' })
  })
})

describe('the accreditation list', () => {
  test('that cannot be had accredits nobody: the verdict is undetermined', async () => {
    const world = await openWorld()
    world.answers.set(ACCREDITATIONS_URL, 'unreachable')
    const verdict = await verifyFresh(world)
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'accreditation_stale' })
    expect(verdict.checks.find(({ check }) => check === 'signature')?.result).toBe('skipped')
  })

  test('out of its lease leaves the verdict undetermined, with the signature checked under its keys', async () => {
    const world = await openWorld()
    await verifyFresh(world)
    world.answers.set(ACCREDITATIONS_URL, 'unreachable')
    await world.time.advance(3_600_000 - EPSILON_MS)
    world.answers.set(STATUS_URI, await statusToken({ at: world.time.nowMs() }))
    const verdict = await verifyFresh(world)
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'accreditation_stale' })
    expect(verdict.checks.map(({ check, result }) => `${check} ${result}`)).toEqual([
      'format ok',
      'accreditation unknown',
      'signature ok',
      'validity ok',
      'type ok',
      'holder_binding ok',
      'status ok',
      'rule ok',
      'witness skipped',
    ])
    // A key that is not in a stale list may be in a newer one: no rejection for it.
    const credential = await issue({ signer: strangerSigner })
    const issuedAtS = Math.floor(world.time.nowMs() / 1_000)
    const other = await world.verify(await present({ credential, nonce: 'n', issuedAtS }), {
      nonce: 'n',
    })
    expect(other.verdict).toMatchObject({ outcome: 'undetermined', reason: 'accreditation_stale' })
  })

  test.each<[string, Partial<Parameters<typeof accreditationList>[0]>]>([
    ['signed by somebody else', { signer: strangerSigner }],
    ['of another network', { payload: { sub: 'https://other.example/accreditations' } }],
    ['that does not match its schema', { payload: { seq: -1 } }],
  ])('%s is not believed', async (_, parts) => {
    const world = await openWorld()
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, ...parts }))
    expect(await verifyFresh(world)).toMatchObject({
      outcome: 'undetermined',
      reason: 'accreditation_stale',
    })
  })

  test('of a newer network is believed, whatever else it says of itself and its issuers', async () => {
    const world = await openWorld()
    const records = [{ ...record, witnessedBy: ['somebody'] }]
    const payload = { v: 1, next: 'https://network.evenkeel.example/accreditations/2' }
    const list = await accreditationList({ at: START_MS, records, payload })
    world.answers.set(ACCREDITATIONS_URL, list)
    expect((await verifyFresh(world)).outcome).toBe('accepted')
  })

  test('never goes back to an earlier sequence, also after a restart', async () => {
    const world = await openWorld()
    const suspended = [{ ...record, status: 'suspended' as const }]
    world.answers.set(
      ACCREDITATIONS_URL,
      await accreditationList({ at: START_MS, seq: 7, records: suspended, leaseS: 60 }),
    )
    expect((await verifyFresh(world)).reason).toBe('credential_issuer_suspended')
    const restarted = await world.restart()
    await restarted.time.advance(60_000)
    const at = restarted.time.nowMs()
    restarted.answers.set(ACCREDITATIONS_URL, await accreditationList({ at, seq: 6 }))
    restarted.answers.set(STATUS_URI, await statusToken({ at }))
    expect(await verifyFresh(restarted)).toMatchObject({
      outcome: 'undetermined',
      reason: 'accreditation_stale',
    })
    await restarted.time.advance(1_000)
    restarted.answers.set(ACCREDITATIONS_URL, await accreditationList({ at, seq: 8 }))
    expect((await verifyFresh(restarted)).outcome).toBe('accepted')
  })

  test('with an announced suspension is good until then, and the verdict says until when', async () => {
    const world = await openWorld()
    const records = [{ ...record, status: 'suspended' as const, statusFromMs: START_MS + 60_000 }]
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, records }))
    expect(await verifyFresh(world)).toMatchObject({
      outcome: 'accepted',
      endsAtMs: START_MS + 60_000,
    })
    await world.time.advance(60_000 - EPSILON_MS - 1)
    expect((await verifyFresh(world)).outcome).toBe('accepted')
    await world.time.advance(1)
    expect((await verifyFresh(world)).reason).toBe('credential_issuer_suspended')
  })
})
