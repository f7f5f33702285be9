import {
  createSeededSigner,
  getStatus,
  isInForce,
  parseJws,
  type Signer,
  statusAt,
  unwrap,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { issuerRoutes } from '../../src/index.ts'
import { callAt } from '../support/call-at.ts'
import { request } from '../support/issue-request.ts'
import { openIssuer, RULE, START_MS } from '../support/issuer-under-test.ts'
import {
  readServedHead,
  readServedList,
  type ServedHead,
  type ServedList,
} from '../support/read-served-list.ts'

const COORDINATED = { mode: 'coordinated' } as const
const { clockBoundMs, gridMs, leaseMs, periodMs } = RULE

async function openWithCredential() {
  const under = await openIssuer()
  const issued = unwrap(await under.issuer.issueCredential(request))
  const { issuer, signer, clock } = under
  const head = () => readServedHead(issuer, signer.publicJwk)
  const plain = () => readServedList(issuer, signer.publicJwk)
  return {
    ...under,
    ...issued,
    head,
    plain,
    show: async () => unwrap(await issuer.showCredential(issued.credentialId)),
    /** What a reader of heads with the true time says. */
    async valueNow() {
      const { head: read, list } = await head()
      const at = { nowMs: clock.nowMs, clockBoundMs: 0 }
      return unwrap(statusAt(read, list, issued.statusIndex, at)).value
    },
    async sweepAt(nowMs: number) {
      clock.nowMs = nowMs
      await issuer.sweep?.()
    },
  }
}

describe('a coordinated change', () => {
  test('is announced by a head at once, and counts at the first grid time after all that was signed without it', async () => {
    const { issuer, credentialId, statusIndex, clock, head, show } = await openWithCredential()
    const before = await head()
    clock.nowMs += 10_000
    const change = unwrap(await issuer.revokeCredential(credentialId, 'left', COORDINATED))
    const T = change.effectiveEverywhereAtMs
    expect(T).toBe(Math.ceil((before.head.exp * 1_000) / gridMs) * gridMs)
    expect(T - clock.nowMs).toBeLessThanOrEqual(leaseMs + gridMs)
    const { head: announcing, list } = await head()
    expect(announcing.pending).toEqual([
      { act: change.act, index: statusIndex, value: 1, effectiveAtMs: T },
    ])
    expect(unwrap(getStatus(list, statusIndex))).toBe(0)
    expect(announcing.exp - announcing.iat).toBe(leaseMs / 1_000)
    expect(await show()).toMatchObject({
      status: 'valid',
      pending: [
        { act: change.act, status: 'invalid', reason: 'left', announcedAtMs: START_MS + 10_000 },
      ],
    })
  })

  test('is in the bits from T on, leaves the announcements with it, and is told of as it was announced', async () => {
    const { issuer, credentialId, sweepAt, head, plain, show, statusIndex, events, valueNow } =
      await openWithCredential()
    const change = unwrap(await issuer.suspendCredential(credentialId, 'unpaid', COORDINATED))
    const T = change.effectiveEverywhereAtMs
    await sweepAt(T - 1_000)
    expect((await head()).head.pending).toHaveLength(1)
    expect(await valueNow()).toBe(0)
    await sweepAt(T)
    expect(await valueNow()).toBe(2)
    await sweepAt(T + 1_000)
    const after = await head()
    expect(after.head.pending).toEqual([])
    expect(unwrap(getStatus(after.list, statusIndex))).toBe(2)
    expect(unwrap(getStatus((await plain()).list, statusIndex))).toBe(2)
    const shown = await show()
    expect(shown).toMatchObject({
      status: 'suspended',
      reason: 'unpaid',
      changedAtMs: T,
      effectiveEverywhereAtMs: T,
    })
    expect(shown).not.toHaveProperty('pending')
    expect((await events()).map(({ event }) => event).slice(1)).toEqual([
      'StatusChangeAnnounced',
      'CredentialSuspended',
      'StatusPublished',
    ])
  })

  test('that reinstates is in the bits ε after T, so that no verifier that goes by heads is behind the bits', async () => {
    const { issuer, credentialId, sweepAt, head } = await openWithCredential()
    unwrap(await issuer.suspendCredential(credentialId, 'inquiry'))
    const change = unwrap(await issuer.reinstateCredential(credentialId, 'cleared'))
    const T = change.effectiveEverywhereAtMs
    await sweepAt(T + clockBoundMs - 1)
    expect((await head()).head.pending).toHaveLength(1)
    await sweepAt(T + clockBoundMs)
    await sweepAt(T + clockBoundMs + 1_000)
    expect((await head()).head.pending).toEqual([])
  })

  test('for a reason that the rule does not name is what happens if nobody says otherwise', async () => {
    const { issuer, credentialId } = await openWithCredential()
    expect(unwrap(await issuer.revokeCredential(credentialId, 'left')).act).toBeDefined()
    expect(unwrap(await issuer.revokeCredential(credentialId, 'lost'))).not.toHaveProperty('act')
  })

  test('that is ordered twice is one, with one answer', async () => {
    const { issuer, credentialId, clock, head } = await openWithCredential()
    const first = unwrap(await issuer.revokeCredential(credentialId, 'left'))
    clock.nowMs += periodMs
    const again = unwrap(await issuer.revokeCredential(credentialId, 'left'))
    expect(again).toEqual({ ...first, publishedAtMs: again.publishedAtMs })
    expect((await head()).head.pending).toHaveLength(1)
  })

  test('takes effect no earlier than asked for, which can be a year from now and not more', async () => {
    const { issuer, credentialId, clock } = await openWithCredential()
    const notBeforeMs = clock.nowMs + 86_400_001
    const { effectiveEverywhereAtMs } = unwrap(
      await issuer.revokeCredential(credentialId, 'left', { notBeforeMs }),
    )
    expect(effectiveEverywhereAtMs).toBe(Math.ceil(notBeforeMs / gridMs) * gridMs)
    for (const options of [
      { notBeforeMs: clock.nowMs + 31_536_000_001 },
      { notBeforeMs: Number.NaN },
      { notBeforeMs, mode: 'immediate' as const },
    ]) {
      expect(await issuer.revokeCredential(credentialId, 'left', options)).toMatchObject({
        error: { code: 'malformed_message' },
      })
    }
  })

  test('that an immediate revocation overtakes is announced no more', async () => {
    const { issuer, credentialId, head, valueNow, sweepAt } = await openWithCredential()
    const { effectiveEverywhereAtMs } = unwrap(
      await issuer.suspendCredential(credentialId, 'unpaid'),
    )
    unwrap(await issuer.revokeCredential(credentialId, 'fraud'))
    expect((await head()).head.pending).toEqual([])
    expect(await valueNow()).toBe(1)
    await sweepAt(effectiveEverywhereAtMs + 1_000)
    expect(await valueNow()).toBe(1)
  })

  test('of one credential is announced eight times at most', async () => {
    const { issuer, credentialId, clock } = await openWithCredential()
    const answers = []
    for (let n = 1; n <= 9; n += 1) {
      const change = n % 2 === 1 ? issuer.suspendCredential : issuer.reinstateCredential
      const notBeforeMs = clock.nowMs + n * leaseMs * 2
      answers.push(await change(credentialId, 'season', { notBeforeMs }))
    }
    expect(answers.slice(0, 8).every(({ ok }) => ok)).toBe(true)
    expect(answers[8]).toMatchObject({ error: { code: 'pending_acts_full' } })
  })
})

describe('an announced change', () => {
  test('can be cancelled while every head that tells of it ends by its time, and then nobody goes by it', async () => {
    const { issuer, credentialId, clock, head, valueNow, sweepAt, show } =
      await openWithCredential()
    const notBeforeMs = clock.nowMs + 3 * leaseMs
    const { act = '', effectiveEverywhereAtMs: T } = unwrap(
      await issuer.revokeCredential(credentialId, 'left', { notBeforeMs }),
    )
    await sweepAt(T - leaseMs - 1_000)
    const cancelled = { credentialId, act, effectiveAtMs: T }
    expect(unwrap(await issuer.cancelAct(credentialId, act))).toEqual(cancelled)
    expect((await head()).head.pending).toEqual([])
    expect(unwrap(await issuer.cancelAct(credentialId, act))).toEqual(cancelled)
    expect(await show()).not.toHaveProperty('pending')
    await sweepAt(T + 1_000)
    expect(await valueNow()).toBe(0)
  })

  test('cannot be cancelled once a head that tells of it lives beyond its time, or when it is over', async () => {
    const { issuer, credentialId, clock, sweepAt } = await openWithCredential()
    const notBeforeMs = clock.nowMs + 3 * leaseMs
    const { act = '', effectiveEverywhereAtMs: T } = unwrap(
      await issuer.revokeCredential(credentialId, 'left', { notBeforeMs }),
    )
    const outlives = `lives until ${new Date(T + 1_000).toISOString()}`
    for (const [nowMs, why] of [
      [T - leaseMs + 1_000, outlives],
      [T, 'its time has come'],
      [T + leaseMs, 'done'],
    ] as const) {
      if (nowMs === T) clock.nowMs = T
      else await sweepAt(nowMs)
      expect(await issuer.cancelAct(credentialId, act)).toMatchObject({
        error: { code: 'act_cannot_be_cancelled', detail: expect.stringContaining(why) },
      })
    }
    for (const [id, other] of [
      [credentialId, 'act-x'],
      ['cred-x', act],
      [credentialId, 'a\0'],
    ] as const) {
      expect(await issuer.cancelAct(id as never, other)).toMatchObject({
        error: { code: 'not_found' },
      })
    }
  })

  test('is ordered, shown, and cancelled over HTTP', async () => {
    const { issuer, credentialId, clock } = await openWithCredential()
    const routes = issuerRoutes(issuer)
    const body = { reason: 'left', mode: 'coordinated', notBeforeMs: clock.nowMs + 3 * leaseMs }
    const path = `/credentials/${credentialId}`
    const ordered = await callAt(routes, `POST ${path}/revoke`, { body })
    expect(ordered).toMatchObject({ status: 200, json: { status: 'invalid' } })
    const { act } = ordered.json
    const shown = await callAt(routes, `GET ${path}`)
    expect(shown.json.pending).toMatchObject([{ act, status: 'invalid' }])
    expect((await callAt(routes, `POST ${path}/acts/${act}/cancel`)).status).toBe(200)
    expect((await callAt(routes, `POST ${path}/acts/act-x/cancel`)).json.code).toBe('not_found')
    const odd = { ...body, mode: 'by_post' }
    expect((await callAt(routes, `POST ${path}/revoke`, { body: odd })).json.code).toBe(
      'malformed_message',
    )
    const head = await callAt(routes, 'GET /status/1/head')
    expect(head.headers['cache-control']).toBe(`public, max-age=${periodMs / 1_000}`)
  })
})

/** Everything that anybody may have got, by list and in the order in which it was served. */
interface Seen {
  readonly heads: Map<string, ServedHead>
  readonly plain: Map<string, ServedList>
}

type Step =
  | { readonly kind: 'wait'; readonly ms: number }
  | {
      readonly kind: 'order'
      readonly to: 'suspend' | 'reinstate' | 'revoke'
      readonly who: number
      readonly immediate: boolean
      readonly laterMs: number
    }
  | { readonly kind: 'cancel'; readonly who: number }
  | { readonly kind: 'ask'; readonly maxAgeMs: number }
  | { readonly kind: 'crash' }

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.integer({ min: 0, max: periodMs }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      to: fc.constantFrom(
        'suspend' as const,
        'suspend' as const,
        'reinstate' as const,
        'revoke' as const,
      ),
      who: fc.nat(2),
      immediate: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      laterMs: fc.constantFrom(0, 0, 2 * leaseMs),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), who: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      maxAgeMs: fc.integer({ min: 1_000, max: periodMs }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'crash' as const }) },
)

