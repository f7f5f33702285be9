import {
  type CampaignId,
  type CredentialId,
  ok,
  type PartyContext,
  type Reasoned,
  type Result,
  type Role,
} from '@evenkeel/kernel'
import { type CheckStatus, createCheckStatus } from './commands/check-status.ts'
import { createClaimSubmission } from './commands/create-claim-submission.ts'
import { createWallet, type Wallet } from './commands/keep-credentials.ts'
import { createPresent, type Present } from './commands/present.ts'
import type { HolderConfig } from './config.ts'

export interface ClaimRequest {
  readonly credentialId: CredentialId
  readonly receipt: string
  readonly campaignId: CampaignId
  readonly payoutTarget: string
  readonly payoutSalt: string
}

/** Keeps keys and credentials, presents them, and signs claims. */
export interface Holder extends Role, Omit<Wallet, 'open'> {
  readonly present: Present
  readonly checkStatus: CheckStatus
  /** Signs a claim with the credential's key; returns the bytes of the submission. Reason: not_found. */
  signClaim(request: ClaimRequest): Promise<Result<Uint8Array, Reasoned>>
}

/** Makes the holder's role. */
export function createHolder(context: PartyContext, config: HolderConfig): Holder {
  const wallet = createWallet(context, config)
  const { createKey, storeCredential, listCredentials } = wallet
  return {
    sendPolicies: [],
    receiveHandlers: [],
    createKey,
    storeCredential,
    listCredentials,
    present: createPresent(context, wallet),
    checkStatus: createCheckStatus(context, wallet),
    async signClaim({ credentialId, ...claim }) {
      const held = await wallet.open(credentialId)
      if (!held.ok) return held
      const issuedAtS = Math.floor(context.ports.clock.nowMs() / 1_000)
      return ok(await createClaimSubmission(held.value.signer, { ...claim, issuedAtS }))
    },
  }
}
