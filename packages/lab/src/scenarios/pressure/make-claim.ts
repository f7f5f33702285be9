import {
  type CampaignId,
  type CampaignRule,
  CLAIM_TYP,
  canonicalJson,
  createJws,
  createSeededSigner,
  encodeHex,
  encodeUtf8,
  payoutCommitment,
  RECEIPT_TYP,
  type Receipt,
  type Signer,
  sha256,
} from '@evenkeel/kernel'
import { SIMULATION_START_MS } from '../../limits.ts'
import type { Simulation } from '../../simulation.ts'

const SALT = 'c2FsdHNhbHRzYWx0c2FsdA'
const IAT_S = SIMULATION_START_MS / 1_000
const RECEIPT_TTL_S = 3_600

/** What a verifier says about somebody, as far as the lab chooses it. */
export interface ReceiptSpec {
  readonly id: string
  readonly iss: string
  /** Whose key signs, if it is another one's. */
  readonly signedBy?: string
  readonly rule: CampaignRule
  readonly outcome: Receipt['outcome']
  /** Who the nullifier and the handle are of. */
  readonly person: string
  readonly outputs: Receipt['outputs']
  /** Whose key the receipt names. */
  readonly holder: string
  readonly payee: string
  /** Seconds after the beginning at which it runs out. */
  readonly expiresS?: number
}

/** A receipt as the party named `iss` signs it: nobody is verified, so a verifier that lies signs in the same way. */
export function signReceipt(simulation: Simulation, spec: ReceiptSpec): Promise<string> {
  const { id, iss, rule, outcome, person, outputs, holder, payee } = spec
  const signer = keyOf(simulation, `party/${spec.signedBy ?? iss}`)
  return createJws({
    header: { typ: RECEIPT_TYP, kid: keyOf(simulation, `party/${iss}`).keyId },
    payload: {
      v: 1,
      id,
      iss,
      aud: [`campaign:${rule.id}`],
      nonce: `nonce-${id}`,
      iat: IAT_S,
      exp: IAT_S + (spec.expiresS ?? RECEIPT_TTL_S),
      outcome,
      verdictHash: encodeHex(sha256(`verdict ${id}`)),
      policyId: rule.policy.id,
      policyHash: encodeHex(sha256(canonicalJson(rule.policy))),
      horizon: {},
      handle: `handle-${person}`,
      nullifier: `nullifier-${person}`,
      outputs,
      holderKey: keyOf(simulation, `person/${holder}`).keyId,
      payoutCommitment: payoutCommitment({ salt: SALT, target: payee }),
    },
    signer,
  })
}

export interface ClaimSpec {
  readonly receipt: string
  /** Who signs. */
  readonly holder: string
  readonly campaignId: CampaignId
  readonly payee: string
  /** Tells two claims under one receipt apart. */
  readonly version?: number
}

/** The claim that somebody signs for a receipt, as it is sent. */
export async function signClaim(simulation: Simulation, spec: ClaimSpec): Promise<Uint8Array> {
  const { receipt, holder, campaignId, payee, version = 0 } = spec
  const signer = keyOf(simulation, `person/${holder}`)
  const claim = await createJws({
    header: { typ: CLAIM_TYP, jwk: signer.publicJwk },
    payload: {
      campaignId,
      receiptHash: encodeHex(sha256(receipt)),
      payoutTarget: payee,
      payoutSalt: SALT,
      iat: IAT_S + version,
    },
    signer,
  })
  return encodeUtf8(canonicalJson({ v: 1, receipt, claim }))
}

function keyOf(simulation: Simulation, name: string): Signer {
  return createSeededSigner('EdDSA', simulation.secret(name))
}
