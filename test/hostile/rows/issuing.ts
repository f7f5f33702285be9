import { randomUUID } from 'node:crypto'
import { encodeBase64url, type JsonObject, type Signer } from '@evenkeel/kernel'
import type { HostileRow } from '../row.ts'
import { encodeJson, macUnderPublicKey, sign, unsigned } from '../support/forge.ts'
import { ISSUER, newMemberClaims, newSigner, nowS } from '../support/honest.ts'
import type { HostileWorld } from '../support/hostile-world.ts'
import type { Answer } from '../support/raw-http.ts'

// What a wallet, or what says that it is one, can try at an issuer (OpenID4VCI 1.0 §13).

const TOKEN = `POST /${ISSUER}/token`
const CREDENTIAL = `POST /${ISSUER}/credential`
const GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code'
const PROOF_TYP = 'openid4vci-proof+jwt'

interface Offer {
  readonly code: string
  readonly transactionCode: string
}

async function offer(world: HostileWorld, options: JsonObject = {}): Promise<Offer> {
  const made = await world.ok(ISSUER, {
    method: 'POST',
    path: '/offers',
    asOperator: true,
    json: {
      configurationId: 'membership',
      claims: newMemberClaims(),
      validForMs: 86_400_000,
      expiresMs: 3_600_000,
      ...options,
    },
  })
  const code = made.credentialOffer.grants[GRANT]['pre-authorized_code']
  return { code, transactionCode: made.transactionCode }
}

function askToken(world: HostileWorld, form: Readonly<Record<string, string>>): Promise<Answer> {
  return world.http(ISSUER, { method: 'POST', path: '/token', form })
}

const withCode = (code: string, txCode?: string) => ({
  grant_type: GRANT,
  'pre-authorized_code': code,
  ...(txCode !== undefined && { tx_code: txCode }),
})

async function accessToken(world: HostileWorld, options: JsonObject = {}): Promise<string> {
  const { code } = await offer(world, options)
  return (await askToken(world, withCode(code))).json.access_token
}

async function nonceOf(world: HostileWorld, issuer = ISSUER): Promise<string> {
  return (await world.ok(issuer, { method: 'POST', path: '/nonce' })).c_nonce
}

interface Proof {
  readonly signer?: Signer
  readonly header?: object
  readonly payload?: JsonObject
  readonly nonce?: string
  readonly typ?: string
}

async function prove(world: HostileWorld, proof: Proof = {}): Promise<string> {
  const { signer = newSigner(), header = { jwk: signer.publicJwk }, typ = PROOF_TYP } = proof
  const nonce = proof.nonce ?? (await nonceOf(world))
  const payload = { aud: `${world.url}/${ISSUER}`, nonce, iat: nowS(), ...proof.payload }
  return sign(signer, typ, payload, header)
}

function askCredential(
  world: HostileWorld,
  token: string,
  proofs: readonly string[],
  change: object = {},
): Promise<Answer> {
  return world.http(ISSUER, {
    method: 'POST',
    path: '/credential',
    headers: { authorization: `Bearer ${token}` },
    json: { credential_configuration_id: 'membership', proofs: { jwt: proofs }, ...change },
  })
}

const row = (
  name: string,
  route: string,
  [status, code]: readonly [number, string],
  prepare: HostileRow['prepare'],
): HostileRow => ({ name, route, status, code, prepare })

/** A row whose proof of possession is not as it should be. */
function proving(
  name: string,
  expected: readonly [number, string],
  forge: (world: HostileWorld) => Promise<string>,
): HostileRow {
  return row(name, CREDENTIAL, expected, async (world) => {
    const token = await accessToken(world)
    const proof = await forge(world)
    return () => askCredential(world, token, [proof])
  })
}

