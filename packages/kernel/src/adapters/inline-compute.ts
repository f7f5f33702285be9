import { importPublicJwk } from '../crypto/import-public-jwk.ts'
import { verifySignature } from '../crypto/verify-signature.ts'
import type { Compute, SignatureJob } from '../ports.ts'

/** Checks signatures on the calling thread: for the lab, for tests, and inside the workers. */
export const inlineCompute: Compute = {
  verifySignatures: async (jobs) => jobs.map(holds),
}

/** A key that cannot be imported verifies nothing. */
function holds(job: SignatureJob): boolean {
  const key = importPublicJwk(job.publicJwk)
  return key.ok && verifySignature(key.value, job.data, job.signature)
}
