import type { JsonObject } from '@evenkeel/kernel'
import { createDisclosure, encodePayoutTransaction } from '@evenkeel/kernel'
import { systemRandom } from '@evenkeel/kernel/adapters'
import type { HostileRow } from '../row.ts'
import {
  claimsOf,
  encodeJson,
  macUnderPublicKey,
  reforge,
  unsigned,
  withPayload,
} from '../support/forge.ts'
import {
  type Asked,
  askFor,
  joinMember,
  type Member,
  newSigner,
  nowS,
  plainRequest,
  postVerification,
  present,
  respond,
  respondAndLook,
} from '../support/honest.ts'
import type { HostileWorld } from '../support/hostile-world.ts'

const ROUTE = 'POST /verifier-a/responses/:requestId'

interface Prepared {
  readonly world: HostileWorld
  readonly member: Member
  readonly asked: Asked
}

/** A row that answers a request with a presentation that is not as it should be. */
function answering(
  name: string,
  [status, code]: readonly [number, string],
  forge: (prepared: Prepared) => Promise<string>,
  covers?: HostileRow['covers'],
): HostileRow {
  return {
    name,
    ...(covers && { covers }),
    route: ROUTE,
    status,
    code,
    async prepare(world) {
      const member = await joinMember(world)
      const asked = await askFor(world)
      const presentation = await forge({ world, member, asked })
      return () => respondAndLook(world, asked, presentation)
    },
  }
}

const MALFORMED = [400, 'credential_malformed'] as const
const ALG = [422, 'algorithm_not_accepted'] as const
const BINDING = [422, 'holder_binding_invalid'] as const

/** Presents what the issuer would have signed with other claims. */
const issuedWith =
  (claims: (world: HostileWorld) => JsonObject) =>
  async ({ world, member, asked }: Prepared) => {
    const credential = await reforge(member.credential, {
      signer: world.issuerSigner,
      claims: claims(world),
    })
    return present({ ...member, credential }, asked)
  }

/** Presents with the issuer's signed part changed by somebody else; the holder binds what came of it. */
const issuerPart =
  (change: (jws: string, prepared: Prepared) => string) => async (prepared: Prepared) => {
    const [jws = '', ...rest] = prepared.member.credential.split('~')
    const sdJwt = [change(jws, prepared), ...rest].join('~')
    return present(prepared.member, prepared.asked, { sdJwt })
  }

/** Presents well, and changes the text afterwards. */
const afterwards =
  (change: (parts: readonly string[], prepared: Prepared) => readonly string[]) =>
  async (prepared: Prepared) => {
    const presentation = await present(prepared.member, prepared.asked)
    return change(presentation.split('~'), prepared).join('~')
  }

const bindingRows: readonly HostileRow[] = [
  answering(
    'a presentation that was made for another verifier',
    [422, 'audience_mismatch'],
    ({ member, asked }) => present(member, asked, { audience: 'https://shop.example' }),
    'wrong audience',
  ),
  answering(
    'a presentation whose nonce is that of another session',
    [422, 'nonce_mismatch'],
    async ({ world, member, asked }) => {
      const other = await askFor(world)
      return present(member, asked, { nonce: other.request.nonce })
    },
  ),
  answering(
    'a presentation that another session was answered with already',
    [422, 'nonce_mismatch'],
    async ({ world, member }) => {
      const other = await askFor(world)
      const presentation = await present(member, other)
      await respond(world, other, presentation)
      return presentation
    },
  ),
  answering(
    'a presentation from which the key binding was taken',
    [422, 'holder_binding_missing'],
    afterwards((parts) => [...parts.slice(0, -1), '']),
    'stripped key binding',
  ),
  answering(
    'a presentation bound by a key that is not the credential’s',
    BINDING,
    ({ member, asked }) => present(member, asked, { signer: newSigner() }),
    'wrong key',
  ),
  answering('a key binding signed an hour ago', BINDING, ({ member, asked }) =>
    present(member, asked, { issuedAtS: nowS() - 3_600 }),
  ),
  answering('a key binding from tomorrow', BINDING, ({ member, asked }) =>
    present(member, asked, { issuedAtS: nowS() + 86_400 }),
  ),
  answering(
    'a key binding under alg none',
    BINDING,
    afterwards((parts) => [...parts.slice(0, -1), unsigned(parts.at(-1) ?? '')]),
  ),
  answering(
    'a key binding MACed with the holder’s public key',
    BINDING,
    afterwards((parts, { member }) => [
      ...parts.slice(0, -1),
      macUnderPublicKey(parts.at(-1) ?? '', member.signer.publicJwk),
    ]),
  ),
  answering(
    'a presentation that approves a payout to somebody else',
    [422, 'transaction_not_approved'],
    ({ member, asked }) =>
      present(member, asked, {
        transactionData: encodePayoutTransaction({
          type: 'evenkeel.payout',
          credential_ids: ['credential'],
          campaign_id: 'demo-grant' as never,
          payout_target: 'purse-of-a-thief',
          payout_salt: 'A'.repeat(22),
        }),
      }),
  ),
]

