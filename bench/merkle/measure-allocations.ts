import { sha256Text, unwrap } from '@evenkeel/kernel'
import {
  type AllocationEntry,
  type AllocationRule,
  allocate,
  allocationRoot,
} from '@evenkeel/kernel/allocation'
import { LARGE } from './large.ts'

const SEED = sha256Text('seed', 'hex')

/** One rule of every kind, with which a pool of 10^18 goes round. */
const rules: readonly AllocationRule[] = [
  { kind: 'fixed', amountMinor: '1000000000' },
  { kind: 'table' },
  { kind: 'tiered', tiers: { gold: '1500000000', silver: '1000000000' }, shortfall: 'scale' },
  { kind: 'equal-capped', capMinor: '1100000000000' },
  { kind: 'pro-rata', capMinor: '1500000000000' },
  {
    kind: 'lottery',
    winners: 10_000,
    amountMinor: '1000000000',
    seed: { kind: 'drand', chain: 'quicknet', delayMs: 60_000 },
  },
]

/** Milliseconds of one core of one allocation of each kind, and of the root over the last one. */
export function measureAllocations(): Readonly<Record<string, number>> {
  const entries = Array.from({ length: LARGE }, (_, index) => entryAt(index))
  const times: Record<string, number> = {}
  for (const rule of rules) {
    const input = { poolMinor: (10n ** 18n).toString(), rule, entries, seed: SEED }
    const started = process.cpuUsage()
    const allocation = unwrap(allocate(input))
    times[rule.kind] = coreMsSince(started)
    if (rule.kind === 'lottery') {
      const allocated = process.cpuUsage()
      unwrap(allocationRoot(allocation))
      times.root = coreMsSince(allocated)
    }
  }
  return times
}

function coreMsSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started)
  return (user + system) / 1_000
}

function entryAt(index: number): AllocationEntry {
  const entry = sha256Text(`claim ${index}`, 'base64url').slice(0, 22)
  return {
    entry,
    weight: String(1 + (index % 1_000)),
    tier: index % 10 === 0 ? 'gold' : 'silver',
    amountMinor: String(1_000_000_000 + (index % 7)),
    ...(index % 5 === 0 ? { capMinor: String(500_000_000_000 + index) } : {}),
  }
}
