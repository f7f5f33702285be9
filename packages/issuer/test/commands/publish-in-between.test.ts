import {
  createSeededSigner,
  getStatus,
  leaseRuleOf,
  parseJws,
  type Signer,
  unwrap,
} from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import type { IssuerConfig } from '../../src/index.ts'
import { request } from '../support/issue-request.ts'
import { openIssuer, RULE, START_MS } from '../support/issuer-under-test.ts'
import { readServedHead, readServedList } from '../support/read-served-list.ts'

const COORDINATED = { mode: 'coordinated' } as const
const { gridMs, leaseMs, periodMs } = RULE
const working = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))

/** A key with something between its use and the store: `before` runs ahead of each signature of a head. */
async function openWithKey() {
  const key = {
    seqs: [] as number[],
    before: async (_seq: number): Promise<void> => undefined,
  }
  const signer: Signer = {
    ...working,
    async sign(data) {
      const { payload } = unwrap(
        parseJws(`${new TextDecoder().decode(data)}.AA`, { maxBytes: 5_000_000, maxDepth: 8 }),
      )
      if (payload.seq !== undefined) {
        key.seqs.push(Number(payload.seq))
        await key.before(Number(payload.seq))
      }
      return working.sign(data)
    },
  }
  /** What the next process is configured with can be changed. */
  const options: { signer: Signer; config: Partial<IssuerConfig> } = { signer, config: {} }
  const under = await openIssuer(options)
  const issued = []
  for (let n = 0; n < 2; n += 1) issued.push(unwrap(await under.issuer.issueCredential(request)))
  const [one, other] = issued as [(typeof issued)[number], (typeof issued)[number]]
  return {
    ...under,
    options,
    key,
    one,
    other,
    head: () => readServedHead(under.issuer, working.publicJwk),
  }
}

async function dead(): Promise<never> {
  throw new Error('the key is out of reach')
}

describe('what is made ahead of a turn', () => {
  test('is made once, whenever the sweep comes', async () => {
    const { issuer, clock, key, one } = await openWithKey()
    const { effectiveEverywhereAtMs: T } = unwrap(
      await issuer.revokeCredential(one.credentialId, 'left', COORDINATED),
    )
    clock.nowMs = T - 5_000
    await issuer.sweep?.()
    const { length } = key.seqs
    expect(key.seqs.at(-1)).toBe(T / 1_000)
    clock.nowMs += 1_000
    await issuer.sweep?.()
    expect(key.seqs).toHaveLength(length)
  })

  test('is never served when a change came while it was signed', async () => {
    const { issuer, again, clock, key, one, other, head } = await openWithKey()
    const standby = await again()
    const { effectiveEverywhereAtMs: T } = unwrap(
      await issuer.revokeCredential(one.credentialId, 'left', COORDINATED),
    )
    clock.nowMs = T - 5_000
    key.before = async (seq) => {
      if (seq * 1_000 !== T) return
      key.before = async () => undefined
      unwrap(await standby.revokeCredential(other.credentialId, 'stolen', { mode: 'immediate' }))
    }
    await issuer.sweep?.()
    for (const nowMs of [T - 4_000, T, T + 1_000]) {
      clock.nowMs = nowMs
      expect(unwrap(getStatus((await head()).list, other.statusIndex))).toBe(1)
      const plain = await readServedList(issuer, working.publicJwk)
      expect(unwrap(getStatus(plain.list, other.statusIndex))).toBe(1)
    }
  })

  test('keeps its second for ever, also when it is never served and something else is made ahead', async () => {
    const { issuer, clock, key, one, other } = await openWithKey()
    const immediate = { mode: 'immediate' } as const
    unwrap(await issuer.suspendCredential(other.credentialId, 'unpaid', immediate))
    const [end, grant] = await Promise.all([
      issuer.revokeCredential(one.credentialId, 'left', COORDINATED),
      issuer.reinstateCredential(other.credentialId, 'paid', COORDINATED),
    ])
    const T = unwrap(end).effectiveEverywhereAtMs
    expect(unwrap(grant).effectiveEverywhereAtMs).toBe(T)
    clock.nowMs = T - 10_000
    await issuer.sweep?.()
    expect(key.seqs.at(-1)).toBe(T / 1_000)
    // The next turn is that of the grant now, ε later.
    unwrap(await issuer.revokeCredential(one.credentialId, 'stolen', immediate))
    await issuer.sweep?.()
    clock.nowMs = T + 100
    unwrap(await issuer.suspendCredential(other.credentialId, 'fraud', immediate))
    expect(new Set(key.seqs).size).toBe(key.seqs.length)
  })

  test('counts in the drain: what is announced while it is served takes effect after its end', async () => {
    const { issuer, clock, one, other, head } = await openWithKey()
    const { effectiveEverywhereAtMs: T } = unwrap(
      await issuer.revokeCredential(one.credentialId, 'left', COORDINATED),
    )
    // A period has not passed since the last one when what follows is made ahead, with a later end.
    clock.nowMs = START_MS + 445_000
    await issuer.freshHead(1, 1_000)
    clock.nowMs = T - 11_000
    await issuer.sweep?.()
    clock.nowMs = T
    const { exp, seq } = (await head()).head
    expect(seq).toBe(T / 1_000)
    const change = unwrap(await issuer.revokeCredential(other.credentialId, 'left', COORDINATED))
    expect(change.effectiveEverywhereAtMs).toBe(Math.ceil((exp * 1_000) / gridMs) * gridMs)
  })
})

