import { canonicalJson, encodeHex, type Row } from '@evenkeel/kernel'
import type { Simulation } from '../../../simulation.ts'
import { LEDGER } from '../parties.ts'
import type { PressureWorld } from '../pressure-world.ts'
import type { JournalRow, Rows } from './read-rows.ts'

/** What is inside a campaign. */
const INSIDE = /^([a-z]+):(pool|in_flight|settled|held|forfeited|receivable)$/

/** D1 of each campaign at this moment; nothing while the ledger is busy dying. */
export async function checkConserved(world: PressureWorld): Promise<void> {
  const { invariants } = world.simulation
  for (const { rule } of world.campaigns) {
    const totals = await world.insist('ledger', (ledger) => ledger.showCampaign(rule.id))
    if (!totals.ok) continue
    const { free, reserved, held, inFlight, settled, forfeited, receivable } = totals.value
    const parts = free + reserved + held + inFlight + settled + forfeited + receivable
    const whole = totals.value.funded - totals.value.returned
    invariants.check('D1', whole === parts, () => `${rule.id}: ${parts} found of ${whole}`)
  }
}

/** D1 at every position of the journal, L1, L3, D12, and D5 between the books and the claims, at rest. */
export async function checkBooks(world: PressureWorld, rows: Rows): Promise<void> {
  const { simulation } = world
  const { invariants } = simulation
  checkJournal(world, rows.journal)
  for (const { rule } of world.campaigns) {
    const claimed = rows.claims
      .filter(({ campaign, state }) => campaign === rule.id && state === 'settled')
      .reduce((sum, { amount = 0n }) => sum + amount, 0n)
    const of = (name: string): bigint => rows.accounts.get(`${rule.id}:${name}`) ?? 0n
    // What is owed back was paid all the same.
    const paid = of('settled') + of('receivable')
    invariants.check('D5', paid === claimed, () => `${rule.id}: ${paid} paid, ${claimed} claimed`)
    const flying = of('in_flight')
    invariants.check('D9', flying === 0n, () => `${rule.id}: ${flying} in flight at rest`)
  }
  const sum = [...rows.accounts.values()].reduce((total, balance) => total + balance, 0n)
  invariants.check('L1', sum === 0n, () => `debits and credits differ by ${sum}`)
  const journal = await world.insist('ledger', (ledger) => ledger.verifyJournal())
  invariants.check('L3', journal.ok, () => `the journal: ${JSON.stringify(journal)}`)
  const before = await readBooks(simulation)
  const rebuilt = await world.insist('ledger', (ledger) => ledger.rebuild())
  const isSame = rebuilt.ok && (await readBooks(simulation)) === before
  invariants.check('D12', isSame, () => 'the journal gives other books than there are')
}

/** Adds the journal up, entry by entry: what is inside a campaign is what came in and did not go back, and nothing is below zero. */
function checkJournal({ simulation }: PressureWorld, journal: readonly string[]): void {
  const inside = new Map<string, bigint>()
  const given = new Map<string, bigint>()
  const balances = new Map<string, bigint>()
  const add = (sums: Map<string, bigint>, key: string, amount: bigint): void => {
    sums.set(key, (sums.get(key) ?? 0n) + amount)
  }
  for (const text of journal) {
    const { movements } = JSON.parse(text) as JournalRow
    for (const { kind, debit, credit, amount } of movements) {
      if (kind !== 'single' && kind !== 'post' && kind !== 'reversal') continue
      const [from, to] = [INSIDE.exec(debit)?.[1], INSIDE.exec(credit)?.[1]]
      const minor = BigInt(amount)
      add(balances, debit, -minor)
      add(balances, credit, minor)
      if (from !== undefined) add(inside, from, -minor)
      if (to !== undefined) add(inside, to, minor)
      if (debit.startsWith('funding:') && to !== undefined) add(given, to, minor)
      if (credit.startsWith('funding:') && from !== undefined) add(given, from, -minor)
    }
    const kept = [...inside].every(([campaign, sum]) => sum === (given.get(campaign) ?? 0n))
    const solvent = [...balances].every(([id, balance]) => balance >= 0n || !INSIDE.test(id))
    simulation.invariants.check('D1', kept && solvent, () => `value was made or lost by ${text}`)
  }
}

/** Everything that the ledger projects from its journal, as text. */
function readBooks(simulation: Simulation): Promise<string> {
  return simulation.durable(LEDGER, async (tx) => {
    const books: Row[][] = []
    for (const table of ['ledger_account', 'ledger_campaign', 'ledger_transfer']) {
      books.push([...(await tx.all(`SELECT * FROM ${table} ORDER BY id`))])
    }
    return canonicalJson(books.map((rows) => rows.map(printable)))
  })
}

function printable(row: Row): Record<string, string | number | null> {
  const entries = Object.entries(row).map(
    ([name, value]) => [name, value instanceof Uint8Array ? encodeHex(value) : value] as const,
  )
  return Object.fromEntries(entries)
}
