import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PartyId } from '../../src/ids.ts'
import type { AccreditationRecord, PendingRecord } from '../../src/messages/accreditation.ts'
import { recordAt } from '../../src/messages/record-at.ts'

const key = (x: string) => ({ kty: 'OKP', crv: 'Ed25519', x }) as const
const record: AccreditationRecord = {
  subject: 'https://issuer.example',
  party: 'issuer' as PartyId,
  keys: [key('a'), key('b')],
  authority: 'authority' as PartyId,
  action: 'issue',
  credentialTypes: ['degree', 'licence'],
  jurisdictions: ['DE', 'FR'],
  assurance: 'high',
  validFromMs: 0,
  validUntilMs: 9_000,
  status: 'active',
  statusFromMs: 10,
  statusObligations: { heads: true, leaseMsMax: 60_000, modes: ['coordinated', 'immediate'] },
  actId: 'first',
}
const other: AccreditationRecord = {
  ...record,
  keys: [key('b'), key('c')],
  credentialTypes: ['licence', 'ticket'],
  jurisdictions: ['FR'],
  assurance: 'low',
  validFromMs: 5,
  validUntilMs: 10_000,
  statusFromMs: 1_000,
  statusObligations: { heads: false, leaseMsMax: 90_000, modes: ['immediate'] },
  actId: 'second',
}
const at = (nowMs: number) => ({ nowMs, clockBoundMs: 100 })
const pending: readonly PendingRecord[] = [{ effectiveAtMs: 1_000, record: other }]

describe('an accreditation on a clock that may be off', () => {
  it('is the record alone while nothing is announced or begun', () => {
    expect(recordAt({ record }, at(1_000))).toBe(record)
    expect(recordAt({ record, pending }, at(899))).toBe(record)
    expect(recordAt({ record, pending }, at(1_100))).toBe(other)
    expect(recordAt({}, at(1_000))).toBeUndefined()
    expect(recordAt({ pending }, at(1_099))).toBeUndefined()
  })

  it('is what both records agree on while either may be in force', () => {
    for (const nowMs of [900, 1_000, 1_099]) {
      expect(recordAt({ record, pending }, at(nowMs))).toEqual({
        ...other,
        keys: [key('b')],
        credentialTypes: ['licence'],
        jurisdictions: ['FR'],
        assurance: 'low',
        validFromMs: 5,
        validUntilMs: 9_000,
        statusFromMs: 10,
        statusObligations: { heads: false, leaseMsMax: 60_000, modes: ['immediate'] },
      })
    }
  })

  it('keeps an issuer to the obligations that it has or will have', () => {
    const { statusObligations: _, ...free } = other
    const bound = recordAt({ record, pending: [{ effectiveAtMs: 1_000, record: free }] }, at(1_000))
    expect(bound?.statusObligations).toEqual({
      heads: false,
      leaseMsMax: 60_000,
      modes: ['coordinated', 'immediate'],
    })
  })

  it('looks for heads only where both records promise them, whichever comes first', () => {
    const turned = { record: other, pending: [{ effectiveAtMs: 1_000, record }] }
    expect(recordAt(turned, at(1_000))?.statusObligations?.heads).toBe(false)
  })

  it('tells the two points of one curve apart that differ in y alone', () => {
    const point = (y: string) => ({ kty: 'EC', crv: 'P-256', x: 'a', y }) as const
    const before = { ...record, keys: [point('up')] }
    const after = { ...record, keys: [point('down')] }
    const turning = { record: before, pending: [{ effectiveAtMs: 1_000, record: after }] }
    expect(recordAt(turning, at(1_000))?.keys).toEqual([])
  })

  const statuses = fc.constantFrom('active', 'suspended', 'withdrawn')
  const acts = fc.array(fc.tuple(fc.nat(3_000), statuses), { maxLength: 5 })

  it('is active exactly when every record is that is in force anywhere within ε', () => {
    fc.assert(
      fc.property(acts, fc.nat(3_500), fc.nat(800), (announced, nowMs, clockBoundMs) => {
        const inOrder = announced.toSorted(([one], [two]) => one - two)
        const given = inOrder.map(([effectiveAtMs, status]) => ({
          effectiveAtMs,
          record: { ...record, status } as AccreditationRecord,
        }))
        const found = recordAt({ record, pending: given }, { nowMs, clockBoundMs })
        const statusAt = (ms: number) => inOrder.findLast(([fromMs]) => fromMs <= ms)?.[1]
        const times = [nowMs - clockBoundMs, ...inOrder.map(([fromMs]) => fromMs)].filter(
          (ms) => Math.abs(ms - nowMs) <= clockBoundMs,
        )
        const isActive = times.every((ms) => (statusAt(ms) ?? 'active') === 'active')
        expect(found?.status === 'active').toBe(isActive)
      }),
    )
  })
})
