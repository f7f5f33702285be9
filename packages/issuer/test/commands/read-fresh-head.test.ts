import {
  createSeededSigner,
  freshHeadUrl,
  type Head,
  parseJws,
  readHead,
  type Signer,
  unwrap,
} from '@evenkeel/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { issuerRoutes } from '../../src/index.ts'
import { callAt } from '../support/call-at.ts'
import { request } from '../support/issue-request.ts'
import { ISSUER_URL, openIssuer, RULE } from '../support/issuer-under-test.ts'

const { onlineAgeMs = 0, periodMs } = RULE
const LIST = `${ISSUER_URL}/status/1`

/** An issuer with a published list, and the heads that it has signed. */
async function openPublished() {
  const working = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))
  const signed: Head[] = []
  const faults = { isBroken: false, tries: 0 }
  const signer: Signer = {
    ...working,
    async sign(data) {
      const { payload } = unwrap(
        parseJws(`${new TextDecoder().decode(data)}.AA`, { maxBytes: 5_000_000, maxDepth: 8 }),
      )
      if (payload.seq !== undefined) {
        faults.tries += 1
        if (faults.isBroken) throw new Error('the key is out of reach')
        signed.push(payload as unknown as Head)
      }
      return working.sign(data)
    },
  }
  const under = await openIssuer({ signer })
  const { credentialId } = unwrap(await under.issuer.issueCredential(request))
  const { issuer, clock } = under
  const seqs = () => signed.map(({ seq }) => seq)
  return {
    ...under,
    credentialId,
    faults,
    seqs,
    async ask(maxAgeMs: number) {
      const list = await issuer.freshHead(1, maxAgeMs)
      if (list === undefined) throw new Error('no head is served')
      const { head } = unwrap(readHead(list.bytes, LIST))
      return { head, freshForMs: list.freshForMs, ageMs: clock.nowMs - head.iat * 1_000 }
    },
  }
}

describe('a head on demand', () => {
  test('is the newest there is when that is young enough, and nothing is signed', async () => {
    const { ask, clock, seqs } = await openPublished()
    clock.nowMs += onlineAgeMs + 5_000
    const { head, freshForMs } = await ask(onlineAgeMs + 5_000)
    expect([head.seq]).toEqual(seqs())
    expect(freshForMs).toBe(0)
  })

  test('is made now when the newest is too old, and then everybody has it', async () => {
    const { ask, clock, issuer, seqs } = await openPublished()
    clock.nowMs += onlineAgeMs + 5_001
    const { head, ageMs, freshForMs } = await ask(onlineAgeMs + 5_000)
    expect(ageMs).toBeLessThan(1_000)
    expect(freshForMs).toBe(onlineAgeMs + 5_000 - ageMs)
    expect(seqs()).toHaveLength(2)
    const served = await issuer.statusList(1, 'head')
    expect(unwrap(readHead(served?.bytes ?? new Uint8Array(), LIST)).head).toEqual(head)
    expect(await issuer.statusList(1)).toMatchObject({ iat: head.iat })
  })

  test('is one for all who ask meanwhile', async () => {
    const { ask, clock, seqs } = await openPublished()
    clock.nowMs += 2 * onlineAgeMs
    const asked = await Promise.all(Array.from({ length: 50 }, () => ask(onlineAgeMs)))
    expect(seqs()).toHaveLength(2)
    for (const { head } of asked) expect(head.seq).toBe(seqs()[1])
  })

  test('is never made oftener than the rule allows, by two processes neither, and is as young as asked for beyond that', async () => {
    const pause = fc.integer({ min: 0, max: 2 * onlineAgeMs })
    const asks = fc.array(fc.tuple(pause, fc.integer({ min: 1, max: periodMs }), fc.boolean()), {
      maxLength: 40,
    })
    await fc.assert(
      fc.asyncProperty(asks, async (asked) => {
        const { ask, again, clock, seqs } = await openPublished()
        const standby = await again()
        for (const [pauseMs, maxAgeMs, byStandby] of asked) {
          clock.nowMs += pauseMs
          if (byStandby) await standby.freshHead(1, maxAgeMs)
          const { ageMs } = await ask(maxAgeMs)
          expect(ageMs).toBeLessThanOrEqual(Math.max(maxAgeMs, onlineAgeMs))
        }
        for (const [position, seq] of seqs().slice(1).entries()) {
          expect(seq - (seqs()[position] ?? 0)).toBeGreaterThanOrEqual(onlineAgeMs / 1_000)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('that cannot be made leaves the newest there is, which nobody may keep, and the key is left alone for a while', async () => {
    const { ask, clock, faults, seqs } = await openPublished()
    clock.nowMs += 2 * onlineAgeMs
    faults.isBroken = true
    faults.tries = 0
    for (let n = 0; n < 10; n += 1) {
      expect(await ask(onlineAgeMs)).toMatchObject({ head: { seq: seqs()[0] }, freshForMs: 0 })
    }
    expect(faults.tries).toBe(1)
    faults.isBroken = false
    clock.nowMs += onlineAgeMs
    expect((await ask(onlineAgeMs)).ageMs).toBeLessThan(1_000)
  })

  test('of a list that was never published is none', async () => {
    const { issuer, seqs } = await openPublished()
    expect(await issuer.freshHead(2, 1)).toBeUndefined()
    expect(seqs()).toHaveLength(1)
  })

  test('carries what is announced and leaves what was made ready for the turn in its place', async () => {
    const { ask, clock, credentialId, issuer, seqs } = await openPublished()
    const change = unwrap(await issuer.revokeCredential(credentialId, 'left'))
    const T = change.effectiveEverywhereAtMs
    clock.nowMs = T - onlineAgeMs - 2_000
    await issuer.sweep?.()
    clock.nowMs = T - 1_000
    const { head } = await ask(onlineAgeMs)
    expect(head).toMatchObject({ iat: T / 1_000 - 1, pending: [{ act: change.act }] })
    clock.nowMs = T
    expect((await ask(onlineAgeMs)).head).toMatchObject({ seq: T / 1_000, pending: [] })
    expect(new Set(seqs()).size).toBe(seqs().length)
  })
})

describe('a head on demand over HTTP', () => {
  const call = (issuer: Awaited<ReturnType<typeof openPublished>>['issuer'], path: string) =>
    callAt(issuerRoutes(issuer), `GET ${path}`)

  test('may be kept until it is as old as was asked for, and is the document at the same path', async () => {
    const { issuer, clock } = await openPublished()
    const seconds = onlineAgeMs / 1_000 + 7
    clock.nowMs += 3_000
    const path = freshHeadUrl(LIST, seconds).slice(ISSUER_URL.length)
    const { status, headers, text } = await call(issuer, path)
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe(`public, max-age=${seconds - 3}`)
    expect(new TextDecoder().decode(await issuer.document?.(path))).toBe(text)
  })

  test.each(['0', '01', '1.5', '-1', 'x', '999999999', ''])(
    'of at most %s seconds is not found',
    async (seconds) => {
      const { issuer } = await openPublished()
      const path = `/status/1/head/max-age/${seconds}`
      expect((await call(issuer, path)).json.code).toBe('not_found')
      expect(await issuer.document?.(path)).toBeUndefined()
    },
  )
})