test('an act that is ordered when all leases have long ended takes effect from now on', async () => {
  const { issuer, clock, one } = await openWithKey()
  clock.nowMs += 5 * leaseMs + 1
  const { effectiveEverywhereAtMs: T, publishedAtMs } = unwrap(
    await issuer.revokeCredential(one.credentialId, 'left', COORDINATED),
  )
  expect(T).toBeGreaterThanOrEqual(publishedAtMs)
})

describe('a publication that fails is made up for by the next sweep', () => {
  test.each(['cancel', 'makeOnline'] as const)('after %s', async (order) => {
    const { issuer, clock, key, one, head } = await openWithKey()
    const notBeforeMs = clock.nowMs + 3 * leaseMs
    const { credentialId } = one
    key.before = dead
    await issuer
      .revokeCredential(credentialId, 'left', { ...COORDINATED, notBeforeMs })
      .catch(() => undefined)
    const { pending = [] } = unwrap(await issuer.showCredential(credentialId))
    key.before = async () => undefined
    clock.nowMs += 2_000
    await issuer.sweep?.()
    expect((await head()).head.pending).toMatchObject([{ act: pending[0]?.act }])
    key.before = dead
    const ordered =
      order === 'cancel'
        ? issuer.cancelAct(credentialId, pending[0]?.act ?? '')
        : issuer.revokeCredential(credentialId, 'left', { mode: 'online', notBeforeMs })
    await expect(ordered).rejects.toThrow('out of reach')
    key.before = async () => undefined
    clock.nowMs += 2_000
    await issuer.sweep?.()
    expect((await head()).head.pending.map(({ mode }) => mode)).toEqual(
      order === 'cancel' ? [] : ['online'],
    )
  })
})

test('a list that cannot be published does not keep the others from it', async () => {
  const { issuer, store, clock } = await openWithKey()
  await store.transact('fill', (tx) => tx.run('UPDATE status_list SET used = ?', [65_536]))
  const second = unwrap(await issuer.issueCredential(request))
  expect(second.statusUri.endsWith('/status/2')).toBe(true)
  const before = (await issuer.statusList(2))?.iat ?? 0
  await store.transact('lose', (tx) => tx.run('DELETE FROM status_page WHERE number = 1'))
  clock.nowMs += periodMs
  await expect(issuer.sweep?.()).rejects.toThrow('no list 1')
  expect((await issuer.statusList(2))?.iat).toBe(before + periodMs / 1_000)
})

describe('another lease class after a restart', () => {
  const short = leaseRuleOf({ leaseMs: 60_000, clockBoundMs: RULE.clockBoundMs })

  test('does not let an act count before the longer leases from before have ended', async () => {
    const { options, again, clock, one, other, head } = await openWithKey()
    const { exp } = (await head()).head
    options.config = { leaseRule: short }
    const restarted = await again()
    for (const { credentialId } of [one, other]) {
      clock.nowMs += 2_000
      const change = unwrap(await restarted.revokeCredential(credentialId, 'left', COORDINATED))
      expect(change.effectiveEverywhereAtMs).toBeGreaterThanOrEqual(exp * 1_000)
    }
    const immediate = unwrap(
      await restarted.revokeCredential(other.credentialId, 'stolen', { mode: 'immediate' }),
    )
    expect(immediate.effectiveEverywhereAtMs).toBeGreaterThanOrEqual(exp * 1_000)
  })

  test('is in the heads after a period of its own, and not when the longer lease from before is nearly over', async () => {
    const { options, again, clock, head } = await openWithKey()
    options.config = { leaseRule: short }
    const restarted = await again()
    clock.nowMs += short.periodMs
    await restarted.sweep?.()
    const { rule, iat, exp } = (await head()).head
    expect(rule).toEqual(short)
    expect(exp - iat).toBe(short.leaseMs / 1_000)
    expect(periodMs).toBeGreaterThan(short.periodMs)
  })
})