const disclosureRows: readonly HostileRow[] = [
  answering(
    'a disclosure whose value was changed',
    [400, 'disclosure_unreferenced'],
    async ({ member, asked }) => {
      const [jws, first = '', ...rest] = member.credential.split('~')
      const [salt, name] = JSON.parse(Buffer.from(first, 'base64url').toString())
      const forged = encodeJson([salt, name, 'platinum'])
      return present(member, asked, { sdJwt: [jws, forged, ...rest].join('~') })
    },
    'tampered disclosure',
  ),
  answering(
    'a disclosure that the issuer never made',
    [400, 'disclosure_unreferenced'],
    async ({ member, asked }) => {
      const { encoded } = createDisclosure(systemRandom.bytes(16), 'role', 'admin')
      return present(member, asked, { sdJwt: `${member.credential}${encoded}~` })
    },
    'unreferenced disclosure',
  ),
  answering(
    'a disclosure given twice',
    [400, 'disclosure_duplicate'],
    async ({ member, asked }) => {
      const [, first] = member.credential.split('~')
      return present(member, asked, { sdJwt: `${member.credential}${first}~` })
    },
  ),
  answering(
    'a disclosure that hides another status',
    [400, 'disclosure_unreferenced'],
    async ({ member, asked }) => {
      const { encoded } = createDisclosure(systemRandom.bytes(16), 'status', {})
      return present(member, asked, { sdJwt: `${member.credential}${encoded}~` })
    },
  ),
  answering(
    'an issuer’s credential whose status can be withheld',
    [400, 'disclosure_name_reserved'],
    async ({ world, member, asked }) => {
      const disclose = ['member_id', 'tier', 'status']
      const credential = await reforge(member.credential, { signer: world.issuerSigner, disclose })
      return present({ ...member, credential }, asked, { disclose })
    },
  ),
  answering(
    'a disclosure that somebody added after the holder had signed',
    BINDING,
    async ({ world, member, asked }) => {
      const credential = await reforge(member.credential, {
        signer: world.issuerSigner,
        claims: { age: 17 },
        disclose: ['age', 'member_id', 'tier'],
      })
      const presentation = await present({ ...member, credential }, asked)
      const [, age = ''] = credential.split('~')
      const [jws, ...rest] = presentation.split('~')
      return [jws, age, ...rest].join('~')
    },
  ),
  answering(
    'a presentation of ten thousand disclosures',
    [413, 'message_too_large'],
    async ({ member, asked }) =>
      present(member, asked, {
        sdJwt: `${member.credential.slice(0, -1)}${'~e30'.repeat(10_000)}~`,
      }),
  ),
]

