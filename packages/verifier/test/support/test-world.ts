import {
  ACCREDITATION_LIST_TYP,
  type AccreditationRecord,
  type Alg,
  brandId,
  type CampaignId,
  type Compute,
  createAddressBook,
  createJws,
  createKbJwt,
  createSdJwt,
  createSeededSigner,
  createStatusList,
  deflateStatusList,
  encodeBase64url,
  encodeHex,
  encodePayoutTransaction,
  encodeUtf8,
  err,
  type Head,
  importPublicJwk,
  joinHead,
  ok,
  openParty,
  type Party,
  type PartyId,
  type PendingAct,
  type Policy,
  type Ports,
  parseSdJwt,
  presentSdJwt,
  type Signer,
  STATUS_TOKEN_TYP,
  type Store,
  setStatus,
  sha256,
  signHead,
  statusRoot,
  transactionDataHash,
  unwrap,
} from '@evenkeel/kernel'
import { createLoopbackTransport, inlineCompute, openSqliteStore } from '@evenkeel/kernel/adapters'
import {
  createVerifier,
  type Verified,
  type Verifier,
  type VerifierConfig,
  type VerifyRequest,
  verifierMigrations,
} from '../../src/index.ts'
import {
  createOpenid4vp,
  type Openid4vp,
  type Openid4vpConfig,
  openid4vpMigrations,
} from '../../src/openid4vp/index.ts'
import { createManualTime, type ManualTime, START_MS } from './manual-time.ts'

export const NOW_S: number = START_MS / 1_000
export const EPSILON_MS = 2_000
export const ISSUER = 'https://issuer.evenkeel.example'
export const STATUS_URI: string = `${ISSUER}/status/1`
export const NETWORK_URL = 'https://network.evenkeel.example'
export const ACCREDITATIONS_URL: string = `${NETWORK_URL}/accreditations`
export const AUDIENCE = 'https://verifier.evenkeel.example'
export const VCT = 'urn:example:member'
export const INDEX = 4_711
export const campaignId: CampaignId = brandId<CampaignId>('campaign-1')

const seeded = (alg: Alg, fill: number) => createSeededSigner(alg, new Uint8Array(32).fill(fill))
export const issuerSigner: Signer = seeded('ES256', 1)
export const holderSigner: Signer = seeded('EdDSA', 2)
export const networkSigner: Signer = seeded('EdDSA', 3)
export const strangerSigner: Signer = seeded('ES256', 4)
export const verifierSigner: Signer = seeded('EdDSA', 5)

export const policy: Policy = {
  id: 'policy-1',
  credentialTypes: [VCT],
  assuranceMin: 'substantial',
  statusAgeMaxMs: 600_000,
  onUndetermined: 'hold',
  outputs: { tier: 'tier' },
  requiredClaims: { country: 'XA' },
  subjectClaim: 'person',
  receiptTtlMs: 600_000,
}

export const record: AccreditationRecord = {
  subject: ISSUER,
  party: brandId<PartyId>('issuer'),
  keys: [issuerSigner.publicJwk],
  authority: brandId<PartyId>('authority'),
  action: 'issue',
  credentialTypes: [VCT],
  jurisdictions: ['XA'],
  assurance: 'substantial',
  validFromMs: START_MS - 86_400_000,
  validUntilMs: START_MS + 86_400_000,
  status: 'active',
  statusFromMs: START_MS - 86_400_000,
  actId: 'act-1',
}

/** What the network answers for a URL; `hangs` answers nothing until the time-out. */
export type Answer = Uint8Array | 'unreachable' | 'hangs'

export interface TestWorld {
  readonly party: Party<Verifier>
  readonly verifier: Verifier
  readonly openid4vp: Openid4vp
  readonly store: Store
  readonly time: ManualTime
  readonly answers: Map<string, Answer>
  /** How often a URL was retrieved. */
  fetches(url: string): number
  verify(presentation: string, change?: Partial<VerifyRequest>): Promise<Verified>
  /** The same verifier after a restart: nothing is left but its store. */
  restart(): Promise<TestWorld>
}

export interface WorldOptions {
  /** Its workers answer nothing. */
  readonly hangingCompute?: boolean
  readonly compute?: Compute
  readonly store?: Store
  readonly time?: ManualTime
  readonly config?: Partial<VerifierConfig>
  /** The party's name; `verifier` if absent. */
  readonly id?: string
  /** Its address; one of https if absent. */
  readonly url?: string
  readonly openid4vp?: Partial<Openid4vpConfig>
}

