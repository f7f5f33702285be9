import {
  brandId,
  type CampaignId,
  canonicalJson,
  createCredentialNaming,
  deriveHandleKey,
  deriveKey,
  encodeHex,
  encodeUtf8,
  hmacSha256,
  type NameCredential,
  type Nullifier,
} from '@evenkeel/kernel'
import { RULES_HELD_MAX } from '../limits.ts'

/** What an entitlement is unique over. */
export interface NullifierParts {
  readonly domain: string
  /** Normalised. */
  readonly subject: string
  readonly campaignId: CampaignId
  readonly period: string
}

/** The keyed names of one programme (DESIGN §4): nobody without its key can link or enumerate them. */
export interface Identifiers {
  /** Names a credential to the programme's verifiers and its observer. */
  readonly handle: NameCredential
  /** Names a person within one campaign and period, under a key of that campaign. */
  nullifier(parts: NullifierParts): Nullifier
}

/** Derives the keys of a programme; each purpose and each campaign has its own. */
export function createIdentifiers(programmeKey: Uint8Array, epoch: number): Identifiers {
  const campaignKeys = new Map<CampaignId, Uint8Array>()
  const keyOf = (campaignId: CampaignId): Uint8Array => {
    const known = campaignKeys.get(campaignId)
    if (known !== undefined) return known
    const key = deriveKey(programmeKey, ['nullifier', campaignId])
    if (campaignKeys.size >= RULES_HELD_MAX) campaignKeys.clear()
    campaignKeys.set(campaignId, key)
    return key
  }
  return {
    handle: createCredentialNaming(deriveHandleKey(programmeKey), epoch),
    nullifier({ domain, subject, campaignId, period }) {
      const message = canonicalJson([domain, subject, campaignId, period])
      return brandId<Nullifier>(encodeHex(hmacSha256(keyOf(campaignId), encodeUtf8(message))))
    },
  }
}
