import { expect, test } from 'vitest'
import { encodeBase64url } from '../../src/bytes/base64url.ts'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import type { CampaignId } from '../../src/ids.ts'
import { payoutCommitment } from '../../src/messages/payout-commitment.ts'
import {
  encodePayoutTransaction,
  type PayoutTransaction,
  parsePayoutTransaction,
  transactionDataHash,
} from '../../src/messages/payout-transaction.ts'
import { unwrap } from '../../src/result.ts'

const payout: PayoutTransaction = {
  type: 'evenkeel.payout',
  credential_ids: ['credential'],
  campaign_id: 'campaign-1' as CampaignId,
  payout_target: 'account-1',
  payout_salt: 's'.repeat(22),
}

test('a commitment is the SHA-256 of ["payout",salt,target] and tells neither', () => {
  // printf '["payout","salt","target"]' | sha256sum
  expect(payoutCommitment({ salt: 'salt', target: 'target' })).toBe(
    '5f288ee7646d015a37202cbeb73e27b7b4aa640fd6d76cd1779a3353c94b1b37',
  )
  expect(payoutCommitment({ salt: 'target', target: 'salt' })).not.toBe(
    '5f288ee7646d015a37202cbeb73e27b7b4aa640fd6d76cd1779a3353c94b1b37',
  )
})

test('transaction data is read as it was written, and its hash is over the text that was sent', () => {
  const encoded = encodePayoutTransaction(payout)
  expect(unwrap(parsePayoutTransaction(encoded))).toEqual(payout)
  const spaced = encodeBase64url(encodeUtf8(JSON.stringify(payout, null, 1)))
  expect(unwrap(parsePayoutTransaction(spaced))).toEqual(payout)
  expect(transactionDataHash(spaced)).not.toBe(transactionDataHash(encoded))
})

test.each([
  ['no base64url', '!'],
  ['another type of transaction', encode({ ...payout, type: 'payment' })],
  ['a salt that could be guessed', encode({ ...payout, payout_salt: 'short' })],
  ['a member that nobody knows', encode({ ...payout, amount: 1 })],
  ['a target that cannot be shown', encode({ ...payout, payout_target: 'a\u0000b' })],
  ['another hash', encode({ ...payout, transaction_data_hashes_alg: ['sha-1'] })],
])('%s is refused', (_, encoded) => {
  expect(parsePayoutTransaction(encoded)).toMatchObject({ error: { code: 'malformed_message' } })
})

function encode(value: object): string {
  return encodeBase64url(encodeUtf8(JSON.stringify(value)))
}
