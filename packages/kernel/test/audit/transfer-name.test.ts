import { expect, it } from 'vitest'
import { auditTransferBase, auditTransferName } from '../../src/audit/transfer-name.ts'
import { sha256Text } from '../../src/crypto/hash.ts'

it('a transfer has the hash of its id as its name in a bundle, and what the ledger added stays readable', () => {
  const hashed = sha256Text('claim-1', 'hex')
  expect(auditTransferName('claim-1')).toBe(hashed)
  expect(auditTransferName('claim-1/settle')).toBe(`${hashed}/settle`)
  expect(auditTransferName('claim-1/repaid/ab')).toBe(`${hashed}/repaid/ab`)
  expect(auditTransferBase(auditTransferName('claim-1/repaid/ab'))).toBe(hashed)
})
