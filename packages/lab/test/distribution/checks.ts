import { type ClaimState, claimTransitions, readTransferId } from '@evenkeel/distributor'
import {
  minorFromBytes,
  type ReadTx,
  type Row,
  type SqlValue,
  type TransferId,
} from '@evenkeel/kernel'
import { DISTRIBUTOR, type Inspect, LEDGER } from '../../src/scenarios/pressure/parties.ts'
import type { SimRail } from '../../src/scenarios/pressure/sim-rail.ts'
import type { Simulation } from '../../src/simulation.ts'
import { type DistributionPlan, isDue } from './plan.ts'

const CAMPAIGNS = ['fixed', 'table', 'shared']

/** Why a claim of these plans may be refused; anything else means that one party lost what another relies on. */
const HONEST_REASONS: readonly string[] = [
  'already_claimed',
  'not_in_table',
  'campaign_exhausted',
  'campaign_closed',
  'campaign_not_open',
  'share_is_zero',
  'receipt_outcome_not_accepted',
]

/** A claim as its row has it. */
interface ClaimRow {
  readonly id: string
  readonly campaign: string
  readonly person: number
  readonly state: ClaimState
  readonly amount: bigint | undefined
  readonly version: number
  readonly row: Row
}

export interface DistributionChecks {
  /** D1 and D5 of what the ledger is about to commit. */
  readonly ledger: Inspect
  /** D2, D3, D5 and D9 of what the distributor is about to commit. */
  readonly distributor: Inspect
  /** D5 between the two, on what is durable. */
  onTick(): Promise<void>
  /** Whether no claim waits for anything and no value is under way. */
  isAtRest(): Promise<boolean>
  /** D1, D5 and D9 once everything has come to rest. */
  atEnd(tickets: ReadonlySet<string>): Promise<void>
}