/** A verifier on manual time whose network serves one list of one accredited issuer. */
export async function openWorld(options: WorldOptions = {}): Promise<TestWorld> {
  const time = options.time ?? createManualTime()
  const store = options.store ?? (await openSqliteStore({ path: ':memory:' }))
  const answers = new Map<string, Answer>([
    [STATUS_URI, await statusToken({ at: time.nowMs() })],
    [ACCREDITATIONS_URL, await accreditationList({ at: time.nowMs() })],
  ])
  const counts = new Map<string, number>()
  let drawn = 0
  const ports: Ports = {
    store,
    clock: time.clock,
    timers: time.timers,
    random: {
      bytes(length) {
        drawn += 1
        return sha256(`verifier ${drawn} ${time.nowMs()}`).slice(0, length)
      },
      below: () => 0,
    },
    transport: {
      ...createLoopbackTransport(),
      async retrieve(url, limits) {
        counts.set(url, (counts.get(url) ?? 0) + 1)
        const answer = answers.get(url) ?? 'unreachable'
        if (answer === 'unreachable') return err({ code: 'transport_unreachable' })
        if (answer === 'hangs') {
          await time.timers.sleep(limits.timeoutMs)
          return err({ code: 'transport_timed_out' })
        }
        if (answer.length > limits.maxBytes) return err({ code: 'message_too_large' })
        return ok(answer)
      },
    },
    signer: verifierSigner,
    compute: options.hangingCompute
      ? { ...inlineCompute, verifySignatures: () => new Promise(() => undefined) }
      : (options.compute ?? inlineCompute),
  }
  const id = brandId<PartyId>(options.id ?? 'verifier')
  const urls = new Map(options.url === undefined ? [] : [[id, options.url]])
  let openid4vp: Openid4vp | undefined
  const party = await openParty({
    id,
    ports,
    directory: {
      ...createAddressBook(urls),
      keyOf: (name) =>
        name === 'network' ? unwrap(importPublicJwk(networkSigner.publicJwk)) : undefined,
    },
    migrations: [...verifierMigrations, ...openid4vpMigrations],
    observer: brandId<PartyId>('observer'),
    createRole: (context) => {
      const verifier = createVerifier(context, {
        programmeKey: new Uint8Array(32).fill(6),
        network: brandId<PartyId>('network'),
        networkUrl: NETWORK_URL,
        distributors: [brandId<PartyId>('distributor')],
        clockBoundMs: EPSILON_MS,
        ...options.config,
      })
      openid4vp = createOpenid4vp(context, verifier, {
        secret: new Uint8Array(32).fill(8),
        redirectOrigins: ['https://app.example'],
        ...options.openid4vp,
      })
      return verifier
    },
  })
  if (openid4vp === undefined) throw new Error('openParty creates the role')
  return {
    party,
    verifier: party.role,
    openid4vp,
    store,
    time,
    answers,
    fetches: (url) => counts.get(url) ?? 0,
    verify(presentation, change = {}) {
      return party.role.verifyPresentation({
        presentation,
        policy,
        audience: AUDIENCE,
        nonce: 'nonce-1',
        deadlineMs: time.clock.monotonicMs() + 1_000,
        ...change,
      })
    },
    restart: () => openWorld({ ...options, store, time }),
  }
}

export interface CredentialParts {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly disclose?: readonly string[]
  readonly signer?: Signer
  readonly header?: { readonly typ: string; readonly [name: string]: unknown }
  readonly index?: number
}

/** A credential as the accredited issuer makes it, unless told otherwise. A claim given as undefined is left out. */
export function issue(parts: CredentialParts = {}): Promise<string> {
  const { claims = {}, disclose = ['person', 'tier', 'country'], index = INDEX } = parts
  const signer = parts.signer ?? issuerSigner
  const all = {
    iss: ISSUER,
    vct: VCT,
    iat: NOW_S - 10,
    exp: NOW_S + 86_400,
    cnf: { jwk: holderSigner.publicJwk },
    status: { status_list: { idx: index, uri: STATUS_URI } },
    person: 'p-1',
    tier: 'gold',
    country: 'XA',
    ...claims,
  }
  return createSdJwt({
    header: parts.header ?? { typ: 'dc+sd-jwt', kid: issuerSigner.keyId },
    claims: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
    disclose,
    salts: disclose.map((name) => sha256(name).slice(0, 16)),
    signer,
  })
}

export interface PresentParts {
  readonly credential?: string
  readonly show?: readonly string[]
  readonly audience?: string
  readonly nonce?: string
  readonly issuedAtS?: number
  readonly signer?: Signer
  readonly transactionData?: string
  readonly claims?: Readonly<Record<string, unknown>>
}

/** A presentation that is in order, unless told otherwise. */
export async function present(parts: PresentParts = {}): Promise<string> {
  const credential = parts.credential ?? (await issue())
  const read = unwrap(parseSdJwt(credential, { maxBytes: 200_000, maxDepth: 12 }))
  const sdJwt = unwrap(presentSdJwt(read, parts.show ?? ['person', 'tier', 'country']))
  return bind(sdJwt, parts)
}

