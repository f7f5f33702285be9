import {
  assert,
  type CampaignRule,
  type ClaimId,
  type EpochMs,
  hashWindowBody,
  type MinorUnits,
  parseMinor,
  type ReasonCode,
  unwrap,
  type WindowAllocation,
} from '@evenkeel/kernel'
import { allocate, allocationRoot, VOID_SEED } from '@evenkeel/kernel/allocation'
import type { DistributorParts } from '../distributor-parts.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { type DrawState, revealTerms, seedOf, silentParties } from '../model/draw.ts'
import { limitReasons } from '../model/limit-keys.ts'
import { closingOf, windowLeaf } from '../model/window-leaf.ts'
import { logLeaf } from '../store/log-leaf.ts'
import { readReveals } from '../store/reveal-rows.ts'
import { readSharers } from '../store/window-entries.ts'

/** What a claim gets from its window, and why if it is nothing. */
export interface ClaimShare {
  readonly amount: MinorUnits
  readonly reason: ReasonCode
}

/** Who gets how much, from the fixed entries alone. The first to compute it logs its root. */
export async function computeShares(
  parts: DistributorParts,
  rule: CampaignRule,
): Promise<ReadonlyMap<ClaimId, ClaimShare>> {
  const { ports, id: actor } = parts.context
  const entries = await readSharers(ports.store, rule.id)
  const draw = await ports.store.read('fixed-window', async (tx): Promise<DrawState> => {
    const row = await tx.get('SELECT * FROM campaign WHERE campaign_id = ?', [rule.id])
    assert(row !== undefined, `${rule.id} has a window`)
    return { row, reveals: await readReveals(tx, rule.id) }
  })
  const { row } = draw
  const { seed, ...drawn } = drawOutcome(rule, draw)
  assert(rule.allocation.kind !== 'table', 'a table goes with an instant window')
  await ports.timers.sleep(0)
  const allocation = unwrap(
    allocate({
      poolMinor: rule.poolMinor,
      rule: rule.allocation,
      entries: entries.map(({ allocatedBy }) => allocatedBy),
      ...(rule.limits && { limits: rule.limits }),
      ...(row.entry_root !== null && { entryRoot: String(row.entry_root) }),
      ...(seed !== undefined && { seed }),
    }),
  )
  // Either takes a second with some hundred thousand entries.
  await ports.timers.sleep(0)
  const root = unwrap(allocationRoot(allocation))
  const ruleHash = String(row.rule_hash)
  const body: WindowAllocation = {
    v: 1,
    campaignId: rule.id,
    ruleHash,
    entries: entries.length,
    allocationRoot: root,
    leftMinor: allocation.leftMinor,
    ...drawn,
  }
  await ports.store.transact('log-allocation', async (tx) => {
    const set = await tx.run(
      'UPDATE campaign SET allocation_root = ?, tickets_shared = ? WHERE campaign_id = ? AND allocation_root IS NULL',
      [body.allocationRoot, entries.length, rule.id],
    )
    if (set === 0) {
      const logged = await tx.get('SELECT allocation_root FROM campaign WHERE campaign_id = ?', [
        rule.id,
      ])
      const isSame = logged?.allocation_root === body.allocationRoot
      assert(isSame, 'the same entries give the shares that were logged')
      return
    }
    const at = { actor, now: ports.clock.nowMs(), prev: hashWindowBody(closingOf(row)) }
    await logLeaf(tx, parts, handoffIdOf('allocation', ruleHash), windowLeaf(body, at))
  })
  const claimOf = new Map(entries.map(({ claimId, allocatedBy }) => [allocatedBy.entry, claimId]))
  const limited = new Map(allocation.limited?.map(({ entry, by }) => [entry, by]))
  const otherwise = reasonForNothing(rule, seed)
  return new Map(
    allocation.shares.map(({ entry, amountMinor }) => {
      const by = limited.get(entry)
      const reason = by === undefined ? otherwise : limitReasons[by]
      return [claimOf.get(entry) as ClaimId, { amount: unwrap(parseMinor(amountMinor)), reason }]
    }),
  )
}

function reasonForNothing({ allocation }: CampaignRule, seed: string | undefined): ReasonCode {
  if (seed === VOID_SEED) return 'lottery_void'
  return allocation.kind === 'lottery' ? 'lottery_not_drawn' : 'share_is_zero'
}

type DrawOutcome = Pick<WindowAllocation, 'draw' | 'silent'> & { readonly seed?: string }

/** The seed as of when the entries were fixed, so that it is the same whenever it is computed. */
function drawOutcome(rule: CampaignRule, state: DrawState): DrawOutcome {
  const draw = seedOf(rule, state, state.row.allocated_at as EpochMs)
  const terms = revealTerms(rule)
  if (!draw.ok && draw.error.code === 'lottery_void' && terms !== undefined) {
    return { seed: VOID_SEED, silent: silentParties(terms, state.reveals) }
  }
  const found = unwrap(draw)
  return found === undefined ? {} : { seed: found.seed, draw: found }
}