export function createChecks(
  simulation: Simulation,
  plan: DistributionPlan,
  rail: SimRail | undefined,
): DistributionChecks {
  const { invariants } = simulation
  const readBoth = async () => {
    // In this order: what the distributor knows of the ledger was there before.
    const claims = await simulation.durable(DISTRIBUTOR, readClaims)
    return { claims, ledger: await simulation.durable(LEDGER, readLedger) }
  }

  async function ledger(tx: ReadTx): Promise<void> {
    const { accounts, campaigns, transfers, payments } = await readLedger(tx)
    for (const campaign of campaigns) {
      const own = accounts.filter(({ id }) => String(id).startsWith(`${campaign.id}:`))
      const funded = amount(campaign.funded) - amount(campaign.returned)
      const found = own.reduce((sum, account) => sum + posted(account), 0n)
      const pool = own.find(({ id }) => id === `${campaign.id}:pool`)
      const free = pool === undefined ? 0n : posted(pool) - amount(pool.debits_pending)
      const solvent = free >= 0n && own.every((account) => posted(account) >= 0n)
      invariants.check(
        'D1',
        funded === found && solvent,
        () => `${campaign.id}: funded ${funded}, found ${found}, free ${free}`,
      )
      const pending = transfers.filter(
        ({ state, debit }) => state === 'pending' && debit === `${campaign.id}:pool`,
      )
      const reserved = pending.reduce((sum, transfer) => sum + amount(transfer.amount), 0n)
      const says = pool === undefined ? 0n : amount(pool.debits_pending)
      invariants.check('D1', reserved === says, () => `${reserved} pending, ${says} reserved`)
    }
    const sum = accounts.reduce((total, account) => total + posted(account), 0n)
    invariants.check('D1', sum === 0n, () => `debits and credits differ by ${sum}`)

    for (const payment of payments) {
      const transfer = transfers.find(({ id }) => id === payment.transfer_id)
      const once = payments.filter(({ transfer_id }) => transfer_id === payment.transfer_id)
      const holds =
        transfer?.state === 'posted' &&
        once.length === 1 &&
        (payment.state === 'settled') === (payment.receipt !== null)
      invariants.check(
        'D5',
        holds,
        () => `payment ${JSON.stringify(payment)} of ${transfer?.state}`,
      )
    }
    for (const { id } of transfers.filter(({ state }) => state === 'refused')) {
      const refused = readTransferId(String(id) as TransferId)
      const own = transfers.find((one) => {
        const held = readTransferId(String(one.id) as TransferId)
        const isOlder = held !== undefined && held.version < (refused?.version ?? 0)
        return one.state === 'pending' && held?.claimId === refused?.claimId && isOlder
      })
      invariants.check('D9', own === undefined, () => `${id} was refused while ${own?.id} was held`)
    }
    const paidIds = payments.map(
      (row) => readTransferId(String(row.transfer_id) as TransferId)?.claimId,
    )
    const distinct = new Set(paidIds).size === paidIds.length
    invariants.check('D5', distinct, () => `a claim is paid under two ids: ${paidIds}`)
  }

  async function distributor(tx: ReadTx): Promise<void> {
    const claims = await readClaims(tx)
    const entitled = claims.filter(({ row }) => row.ticket !== null)
    for (const claim of claims) checkClaim(claim)
    const entries = await tx.all(
      'SELECT claim_id, share, taken_out FROM window_entry ORDER BY claim_id',
    )
    const sharers = entries.filter(({ taken_out }) => taken_out === null).length
    for (const { id, campaign, person, amount: due } of entitled) {
      const same = entitled.filter((one) => one.campaign === campaign && one.person === person)
      invariants.check('D2', same.length === 1, () => `${person} has ${same.length} in ${campaign}`)
      const given = due === undefined || isDue(plan, { campaign, person, amount: due }, sharers)
      invariants.check('D3', given, () => `${id} has ${due}, which the rule does not give`)
    }
    const shared = entries.reduce((sum, { share }) => sum + amount(share), 0n)
    const within = shared <= plan.fixedMinor
    invariants.check('D11', within, () => `${shared} shared of a pool of ${plan.fixedMinor}`)
    for (const total of await tx.all('SELECT * FROM campaign_total ORDER BY campaign_id, state')) {
      const counted = claims.filter(
        ({ campaign, state }) => campaign === total.campaign_id && state === total.state,
      )
      const sum = counted.reduce((minor, claim) => minor + (claim.amount ?? 0n), 0n)
      const holds = counted.length === total.claims && String(sum) === total.amount
      invariants.check('D9', holds, () => `${JSON.stringify(total)}, counted ${counted.length}`)
    }
  }

  function checkClaim({ id, state, row }: ClaimRow): void {
    const receipted = (row.rail_receipt !== null) === (state === 'settled')
    invariants.check('D5', receipted, () => `${id} is ${state} with receipt ${row.rail_receipt}`)
    const isOver = state === 'settled' || (state === 'refused' && !isAppealed(row))
    invariants.check('D9', isOver === (row.due_at === null), () => `${id} waits without a deadline`)
    const explained = (state !== 'refused' && state !== 'held') || row.reason !== null
    invariants.check('D9', explained, () => `${id} is ${state} without a reason`)
    const history = JSON.parse(String(row.history)) as readonly { readonly state: ClaimState }[]
    const legal = history
      .slice(1)
      .every((entry, i) => claimTransitions[history[i]?.state ?? 'settled'].includes(entry.state))
    invariants.check('D9', legal, () => `${id} went ${row.history}`)
  }

  async function onTick(): Promise<void> {
    const { claims, ledger } = await readBoth()
    for (const claim of claims) checkBacked(claim, ledger)
  }

  /** What the distributor says about a transfer, the ledger has. */
  function checkBacked(claim: ClaimRow, { transfers, payments }: LedgerRows): void {
    if (!['reserved', 'settling', 'settled'].includes(claim.state)) return
    const id = claim.version === 1 ? claim.id : `${claim.id}.${claim.version}`
    const transfer = transfers.find((row) => row.id === id)
    const payment = payments.find((row) => row.transfer_id === id)
    const backed =
      transfer !== undefined &&
      amount(transfer.amount) === claim.amount &&
      (claim.state === 'reserved' || transfer.state === 'posted') &&
      (claim.state !== 'settled' || payment?.receipt === claim.row.rail_receipt)
    invariants.check(
      'D5',
      backed,
      () => `${id} is ${claim.state}, the ledger has ${transfer?.state} and ${payment?.state}`,
    )
  }

  async function isAtRest(): Promise<boolean> {
    const { claims, ledger } = await readBoth()
    return (
      claims.every(({ state }) => state === 'settled' || state === 'refused') &&
      ledger.transfers.every(({ state }) => state !== 'pending') &&
      ledger.payments.every(({ state }) => state === 'settled')
    )
  }

  async function atEnd(tickets: ReadonlySet<string>): Promise<void> {
    await onTick()
    const { claims, ledger } = await readBoth()
    for (const ticket of tickets) {
      const claim = claims.find(({ id }) => id === ticket)
      const isOver = claim?.state === 'settled' || claim?.state === 'refused'
      const holds = isOver && claim.row.due_at === null
      invariants.check('D9', holds, () => `the ticket ${ticket} rests in ${claim?.state}`)
    }
    for (const { id, state, row } of claims) {
      const honest = row.reason === null || HONEST_REASONS.includes(String(row.reason))
      invariants.check('D9', honest, () => `${id} is ${state} for ${row.reason}`)
      simulation.tally(`claims ${state}${row.reason === null ? '' : ` ${row.reason}`}`)
      if (state === 'settled' && String(row.history).includes('entered')) {
        simulation.tally('claims settled from the window')
      }
      if (String(row.history).includes('held')) simulation.tally('claims held')
    }
    for (const campaign of CAMPAIGNS) checkBooks(campaign, claims, ledger)
    for (const [id, payments] of rail?.paid ?? []) {
      invariants.check('D5', payments.length === 1, () => `${id} was paid ${payments.length} times`)
    }
  }

  function checkBooks(campaign: string, claims: readonly ClaimRow[], ledger: LedgerRows): void {
    const balance = (name: string): bigint =>
      ledger.accounts
        .filter(({ id }) => id === `${campaign}:${name}`)
        .reduce((sum, account) => sum + posted(account), 0n)
    const settled = claims.filter((one) => one.campaign === campaign && one.state === 'settled')
    const owed = settled.reduce((sum, claim) => sum + (claim.amount ?? 0n), 0n)
    const paid = balance('settled')
    invariants.check('D5', paid === owed, () => `${campaign}: paid ${paid}, claims say ${owed}`)
    const under = balance('in_flight')
    invariants.check('D9', under === 0n, () => `${campaign}: ${under} in flight at rest`)
    for (const { person, amount: due } of settled) {
      const purse = ledger.accounts.find(({ id }) => id === `payee:UNI:${campaign}-${person}`)
      const has = purse === undefined ? 0n : posted(purse)
      invariants.check('D5', has === due, () => `${person} is due ${due} and has ${has}`)
    }
  }

  return { ledger, distributor, onTick, isAtRest, atEnd }
}

