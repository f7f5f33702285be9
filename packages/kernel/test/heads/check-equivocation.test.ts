import { describe, expect, test } from 'vitest'
import { decodeBase64url, encodeBase64url } from '../../src/bytes/base64url.ts'
import { encodeHex } from '../../src/bytes/hex.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { importPublicJwk } from '../../src/crypto/import-public-jwk.ts'
import { createJws } from '../../src/crypto/jws.ts'
import { checkEquivocation } from '../../src/heads/check-equivocation.ts'
import { type Head, signHead } from '../../src/heads/head.ts'
import { ACCREDITATION_LIST_TYP } from '../../src/messages/accreditation.ts'
import { STATUS_TOKEN_TYP } from '../../src/messages/status-token.ts'
import { unwrap } from '../../src/result.ts'
import { deflateStatusList } from '../../src/status/deflate-status-list.ts'
import { createStatusList, setStatus, statusRoot } from '../../src/status/status-list.ts'

const SCOPE = 'https://issuer.example/status/1'
const IAT = 1_800_000_000
const signer = createSeededSigner('ES256', new Uint8Array(32).fill(1))
const other = createSeededSigner('ES256', new Uint8Array(32).fill(2))
const keys = [signer, other].map(({ publicJwk }) => unwrap(importPublicJwk(publicJwk)))
const [key] = keys.slice(0, 1)

function bytesOf(revoked: readonly number[]): Uint8Array {
  const list = createStatusList(1_024, 2)
  for (const index of revoked) setStatus(list, index, 1)
  return list.bytes
}

function head(change: Partial<Head> = {}, by = signer): Promise<string> {
  return signHead(by, {
    v: 1,
    scope: SCOPE,
    seq: IAT,
    root: encodeHex(statusRoot(bytesOf([]))),
    iat: IAT,
    exp: IAT + 300,
    rule: { leaseMs: 300_000, periodMs: 75_000, gridMs: 75_000, clockBoundMs: 5_000 },
    bits: 2,
    pending: [],
    ...change,
  })
}

function token(revoked: readonly number[] = [], change: object = {}): Promise<string> {
  const lst = encodeBase64url(deflateStatusList(bytesOf(revoked)))
  const payload = { sub: SCOPE, iat: IAT, exp: IAT + 300, status_list: { bits: 2, lst }, ...change }
  return createJws({ header: { typ: STATUS_TOKEN_TYP }, payload, signer })
}

function list(change: object = {}): Promise<string> {
  const payload = { v: 1, sub: SCOPE, seq: 7, iat: IAT, exp: IAT + 300, records: [], ...change }
  return createJws({ header: { typ: ACCREDITATION_LIST_TYP }, payload, signer })
}

const act = { act: 'a', index: 5, value: 1, effectiveAtMs: (IAT + 300) * 1_000 }
const otherRoot = encodeHex(statusRoot(bytesOf([5])))

describe('two documents of one scope and seq prove an equivocation', () => {
  test.each<[string, () => Promise<string>, () => Promise<string>, number]>([
    ['when two heads have other bits', head, () => head({ root: otherRoot }), IAT],
    ['when two heads announce other acts', head, () => head({ pending: [act] }), IAT],
    ['when two heads have another end', head, () => head({ exp: IAT + 301 }), IAT],
    ['when a head and a plain list have other bits', head, () => token([5]), IAT],
    ['when two plain lists have other bits', token, () => token([5]), IAT],
    ['when two accreditation lists say different things', list, () => list({ exp: IAT + 9 }), 7],
  ])('%s', async (_, first, second, seq) => {
    const [a, b] = [await first(), await second()]
    expect(checkEquivocation(a, b, keys)).toEqual({ ok: true, value: { scope: SCOPE, seq } })
    expect(checkEquivocation(b, a, keys)).toEqual({ ok: true, value: { scope: SCOPE, seq } })
  })

  test('also when each is signed under another of the publisher’s keys', async () => {
    const [a, b] = [await head(), await head({ pending: [act] }, other)]
    expect(checkEquivocation(a, b, keys).ok).toBe(true)
    expect(checkEquivocation(a, b, key ? [key] : [])).toMatchObject({
      error: { code: 'signature_invalid' },
    })
  })
})

describe('nothing is proven', () => {
  test.each<[string, () => Promise<string>, () => Promise<string>]>([
    ['by one document twice', head, head],
    ['by a head and the plain list of the same publication', () => head({ pending: [act] }), token],
    ['by plain lists with the same bits and another end', token, () => token([], { exp: IAT + 9 })],
    ['by documents of another seq', head, () => head({ seq: IAT + 1, root: otherRoot })],
    ['by documents of another scope', head, () => head({ scope: `${SCOPE}0`, root: otherRoot })],
    ['by the same head under another key', head, () => head({}, other)],
  ])('%s', async (_, first, second) => {
    expect(checkEquivocation(await first(), await second(), keys)).toMatchObject({
      error: { code: 'equivocation_not_proven' },
    })
  })

  test('by a signature that somebody on the way has given another form', async () => {
    const a = await head()
    const b = otherForm(a)
    expect(b).not.toBe(a)
    expect(checkEquivocation(a, b, keys)).toMatchObject({
      error: { code: 'equivocation_not_proven' },
    })
  })

  test('by a document that is not the publisher’s, or none at all', async () => {
    const [header, payload] = (await head({ root: otherRoot })).split('.')
    const forged = `${header}.${payload}.${encodeBase64url(new Uint8Array(64).fill(1))}`
    const a = await head()
    expect(checkEquivocation(a, forged, keys)).toMatchObject({
      error: { code: 'signature_invalid' },
    })
    expect(checkEquivocation(a, 'x', keys)).toMatchObject({ error: { code: 'malformed_message' } })
    const jwt = await createJws({ header: { typ: 'jwt' }, payload: {}, signer })
    expect(checkEquivocation(a, jwt, keys)).toMatchObject({
      error: { code: 'header_not_accepted' },
    })
  })
})

/** ECDSA: (r, n − s) holds where (r, s) does. */
function otherForm(compact: string): string {
  const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const [header, payload, encoded = ''] = compact.split('.')
  const signature = encodeHex(decodeBase64url(encoded) ?? new Uint8Array(0))
  const s = (N - BigInt(`0x${signature.slice(64)}`)).toString(16).padStart(64, '0')
  const changed = Uint8Array.from(Buffer.from(signature.slice(0, 64) + s, 'hex'))
  return `${header}.${payload}.${encodeBase64url(changed)}`
}
