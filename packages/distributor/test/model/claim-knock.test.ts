import { brandId, type CampaignId, type ClaimId, epochMs } from '@evenkeel/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeClaimKnock, readClaimKnock } from '../../src/model/claim-knock.ts'
import { NOW } from '../support/world.ts'

const key = new Uint8Array(32).fill(1)
const spring = brandId<CampaignId>('spring')
const claim = brandId<ClaimId>(`c${'0a'.repeat(20)}`)
const at = epochMs(NOW)
const knock = makeClaimKnock(key, spring, claim, at)

it('a knock says when its claim came', () => {
  expect(readClaimKnock(key, spring, claim, knock)).toBe(NOW)
})

it('a knock is none of another claim, campaign or distributor', () => {
  const other = brandId<ClaimId>(`c${'0b'.repeat(20)}`)
  expect(readClaimKnock(key, spring, other, knock)).toBeUndefined()
  expect(readClaimKnock(key, brandId<CampaignId>('autumn'), claim, knock)).toBeUndefined()
  expect(readClaimKnock(new Uint8Array(32).fill(2), spring, claim, knock)).toBeUndefined()
})

it('no other text is a knock, least of all one with an earlier time', () => {
  expect(readClaimKnock(key, spring, claim, knock.replace(String(NOW), String(NOW - 1)))).toBe(
    undefined,
  )
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      expect(readClaimKnock(key, spring, claim, text)).toBeUndefined()
    }),
  )
})