/** The holder's part over any text. */
export async function bind(sdJwt: string, parts: PresentParts = {}): Promise<string> {
  const { transactionData } = parts
  const approval =
    transactionData === undefined
      ? {}
      : { transaction_data_hashes: [transactionDataHash(transactionData)] }
  const keyBinding = await createKbJwt({
    sdJwt,
    audience: parts.audience ?? AUDIENCE,
    nonce: parts.nonce ?? 'nonce-1',
    issuedAtS: parts.issuedAtS ?? NOW_S,
    claims: { ...approval, ...parts.claims },
    signer: parts.signer ?? holderSigner,
  })
  return sdJwt + keyBinding
}

export interface StatusParts {
  /** Wall time of the issuer, milliseconds. */
  readonly at: number
  readonly values?: Readonly<Record<number, number>>
  readonly leaseS?: number
  readonly payload?: Readonly<Record<string, unknown>>
  readonly lst?: string
  readonly bits?: number
  readonly typ?: string
  readonly signer?: Signer
}

/** A status list token of the accredited issuer, unless told otherwise. */
export async function statusToken(parts: StatusParts): Promise<Uint8Array> {
  const list = createStatusList(131_072, 2)
  for (const [index, value] of Object.entries(parts.values ?? {})) {
    setStatus(list, Number(index), value)
  }
  const iat = Math.floor(parts.at / 1_000)
  const lst = parts.lst ?? encodeBase64url(deflateStatusList(list.bytes))
  const payload = {
    sub: STATUS_URI,
    iat,
    exp: iat + (parts.leaseS ?? 600),
    status_list: { bits: parts.bits ?? 2, lst },
    ...parts.payload,
  }
  const signer = parts.signer ?? issuerSigner
  const header = { typ: parts.typ ?? STATUS_TOKEN_TYP, kid: signer.keyId }
  return encodeUtf8(await createJws({ header, payload, signer }))
}

export interface HeadParts extends StatusParts {
  readonly pending?: readonly PendingAct[]
  readonly head?: Partial<Head>
}

/** A head of the accredited issuer with its list, unless told otherwise. */
export async function statusHead(parts: HeadParts): Promise<Uint8Array> {
  const list = createStatusList(131_072, 2)
  for (const [index, value] of Object.entries(parts.values ?? {})) {
    setStatus(list, Number(index), value)
  }
  const iat = Math.floor(parts.at / 1_000)
  const leaseS = parts.leaseS ?? 600
  const rule = { leaseMs: leaseS * 1_000, periodMs: 60_000, gridMs: 60_000, clockBoundMs: 2_000 }
  const head: Head = {
    v: 1,
    scope: STATUS_URI,
    seq: iat,
    root: encodeHex(statusRoot(list.bytes)),
    iat,
    exp: iat + leaseS,
    rule,
    bits: 2,
    pending: parts.pending ?? [],
    ...parts.head,
  }
  const compact = await signHead(parts.signer ?? issuerSigner, head)
  return joinHead(compact, deflateStatusList(list.bytes))
}

/** The issuer's record when it has to publish heads. */
export const recordWithHeads: AccreditationRecord = {
  ...record,
  statusObligations: { heads: true, leaseMsMax: 3_600_000, modes: ['coordinated', 'immediate'] },
}

export interface ListParts {
  readonly at: number
  readonly seq?: number
  readonly leaseS?: number
  readonly records?: readonly AccreditationRecord[]
  readonly signer?: Signer
  readonly payload?: Readonly<Record<string, unknown>>
}

/** The network's accreditation list. */
export async function accreditationList(parts: ListParts): Promise<Uint8Array> {
  const iat = Math.floor(parts.at / 1_000)
  const payload = {
    sub: ACCREDITATIONS_URL,
    seq: parts.seq ?? 1,
    iat,
    exp: iat + (parts.leaseS ?? 3_600),
    records: parts.records ?? [record],
    ...parts.payload,
  }
  const signer = parts.signer ?? networkSigner
  const header = { typ: ACCREDITATION_LIST_TYP, kid: signer.keyId }
  return encodeUtf8(await createJws({ header, payload, signer }))
}

/** The payout that a holder approves. */
export function payoutData(campaign: string = campaignId): string {
  return encodePayoutTransaction({
    type: 'evenkeel.payout',
    credential_ids: ['credential'],
    campaign_id: brandId<CampaignId>(campaign),
    payout_target: 'account-1',
    payout_salt: 's'.repeat(22),
  })
}

/** Outcome, reason and the result of each check, for short expectations. */
export function summary({ verdict }: Verified): string {
  const checks = verdict.checks.map(({ check, result }) => `${check} ${result}`)
  return [verdict.outcome, verdict.reason ?? '-', ...checks].join(', ')
}
