import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import {
  brandId,
  canonicalJson,
  epochMs,
  type JsonObject,
  type PartyId,
  type PublicJwk,
} from '@evenkeel/kernel'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { replayVerdict } from '../../src/model/decide-verdict.ts'
import type { DecisionInput } from '../../src/model/decision-input.ts'
import { readPresentation } from '../../src/model/read-presentation.ts'
import { AUDIENCE, issuerSigner, policy, record } from '../support/test-world.ts'
import { NONCE, secondIssuerSigner } from './draft.ts'

/** What one reader makes of a presentation, by signature, disclosures and key binding alone. */
export interface Judgement {
  readonly accepted: boolean
  /** Canonical JSON of all claims that it read; there when it accepted. */
  readonly claims?: string
  /** Ours: the codes of all failed checks. The library's: its message. */
  readonly reasons: readonly string[]
}

/** The checks that the library has too; accreditation, status and rule are ours alone. */
const COMPARED: ReadonlySet<string> = new Set([
  'format',
  'signature',
  'validity',
  'type',
  'holder_binding',
])
const ISSUER_KEYS = [issuerSigner.publicJwk, secondIssuerSigner.publicJwk]

/** Our verdict, by the very function that production decides with; clocks are exact. */
export function judgeOurs(presentation: string, nowS: number): Judgement {
  const verdict = replayVerdict(decisionInput(presentation, nowS))
  const checks = verdict.checks.filter(({ check }) => COMPARED.has(check))
  if (checks.every(({ result }) => result === 'ok')) {
    const read = readPresentation(presentation)
    if (!read.ok) throw new Error('accepted and not read')
    return { accepted: true, claims: canonicalJson(read.value.disclosed), reasons: [] }
  }
  return {
    accepted: false,
    reasons: checks.flatMap((check) => ('reason' in check ? check.reason : [])),
  }
}

function decisionInput(presentation: string, nowS: number): DecisionInput {
  const nowMs = epochMs(nowS * 1_000)
  return {
    verifier: brandId<PartyId>('verifier'),
    presentation,
    policy,
    audience: AUDIENCE,
    nonce: NONCE,
    nowMs,
    clockBoundMs: 0,
    presentationAgeMsMax: 300_000,
    accreditation: {
      evidence: {
        source: 'accreditations',
        seq: 1,
        issuedAtMs: nowMs,
        expiresAtMs: nowMs + 60_000,
        observedAtMs: nowMs,
        documentHash: '0'.repeat(64),
        record: { ...record, keys: ISSUER_KEYS },
      },
    },
    status: {},
    nonceState: 'fresh',
  }
}

/** The reference library's answer, with keys handed to it as its users do: the issuer's known ones, the holder's from `cnf`. */
export async function judgeLibrary(presentation: string, nowS: number): Promise<Judgement> {
  try {
    const { payload } = await library.verify(presentation, {
      currentDate: nowS,
      keyBindingNonce: NONCE,
    })
    return { accepted: true, claims: canonicalJson(payload), reasons: [] }
  } catch (error) {
    return { accepted: false, reasons: [error instanceof Error ? error.message : String(error)] }
  }
}

const issuerKeys = ISSUER_KEYS.map((jwk) => keyOf(jwk))
const library = new SDJwtVcInstance({
  hasher: (data, alg) => {
    const bytes = typeof data === 'string' ? data : new Uint8Array(data)
    return new Uint8Array(createHash(alg.replace('-', '')).update(bytes).digest())
  },
  hashAlg: 'sha-256',
  verifier: (data, signature) => issuerKeys.some((key) => holds(key, data, signature)),
  kbVerifier: (data, signature, payload) => {
    const { cnf } = payload as { cnf?: { jwk?: PublicJwk } }
    return cnf?.jwk !== undefined && holds(keyOf(cnf.jwk), data, signature)
  },
})

function keyOf(jwk: PublicJwk | JsonObject): KeyObject {
  return createPublicKey({ key: { ...jwk }, format: 'jwk' })
}

function holds(key: KeyObject, data: string, signature: string): boolean {
  const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256'
  const bytes = Buffer.from(signature, 'base64url')
  return verify(digest, Buffer.from(data), { key, dsaEncoding: 'ieee-p1363' }, bytes)
}
