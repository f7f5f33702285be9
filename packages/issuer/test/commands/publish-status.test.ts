import {
  createSeededSigner,
  HEAD_BYTES_MAX,
  PENDING_ACTS_MAX,
  parseJws,
  type Signer,
  type StatusMode,
  type Store,
  sha256,
  unwrap,
} from '@evenkeel/kernel'
import { systemRandom } from '@evenkeel/kernel/adapters'
import { describe, expect, test } from 'vitest'
import { insertBits } from '../../src/commands/status-bits.ts'
import type { PublicationForm } from '../../src/index.ts'
import { STATUS_LIST_ENTRIES_MAX } from '../../src/limits.ts'
import { request } from '../support/issue-request.ts'
import { LEASE_MS, openIssuer, RULE } from '../support/issuer-under-test.ts'
import { readServedHead, readServedList } from '../support/read-served-list.ts'

const working = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))

test('a sweep publishes anew when a period has passed, and not before', async () => {
  const { issuer, clock, signer } = await openIssuer()
  unwrap(await issuer.issueCredential(request))
  const first = await readServedList(issuer, signer.publicJwk)
  clock.nowMs += RULE.periodMs - 1_000
  await issuer.sweep?.()
  expect((await readServedList(issuer, signer.publicJwk)).iat).toBe(first.iat)
  clock.nowMs += 2_000
  await issuer.sweep?.()
  const second = await readServedList(issuer, signer.publicJwk)
  expect(second.iat).toBe(first.iat + RULE.periodMs / 1_000 + 1)
  expect(second.exp - second.iat).toBe(LEASE_MS / 1_000)
})

test('the lease is durable before the token that carries it is signed', async () => {
  const seen: number[] = []
  const stores: { read?: () => Promise<number> } = {}
  const signer: Signer = {
    ...working,
    async sign(data) {
      const { payload } = unwrap(
        parseJws(`${new TextDecoder().decode(data)}.AA`, { maxBytes: 5_000_000, maxDepth: 8 }),
      )
      if (payload.status_list !== undefined) {
        seen.push(Number(payload.exp))
        expect(await stores.read?.()).toBeGreaterThanOrEqual(Number(payload.exp))
      }
      return working.sign(data)
    },
  }
  const { issuer, store, clock } = await openIssuer({ signer })
  stores.read = async () => {
    const row = await store.read('exp', (tx) => tx.get('SELECT exp_max FROM status_list'))
    return Number(row?.exp_max)
  }
  const { credentialId } = unwrap(await issuer.issueCredential(request))
  clock.nowMs += 10_000
  unwrap(await issuer.revokeCredential(credentialId, 'fraud'))
  expect(seen).toHaveLength(2)
})

test('no two tokens of a list share an iat, whoever signs them and however fast', async () => {
  const iats: number[] = []
  const signer: Signer = {
    ...working,
    async sign(data) {
      const { payload } = unwrap(
        parseJws(`${new TextDecoder().decode(data)}.AA`, { maxBytes: 5_000_000, maxDepth: 8 }),
      )
      if (payload.status_list !== undefined) iats.push(Number(payload.iat))
      return working.sign(data)
    },
  }
  const under = await openIssuer({ signer })
  const second = await under.again()
  const issued = await Promise.all(
    Array.from({ length: 20 }, () => under.issuer.issueCredential(request)),
  )
  await Promise.all(
    issued.map((each, i) =>
      (i % 2 === 0 ? under.issuer : second).revokeCredential(unwrap(each).credentialId, 'fraud'),
    ),
  )
  expect(iats.length).toBeGreaterThan(2)
  expect(new Set(iats).size).toBe(iats.length)
})

test('a burst of revocations waits for the clock instead of running ahead of it', async () => {
  const { issuer, clock, signer } = await openIssuer()
  for (let i = 0; i < 5; i += 1) {
    const { credentialId } = unwrap(await issuer.issueCredential(request))
    unwrap(await issuer.revokeCredential(credentialId, 'fraud'))
    const { iat } = await readServedList(issuer, signer.publicJwk)
    expect(iat * 1_000).toBeLessThanOrEqual(clock.nowMs)
  }
})

test('a clock that is set back neither stops publications nor repeats an iat', async () => {
  const { issuer, clock, signer } = await openIssuer()
  const { credentialId } = unwrap(await issuer.issueCredential(request))
  const first = await readServedList(issuer, signer.publicJwk)
  clock.nowMs -= 3_600_000
  unwrap(await issuer.revokeCredential(credentialId, 'fraud'))
  const second = await readServedList(issuer, signer.publicJwk)
  expect(second.iat).toBe(first.iat + 1)
  // The wait for the next second is at most one.
  expect(clock.nowMs).toBeLessThanOrEqual(first.iat * 1_000 - 3_600_000 + 1_000)
})

