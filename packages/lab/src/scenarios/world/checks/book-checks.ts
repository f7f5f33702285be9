import {
  canonicalJson,
  encodeHex,
  encodeUtf8,
  openCheckpoint,
  type Row,
  verifyInclusion,
} from '@evenkeel/kernel'
import { type WorldRoles, wellKnown } from '@evenkeel/node'
import type { Simulation } from '../../../simulation.ts'
import type { LabCampaign } from '../lab-campaigns.ts'
import type { Member } from '../member.ts'
import type { SimWorld } from '../sim-world.ts'
import { paidBy, type RestingClaim } from './claim-checks.ts'

type Totals = Extract<
  Awaited<ReturnType<WorldRoles['ledger']['showCampaign']>>,
  { readonly ok: true }
>['value']

/** D1 of every campaign at this moment; nothing while the ledger is down. */
export async function checkConserved(
  world: SimWorld,
  campaigns: readonly LabCampaign[],
): Promise<void> {
  for (const { rule } of campaigns) {
    const totals = await world.ask('ledger', undefined, (ledger) => ledger.showCampaign(rule.id))
    if (totals?.ok) checkTotals(world.simulation, rule.id, totals.value)
  }
}

/** D1, D5, D9, D12, L1 and L3 of the ledger at rest. */
export async function checkBooks(
  world: SimWorld,
  campaigns: readonly LabCampaign[],
  claims: readonly RestingClaim[],
): Promise<void> {
  const { simulation } = world
  const { invariants } = simulation
  for (const { rule } of campaigns) {
    const totals = await world.insist('ledger', undefined, (ledger) => ledger.showCampaign(rule.id))
    if (!totals?.ok) throw new Error(`the ledger does not answer about ${rule.id}`)
    checkTotals(simulation, rule.id, totals.value)
    const { settled, inFlight, reserved } = totals.value
    const claimed = paidBy(claims, ({ campaignId }) => campaignId === rule.id)
    const differs = () => `${rule.id}: the ledger settled ${settled}, the claims say ${claimed}`
    invariants.check('D5', settled === claimed, differs)
    const waits = () => `${rule.id}: ${inFlight} in flight and ${reserved} reserved at rest`
    invariants.check('D9', inFlight === 0n && reserved === 0n, waits)
  }
  const balances =
    (await world.insist('ledger', undefined, (ledger) => ledger.trialBalance())) ?? []
  for (const sum of balances) {
    const isBalanced =
      sum.debitsPosted === sum.creditsPosted && sum.debitsPending === sum.creditsPending
    const detail = () => `${sum.asset}: ${sum.debitsPosted} debits, ${sum.creditsPosted} credits`
    invariants.check('L1', isBalanced, detail)
  }
  const journal = await world.insist('ledger', undefined, (ledger) => ledger.verifyJournal())
  invariants.check('L3', journal?.ok === true, () => `the journal: ${JSON.stringify(journal)}`)
  const before = await readBooks(simulation)
  const rebuilt = await world.insist('ledger', undefined, (ledger) => ledger.rebuild())
  const after = await readBooks(simulation)
  invariants.check('D12', after === before, () => `the journal gives ${after}, the books ${before}`)
  const isWhole =
    rebuilt?.ok === true && journal?.ok === true && rebuilt.value === journal.value.entries
  invariants.check('D12', isWhole, () => `rebuilt ${JSON.stringify(rebuilt)} of the journal`)
}

/** S8 of the log at rest: it recomputes, and the proofs of its first and its newest leaf lead to the signed root. */
export async function checkLog(world: SimWorld): Promise<void> {
  const { invariants } = world.simulation
  const log = await world.insist('network', undefined, (network) => network.auditLog())
  invariants.check('S8', log?.ok === true, () => `the log: ${JSON.stringify(log)}`)
  const key = world.role('network')?.logKey
  const newest = await world.insist('network', undefined, (network) => network.checkpoint())
  if (key === undefined || !newest?.ok) throw new Error('the log has no signed checkpoint')
  const head = openCheckpoint(encodeUtf8(newest.value.note), key)
  invariants.check('S8', head.ok, () => `the checkpoint: ${JSON.stringify(head)}`)
  if (!head.ok) return
  for (const leaf of [0, head.value.size - 1]) {
    const proven = await world.insist('network', undefined, (network) =>
      network.inclusionProof(leaf),
    )
    // Heads are logged all the time: the proof may be for a newer tree, whose checkpoint it then brings along.
    const under = proven?.ok
      ? openCheckpoint(encodeUtf8(proven.value.checkpoint.note), key)
      : undefined
    const holds =
      proven?.ok === true &&
      under?.ok === true &&
      under.value.size >= head.value.size &&
      verifyInclusion({ ...proven.value, ...under.value })
    invariants.check('S8', holds, () => `leaf ${leaf}: no proof under a signed checkpoint`)
  }
}

/** D5 from the other side: in everybody's purse is what their claims say, once. */
export async function checkPurses(
  simulation: Simulation,
  members: readonly Member[],
  claims: readonly RestingClaim[],
): Promise<void> {
  const accounts = await simulation.durable(wellKnown.ledger, (tx) =>
    tx.all(`SELECT id, credits_posted FROM ledger_account WHERE id LIKE 'payee:%'`),
  )
  const purses = new Map(
    accounts.map(({ id, credits_posted }) => [
      String(id).split(':').at(-1),
      BigInt(`0x${encodeHex(credits_posted as Uint8Array)}`),
    ]),
  )
  for (const { name } of members) {
    const held = purses.get(`purse-${name}`) ?? 0n
    const due = paidBy(claims, ({ member }) => member.name === name)
    const detail = () => `${name} holds ${held}, the claims paid ${due}`
    simulation.invariants.check('D5', held === due, detail)
  }
}

function checkTotals({ invariants }: Simulation, campaign: string, totals: Totals): void {
  const { free, reserved, held, inFlight, settled, forfeited, receivable } = totals
  const parts = free + reserved + held + inFlight + settled + forfeited + receivable
  const whole = totals.funded - totals.returned
  invariants.check('D1', whole === parts, () => `${campaign}: ${parts} found of ${whole}`)
}

/** Everything that the ledger projects from its journal, as text. */
async function readBooks(simulation: Simulation): Promise<string> {
  const tables = ['ledger_account', 'ledger_campaign', 'ledger_transfer']
  return simulation.durable(wellKnown.ledger, async (tx) => {
    const books: Row[][] = []
    for (const table of tables)
      books.push([...(await tx.all(`SELECT * FROM ${table} ORDER BY id`))])
    return canonicalJson(books.map((rows) => rows.map(printable)))
  })
}

function printable(row: Row): Record<string, string | number | null> {
  const entries = Object.entries(row).map(
    ([name, value]) => [name, value instanceof Uint8Array ? encodeHex(value) : value] as const,
  )
  return Object.fromEntries(entries)
}
