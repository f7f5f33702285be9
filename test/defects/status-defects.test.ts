import { syncBuiltinESMExports } from 'node:module'
import zlib from 'node:zlib'
import {
  createStatusList,
  decodeStatusList,
  deflateStatusList,
  encodeBase64url,
  getStatus,
  headUrl,
  type StatusList,
  setStatus,
  unwrap,
} from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { request } from '../../packages/issuer/test/support/issue-request.ts'
import { openIssuer } from '../../packages/issuer/test/support/issuer-under-test.ts'
import { readServedList } from '../../packages/issuer/test/support/read-served-list.ts'
import { START_MS } from '../../packages/verifier/test/support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  INDEX,
  issue,
  openWorld,
  policy,
  present,
  recordWithHeads,
  STATUS_URI,
  statusHead,
  statusToken,
  type TestWorld,
} from '../../packages/verifier/test/support/test-world.ts'

/** Defects of status that were seen in libraries and services in use: each is a test named after it, of the published roles over real documents. */

let nonces = 0

/** One decision about a credential of the world's issuer, by a status of at most so many milliseconds. */
async function decide(
  world: TestWorld,
  { ageMs = 600_000, credential }: { readonly ageMs?: number; readonly credential?: string } = {},
) {
  nonces += 1
  const nonce = `defect-${nonces}`
  const issuedAtS = Math.floor(world.time.nowMs() / 1_000)
  const presentation = await present({
    credential: credential ?? (await issue()),
    nonce,
    issuedAtS,
  })
  const { verdict } = await world.verify(presentation, {
    nonce,
    policy: { ...policy, statusAgeMaxMs: ageMs },
  })
  return verdict
}

/** A list in the form that a token carries. */
const listOf = ({ bytes }: StatusList): string => encodeBase64url(deflateStatusList(bytes))

async function obligeToHeads(world: TestWorld): Promise<void> {
  const at = world.time.nowMs()
  const records = [recordWithHeads]
  world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at, records }))
}

describe('the status token of another list', () => {
  test('is not accepted as a plain list, though the same issuer signed it', async () => {
    const world = await openWorld()
    const other = { sub: 'https://issuer.evenkeel.example/status/2' }
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS, payload: other }))
    const verdict = await decide(world)
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'status_list_mismatch' })
  })

  test('is not accepted as a head, though the same issuer signed it', async () => {
    const world = await openWorld()
    await obligeToHeads(world)
    const head = { scope: 'https://issuer.evenkeel.example/status/2' }
    world.answers.set(headUrl(STATUS_URI), await statusHead({ at: START_MS, head }))
    const verdict = await decide(world)
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'status_list_mismatch' })
  })
})

describe('an older list that has not expired', () => {
  /** A verifier that has seen the revocation of START_MS + 10 s, and is offered the list of START_MS from then on. */
  async function openAfterRevocation(): Promise<TestWorld> {
    const world = await openWorld()
    await world.time.advance(10_000)
    const at = world.time.nowMs()
    world.answers.set(STATUS_URI, await statusToken({ at, values: { [INDEX]: 1 }, leaseS: 60 }))
    expect((await decide(world)).reason).toBe('credential_revoked')
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS, leaseS: 86_400 }))
    await world.time.advance(120_000)
    return world
  }

  test('is not accepted once a newer one was seen', async () => {
    const world = await openAfterRevocation()
    const verdict = await decide(world)
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'status_rolled_back' })
  })

  test('is not accepted once a newer one was seen before a restart', async () => {
    const world = await (await openAfterRevocation()).restart()
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS, leaseS: 86_400 }))
    const verdict = await decide(world)
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'status_rolled_back' })
  })
})

describe('a list that cannot be reached', () => {
  test('never means not revoked, from the first decision on', async () => {
    const world = await openWorld()
    world.answers.set(STATUS_URI, 'unreachable')
    const verdict = await decide(world)
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'status_unavailable' })
  })

  test('never means not revoked once the lease of what is held has ended', async () => {
    const world = await openWorld()
    expect((await decide(world)).outcome).toBe('accepted')
    world.answers.set(STATUS_URI, 'unreachable')
    await world.time.advance(600_000)
    const verdict = await decide(world, { ageMs: 86_400_000 })
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'status_stale' })
  })
})

describe('a revoked credential', () => {
  test.each([1, 2, 4, 8] as const)('is found in a list of %i bits an entry', async (bits) => {
    const list = createStatusList(131_072, bits)
    setStatus(list, INDEX, 1)
    const world = await openWorld()
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS, bits, lst: listOf(list) }))
    const verdict = await decide(world)
    expect(verdict).toMatchObject({ outcome: 'rejected', reason: 'credential_revoked' })
    // Its neighbours are not.
    const credential = await issue({ index: INDEX + 1 })
    expect((await decide(world, { credential })).outcome).toBe('accepted')
  })

  test('is not valid because its status is in a field that nobody here reads', async () => {
    const world = await openWorld()
    const elsewhere = {
      status: undefined,
      credentialStatus: {
        type: 'BitstringStatusListEntry',
        statusPurpose: 'revocation',
        statusListIndex: String(INDEX),
        statusListCredential: `${STATUS_URI}/bitstring/revocation`,
      },
    }
    const verdict = await decide(world, { credential: await issue({ claims: elsewhere }) })
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'status_unavailable' })
  })
})