describe('whatever is ordered, cancelled and published, by two processes that die while they sign', () => {
  /** Plays the steps and gathers what was served. */
  async function play(steps: readonly Step[]) {
    let dies = false
    const working = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))
    // Of every head that was or may have been signed, served or not: the log has more of them than readers get.
    const signed = new Map<number, string>()
    const signer: Signer = {
      ...working,
      sign(data) {
        const text = new TextDecoder().decode(data)
        const { payload } = unwrap(parseJws(`${text}.AA`, { maxBytes: 5_000_000, maxDepth: 8 }))
        if (payload.seq !== undefined) {
          expect(signed.get(Number(payload.seq)) ?? text).toBe(text)
          signed.set(Number(payload.seq), text)
        }
        return dies ? Promise.reject(new Error('died')) : working.sign(data)
      },
    }
    const both = await openIssuer({ signer })
    const { clock } = both
    const issuers = [both.issuer, await both.again()]
    const issuer = (n: number) => issuers[n % 2] as typeof both.issuer
    const seen: Seen = { heads: new Map(), plain: new Map() }
    const announced: { act: string; index: number; T: number }[] = []
    const voided = new Set<string>()
    const people = []
    for (let n = 0; n < 3; n += 1) people.push(unwrap(await issuer(0).issueCredential(request)))
    async function look() {
      const head = await readServedHead(both.issuer, signer.publicJwk)
      const plain = await readServedList(both.issuer, signer.publicJwk)
      seen.heads.set(head.compact, head)
      seen.plain.set(plain.compact, plain)
    }
    for (const [n, each] of steps.entries()) {
      if (each.kind === 'wait') clock.nowMs += each.ms
      dies = each.kind === 'crash'
      if (each.kind === 'order') {
        const { credentialId, statusIndex } = people[each.who] as (typeof people)[number]
        const options = each.immediate
          ? ({ mode: 'immediate' } as const)
          : { ...COORDINATED, notBeforeMs: clock.nowMs + each.laterMs }
        const changed = await issuer(n)[`${each.to}Credential`](credentialId, 'because', options)
        if (changed.ok && changed.value.act !== undefined) {
          const { act, effectiveEverywhereAtMs: T } = changed.value
          if (!announced.some((known) => known.act === act)) {
            announced.push({ act, index: statusIndex, T })
          }
        }
      } else if (each.kind === 'cancel') {
        const { credentialId } = people[each.who] as (typeof people)[number]
        const { pending = [] } = unwrap(await issuer(n).showCredential(credentialId))
        const cancelled = await issuer(n).cancelAct(credentialId, pending.at(-1)?.act ?? 'act-x')
        if (cancelled.ok) voided.add(cancelled.value.act)
      } else if (each.kind === 'ask') await issuer(n).freshHead(1, each.maxAgeMs)
      else
        await issuer(n)
          .sweep?.()
          .catch(() => undefined)
      dies = false
      await look()
    }
    return { seen, announced, voided, people }
  }

  test('the drain holds, no second is signed twice, bits never run ahead, and plain forms end before they are wrong', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const { seen, announced, voided } = await play(steps)
        const heads = [...seen.heads.values()]
        const seqs = heads.map(({ head }) => head.seq)
        expect(new Set(seqs).size).toBe(seqs.length)
        expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
        for (const [position, { head, list }] of heads.entries()) {
          for (const { act, T } of announced) {
            const firstWith = heads.findIndex((other) =>
              other.head.pending.some((p) => p.act === act),
            )
            // Drain: what was served before the first head with the act ends by T.
            if (firstWith !== -1 && position < firstWith) {
              expect(head.exp * 1_000).toBeLessThanOrEqual(T)
            }
            if (voided.has(act)) {
              const tells = head.pending.some((p) => p.act === act)
              if (tells) expect(head.exp * 1_000).toBeLessThanOrEqual(T)
            }
          }
          const previous = heads[position - 1]
          for (const act of previous?.head.pending ?? []) {
            const isGone = !head.pending.some((other) => other.act === act.act)
            const isFolded = isGone && unwrap(getStatus(list, act.index)) === act.value
            const before = previous && unwrap(getStatus(previous.list, act.index))
            if (
              isFolded &&
              before !== act.value &&
              !isInForce(act, head.iat * 1_000, clockBoundMs)
            ) {
              // Only an immediate act may have set the same value before its time.
              expect(steps.some((each) => each.kind === 'order' && each.immediate)).toBe(true)
            }
          }
        }
        for (const { iat, exp, list } of seen.plain.values()) {
          const same = heads.find(({ head }) => head.seq === iat)
          expect(same?.list.bytes).toEqual(list.bytes)
          for (const act of same?.head.pending ?? []) {
            const turnMs = act.value === 0 ? act.effectiveAtMs + clockBoundMs : act.effectiveAtMs
            expect(exp * 1_000).toBeLessThanOrEqual(turnMs + 999)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  test('S2, S3, S4: verifiers with any heads and any clocks within ε agree outside [T − 2ε, T)', async () => {
    const off = fc.integer({ min: -clockBoundMs, max: clockBoundMs })
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          step.filter((each) => each.kind !== 'order' || !each.immediate),
          { minLength: 5, maxLength: 30 },
        ),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3 * leaseMs }), off, off), {
          minLength: 20,
          maxLength: 20,
        }),
        async (steps, looks) => {
          const { seen, people, announced } = await play(steps)
          const heads = [...seen.heads.values()]
          for (const [afterMs, a, b] of looks) {
            const trueMs = START_MS + afterMs
            for (const { statusIndex } of people) {
              const isNear = announced.some(
                ({ index, T }) =>
                  index === statusIndex &&
                  trueMs >= T - 2 * clockBoundMs &&
                  trueMs < T + 2 * clockBoundMs,
              )
              if (isNear) continue
              const answers = new Set(
                [a, b].flatMap((error) => {
                  const at = { nowMs: trueMs + error, clockBoundMs }
                  return heads
                    .filter(({ head }) => head.iat * 1_000 <= trueMs)
                    .filter(({ head }) => at.nowMs + clockBoundMs < head.exp * 1_000)
                    .map(({ head, list }) => unwrap(statusAt(head, list, statusIndex, at)).value)
                }),
              )
              expect(answers.size).toBeLessThanOrEqual(1)
            }
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})
