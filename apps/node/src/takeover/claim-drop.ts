import {
  type ClaimId,
  type CredentialId,
  type PartyId,
  type ReasonCode,
  unwrap,
} from '@evenkeel/kernel'
import { claimWithReceipt, presentForCampaign } from '../demo/claim-flow.ts'
import type { World } from '../open-world.ts'
import { ACCOUNT_TYPE, campaignOf, type KeyedOn } from './takeover-rules.ts'

/** Somebody with an account, as an issuer finds it when the claims come. */
export interface Claimant {
  readonly githubId: string
  readonly login: string
  /** The campaigns that they claim from. */
  readonly claims: readonly KeyedOn[]
}

/** What became of one claim when it came. */
export interface DropClaim {
  readonly keyedOn: KeyedOn
  readonly outcome: { readonly claimId: ClaimId } | { readonly refused: ReasonCode }
}

export const TAKEOVER_ISSUER: PartyId = 'issuer-strict' as PartyId
export const TAKEOVER_VERIFIER: PartyId = 'verifier-a' as PartyId

const YEAR_MS = 31_536_000_000

/** Has a credential issued to one person, and claims with it: presented to the verifier, with its receipt sent to the distributor. */
export async function claimDrop(world: World, claimant: Claimant): Promise<readonly DropClaim[]> {
  const credentialId = await issueAccount(world, claimant)
  const made: DropClaim[] = []
  for (const keyedOn of claimant.claims) {
    made.push({ keyedOn, outcome: await claim(world, credentialId, keyedOn) })
  }
  return made
}

async function issueAccount(world: World, { githubId, login }: Claimant): Promise<CredentialId> {
  const holder = world.the('holder').role
  const { credentialId, credential } = unwrap(
    await world.the('issuer', TAKEOVER_ISSUER).role.issueCredential({
      vct: ACCOUNT_TYPE,
      claims: { github_id: githubId, login },
      disclose: ['github_id', 'login'],
      holderJwk: await holder.createKey(),
      validForMs: YEAR_MS,
    }),
  )
  unwrap(await holder.storeCredential({ credentialId, credential }))
  return credentialId
}

async function claim(
  world: World,
  credentialId: CredentialId,
  keyedOn: KeyedOn,
): Promise<DropClaim['outcome']> {
  const request = {
    campaignId: campaignOf(keyedOn),
    credentialId,
    verifier: TAKEOVER_VERIFIER,
    payoutTarget: `purse-${credentialId}`,
    disclose: ['github_id', 'login'],
  }
  const { verdict, receipt, payoutSalt } = unwrap(await presentForCampaign(world, request))
  if (receipt === undefined) {
    throw new Error(`no receipt: ${verdict.outcome}, ${verdict.reason}`)
  }
  const { answer } = unwrap(await claimWithReceipt(world, request, { receipt, payoutSalt }))
  return answer.kind === 'ticket' ? { claimId: answer.claimId } : { refused: answer.reason }
}
