import { describe, expect, test } from 'vitest'
import { candidateKeys } from '../../src/model/candidate-keys.ts'
import { issuerSigner, strangerSigner, verifierSigner } from '../support/test-world.ts'

const { keyId } = issuerSigner
const jwks = [strangerSigner, verifierSigner, issuerSigner].map(({ publicJwk }) => publicJwk)

describe('the keys of an accredited issuer under which a token may be signed', () => {
  test.each([
    ['its thumbprint', keyId],
    ['the fragment of a DID URL', `#${keyId}`],
    ['an absolute DID URL', `did:web:issuer.example#${keyId}`],
  ])('are the one key that kid names by %s', (_, kid) => {
    const keys = candidateKeys({ header: { alg: 'ES256', kid } }, jwks)
    expect(keys.map(({ thumbprint }) => thumbprint)).toEqual([keyId])
  })

  test.each(['#0', 'did:jwk:e30#0', 'did:web:evil.example#key', '', 7, undefined])(
    'are all of its algorithm when kid is %s',
    (kid) => {
      const header = { alg: 'ES256', ...(kid !== undefined && { kid }) }
      const keys = candidateKeys({ header }, jwks)
      expect(keys.map(({ thumbprint }) => thumbprint)).toEqual([strangerSigner.keyId, keyId])
    },
  )
})
