import { unwrap } from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { type IssuerConfig, issuerRoutes } from '../../src/index.ts'
import { callAt } from '../support/call-at.ts'
import { request } from '../support/issue-request.ts'
import { openIssuer, RULE } from '../support/issuer-under-test.ts'
import { readServedHead } from '../support/read-served-list.ts'

const ONLINE = { mode: 'online' } as const
const COORDINATED = { mode: 'coordinated' } as const

async function openWithCredential(config: Partial<IssuerConfig> = {}) {
  const under = await openIssuer({ config })
  const { credentialId } = unwrap(await under.issuer.issueCredential(request))
  return {
    ...under,
    credentialId,
    pending: async () =>
      (await readServedHead(under.issuer, under.signer.publicJwk)).head.pending.map(
        ({ act, effectiveAtMs, mode }) => ({ act, effectiveAtMs, mode }),
      ),
    shown: async () => unwrap(await under.issuer.showCredential(credentialId)).pending,
  }
}

describe('a change in online mode', () => {
  test('is announced for the same time as a coordinated one, and its head says that it is online', async () => {
    const one = await openWithCredential()
    const other = await openWithCredential()
    const coordinated = unwrap(
      await one.issuer.revokeCredential(one.credentialId, 'left', COORDINATED),
    )
    const online = unwrap(await other.issuer.revokeCredential(other.credentialId, 'left', ONLINE))
    const effectiveAtMs = coordinated.effectiveEverywhereAtMs
    expect(online.effectiveEverywhereAtMs).toBe(effectiveAtMs)
    expect(await one.pending()).toEqual([{ act: coordinated.act, effectiveAtMs, mode: undefined }])
    expect(await other.pending()).toEqual([{ act: online.act, effectiveAtMs, mode: 'online' }])
    expect(await one.shown()).toMatchObject([{ mode: 'coordinated' }])
    expect(await other.shown()).toMatchObject([{ mode: 'online' }])
  })

  test('tells by when nothing is accepted on an online proof: a period and two clock bounds after it was published', async () => {
    const { issuer, credentialId } = await openWithCredential()
    const suspended = unwrap(await issuer.suspendCredential(credentialId, 'unpaid', ONLINE))
    expect(suspended.onlineByMs).toBe(
      suspended.publishedAtMs + RULE.periodMs + 2 * RULE.clockBoundMs,
    )
    const reinstated = unwrap(await issuer.reinstateCredential(credentialId, 'paid', ONLINE))
    expect(reinstated.act).toBeDefined()
    expect(reinstated).not.toHaveProperty('onlineByMs')
  })

  test('that was announced without it is told online from then on, and keeps its time and its name', async () => {
    const { issuer, credentialId, clock, pending, events } = await openWithCredential()
    const first = unwrap(await issuer.revokeCredential(credentialId, 'left', COORDINATED))
    expect(first).not.toHaveProperty('onlineByMs')
    clock.nowMs += RULE.periodMs
    const { act, effectiveEverywhereAtMs: effectiveAtMs } = first
    for (const order of [ONLINE, ONLINE, COORDINATED]) {
      const again = unwrap(await issuer.revokeCredential(credentialId, 'left', order))
      expect(again).toMatchObject({ act, effectiveEverywhereAtMs: effectiveAtMs })
      expect(again.onlineByMs).toBeDefined()
      expect(await pending()).toEqual([{ act, effectiveAtMs, mode: 'online' }])
    }
    const announced = (await events()).filter(({ event }) => event === 'StatusChangeAnnounced')
    expect(announced).toHaveLength(2)
  })

  test('can wait for a later time and can be cancelled like a coordinated one', async () => {
    const { issuer, credentialId, clock, pending } = await openWithCredential()
    const notBeforeMs = clock.nowMs + 3 * RULE.leaseMs
    const { act = '' } = unwrap(
      await issuer.revokeCredential(credentialId, 'left', { ...ONLINE, notBeforeMs }),
    )
    unwrap(await issuer.cancelAct(credentialId, act))
    expect(await pending()).toEqual([])
  })

  test('is ordered and told over HTTP', async () => {
    const { issuer, credentialId } = await openWithCredential()
    const routes = issuerRoutes(issuer)
    const path = `/credentials/${credentialId}`
    const body = { reason: 'left', mode: 'online' }
    const ordered = await callAt(routes, `POST ${path}/revoke`, { body })
    expect(ordered).toMatchObject({ status: 200, json: { onlineByMs: expect.any(Number) } })
    const shown = await callAt(routes, `GET ${path}`)
    expect(shown.json.pending).toMatchObject([{ act: ordered.json.act, mode: 'online' }])
  })
})

describe('the mode of a change', () => {
  test('is the rule’s for its reason, by the credential’s type before the rule for all', async () => {
    const { issuer, credentialId } = await openWithCredential({
      statusModes: { lost: 'immediate', debt: 'coordinated' },
      typeModes: { [request.vct]: { debt: 'online' }, 'urn:example:other': { lost: 'online' } },
    })
    const debt = unwrap(await issuer.suspendCredential(credentialId, 'debt'))
    expect(debt.onlineByMs).toBeDefined()
    expect(unwrap(await issuer.revokeCredential(credentialId, 'lost'))).not.toHaveProperty('act')
  })

  test('is one that the issuer’s accreditation allows, or the change is refused and nothing is published', async () => {
    const { issuer, credentialId, pending, shown } = await openWithCredential({
      statusModes: {},
      statusObligations: { leaseMsMax: RULE.leaseMs, modes: ['coordinated'] },
    })
    for (const mode of ['immediate', 'online'] as const) {
      const refused = await issuer.revokeCredential(credentialId, 'left', { mode })
      expect(refused).toMatchObject({ error: { code: 'status_mode_not_allowed', detail: mode } })
    }
    expect([await pending(), await shown()]).toEqual([[], undefined])
    unwrap(await issuer.revokeCredential(credentialId, 'left'))
  })

  test.each<[string, Partial<IssuerConfig>]>([
    [
      'the mode immediate',
      { statusObligations: { leaseMsMax: RULE.leaseMs, modes: ['coordinated'] } },
    ],
    [
      'the mode coordinated',
      { statusModes: {}, statusObligations: { leaseMsMax: RULE.leaseMs, modes: ['immediate'] } },
    ],
    [
      'the mode online',
      {
        typeModes: { 'urn:example:other': { debt: 'online' } },
        statusObligations: { leaseMsMax: RULE.leaseMs, modes: ['coordinated', 'immediate'] },
      },
    ],
    [
      'leases of 599000 ms',
      { statusObligations: { leaseMsMax: 599_000, modes: ['coordinated', 'immediate'] } },
    ],
  ])('and the lease are checked when the issuer starts: %s', async (what, config) => {
    await expect(openIssuer({ config })).rejects.toThrow(what)
  })
})
