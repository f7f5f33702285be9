import {
  type Alg,
  brandId,
  type CampaignId,
  type CredentialId,
  createAddressBook,
  createJws,
  createSdJwt,
  createSeededSigner,
  createStatusList,
  deflateStatusList,
  encodeBase64url,
  encodeUtf8,
  epochMs,
  err,
  importPublicJwk,
  ok,
  openParty,
  type PartyId,
  type Ports,
  type PublicJwk,
  type Signer,
  STATUS_TOKEN_TYP,
  setStatus,
  sha256,
  unwrap,
} from '@evenkeel/kernel'
import { createLoopbackTransport, inlineCompute, openSqliteStore } from '@evenkeel/kernel/adapters'
import { createHolder, type Holder, holderMigrations } from '../../src/index.ts'

export const NOW_MS = 1_800_000_000_000
export const STATUS_URI = 'https://issuer.evenkeel.example/status/1'
export const credentialId: CredentialId = brandId<CredentialId>('cred-1')
export const campaignId: CampaignId = brandId<CampaignId>('campaign-1')
export const issuer: Signer = createSeededSigner('ES256', new Uint8Array(32).fill(1))

/** A holder whose network answers with what the test puts into `documents`. */
export interface HolderUnderTest {
  readonly holder: Holder
  readonly documents: Map<string, Uint8Array>
}

export async function openHolder(alg: Alg = 'EdDSA'): Promise<HolderUnderTest> {
  const documents = new Map<string, Uint8Array>()
  let drawn = 0
  const ports: Ports = {
    store: await openSqliteStore({ path: ':memory:' }),
    clock: { nowMs: () => epochMs(NOW_MS), monotonicMs: () => 0 },
    random: {
      bytes(length) {
        drawn += 1
        return sha256(`holder ${drawn}`).slice(0, length)
      },
      below: () => 0,
    },
    timers: { sleep: async () => undefined, every: () => async () => undefined },
    transport: {
      ...createLoopbackTransport(),
      async retrieve(url) {
        const bytes = documents.get(url)
        return bytes === undefined ? err({ code: 'transport_unreachable' }) : ok(bytes)
      },
    },
    signer: createSeededSigner('EdDSA', new Uint8Array(32).fill(9)),
    compute: inlineCompute,
  }
  const party = await openParty({
    id: brandId<PartyId>('holder'),
    ports,
    directory: {
      ...createAddressBook(),
      keyOf: () => unwrap(importPublicJwk(ports.signer.publicJwk)),
    },
    migrations: holderMigrations,
    createRole: (context) => createHolder(context, { alg }),
  })
  return { holder: party.role, documents }
}

/** A credential for the key, as an issuer would make it. */
export function issueFor(jwk: PublicJwk): Promise<string> {
  return createSdJwt({
    header: { typ: 'dc+sd-jwt', kid: issuer.keyId },
    claims: {
      iss: 'https://issuer.evenkeel.example',
      vct: 'urn:example:member',
      exp: NOW_MS / 1_000 + 1_000,
      cnf: { jwk },
      status: { status_list: { idx: 5, uri: STATUS_URI } },
      person: 'p-1',
      tier: 'gold',
    },
    disclose: ['person', 'tier'],
    salts: [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)],
    signer: issuer,
  })
}

/** A status list token in which entry 5 has the value. */
export async function statusToken(
  value: number,
  change: Readonly<Record<string, unknown>> = {},
): Promise<Uint8Array> {
  const list = createStatusList(131_072, 2)
  setStatus(list, 5, value)
  const iat = NOW_MS / 1_000 - 60
  const lst = encodeBase64url(deflateStatusList(list.bytes))
  const payload = { sub: STATUS_URI, iat, exp: iat + 600, status_list: { bits: 2, lst }, ...change }
  return encodeUtf8(await createJws({ header: { typ: STATUS_TOKEN_TYP }, payload, signer: issuer }))
}
