import {
  assert,
  type CampaignLimits,
  type Limit,
  type LimitKeys,
  type LimitKind,
  limitKinds,
} from '@evenkeel/kernel'

/** How much of a limit is used up. */
export interface Used {
  claims: number
  amount: bigint
}

/** Names what a claim has in common with others by one kind of limit. */
export function limitName(kind: LimitKind, key: string): string {
  return `${kind} ${key}`
}

/** Notes one more claim under every limit, or under none, and says which limit leaves no room for it. `usedBy` gives what was noted by name. */
export function takeWithinLimits(
  limits: CampaignLimits,
  keys: LimitKeys,
  amount: bigint,
  usedBy: (name: string) => Used,
): LimitKind | undefined {
  const taken: Used[] = []
  for (const kind of limitKinds) {
    const limit = limits[kind]
    if (limit === undefined) continue
    const key = keys[kind]
    assert(key !== undefined, `a claim without what ${kind} goes by`)
    const used = usedBy(limitName(kind, key))
    if (!hasRoom(limit, used, amount)) return kind
    taken.push(used)
  }
  for (const used of taken) {
    used.claims += 1
    used.amount += amount
  }
  return undefined
}

function hasRoom({ claimsMax, amountMinorMax }: Limit, used: Used, amount: bigint): boolean {
  if (claimsMax !== undefined && used.claims >= claimsMax) return false
  return amountMinorMax === undefined || used.amount + amount <= BigInt(amountMinorMax)
}
