import {
  type AccreditationRecord,
  CREDENTIAL_TYP,
  checkJwsHeader,
  importPublicJwk,
  KEY_BINDING_TYP,
  type ReasonCode,
  type SignatureJob,
} from '@evenkeel/kernel'
import { candidateKeys } from './candidate-keys.ts'
import type { SignatureFindings } from './checks/check-context.ts'
import type { Presentation } from './read-presentation.ts'

/** The signatures of a presentation that have to be checked, as one batch for Compute. */
export interface SignatureQuestions {
  readonly jobs: readonly SignatureJob[]
  /** Reads the answers, which stand in the order of the jobs. */
  findings(answers: readonly boolean[]): SignatureFindings
}

/**
 * Works out what to check: the credential under the keys of the issuer's accreditation record, never one that it brings along, and the key
 * binding JWT under the credential's `cnf` key. Header faults (alg `none`, a MAC, another typ, crit) are found here, before any crypto.
 */
export function signatureQuestions(
  presentation: Presentation,
  record: AccreditationRecord | undefined,
): SignatureQuestions {
  const issuer = credentialQuestions(presentation, record)
  const holder = bindingQuestion(presentation)
  return {
    jobs: [...issuer.jobs, ...holder],
    findings: (answers) => ({
      credential:
        issuer.fault ?? (answers.slice(0, issuer.jobs.length).includes(true) ? 'holds' : 'fails'),
      holder: answers[issuer.jobs.length] === true,
    }),
  }
}

function credentialQuestions(
  { sdJwt }: Presentation,
  record: AccreditationRecord | undefined,
): { readonly jobs: readonly SignatureJob[]; readonly fault?: 'no_key' | ReasonCode } {
  if (record === undefined) return { jobs: [], fault: 'no_key' }
  const { jws } = sdJwt
  const keys = candidateKeys(jws, record.keys)
  if (keys.length === 0) return { jobs: [], fault: 'algorithm_not_accepted' }
  const jobs: SignatureJob[] = []
  for (const key of keys) {
    const checked = checkJwsHeader(jws, key, { typ: CREDENTIAL_TYP })
    if (!checked.ok) return { jobs: [], fault: checked.error.code }
    jobs.push({ publicJwk: key.jwk, data: jws.signingInput, signature: jws.signature })
  }
  return { jobs }
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
