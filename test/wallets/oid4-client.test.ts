import { createSeededSigner, parseSdJwt, unwrap } from '@evenkeel/kernel'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type HttpsWorld, openHttpsWorld } from './https-world.ts'
import { createOffer, newMember } from './journeys.ts'
import { receiveWithOid4Client } from './receive-with-oid4-client.ts'

describe('@digitalbazaar/oid4-client 5.10.0 as it comes, over HTTPS', () => {
  let place: HttpsWorld

  beforeAll(async () => {
    place = await openHttpsWorld()
  }, 60_000)
  afterAll(async () => {
    await place.stop()
  }, 60_000)

  test.each(['ES256', 'EdDSA'] as const)(
    'receives a credential of a did:web issuer, bound to the %s key of a did:jwk',
    async (alg) => {
      const holder = createSeededSigner(alg, new Uint8Array(32).fill(7))
      const claims = newMember()
      const offer = await createOffer(place, { claims })
      const [credential = ''] = await receiveWithOid4Client(offer.link, { ca: place.cert, holder })
      const { jws, disclosures } = unwrap(parseSdJwt(credential, { maxBytes: 65_536, maxDepth: 8 }))
      const host = encodeURIComponent(new URL(place.publicUrl).host)
      const issuer = `did:web:${host}:issuer-strict`
      expect(jws.header).toMatchObject({ typ: 'dc+sd-jwt' })
      expect(jws.header.kid).toMatch(`${issuer}#`)
      expect(jws.payload).toMatchObject({ iss: issuer, cnf: { jwk: holder.publicJwk } })
      expect(Object.fromEntries(disclosures.map(({ name, value }) => [name, value]))).toEqual(
        claims,
      )
    },
  )
})