test('an older token never replaces a newer one that another process has served meanwhile', async () => {
  const gate = Promise.withResolvers<void>()
  let held = 0
  const signer: Signer = {
    ...working,
    async sign(data) {
      const { payload } = unwrap(
        parseJws(`${new TextDecoder().decode(data)}.AA`, { maxBytes: 5_000_000, maxDepth: 8 }),
      )
      if (payload.status_list !== undefined) {
        held += 1
        // The second publication is the slow one.
        if (held === 2) await gate.promise
      }
      return working.sign(data)
    },
  }
  const under = await openIssuer({ signer })
  const second = await under.again()
  const a = unwrap(await under.issuer.issueCredential(request))
  const b = unwrap(await under.issuer.issueCredential(request))
  const slow = under.issuer.revokeCredential(a.credentialId, 'fraud')
  while (held < 2) await new Promise((resolve) => setImmediate(resolve))
  unwrap(await second.revokeCredential(b.credentialId, 'fraud'))
  const newest = await readServedList(under.issuer, signer.publicJwk)
  gate.resolve()
  unwrap(await slow)
  const served = await readServedList(under.issuer, signer.publicJwk)
  expect(served.iat).toBe(newest.iat)
  expect(served.compact).toBe(newest.compact)
})

test('a list has one path', async () => {
  const { issuer } = await openIssuer()
  unwrap(await issuer.issueCredential(request))
  for (const path of ['/status/01', '/status/1/', '/status/1?x', '/status/', '/status/2', '/']) {
    expect(await issuer.document?.(path)).toBeUndefined()
  }
  expect(await issuer.document?.('/status/1')).toBeDefined()
})

describe('a list that many publications carry', () => {
  const FORMS: readonly PublicationForm[] = ['head', 'token', 'revocation', 'suspension']
  const storedLists = async (store: Store) =>
    (await store.read('lists', (tx) => tx.all('SELECT root FROM status_compressed'))).length

  test('is stored once for as long as its bits stay, with every form and every renewal of it small', async () => {
    const { issuer, store, clock } = await openIssuer()
    const { credentialId } = unwrap(await issuer.issueCredential(request))
    const rowOf = () => store.read('row', (tx) => tx.get('SELECT * FROM status_publication'))
    const first = await rowOf()
    clock.nowMs += RULE.periodMs
    await issuer.sweep?.()
    const second = await rowOf()
    expect(second?.root).toBe(first?.root)
    expect(second?.iat).not.toBe(first?.iat)
    expect(await storedLists(store)).toBe(1)
    const stored = await store.read('list', (tx) => tx.get('SELECT list FROM status_compressed'))
    const lst = Buffer.from(stored?.list as Uint8Array).toString('base64url')
    for (const form of FORMS) {
      const served = new TextDecoder().decode((await issuer.statusList(1, form))?.bytes)
      const kept = String(second?.[form])
      expect(kept).not.toContain(lst)
      expect(served.length - kept.length).toBeGreaterThan(form === 'token' ? lst.length : 50)
    }
    unwrap(await issuer.revokeCredential(credentialId, 'fraud'))
    expect((await rowOf())?.root).not.toBe(first?.root)
    expect(await storedLists(store)).toBe(1)
  })

  test('is kept beside the one that was made ready for the next turn, and goes when that is served', async () => {
    const { issuer, store, clock } = await openIssuer()
    const { credentialId } = unwrap(await issuer.issueCredential(request))
    const { effectiveEverywhereAtMs: T } = unwrap(
      await issuer.revokeCredential(credentialId, 'left'),
    )
    clock.nowMs = T - 5_000
    await issuer.sweep?.()
    expect(await storedLists(store)).toBe(2)
    clock.nowMs = T
    await issuer.sweep?.()
    expect(await storedLists(store)).toBe(1)
  })

  test('was whole in each form before it was stored apart, is served so, and the next head follows it', async () => {
    const { issuer, store, clock, signer } = await openIssuer()
    unwrap(await issuer.issueCredential(request))
    const before = await readServedHead(issuer, signer.publicJwk)
    const served = new Map<PublicationForm, Uint8Array>()
    for (const form of FORMS) {
      served.set(form, (await issuer.statusList(1, form))?.bytes ?? new Uint8Array())
    }
    await store.transact('as-before', async (tx) => {
      for (const [form, bytes] of served) {
        await tx.run(`UPDATE status_publication SET root = NULL, ${form} = ?`, [
          new TextDecoder().decode(bytes),
        ])
      }
      await tx.run('DELETE FROM status_compressed')
    })
    for (const [form, bytes] of served) {
      expect((await issuer.statusList(1, form))?.bytes).toEqual(bytes)
    }
    clock.nowMs += RULE.periodMs
    await issuer.sweep?.()
    const { head } = await readServedHead(issuer, signer.publicJwk)
    expect(head.prev).toBe(Buffer.from(sha256(before.compact)).toString('hex'))
  })
})

