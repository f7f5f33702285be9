import {
  brandId,
  type CampaignId,
  type CampaignRule,
  canonicalJson,
  createCredentialNaming,
  deriveHandleKey,
  deriveKey,
  hmacSha256Text,
  type NameCredential,
  type Nullifier,
  type SubjectIdentifier,
} from '@evenkeel/kernel'
import { RULES_HELD_MAX } from '../limits.ts'

/** What an entitlement is unique over. */
export interface NullifierParts {
  readonly domain: string
  readonly subject: SubjectIdentifier
  readonly campaignId: CampaignId
  readonly period: string
}

/** The keyed names of one programme (DESIGN §4): nobody without its key can link or enumerate them. */
export interface Identifiers {
  /** Names a credential to the programme's verifiers and its observer. */
  readonly handle: NameCredential
  /** Names a person within one campaign and period, under a key of that campaign. */
  nullifier(parts: NullifierParts): Nullifier
  /**
   * Tells whether two verifiers would give a person the same nullifier in a campaign, without showing the key: 64 hex digits, which the
   * campaign's rule may commit to (`uniqueness.keyCheck`).
   */
  keyCheck(campaignId: CampaignId): string
  /** Whether it names people under this rule as the rule's other verifiers do, as far as the rule says. */
  fits(rule: Pick<CampaignRule, 'id' | 'uniqueness'>): boolean
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
  // No nullifier is over anything but a list.
  const keyCheck = (campaignId: CampaignId): string =>
    hmacSha256Text(keyOf(campaignId), 'key check', 'hex')
  return {
    handle: createCredentialNaming(deriveHandleKey(programmeKey), epoch),
    nullifier({ domain, subject, campaignId, period }) {
      const message = canonicalJson([domain, subject, campaignId, period])
      return brandId<Nullifier>(hmacSha256Text(keyOf(campaignId), message, 'hex'))
    },
    keyCheck,
    fits: ({ id, uniqueness }) =>
      uniqueness.keyCheck === undefined || uniqueness.keyCheck === keyCheck(id),
  }
}
