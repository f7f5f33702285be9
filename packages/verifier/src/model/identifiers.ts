import {
  brandId,
  type CampaignId,
  type CredentialHandle,
  canonicalJson,
  encodeBase64url,
  encodeHex,
  encodeUtf8,
  hmacSha256,
  type Nullifier,
} from '@evenkeel/kernel'

/** Where a credential's status stands. */
export interface StatusEntry {
  readonly uri: string
  readonly idx: number
}

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
  handle(entry: StatusEntry): CredentialHandle
  /** Names a person within one campaign and period, under a key of that campaign. */
  nullifier(parts: NullifierParts): Nullifier
}

/** Derives the keys of a programme; each purpose and each campaign has its own. */
export function createIdentifiers(programmeKey: Uint8Array, epoch: number): Identifiers {
  const handleKey = deriveKey(programmeKey, ['handle'])
  return {
    handle({ uri, idx }) {
      const mac = hmacSha256(handleKey, encodeUtf8(canonicalJson([uri, idx])))
      return brandId<CredentialHandle>(`h${epoch}-${encodeBase64url(mac)}`)
    },
    nullifier({ domain, subject, campaignId, period }) {
      const key = deriveKey(programmeKey, ['nullifier', campaignId])
      const message = canonicalJson([domain, subject, campaignId, period])
      return brandId<Nullifier>(encodeHex(hmacSha256(key, encodeUtf8(message))))
    },
  }
}

/** A key for one purpose: HMAC of its name under the given key; 32 bytes. */
export function deriveKey(key: Uint8Array, purpose: readonly string[]): Uint8Array {
  return hmacSha256(key, encodeUtf8(canonicalJson(purpose)))
}
