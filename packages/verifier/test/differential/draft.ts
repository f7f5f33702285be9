import {
  createDisclosure,
  createSeededSigner,
  type Disclosure,
  encodeBase64url,
  encodeUtf8,
  type JsonObject,
  type Signer,
  sha256,
} from '@evenkeel/kernel'
import {
  AUDIENCE,
  holderSigner,
  ISSUER,
  issuerSigner,
  NOW_S,
  strangerSigner,
  VCT,
} from '../support/test-world.ts'
import type { CaseRandom } from './random.ts'

export const NONCE = 'nonce-1'

/** The accredited issuer's second key: both algorithms sign credentials and bindings. */
export const secondIssuerSigner: Signer = createSeededSigner('EdDSA', new Uint8Array(32).fill(31))
const secondHolderSigner: Signer = createSeededSigner('ES256', new Uint8Array(32).fill(32))
export const attackerSigner: Signer = strangerSigner

/** One JSON part of a JWS on its way into the text. */
export interface DraftPart {
  json: JsonObject
  /** Changes to the JSON text, in order. */
  readonly edits: ((text: string) => string)[]
  /** Spells the bytes in the compact form. */
  spell: (bytes: Uint8Array) => string
}

/** What the holder shows, and what the issuer signed of it. */
export type Disclosed = Pick<Disclosure, 'encoded' | 'digest'>

/** A presentation in the making. A mutation changes it at any stage; what comes later is signed over the change. */
export interface Draft {
  readonly header: DraftPart
  readonly payload: DraftPart
  readonly kbHeader: DraftPart
  readonly kbPayload: DraftPart
  disclosures: string[]
  issuer: Signer
  holder: Signer
  /** Changes to the issuer-signed JWT, before the holder binds it. */
  readonly onJwt: ((jwt: string) => string)[]
  /** Changes to the disclosures, before the holder binds them. */
  readonly onDisclosures: ((encoded: string[]) => string[])[]
  /** Changes to the key binding JWT. */
  readonly onBinding: ((jwt: string) => string)[]
  /** Changes to the whole text, which the holder no longer signs. */
  readonly onText: ((text: string) => string)[]
  /** When the verifier looks at it, seconds since the epoch. */
  nowS: number
}

/** A presentation in order: one of several shapes and of all pairs of algorithms. */
export function createDraft(random: CaseRandom): Draft {
  const issuer = random.pick([issuerSigner, secondIssuerSigner])
  const holder = random.pick([holderSigner, secondHolderSigner])
  const { claims, disclosures } = random.pick(SHAPES)
  return {
    header: partOf({ alg: issuer.alg, kid: issuer.keyId, typ: 'dc+sd-jwt' }),
    payload: partOf({
      iss: ISSUER,
      vct: VCT,
      iat: NOW_S - 10,
      nbf: NOW_S - 10,
      exp: NOW_S + 1_000,
      cnf: { jwk: { ...holder.publicJwk } },
      ...structuredClone(claims),
    }),
    kbHeader: partOf({ alg: holder.alg, typ: 'kb+jwt' }),
    kbPayload: partOf({ iat: NOW_S, aud: AUDIENCE, nonce: NONCE }),
    disclosures: disclosures.map(({ encoded }) => encoded),
    issuer,
    holder,
    onJwt: [],
    onDisclosures: [],
    onBinding: [],
    onText: [],
    nowS: NOW_S,
  }
}

/** Signs the draft and writes it down. */
export async function writeDraft(draft: Draft): Promise<string> {
  const jwt = apply(draft.onJwt, await signParts(draft.header, draft.payload, draft.issuer))
  const disclosures = apply(draft.onDisclosures, [...draft.disclosures])
  const sdJwt = `${[jwt, ...disclosures].join('~')}~`
  // A mutation that sets the digest itself has the last word.
  const payload = {
    ...draft.kbPayload,
    json: { sd_hash: digestOf(sdJwt), ...draft.kbPayload.json },
  }
  const binding = apply(draft.onBinding, await signParts(draft.kbHeader, payload, draft.holder))
  return apply(draft.onText, sdJwt + binding)
}

/** Makes a disclosure out of any JSON text. */
export function disclosureOf(json: string): Disclosed {
  const encoded = encodeBase64url(encodeUtf8(json))
  return { encoded, digest: digestOf(encoded) }
}

export function digestOf(text: string): string {
  return encodeBase64url(sha256(text))
}

async function signParts(header: DraftPart, payload: DraftPart, signer: Signer): Promise<string> {
  const input = `${writePart(header)}.${writePart(payload)}`
  return `${input}.${encodeBase64url(await signer.sign(encodeUtf8(input)))}`
}

function writePart({ json, edits, spell }: DraftPart): string {
  return spell(encodeUtf8(apply(edits, JSON.stringify(json))))
}

function partOf(json: JsonObject): DraftPart {
  return { json, edits: [], spell: encodeBase64url }
}

function apply<T>(changes: readonly ((value: T) => T)[], value: T): T {
  return changes.reduce((changed, change) => change(changed), value)
}

interface Shape {
  readonly claims: JsonObject
  readonly disclosures: readonly Disclosed[]
}

const SHAPES: readonly Shape[] = [bare(), flat(), nested(), arrays()]

function bare(): Shape {
  return { claims: { tier: 'gold', country: 'XA' }, disclosures: [] }
}

function flat(): Shape {
  const shown = [disclose('person', 'p-1'), disclose('tier', 'gold'), disclose('country', 'XA')]
  const decoys = [digestOf('decoy 1'), digestOf('decoy 2')]
  const _sd = [...shown.map(({ digest }) => digest), ...decoys].sort()
  return { claims: { _sd, _sd_alg: 'sha-256' }, disclosures: shown }
}

/** A disclosure inside a disclosure, and one inside an open object. */
function nested(): Shape {
  const city = disclose('city', 'Aa')
  const address = disclose('address', { street: 'S 1', _sd: [city.digest, digestOf('decoy 3')] })
  const level = disclose('level', 3)
  const claims = { _sd: [address.digest], _sd_alg: 'sha-256', tier: { _sd: [level.digest] } }
  return { claims, disclosures: [address, city, level] }
}

/** Disclosed elements of an open and of a disclosed array; one element withheld. */
function arrays(): Shape {
  const first = disclosureOf(JSON.stringify([saltOf('first'), 'red']))
  const inner = disclosureOf(JSON.stringify([saltOf('inner'), { shade: 'dark' }]))
  const tags = disclose('tags', ['open', { '...': inner.digest }])
  const colours = [{ '...': first.digest }, 'blue', { '...': digestOf('withheld') }]
  return {
    claims: { colours, _sd: [tags.digest], _sd_alg: 'sha-256' },
    disclosures: [first, tags, inner],
  }
}

function disclose(name: string, value: unknown): Disclosed {
  return createDisclosure(sha256(`salt of ${name}`).slice(0, 16), name, value)
}

function saltOf(name: string): string {
  return encodeBase64url(sha256(`salt of ${name}`).slice(0, 16))
}