const tokenRows: readonly HostileRow[] = [
  row('a code that somebody made up', TOKEN, [400, 'grant_not_accepted'], async (world) => {
    const form = withCode(`offer-${randomUUID()}.0.${'A'.repeat(22)}`)
    return () => askToken(world, form)
  }),
  row('a code used twice', TOKEN, [400, 'grant_used'], async (world) => {
    const { code } = await offer(world)
    await askToken(world, withCode(code))
    return () => askToken(world, withCode(code))
  }),
  row('a code of another issuer', TOKEN, [400, 'grant_not_accepted'], async (world) => {
    const { code } = await offer(world)
    return () =>
      world.http('issuer-sloppy', { method: 'POST', path: '/token', form: withCode(code) })
  }),
  row('a code whose count was turned back', TOKEN, [400, 'grant_not_accepted'], async (world) => {
    const { code } = await offer(world)
    await askToken(world, withCode(code))
    const [id, , mac] = code.split('.')
    return () => askToken(world, withCode(`${id}.1.${mac}`))
  }),
  row('a transaction code that was guessed', TOKEN, [400, 'tx_code_wrong'], async (world) => {
    const { code, transactionCode } = await offer(world, { transactionCode: true })
    const guess = String((Number(transactionCode) + 1) % 1_000_000).padStart(6, '0')
    return () => askToken(world, withCode(code, guess))
  }),
  row(
    'the right transaction code after five wrong ones',
    TOKEN,
    [400, 'tx_code_attempts_spent'],
    async (world) => {
      const { code, transactionCode } = await offer(world, { transactionCode: true })
      return async () => {
        for (let guess = 1; guess <= 5; guess += 1) {
          const wrong = String((Number(transactionCode) + guess) % 1_000_000).padStart(6, '0')
          await askToken(world, withCode(code, wrong))
        }
        return askToken(world, withCode(code, transactionCode))
      }
    },
  ),
  row(
    'two hundred guesses of a transaction code at once',
    TOKEN,
    [400, 'tx_code_attempts_spent'],
    async (world) => {
      const { code, transactionCode } = await offer(world, { transactionCode: true })
      const guesses = Array.from({ length: 200 }, (_, guess) => String(guess).padStart(6, '0'))
      return async () => {
        const wrong = guesses.filter((guess) => guess !== transactionCode)
        await Promise.all(wrong.map((guess) => askToken(world, withCode(code, guess))))
        return askToken(world, withCode(code, transactionCode))
      }
    },
  ),
  row(
    'no transaction code where one is needed',
    TOKEN,
    [400, 'malformed_message'],
    async (world) => {
      const { code } = await offer(world, { transactionCode: true })
      return () => askToken(world, withCode(code))
    },
  ),
  row(
    'an access token sent as a refresh token',
    TOKEN,
    [400, 'grant_not_accepted'],
    async (world) => {
      const token = await accessToken(world)
      return () => askToken(world, { grant_type: 'refresh_token', refresh_token: token })
    },
  ),
  row('a grant of passwords', TOKEN, [400, 'grant_type_not_supported'], async (world) => {
    const form = { grant_type: 'password', username: 'admin', password: 'admin' }
    return () => askToken(world, form)
  }),
]

const bearerRows: readonly HostileRow[] = [
  row('no access token', CREDENTIAL, [401, 'access_token_not_accepted'], async (world) => {
    const proof = await prove(world)
    return () => askCredential(world, '', [proof])
  }),
  row(
    'an access token that a later one replaced',
    CREDENTIAL,
    [401, 'access_token_not_accepted'],
    async (world) => {
      const { code } = await offer(world)
      const { access_token: old, refresh_token: refresh } = (await askToken(world, withCode(code)))
        .json
      await askToken(world, { grant_type: 'refresh_token', refresh_token: refresh })
      const proof = await prove(world)
      return () => askCredential(world, old, [proof])
    },
  ),
  row(
    'an access token of another issuer',
    `POST /issuer-sloppy/credential`,
    [401, 'access_token_not_accepted'],
    async (world) => {
      const token = await accessToken(world)
      return () =>
        world.http('issuer-sloppy', {
          method: 'POST',
          path: '/credential',
          headers: { authorization: `Bearer ${token}` },
          json: { credential_configuration_id: 'membership', proofs: { jwt: ['a.b.c'] } },
        })
    },
  ),
  row(
    'an access token for a deferred credential of somebody else',
    `POST /${ISSUER}/deferred_credential`,
    [400, 'transaction_unknown'],
    async (world) => {
      const token = await accessToken(world, { deferred: true })
      await askCredential(world, token, [await prove(world)])
      const other = await accessToken(world, { deferred: true })
      const pending = await askCredential(world, other, [await prove(world)])
      const json = { transaction_id: pending.json.transaction_id }
      const headers = { authorization: `Bearer ${token}` }
      const path = '/deferred_credential'
      return () => world.http(ISSUER, { method: 'POST', path, headers, json })
    },
  ),
  row(
    'an access token for a notice about somebody else’s credential',
    `POST /${ISSUER}/notification`,
    [400, 'notification_unknown'],
    async (world) => {
      const token = await accessToken(world)
      await askCredential(world, token, [await prove(world)])
      const other = await askCredential(world, await accessToken(world), [await prove(world)])
      const json = { notification_id: other.json.notification_id, event: 'credential_deleted' }
      const headers = { authorization: `Bearer ${token}` }
      return () => world.http(ISSUER, { method: 'POST', path: '/notification', headers, json })
    },
  ),
  row(
    'a second credential for another key under one token',
    CREDENTIAL,
    [400, 'credential_already_issued'],
    async (world) => {
      const token = await accessToken(world)
      await askCredential(world, token, [await prove(world)])
      const proof = await prove(world)
      return () => askCredential(world, token, [proof])
    },
  ),
  row(
    'a credential of a kind that was not offered',
    CREDENTIAL,
    [400, 'credential_configuration_unknown'],
    async (world) => {
      const token = await accessToken(world)
      const proof = await prove(world)
      const change = { credential_configuration_id: 'passport' }
      return () => askCredential(world, token, [proof], change)
    },
  ),
]