test('the worst list that can be, as large as may be and half revoked or suspended at random, is read in every form', async () => {
  const { issuer, store, signer } = await openIssuer({ listSize: STATUS_LIST_ENTRIES_MAX })
  unwrap(await issuer.issueCredential(request))
  // Of four entries each: two draws of four are valid, one is revoked, one suspended.
  const worst = Uint8Array.from({ length: 256 }, (_, draws) =>
    [0, 2, 4, 6].reduce((byte, at) => byte | (([0, 0, 1, 2][(draws >> at) & 3] ?? 0) << at), 0),
  )
  const bits = systemRandom.bytes(STATUS_LIST_ENTRIES_MAX / 4).map((byte) => worst[byte] ?? 0)
  await store.transact('worst', async (tx) => {
    await tx.run('DELETE FROM status_page')
    await insertBits(tx, 1, bits)
    await tx.run('UPDATE status_list SET change_seq = change_seq + 1')
  })
  await issuer.sweep?.()
  // Both refuse what is larger than readers take.
  expect((await readServedList(issuer, signer.publicJwk)).list.bytes).toEqual(bits)
  expect((await readServedHead(issuer, signer.publicJwk)).list.bytes).toEqual(bits)
  const token = await issuer.statusList(1)
  for (const form of ['revocation', 'suspension'] as const) {
    const served = await issuer.statusList(1, form)
    expect(served?.bytes.length).toBeLessThan(token?.bytes.length ?? 0)
  }
})

describe('a mass revocation', () => {
  const countingSigner = (seqs: number[]): Signer => ({
    ...working,
    async sign(data) {
      const { payload } = unwrap(
        parseJws(`${new TextDecoder().decode(data)}.AA`, { maxBytes: 5_000_000, maxDepth: 8 }),
      )
      if (payload.seq !== undefined) seqs.push(Number(payload.seq))
      return working.sign(data)
    },
  })

  async function revokeAtOnce(count: number, mode: StatusMode) {
    const seqs: number[] = []
    const under = await openIssuer({ signer: countingSigner(seqs) })
    const { issuer, clock, signer } = under
    const issued = await Promise.all(
      Array.from({ length: count }, () => issuer.issueCredential(request)),
    )
    clock.nowMs += 5_000
    seqs.length = 0
    const changes = await Promise.all(
      issued.map((each) => issuer.revokeCredential(unwrap(each).credentialId, 'left', { mode })),
    )
    expect(changes.every(({ ok }) => ok)).toBe(true)
    return { ...under, seqs, served: await readServedHead(issuer, signer.publicJwk) }
  }

  test('that is immediate is one publication, however many credentials it is about', async () => {
    const { seqs, served } = await revokeAtOnce(200, 'immediate')
    expect(seqs).toHaveLength(1)
    const ones = served.list.bytes.reduce(
      (sum, byte) => sum + byte.toString(2).replaceAll('0', '').length,
      0,
    )
    expect(ones).toBe(200)
  })

  test('that is announced for as many credentials as one head may tell of is one publication, and the head is below its limit', async () => {
    const { seqs, served, issuer } = await revokeAtOnce(PENDING_ACTS_MAX, 'online')
    expect(seqs).toHaveLength(1)
    expect(served.head.pending).toHaveLength(PENDING_ACTS_MAX)
    expect(served.head.pending[0]?.mode).toBe('online')
    // Indices of the largest list have two digits more.
    expect(served.compact.length + 4 * PENDING_ACTS_MAX).toBeLessThan(HEAD_BYTES_MAX)
    const other = unwrap(await issuer.issueCredential(request))
    expect(await issuer.revokeCredential(other.credentialId, 'left')).toMatchObject({
      error: { code: 'pending_acts_full' },
    })
  })
})
