import { createSeededSigner, type Signer } from '@evenkeel/kernel'
import type { IssueRequest } from '../../src/index.ts'

export const holder: Signer = createSeededSigner('EdDSA', new Uint8Array(32).fill(2))

/** A request that is in order. */
export const request: IssueRequest = {
  vct: 'urn:example:member',
  claims: { person: 'p-1', tier: 'gold', level: 3 },
  disclose: ['person', 'tier'],
  holderJwk: holder.publicJwk,
  validForMs: 86_400_000,
}
