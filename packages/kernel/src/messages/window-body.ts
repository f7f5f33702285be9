import type { LotterySeed } from '../allocation/lottery-seed.ts'
import { sha256Text } from '../crypto/hash.ts'
import type { CampaignId, PartyId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'

/** What is logged when a window closes: which tickets are in it. */
export interface WindowClosing {
  readonly v: 1
  readonly campaignId: CampaignId
  readonly ruleHash: string
  readonly closedAtMs: number
  readonly tickets: number
  /** See `ticketSetRoot`. */
  readonly ticketRoot: string
  /** There if the rule limits in count, since that goes by it: see `entrySetRoot`. */
  readonly entryRoot?: string
}

/** What is logged when its shares are worked out. */
export interface WindowAllocation {
  readonly v: 1
  readonly campaignId: CampaignId
  readonly ruleHash: string
  readonly entries: number
  /** See `allocationRoot`. */
  readonly allocationRoot: string
  readonly leftMinor: string
  readonly draw?: LotterySeed
  /** There if nothing could be drawn: who did not reveal. */
  readonly silent?: readonly PartyId[]
}

/** SHA-256 of the canonical body, hex: the `bodyHash` of its leaf. */
export function hashWindowBody(body: WindowClosing | WindowAllocation): string {
  return sha256Text(canonicalJson(body), 'hex')
}
