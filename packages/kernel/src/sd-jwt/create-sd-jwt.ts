import { assert } from '../assert.ts'
import { createJws } from '../crypto/jws.ts'
import type { Signer } from '../ports.ts'
import { createDisclosure, RESERVED_NAMES } from './disclosure.ts'

export interface SdJwtContents {
  /** `typ` and `kid`; `alg` is the signer's. */
  readonly header: { readonly typ: string; readonly [name: string]: unknown }
  readonly claims: Readonly<Record<string, unknown>>
  /** Names of the claims that the holder may withhold. */
  readonly disclose: readonly string[]
  /** One for each of them: at least 16 bytes, secret, uniform, used once. */
  readonly salts: readonly Uint8Array[]
  readonly signer: Signer
}

/**
 * Issues an SD-JWT (RFC 9901 §4): the claims in `disclose` become disclosures of the top level, the others stay in the signed payload. Returns
 * the compact form with all disclosures and no key binding. Throws when a name is no claim, occurs twice or is reserved, or when a salt is
 * missing; rejects when the signer does.
 */
export async function createSdJwt(contents: SdJwtContents): Promise<string> {
  const { header, claims, disclose, salts, signer } = contents
  const withheld = new Set(disclose)
  assert(withheld.size === disclose.length, 'a claim is disclosed once')
  assert(salts.length === disclose.length, 'each disclosure has its own salt')
  assert(
    Object.keys(claims).every((name) => !RESERVED_NAMES.has(name)),
    'a claim has a reserved name',
  )
  const disclosures = disclose.map((name, index) => {
    const salt = salts[index]
    assert(salt !== undefined && Object.hasOwn(claims, name), `${name} is not among the claims`)
    return createDisclosure(salt, name, claims[name])
  })
  const open = Object.fromEntries(Object.entries(claims).filter(([name]) => !withheld.has(name)))
  // RFC 9901 §4.2.4.1: sorted, because the order of the claims would tell which digest is which.
  const digests = disclosures.map((disclosure) => disclosure.digest).sort()
  const payload = digests.length > 0 ? { ...open, _sd: digests, _sd_alg: 'sha-256' } : open
  const jws = await createJws({ header, payload, signer })
  return `${[jws, ...disclosures.map((disclosure) => disclosure.encoded)].join('~')}~`
}