describe('a status list', () => {
  test('is not retrieved again for each check', async () => {
    const world = await openWorld()
    for (let check = 0; check < 20; check += 1) {
      expect((await decide(world)).outcome).toBe('accepted')
      await world.time.advance(1_000)
    }
    expect([world.fetches(STATUS_URI), world.fetches(ACCREDITATIONS_URL)]).toEqual([1, 1])
  })

  test('of a million entries is decoded once, into its 250,000 bytes and not into numbers', async () => {
    const list = createStatusList(1_000_000, 2)
    setStatus(list, 999_999, 1)
    const lst = listOf(list)
    const world = await openWorld()
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS, lst }))
    const decoded = await countInflated(async () => {
      for (let check = 0; check < 20; check += 1) {
        expect((await decide(world)).outcome).toBe('accepted')
      }
      const credential = await issue({ index: 999_999 })
      expect((await decide(world, { credential })).reason).toBe('credential_revoked')
    })
    expect(decoded).toBe(1)
    const status_list = { bits: 2, lst } as const
    const read = unwrap(decodeStatusList({ sub: STATUS_URI, iat: 0, exp: 1, status_list }))
    expect(Object.values(read)).toEqual([2, 'lsb', expect.any(Uint8Array)])
    expect(read.bytes.buffer.byteLength).toBe(250_000)
  })
})

/** How often anything is inflated while it runs. */
async function countInflated(run: () => Promise<void>): Promise<number> {
  const { inflateSync } = zlib
  let count = 0
  zlib.inflateSync = (...given) => {
    count += 1
    return inflateSync(...given)
  }
  syncBuiltinESMExports()
  try {
    await run()
  } finally {
    zlib.inflateSync = inflateSync
    syncBuiltinESMExports()
  }
  return count
}

describe('a verdict', () => {
  test('is not kept for the next decision: what was just accepted is rejected by the next list', async () => {
    const world = await openWorld()
    const credential = await issue()
    expect((await decide(world, { credential })).outcome).toBe('accepted')
    await world.time.advance(2_000)
    const at = world.time.nowMs()
    world.answers.set(STATUS_URI, await statusToken({ at, values: { [INDEX]: 1 } }))
    // One decision that wants a fresh status brings the list; from then on it is everybody's.
    const fresh = await decide(world, { credential, ageMs: 1_000 })
    expect(fresh).toMatchObject({ outcome: 'rejected', reason: 'credential_revoked' })
    expect(await decide(world, { credential })).toMatchObject({ reason: 'credential_revoked' })
  })
})

describe('concurrent requests to an issuer of two processes', () => {
  test('never give two credentials one status index', async () => {
    const one = await openIssuer()
    const issuers = [one.issuer, await one.again()]
    const issued = await Promise.all(
      Array.from({ length: 64 }, (_, n) => issuers[n % 2]?.issueCredential(request)),
    )
    const places = issued.map((each) => {
      const { statusUri, statusIndex } = unwrap(each ?? neverOpened())
      return `${statusUri} ${statusIndex}`
    })
    expect(new Set(places).size).toBe(64)
  })

  test('never lose a revocation', async () => {
    const { issuer, again, signer } = await openIssuer()
    const issuers = [issuer, await again()]
    const people = []
    for (let n = 0; n < 32; n += 1) people.push(unwrap(await issuer.issueCredential(request)))
    await Promise.all(
      people.map(({ credentialId }, n) => issuers[n % 2]?.revokeCredential(credentialId, 'lost')),
    )
    const { list } = await readServedList(issuer, signer.publicJwk)
    const values = people.map(({ statusIndex }) => unwrap(getStatus(list, statusIndex)))
    expect(values).toEqual(people.map(() => 1))
  })
})

function neverOpened(): never {
  throw new Error('both issuers are open')
}

describe('an accreditation list that cannot be reached', () => {
  test('accredits nobody', async () => {
    const world = await openWorld()
    world.answers.set(ACCREDITATIONS_URL, 'unreachable')
    const verdict = await decide(world)
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'accreditation_stale' })
    // Nor does anybody look at a list that a stranger's credential names.
    expect(world.fetches(STATUS_URI)).toBe(0)
  })

  test('accredits nobody once the lease of the one that is held has ended', async () => {
    const world = await openWorld()
    expect((await decide(world)).outcome).toBe('accepted')
    world.answers.set(ACCREDITATIONS_URL, 'unreachable')
    await world.time.advance(3_600_000)
    world.answers.set(STATUS_URI, await statusToken({ at: world.time.nowMs() }))
    const verdict = await decide(world)
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'accreditation_stale' })
  })
})
