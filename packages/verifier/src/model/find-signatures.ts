import {
  type Accreditation,
  type AccreditationRecord,
  CREDENTIAL_TYP,
  checkJwsHeader,
  importPublicJwk,
  KEY_BINDING_TYP,
  type PublicJwk,
  type PublicKey,
  type ReasonCode,
  recordAt,
  type SignatureJob,
} from '@evenkeel/kernel'
import { candidateKeys } from './candidate-keys.ts'
import type { SignatureFindings } from './checks/check-context.ts'
import type { Instant } from './lease.ts'
import type { Presentation } from './read-presentation.ts'

/** The signatures of a presentation that have to be checked, as one batch for Compute. */
export interface SignatureQuestions {
  readonly jobs: readonly SignatureJob[]
  /** Reads the answers, which stand in the order of the jobs. */
  findings(answers: readonly boolean[]): SignatureFindings
}

/**
 * Works out what to check: the credential under the keys that the issuer is or will be accredited with, never one that it brings along, and the
 * key binding JWT under the credential's `cnf` key. Header faults (alg `none`, a MAC, another typ, crit) are found here, before any crypto.
 */
export function signatureQuestions(
  presentation: Presentation,
  accreditation: Accreditation | undefined,
): SignatureQuestions {
  const issuer = credentialQuestions(presentation, accreditation ?? {})
  const holder = bindingQuestion(presentation)
  return {
    jobs: [...issuer.jobs, ...holder],
    findings: (answers) => {
      const key = issuer.keys.find((_, n) => answers[n] === true)
      return {
        credential: issuer.fault ?? (key === undefined ? 'fails' : 'holds'),
        ...(key && { keyId: key.thumbprint }),
        holder: answers[issuer.jobs.length] === true,
      }
    },
  }
}

/** What of the findings counts at a decision's time: a key that has ended by then, or is only announced, is none of the issuer's. */
export function findingsAt(
  findings: SignatureFindings,
  issuer: Accreditation | undefined,
  instant: Instant,
): SignatureFindings {
  if (issuer?.pending === undefined) return findings
  const record = recordAt(issuer, instant)
  if (record === undefined) return { ...findings, credential: 'no_key' }
  return findings.credential === 'holds' && !hasKey(record, findings)
    ? { ...findings, credential: 'fails' }
    : findings
}

/** Whether a record has the key under which the signature holds. */
export function hasKey(
  { keys }: Pick<AccreditationRecord, 'keys'>,
  { keyId = '' }: SignatureFindings,
): boolean {
  return candidateKeys({ header: { kid: keyId } }, keys).length === 1
}

/** Every key that the issuer has or is announced to have. */
function knownKeys({ record, pending = [] }: Accreditation): readonly PublicJwk[] {
  const records = [record, ...pending.map((announced) => announced.record)]
  const keys = records.flatMap((known) => known?.keys ?? [])
  const isSame = (a: PublicJwk, b: PublicJwk) => a.crv === b.crv && a.x === b.x && a.y === b.y
  return keys.filter((key, n) => keys.findIndex((other) => isSame(other, key)) === n)
}

interface CredentialQuestions {
  /** In the order of the jobs. */
  readonly keys: readonly PublicKey[]
  readonly jobs: readonly SignatureJob[]
  readonly fault?: 'no_key' | ReasonCode
}

function credentialQuestions(
  { sdJwt }: Presentation,
  accreditation: Accreditation,
): CredentialQuestions {
  const jwks = knownKeys(accreditation)
  if (jwks.length === 0) return { keys: [], jobs: [], fault: 'no_key' }
  const { jws } = sdJwt
  const keys = candidateKeys(jws, jwks)
  if (keys.length === 0) return { keys, jobs: [], fault: 'algorithm_not_accepted' }
  const jobs: SignatureJob[] = []
  for (const key of keys) {
    const checked = checkJwsHeader(jws, key, { typ: CREDENTIAL_TYP })
    if (!checked.ok) return { keys: [], jobs: [], fault: checked.error.code }
    jobs.push({ publicJwk: key.jwk, data: jws.signingInput, signature: jws.signature })
  }
  return { keys, jobs }
}

function bindingQuestion({ sdJwt, claims }: Presentation): readonly SignatureJob[] {
  if (sdJwt.keyBinding === undefined || claims.cnf === undefined) return []
  const key = importPublicJwk(claims.cnf.jwk)
  if (!key.ok) return []
  const checked = checkJwsHeader(sdJwt.keyBinding, key.value, { typ: KEY_BINDING_TYP })
  if (!checked.ok) return []
  const { signingInput, signature } = sdJwt.keyBinding
  return [{ publicJwk: key.value.jwk, data: signingInput, signature }]
}