const proofRows: readonly HostileRow[] = [
  proving('a proof for another issuer', [400, 'audience_mismatch'], (world) =>
    prove(world, { payload: { aud: 'https://issuer.example' } }),
  ),
  proving('a proof for several issuers', [400, 'audience_mismatch'], (world) =>
    prove(world, { payload: { aud: [`${world.url}/${ISSUER}`, 'https://issuer.example'] } }),
  ),
  proving('a proof with a nonce of another issuer', [400, 'nonce_mismatch'], async (world) =>
    prove(world, { nonce: await nonceOf(world, 'issuer-sloppy') }),
  ),
  proving('a proof with a nonce that somebody made up', [400, 'nonce_mismatch'], (world) =>
    prove(world, { nonce: `${'A'.repeat(22)}.9999999999999.${'A'.repeat(22)}` }),
  ),
  row('a nonce that another proof has used', CREDENTIAL, [400, 'nonce_replayed'], async (world) => {
    const nonce = await nonceOf(world)
    await askCredential(world, await accessToken(world), [await prove(world, { nonce })])
    const token = await accessToken(world)
    const proof = await prove(world, { nonce })
    return () => askCredential(world, token, [proof])
  }),
  proving('a proof of an hour ago', [400, 'proof_stale'], (world) =>
    prove(world, { payload: { iat: nowS() - 3_600 } }),
  ),
  proving('a proof from tomorrow', [400, 'proof_stale'], (world) =>
    prove(world, { payload: { iat: nowS() + 86_400 } }),
  ),
  proving('a proof for a key that its maker does not have', [400, 'signature_invalid'], (world) =>
    prove(world, { header: { jwk: newSigner().publicJwk } }),
  ),
  proving('a proof of another type of token', [400, 'header_not_accepted'], (world) =>
    prove(world, { typ: 'JWT' }),
  ),
  proving('a proof under alg none', [400, 'algorithm_not_accepted'], async (world) =>
    unsigned(await prove(world)),
  ),
  proving(
    'a proof MACed with its own public key',
    [400, 'algorithm_not_accepted'],
    async (world) => {
      const signer = newSigner()
      return macUnderPublicKey(await prove(world, { signer }), signer.publicJwk)
    },
  ),
  proving('a proof that names its key twice', [400, 'header_not_accepted'], (world) => {
    const signer = newSigner()
    const kid = `did:jwk:${encodeJson(signer.publicJwk)}#0`
    return prove(world, { signer, header: { jwk: signer.publicJwk, kid } })
  }),
  proving('a proof that names certificates', [400, 'header_not_accepted'], (world) =>
    prove(world, { header: { x5u: 'https://evil.example/chain.pem' } }),
  ),
  proving('a proof with the private key in it', [400, 'key_malformed'], (world) => {
    const signer = newSigner()
    const jwk = { ...signer.publicJwk, d: encodeBase64url(new Uint8Array(32).fill(1)) }
    return prove(world, { signer, header: { jwk } })
  }),
  proving('a proof by a key at a service inside', [400, 'did_document_unavailable'], (world) =>
    prove(world, { header: { kid: `did:web:loopback.example%3A${world.origin.trapPort}#0` } }),
  ),
  proving(
    'a proof by a key of a DID method of nobody’s',
    [400, 'did_method_not_supported'],
    (world) => prove(world, { header: { kid: 'did:evil:x#0' } }),
  ),
  row(
    'more proofs than credentials are offered',
    CREDENTIAL,
    [400, 'batch_too_large'],
    async (world) => {
      const token = await accessToken(world, { batchSize: 1 })
      const nonce = await nonceOf(world)
      const proofs = [await prove(world, { nonce }), await prove(world, { nonce })]
      return () => askCredential(world, token, proofs)
    },
  ),
  row('one key proved twice', CREDENTIAL, [400, 'batch_key_repeated'], async (world) => {
    const token = await accessToken(world)
    const nonce = await nonceOf(world)
    const signer = newSigner()
    const proofs = [await prove(world, { nonce, signer }), await prove(world, { nonce, signer })]
    return () => askCredential(world, token, proofs)
  }),
  row('a thousand proofs', CREDENTIAL, [413, 'message_too_large'], async (world) => {
    const token = await accessToken(world)
    const proof = await prove(world)
    return () => askCredential(world, token, new Array(1_000).fill(proof))
  }),
  row(
    'an offer of somebody else by its number',
    `GET /${ISSUER}/offers/:offer`,
    [404, 'not_found'],
    async (world) => {
      await offer(world)
      const { items } = await world.ok(ISSUER, { method: 'GET', path: '/offers', asOperator: true })
      const path = `/offers/${items.at(-1).offerId}`
      return () => world.http(ISSUER, { method: 'GET', path })
    },
  ),
]

export const issuingRows: readonly HostileRow[] = [...tokenRows, ...bearerRows, ...proofRows]