const credentialRows: readonly HostileRow[] = [
  answering(
    'a credential that has expired',
    [200, 'credential_expired'],
    issuedWith(() => ({ exp: nowS() - 60 })),
    'expired',
  ),
  answering(
    'a credential that is not valid yet',
    [200, 'credential_not_yet_valid'],
    async ({ world, asked }) => present(await joinMember(world, { notBeforeMs: 3_600_000 }), asked),
    'not yet valid',
  ),
  answering(
    'a credential that somebody else signed in the issuer’s name',
    [422, 'credential_signature_invalid'],
    async ({ member, asked }) => {
      const credential = await reforge(member.credential, { signer: newSigner() })
      return present({ ...member, credential }, asked)
    },
  ),
  answering(
    'a credential of an issuer that nobody accredited',
    [422, 'credential_issuer_unknown'],
    async ({ member, asked }) => {
      const signer = newSigner()
      const iss = `did:jwk:${encodeJson(signer.publicJwk)}`
      const credential = await reforge(member.credential, { signer, claims: { iss } })
      return present({ ...member, credential }, asked)
    },
  ),
  answering(
    'a credential of another type',
    [422, 'credential_type_not_accepted'],
    issuedWith(() => ({ vct: 'https://evenkeel.example/types/library-card' })),
  ),
  answering(
    'a credential under alg none',
    ALG,
    issuerPart((jws) => unsigned(jws)),
    'alg none',
  ),
  answering(
    'a credential under alg none without any signature',
    MALFORMED,
    issuerPart((jws) => `${unsigned(jws).split('.').slice(0, 2).join('.')}.`),
  ),
  answering(
    'a credential MACed with the issuer’s public key',
    ALG,
    issuerPart((jws, { world }) => macUnderPublicKey(jws, world.issuerSigner.publicJwk)),
    'alg HS256 with a public key',
  ),
  answering(
    'a credential whose holder key was exchanged for a thief’s',
    [422, 'credential_signature_invalid'],
    async ({ member, asked }) => {
      const thief = newSigner()
      const [jws = '', ...rest] = member.credential.split('~')
      const payload = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString())
      const forged = withPayload(jws, { ...payload, cnf: { jwk: thief.publicJwk } })
      return present({ ...member, signer: thief }, asked, { sdJwt: [forged, ...rest].join('~') })
    },
  ),
  answering(
    'a credential whose JSON says one thing twice',
    MALFORMED,
    issuerPart((jws) => {
      const [header, payload = '', signature] = jws.split('.')
      const text = Buffer.from(payload, 'base64url').toString()
      const twice = text.replace(/}$/, ',"exp":9999999999}')
      return `${header}.${Buffer.from(twice).toString('base64url')}.${signature}`
    }),
    'duplicate claims',
  ),
  answering(
    'a credential that names no issuer’s list at all',
    [200, 'status_unavailable'],
    async ({ world, member, asked }) => {
      const credential = await reforge(member.credential, {
        signer: world.issuerSigner,
        without: ['status'],
      })
      return present({ ...member, credential }, asked)
    },
  ),
  answering(
    'a credential whose index lies beyond its list',
    [200, 'status_index_out_of_range'],
    async ({ world, member, asked }) => {
      const status = claimsOf(member.credential).status as { status_list: { uri: string } }
      const { uri } = status.status_list
      const credential = await reforge(member.credential, {
        signer: world.issuerSigner,
        claims: { status: { status_list: { uri, idx: 99_999_999 } } },
      })
      return present({ ...member, credential }, asked)
    },
  ),
]

const plainRows: readonly HostileRow[] = [
  {
    name: 'a presentation and its nonce used a second time',
    covers: 'nonce reuse',
    route: 'POST /verifier-a/verifications',
    status: 200,
    code: 'nonce_replayed',
    async prepare(world) {
      const request = await plainRequest(world, await joinMember(world))
      await postVerification(world, request)
      return () => postVerification(world, request)
    },
  },
  {
    name: 'a nonce of another verifier',
    route: 'POST /verifier-a/verifications',
    status: 422,
    code: 'nonce_mismatch',
    async prepare(world) {
      const member = await joinMember(world)
      const request = await plainRequest(world, member)
      const other = { method: 'POST', path: '/nonces', asOperator: true }
      const { nonce } = await world.ok('verifier-b', other)
      return () => postVerification(world, { ...request, nonce })
    },
  },
  {
    name: 'a verification of a payout under another campaign',
    route: 'POST /verifier-a/verifications',
    status: 422,
    code: 'audience_mismatch',
    async prepare(world) {
      const request = await plainRequest(world, await joinMember(world))
      return () => postVerification(world, { ...request, campaignId: 'other-grant' })
    },
  },
]

export const presentationRows: readonly HostileRow[] = [
  ...bindingRows,
  ...disclosureRows,
  ...credentialRows,
  ...plainRows,
]
