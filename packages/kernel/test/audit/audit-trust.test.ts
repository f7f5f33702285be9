import { describe, expect, it } from 'vitest'
import { parseAuditTrust } from '../../src/audit/audit-trust.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { importPublicJwk } from '../../src/crypto/import-public-jwk.ts'
import { createNoteKey, formatVkey } from '../../src/notes/note-key.ts'
import { unwrap } from '../../src/result.ts'

const jwk = (seed: number) => createSeededSigner('EdDSA', new Uint8Array(32).fill(seed)).publicJwk
const vkey = (seed: number, type: 'ed25519' | 'cosignature/v1') =>
  formatVkey(createNoteKey(`example.org/${seed}`, unwrap(importPublicJwk(jwk(seed))), type))

const document = {
  log: vkey(1, 'ed25519'),
  witnesses: [vkey(2, 'cosignature/v1'), vkey(3, 'cosignature/v1')],
  distributor: [jwk(4)],
  ledger: [jwk(5)],
}

describe('whom an auditor trusts', () => {
  it('are all witnesses of the file unless it says how many are enough', () => {
    expect(unwrap(parseAuditTrust(document)).quorum).toBe(2)
    expect(unwrap(parseAuditTrust({ ...document, quorum: 1 })).quorum).toBe(1)
    const { witnesses: _, ...alone } = document
    expect(unwrap(parseAuditTrust(alone))).toMatchObject({ quorum: 0, witnessKeys: [] })
  })

  it('is refused when a key cannot be read, counts twice, or is of another kind', () => {
    const [first = ''] = document.witnesses
    for (const wrong of [
      { log: 'no key' },
      { log: vkey(1, 'cosignature/v1') },
      { witnesses: [first, first] },
      { witnesses: [vkey(2, 'ed25519')] },
      { quorum: 3 },
      { distributor: [] },
      { distributor: [{ kty: 'OKP', crv: 'Ed25519', x: 'AA' }] },
      { others: [] },
    ]) {
      expect([wrong, parseAuditTrust({ ...document, ...wrong }).ok]).toEqual([wrong, false])
    }
  })
})