/** Whether a refused claim waits for its appeal: one that was made and is neither decided nor refused. */
function isAppealed({ appeal, decision_version }: Row): boolean {
  return appeal !== null && decision_version === 1 && !String(appeal).includes('"not_taken"')
}

interface LedgerRows {
  readonly accounts: readonly Row[]
  readonly campaigns: readonly Row[]
  /** Reserves, and what was refused. */
  readonly transfers: readonly Row[]
  readonly payments: readonly Row[]
}

async function readLedger(tx: ReadTx): Promise<LedgerRows> {
  return {
    accounts: await tx.all('SELECT * FROM ledger_account ORDER BY id'),
    campaigns: await tx.all('SELECT * FROM ledger_campaign ORDER BY id'),
    transfers: await tx.all(
      'SELECT id, state, debit, amount FROM ledger_transfer WHERE amount IS NOT NULL OR refused IS NOT NULL ORDER BY id',
    ),
    payments: await tx.all(
      'SELECT transfer_id, state, receipt FROM rail_payment ORDER BY transfer_id',
    ),
  }
}

async function readClaims(tx: ReadTx): Promise<readonly ClaimRow[]> {
  const rows = await tx.all('SELECT * FROM claim ORDER BY claim_id')
  return rows.map((row) => ({
    id: String(row.claim_id),
    campaign: String(row.campaign_id),
    person: Number(String(row.handle).slice('handle-'.length)),
    state: row.state as ClaimState,
    amount: row.amount instanceof Uint8Array ? minorFromBytes(row.amount) : undefined,
    version: Number(row.transfer_version),
    row,
  }))
}

function posted(account: Row): bigint {
  return amount(account.credits_posted) - amount(account.debits_posted)
}

function amount(value: SqlValue | undefined): bigint {
  return value instanceof Uint8Array ? minorFromBytes(value) : 0n
}
