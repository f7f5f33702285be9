import { createHash } from 'node:crypto'
import { SDJwtInstance } from '@sd-jwt/core'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64url } from '../../src/bytes/base64url.ts'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { importPublicJwk } from '../../src/crypto/import-public-jwk.ts'
import { verifyJws } from '../../src/crypto/jws.ts'
import { verifySignature } from '../../src/crypto/verify-signature.ts'
import type { Alg, Signer } from '../../src/ports.ts'
import { unwrap } from '../../src/result.ts'
import { createSdJwt } from '../../src/sd-jwt/create-sd-jwt.ts'
import { parseSdJwt, sdHash } from '../../src/sd-jwt/parse-sd-jwt.ts'
import { createKbJwt, KEY_BINDING_TYP, presentSdJwt } from '../../src/sd-jwt/present-sd-jwt.ts'
import { resolveDisclosures } from '../../src/sd-jwt/resolve-disclosures.ts'
import { base64url } from '../support/vectors.ts'

const LIMITS = { maxBytes: 100_000, maxDepth: 12 }
const VCT = 'https://credentials.example/member'
const VC_TYP = 'dc+sd-jwt'
const NOW_S = 1_700_000_000

const signWith = (signer: Signer) => async (data: string) =>
  encodeBase64url(await signer.sign(encodeUtf8(data)))
const verifyWith = (signer: Signer) => (data: string, signature: string) =>
  verifySignature(unwrap(importPublicJwk(signer.publicJwk)), encodeUtf8(data), base64url(signature))

/** The reference library with our keys. */
function libraryOptions(issuer: Signer, holder: Signer) {
  let salts = 0
  return {
    signer: signWith(issuer),
    signAlg: issuer.alg,
    verifier: verifyWith(issuer),
    hasher: (data: string | ArrayBuffer) =>
      new Uint8Array(
        createHash('sha256')
          .update(data as string)
          .digest(),
      ),
    hashAlg: 'sha-256' as const,
    saltGenerator: () => `salt-of-at-least-16-bytes-${salts++}`,
    kbSigner: signWith(holder),
    kbSignAlg: holder.alg,
    kbVerifier: verifyWith(holder),
  }
}

describe.each<[Alg, Alg]>([
  ['ES256', 'EdDSA'],
  ['EdDSA', 'ES256'],
])('against the reference library, issuer %s and holder %s', (issuerAlg, holderAlg) => {
  const issuer = createSeededSigner(issuerAlg, new Uint8Array(32).fill(3))
  const holder = createSeededSigner(holderAlg, new Uint8Array(32).fill(4))
  const library = new SDJwtVcInstance(libraryOptions(issuer, holder))
  const issuerKey = unwrap(importPublicJwk(issuer.publicJwk))
  const holderKey = unwrap(importPublicJwk(holder.publicJwk))
  const open = { iss: 'https://i.example', vct: VCT, cnf: { jwk: { ...holder.publicJwk } } }

  test('theirs verifies what ours issues and presents, with the key binding', async () => {
    const values = fc.dictionary(fc.constantFrom('name', 'age', 'é', 'roles'), fc.jsonValue(), {
      minKeys: 1,
    })
    await fc.assert(
      fc.asyncProperty(values, fc.nat(15), async (withheld, mask) => {
        const disclose = Object.keys(withheld)
        const compact = await createSdJwt({
          header: { typ: VC_TYP },
          claims: { ...open, ...withheld },
          disclose,
          salts: disclose.map((_, i) => new Uint8Array(16).fill(i)),
          signer: issuer,
        })
        const shown = disclose.filter((_, i) => (mask & (1 << i)) !== 0)
        const sdJwt = unwrap(presentSdJwt(unwrap(parseSdJwt(compact, LIMITS)), shown))
        const kb = await createKbJwt({
          sdJwt,
          audience: 'https://v.example',
          nonce: 'nonce-1',
          issuedAtS: NOW_S,
          signer: holder,
        })
        const options = { keyBindingNonce: 'nonce-1', currentDate: NOW_S }
        const { payload, kb: binding } = await library.verify(sdJwt + kb, options)
        const claims = { ...open, ...Object.fromEntries(shown.map((n) => [n, withheld[n]])) }
        expect(payload).toEqual(JSON.parse(JSON.stringify(claims)))
        expect(binding?.payload.aud).toBe('https://v.example')
      }),
      { numRuns: 15 },
    )
  })

  test('ours resolves what theirs issues and presents: nested claims, array elements, decoys', async () => {
    const core = new SDJwtInstance(libraryOptions(issuer, holder))
    const claims = {
      ...open,
      name: 'Ada',
      address: { street: 'Main', city: 'B', parts: ['x', 'y', 'z'] },
      roles: ['a', 'b', { deep: 1 }],
    }
    const frame = {
      _sd: ['name', 'address'] as ('name' | 'address')[],
      _sd_decoy: 2,
      address: { _sd: ['street'] as 'street'[], parts: { _sd: [0, 2] as (0 | 2)[] } },
      roles: { _sd: [1, 2] as (1 | 2)[], _sd_decoy: 1 },
    }
    const issued = await core.issue(claims, frame, { header: { typ: VC_TYP } })
    // The issued form has every disclosure; presenting with the library can lose elements nested in a disclosed claim.
    const all = unwrap(parseSdJwt(issued, LIMITS))
    expect(unwrap(resolveDisclosures(all.jws.payload, all.disclosures))).toEqual(claims)
    const presentations = [
      [{ name: true }, { ...open, name: 'Ada', roles: ['a'] }],
      [
        { address: { street: true }, roles: { 1: true } },
        {
          ...open,
          address: { street: 'Main', city: 'B', parts: ['y'] },
          roles: ['a', 'b'],
        },
      ],
    ] as const
    for (const [shown, expected] of presentations) {
      const compact = await core.present(issued, shown as never, {
        kb: { payload: { iat: NOW_S, aud: 'https://v.example', nonce: 'nonce-2' } },
      })
      const parsed = unwrap(parseSdJwt(compact, LIMITS))
      expect(verifyJws(parsed.jws, issuerKey, { typ: VC_TYP }).ok).toBe(true)
      expect(unwrap(resolveDisclosures(parsed.jws.payload, parsed.disclosures))).toEqual(expected)
      if (parsed.keyBinding === undefined) throw new Error('the key binding is there')
      expect(verifyJws(parsed.keyBinding, holderKey, { typ: KEY_BINDING_TYP }).ok).toBe(true)
      expect(parsed.keyBinding.payload.sd_hash).toBe(sdHash(parsed.sdJwt))
    }
  })

  test('both refuse a disclosure that was changed on the way', async () => {
    const compact = await createSdJwt({
      header: { typ: VC_TYP },
      claims: { ...open, age: 17 },
      disclose: ['age'],
      salts: [new Uint8Array(16)],
      signer: issuer,
    })
    const forged = encodeBase64url(encodeUtf8('["AAAAAAAAAAAAAAAAAAAAAA","age",18]'))
    const [jws] = compact.split('~')
    const parsed = unwrap(parseSdJwt(`${jws}~${forged}~`, LIMITS))
    expect(resolveDisclosures(parsed.jws.payload, parsed.disclosures)).toMatchObject({
      error: { code: 'disclosure_unreferenced' },
    })
    const theirs = await library.verify(`${jws}~${forged}~`).then(
      ({ payload }) => (payload as { age?: number }).age,
      () => undefined,
    )
    expect(theirs).toBeUndefined()
  })
})
