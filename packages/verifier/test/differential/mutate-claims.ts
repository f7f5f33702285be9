import { createHmac, createPublicKey } from 'node:crypto'
import { encodeBase64url, type JsonObject, type JsonValue } from '@evenkeel/kernel'
import { NOW_S, VCT } from '../support/test-world.ts'
import { attackerSigner, type Draft, digestOf } from './draft.ts'
import type { Mutation } from './mutation.ts'

/** What the issuer signed: its header, its claims and with which key. */
export const claimMutations: readonly Mutation[] = [
  {
    name: 'header: another alg',
    differs: ['checked_header'],
    apply: (draft, random) => {
      draft.header.json = set(draft.header.json, {
        alg: random.pick(['none', 'None', 'HS256', 'ES384', 'RS256', 'es256', 5, null, undefined]),
      })
    },
  },
  {
    name: 'header: the other signature algorithm’s alg',
    differs: ['checked_header'],
    apply: (draft) => {
      const alg = draft.issuer.alg === 'ES256' ? 'EdDSA' : 'ES256'
      draft.header.json = set(draft.header.json, { alg })
    },
  },
  {
    name: 'header: a MAC under the public key',
    apply: (draft) => {
      draft.header.json = set(draft.header.json, { alg: 'HS256' })
      draft.onJwt.push((jwt) => macUnderPublicKey(jwt, draft))
    },
  },
  {
    name: 'header: another typ',
    differs: ['checked_header'],
    apply: (draft, random) => {
      draft.header.json = set(draft.header.json, {
        typ: random.pick([
          'vc+sd-jwt',
          'DC+SD-JWT',
          'application/dc+sd-jwt',
          'JWT',
          'kb+jwt',
          7,
          undefined,
        ]),
      })
    },
  },
  {
    name: 'header: critical extensions',
    differs: ['checked_header'],
    apply: (draft, random) => {
      draft.header.json = set(draft.header.json, {
        crit: random.pick<JsonValue>([[], ['b64'], ['exp'], 'b64', null, ['__proto__']]),
        ...(random.below(2) === 0 ? { b64: true } : {}),
      })
    },
  },
  {
    name: 'header: another kid, or none',
    apply: (draft, random) => {
      draft.header.json = set(draft.header.json, {
        kid: random.pick(['#0', 'did:example:1#k', '', attackerSigner.keyId, 5, null, undefined]),
      })
    },
  },
  {
    name: 'header: the attacker’s key in it, and its signature',
    apply: (draft, random) => {
      draft.issuer = attackerSigner
      draft.header.json = set(draft.header.json, {
        alg: attackerSigner.alg,
        kid: random.pick([attackerSigner.keyId, undefined]),
        ...random.pick<JsonObject>([
          { jwk: { ...attackerSigner.publicJwk } },
          { jku: 'https://attacker.example/jwks' },
          { x5c: ['MIIB'] },
          {},
        ]),
      })
    },
  },
  {
    name: 'claims: the credential’s times',
    differs: ['expiry_instant', 'registered_claims'],
    apply: (draft, random) => {
      const claim = random.pick(['exp', 'nbf', 'iat'])
      draft.payload.json = set(draft.payload.json, {
        [claim]: random.pick<JsonValue | undefined>([
          NOW_S - 1,
          NOW_S,
          NOW_S + 1,
          NOW_S - 100_000,
          NOW_S + 100_000,
          0,
          -1,
          NOW_S + 0.5,
          1e20,
          String(NOW_S + 500),
          null,
          true,
          [],
          undefined,
        ]),
      })
    },
  },
  {
    name: 'claims: the verifier looks at another time',
    differs: ['expiry_instant', 'binding_freshness'],
    apply: (draft, random) => {
      draft.nowS += random.pick([-100_000, -61, -11, -10, -9, 9, 300, 301, 999, 1_000, 1_001, 9e6])
    },
  },
  {
    name: 'claims: another type or issuer, or none',
    differs: ['registered_claims', 'accepted_type'],
    apply: (draft, random) => {
      draft.payload.json = set(draft.payload.json, {
        [random.pick(['vct', 'iss'])]: random.pick<JsonValue | undefined>([
          'urn:example:other',
          '',
          5,
          [VCT],
          null,
          undefined,
        ]),
      })
    },
  },
  {
    name: 'claims: another holder key, or none',
    differs: ['strict_key'],
    apply: (draft, random) => {
      const jwk = { ...draft.holder.publicJwk } as unknown as JsonObject
      draft.payload.json = set(draft.payload.json, {
        cnf: random.pick<JsonValue | undefined>([
          undefined,
          null,
          {},
          'key',
          { kid: 'did:example:1#k' },
          { jwk: { ...attackerSigner.publicJwk } as unknown as JsonObject },
          { jwk: { ...jwk, d: 'AAAA' } },
          { jwk: { ...jwk, alg: 'RS256' } },
          { jwk: { ...jwk, x: `${String(jwk.x)}=` } },
          { jwk: { ...jwk, crv: 'P-384' } },
          { jwk: { ...jwk, use: 'sig', kid: 'k' } },
          { jwk: JSON.stringify(jwk) },
        ]),
      })
    },
  },
  {
    name: 'claims: another digest algorithm',
    differs: ['sha_256_only'],
    apply: (draft, random) => {
      draft.payload.json = set(draft.payload.json, {
        _sd_alg: random.pick<JsonValue | undefined>([
          undefined,
          'sha-512',
          'SHA-256',
          'md5',
          'none',
          5,
          null,
        ]),
      })
    },
  },
  {
    name: 'claims: a digest list out of order',
    differs: ['repeated_digest', 'digest_shape', 'reserved_name'],
    apply: (draft, random) => {
      const list = Array.isArray(draft.payload.json._sd) ? draft.payload.json._sd : []
      const one = list[0] ?? digestOf('decoy')
      draft.payload.json = set(
        draft.payload.json,
        random.pick<JsonObject>([
          { _sd: [...list, one, one] },
          { _sd: [...list, 5] },
          { _sd: [...list, null] },
          { _sd: String(one) },
          { _sd: { 0: one } },
          { _sd: [...list].reverse() },
          { _sd: [...list, digestOf('one more decoy')] },
          { also: { _sd: [one] } },
          { also: [{ '...': one }] },
          { also: [{ '...': 5 }] },
          { also: [{ '...': digestOf('decoy'), x: 1 }] },
          { '...': one },
          { also: { '...': one } },
          { also: { _sd_alg: 'sha-256' } },
        ]),
      )
    },
  },
]

/** A copy with these members; undefined takes one away. */
export function set(
  json: JsonObject,
  members: Readonly<Record<string, JsonValue | undefined>>,
): JsonObject {
  return Object.fromEntries(
    Object.entries({ ...json, ...members }).filter(([, value]) => value !== undefined),
  ) as JsonObject
}

/** HS256 with the public key's PEM as the secret: what a reader that lets the token choose the algorithm would take. */
export function macUnderPublicKey(jwt: string, { issuer }: Pick<Draft, 'issuer'>): string {
  const input = jwt.slice(0, jwt.lastIndexOf('.'))
  const key = createPublicKey({ key: { ...issuer.publicJwk }, format: 'jwk' })
  const mac = createHmac('sha256', key.export({ format: 'pem', type: 'spki' })).update(input)
  return `${input}.${encodeBase64url(mac.digest())}`
}
