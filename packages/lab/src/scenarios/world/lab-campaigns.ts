import {
  appendLeaves,
  assert,
  brandId,
  type CampaignRule,
  canonicalJson,
  EMPTY_FRONTIER,
  encodeHex,
  encodeUtf8,
  epochMs,
  frontierRoot,
  leafHash,
  parseMinor,
  sha256,
  unwrap,
} from '@evenkeel/kernel'
import { demoCampaignRule } from '@evenkeel/node'
import { SIMULATION_START_MS } from '../../limits.ts'

/** A campaign of the simulated world, and what each member should get from it. */
export interface LabCampaign {
  readonly rule: CampaignRule
  readonly table: readonly TableLine[]
  /** SHA-256 of the canonical rule, hex: what the ids of its announcements are made of. */
  readonly ruleHash: string
  /** Minor units that the rule gives to a member, if it gives anything. */
  amountFor(member: number): bigint | undefined
}

interface TableLine {
  readonly entry: string
  readonly amountMinor: string
}

/** A hold is decided within the run, and may be appealed within it. Virtual milliseconds. */
const HOLD = { deadlineMs: 20_000, byDefault: 'release', appealMs: 10_000 } as const
/** Members that the fixed grant can pay, fewer than there are, so that some seeds exhaust it. */
const GRANTS_MAX = 8
const TABLE_STEP_MINOR = 1_000

/** How a member's row in an allocation table is named: says nothing about who it is. */
export function entryOf(member: number): string {
  return `row-${member}`
}

/** A fixed grant whose pool may run out, and a table in which every fourth member is missing. */
export function labCampaigns(members: number): readonly LabCampaign[] {
  return [fixedGrant(), tableDrop(members)]
}

function fixedGrant(): LabCampaign {
  const rule = demoCampaignRule(epochMs(SIMULATION_START_MS))
  assert(rule.allocation.kind === 'fixed', 'the demo gives everybody the same')
  const amount = unwrap(parseMinor(rule.allocation.amountMinor))
  const poolMinor = String(amount * BigInt(GRANTS_MAX))
  return labCampaign({ ...rule, poolMinor, hold: HOLD }, [], () => amount)
}

function tableDrop(members: number): LabCampaign {
  const table = Array.from({ length: members }, (_, member) => ({
    entry: entryOf(member),
    amountMinor: String(TABLE_STEP_MINOR * (member + 1)),
  })).filter((_, member) => member % 4 !== 3)
  const amounts = new Map(table.map(({ entry, amountMinor }) => [entry, BigInt(amountMinor)]))
  const demo = demoCampaignRule(epochMs(SIMULATION_START_MS))
  const rule: CampaignRule = {
    ...demo,
    id: brandId('lab-drop'),
    title: 'Lab drop: amounts by a table',
    policy: { ...demo.policy, id: 'lab-drop-policy', outputs: { entry: 'entry' } },
    uniqueness: { domain: 'lab-drop-members', period: 'once' },
    allocation: { kind: 'table', rows: table.length, layout: 'rfc6962', root: rootOf(table) },
    hold: HOLD,
  }
  return labCampaign(rule, table, (member) => amounts.get(entryOf(member)))
}

function labCampaign(
  rule: CampaignRule,
  table: readonly TableLine[],
  amountFor: LabCampaign['amountFor'],
): LabCampaign {
  return { rule, table, ruleHash: encodeHex(sha256(canonicalJson(rule))), amountFor }
}

function rootOf(table: readonly TableLine[]): string {
  const leaves = table.map((line) => leafHash(encodeUtf8(canonicalJson({ ...line }))))
  return encodeHex(frontierRoot(appendLeaves(EMPTY_FRONTIER, leaves).frontier))
}
