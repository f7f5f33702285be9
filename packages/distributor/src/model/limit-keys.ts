import {
  type CampaignId,
  type CampaignRule,
  encodeBase64url,
  encodeUtf8,
  hmacSha256,
  type LimitKeys,
  type LimitKind,
  limitKinds,
  placeOf,
  type ReasonCode,
  type Receipt,
} from '@evenkeel/kernel'
import { isStorable } from './is-storable.ts'

/** The outputs by which limits go. A rule that has one of these has to declare its output. */
export const limitOutputs: Readonly<Partial<Record<LimitKind, string>>> = {
  perIssuer: 'issuer',
  perJurisdiction: 'jurisdiction',
}

/** What a claim is told that a limit leaves no room for. */
export const limitReasons: Readonly<Record<LimitKind, ReasonCode>> = {
  perVerifier: 'verifier_limit_reached',
  perIssuer: 'issuer_limit_reached',
  perJurisdiction: 'jurisdiction_limit_reached',
  perPayoutTarget: 'payout_target_limit_reached',
  perPeriod: 'period_limit_reached',
}

/** What a claim has in common with others, for each limit of its rule; undefined if its receipt does not say it, or not as text, or as a place that is none. */
export function limitKeysOf(
  { limits, uniqueness }: CampaignRule,
  { iss, outputs }: Pick<Receipt, 'iss' | 'outputs'>,
  payoutKey: () => string,
): LimitKeys | undefined {
  if (limits === undefined) return {}
  const keyBy: Readonly<Record<LimitKind, () => Receipt['outputs'][string] | undefined>> = {
    perVerifier: () => iss,
    perIssuer: () => outputs.issuer,
    perJurisdiction: () => placeOf(outputs.jurisdiction),
    perPayoutTarget: payoutKey,
    perPeriod: () => uniqueness.period,
  }
  const keys: Partial<Record<LimitKind, string>> = {}
  for (const kind of limitKinds) {
    if (limits[kind] === undefined) continue
    const key = keyBy[kind]()
    if (typeof key !== 'string' || key === '' || !isStorable(key)) return undefined
    keys[kind] = key
  }
  return keys
}

/** Names a payout target in the store, where the target itself is sealed: nobody without the key finds out which account it is. */
export function payoutKeyOf(key: Uint8Array, campaignId: CampaignId, target: string): string {
  const said = encodeUtf8(`evenkeel/payout-target\n${campaignId}\n${target}`)
  return encodeBase64url(hmacSha256(key, said))
}
