import {
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  minorFromBytes,
  type ReadTx,
  type Row,
  type TransferId,
  unwrap,
} from '@evenkeel/kernel'
import { calmFaults, roughFaults } from '../../src/faults.ts'
import { SIMULATION_START_MS } from '../../src/limits.ts'
import { createLabReport, type LabReport } from '../../src/scenario.ts'
import { signClaim, signReceipt } from '../../src/scenarios/pressure/make-claim.ts'
import {
  addParties,
  type PresentRoles,
  partiesWith,
  type RoleName,
  type Roles,
  type Sabotage,
} from '../../src/scenarios/pressure/parties.ts'
import { createSimRail, type SimRail } from '../../src/scenarios/pressure/sim-rail.ts'
import { type Simulation, withSimulation } from '../../src/simulation.ts'

const VERIFIER = 'verifier-a'
const PARTIES = partiesWith([VERIFIER] as never)
const MINUTE_MS = 60_000
/** Until everything has ended: the schedule, a pause, the longest resend and look at the rail. */
const WITHIN_MS = 40 * MINUTE_MS
/** Trouble lasts as long as the schedule. */
const TROUBLE_MS = 6 * MINUTE_MS
const TICK_MS = 2_000
const ANSWER_MS = 3_000
const EVIDENCE = 'e'.repeat(64)
const AMOUNT = 103n
const POOL = 1_000n

const rule: CampaignRule = {
  v: 1,
  id: 'vests' as CampaignId,
  title: 'In parts',
  asset: { code: 'UNI', scale: 18 },
  poolMinor: String(POOL),
  announcedAtMs: SIMULATION_START_MS - 1_000,
  opensAtMs: SIMULATION_START_MS - 1_000,
  closesAtMs: SIMULATION_START_MS + 2 * MINUTE_MS,
  policy: {
    id: 'residents',
    credentialTypes: ['https://example.org/resident'],
    assuranceMin: 'substantial',
    statusAgeMaxMs: 3_600_000,
    onUndetermined: 'hold',
    outputs: { entry: 'account' },
    requiredClaims: {},
    subjectClaim: 'person',
    receiptTtlMs: 3_600_000,
  },
  verifiers: [VERIFIER] as never,
  uniqueness: { domain: 'residents', period: '2026' },
  allocation: { kind: 'fixed', amountMinor: String(AMOUNT) },
  window: 'instant',
  hold: { deadlineMs: 5_000, byDefault: 'refuse', appealMs: 3_000 },
  rail: 'internal',
  unclaimed: 'return',
  claimExpiry: { atMs: SIMULATION_START_MS + 8 * MINUTE_MS },
  vesting: {
    kind: 'linear',
    startsAtMs: SIMULATION_START_MS,
    cliffMs: MINUTE_MS,
    stepMs: MINUTE_MS,
    steps: 5,
    cancel: { noticeMs: 20_000, rest: 'pool' },
  },
}

/** What becomes of each person's claim. */
const PEOPLE = ['paid', 'paid-too', 'cancelled', 'revoked', 'revoked-at-once'] as const

interface Stage {
  readonly simulation: Simulation
  readonly roles: PresentRoles
  readonly claims: Map<string, ClaimId>
}

/** Plays one campaign that pays in parts, with trouble while it does, under a seed: cancelled, revoked and paused at drawn times. */
export function runVesting(seed: number, sabotage: Sabotage = {}): Promise<LabReport> {
  return withSimulation({ seed, faults: roughFaults }, async (simulation) => {
    const isTroubled = () => simulation.faults === roughFaults
    const rail = seed % 2 === 0 ? createSimRail(simulation, isTroubled) : undefined
    const roles = await addParties(simulation, {
      rail,
      processes: 1 + (seed % 3 === 0 ? 1 : 0),
      verifiers: [VERIFIER] as never,
      statusDelayMs: 1_000,
      inspect: { ledger: (tx) => inspectLedger(simulation, tx) },
      sabotage,
    })
    const stage: Stage = { simulation, roles, claims: new Map() }
    const work = Promise.all([
      tell(stage),
      ...PEOPLE.map((person) => come(stage, person)),
      pauseOnce(stage),
    ])
    const { scheduler } = simulation
    scheduler.after(TROUBLE_MS, { event: 'calm' }, () => {
      simulation.faults = calmFaults
      for (const id of PARTIES) simulation.start(id)
    })
    const rest = work.then(() => untilSettled(stage))
    let done = false
    rest.then(() => {
      done = true
    }, scheduler.fail)
    await scheduler.run(scheduler.nowMs + WITHIN_MS, () => done)
    simulation.invariants.check('D9', done, () => `still waiting after ${WITHIN_MS} ms`)
    if (done) {
      let checked = false
      checkEnd(stage, rail).then(() => {
        checked = true
      }, scheduler.fail)
      await scheduler.run(scheduler.nowMs + MINUTE_MS, () => checked)
    }
    await simulation.finish()
    return createLabReport('vesting', seed, simulation)
  })
}

/** D1 of what the ledger is about to commit: what is held is exactly what vestings have not released yet. */
async function inspectLedger({ invariants }: Simulation, tx: ReadTx): Promise<void> {
  const rows = await tx.all('SELECT amount, kept, released FROM vesting ORDER BY seq')
  const owed = rows.reduce(
    (sum, row) => sum + amount(row, 'kept', 'amount') - amount(row, 'released'),
    0n,
  )
  const held = await tx.get(
    'SELECT debits_posted, credits_posted FROM ledger_account WHERE id = ?',
    ['vests:held'],
  )
  const found =
    held === undefined ? 0n : amount(held, 'credits_posted') - amount(held, 'debits_posted')
  invariants.check('D1', owed === found, () => `${found} held, ${owed} to be released`)
}

function amount(row: Row, column: string, other = column): bigint {
  return minorFromBytes((row[column] ?? row[other]) as Uint8Array)
}

async function tell(stage: Stage): Promise<void> {
  const created = await insist(stage, 'distributor', (role) => role.createCampaign(rule))
  const { campaignId, ruleHash } = unwrap(created)
  const people = [{ person: 'ada', claims: {} }]
  await insist(stage, 'distributor', (role) => role.dryRunCampaign(campaignId, people))
  for (const by of ['anna', 'ben']) {
    await insist(stage, 'distributor', (role) =>
      role.announceCampaign({ campaignId, ruleHash, by }),
    )
  }
}

/** Somebody claims as soon as the campaign is open, and what the name says happens to the claim. */
async function come(stage: Stage, person: (typeof PEOPLE)[number]): Promise<void> {
  const { simulation } = stage
  const receipt = await signReceipt(simulation, {
    id: `receipt-${person}`,
    iss: VERIFIER,
    rule,
    outcome: 'accepted',
    person,
    outputs: { entry: person },
    holder: person,
    payee: `account-${person}`,
  })
  const terms = { receipt, holder: person, campaignId: rule.id, payee: `account-${person}` }
  for (;;) {
    const shown = await insist(stage, 'distributor', (role) => role.showCampaign(rule.id))
    if (shown.ok && shown.value.state === 'open') break
    await pause(stage, 200)
  }
  const bytes = await signClaim(simulation, terms)
  const answer = await insist(stage, 'distributor', (role) => role.submitClaim(bytes))
  if (answer.kind !== 'ticket') return simulation.tally(`answers ${answer.reason}`)
  stage.claims.set(person, answer.claimId)
  const { claimId } = answer
  if (person === 'cancelled') {
    await pause(stage, simulation.random.below(5 * MINUTE_MS))
    for (const by of ['anna', 'ben']) {
      await insist(stage, 'distributor', (role) =>
        role.proposeCancel({ claimId, evidence: EVIDENCE, by }),
      )
    }
  } else if (person.startsWith('revoked')) {
    if (person === 'revoked') await pause(stage, simulation.random.below(5 * MINUTE_MS))
    // At once it may still be on its way to the ledger.
    for (let tries = 0; tries < 400; tries += 1) {
      const ended = await insist(stage, 'distributor', (role) =>
        role.cancelVesting(claimId, EVIDENCE),
      )
      if (ended.ok) break
      await pause(stage, 50)
    }
  }
}

async function pauseOnce(stage: Stage): Promise<void> {
  await pause(stage, stage.simulation.random.below(5 * MINUTE_MS))
  await insist(stage, 'distributor', (role) =>
    role.pauseCampaign({ campaignId: rule.id, forMs: 70_000, reason: 'odd', by: 'anna' }),
  )
}

async function untilSettled(stage: Stage): Promise<void> {
  for (;;) {
    const shown = unwrap(await insist(stage, 'distributor', (role) => role.showCampaign(rule.id)))
    const open = PARTIES.some((party) => stage.simulation.custody.openItems(party).length > 0)
    if (shown.state === 'settled' && !open) return
    await pause(stage, TICK_MS)
  }
}

/** What was kept is what was paid, to the account it belongs to; the ledger and the distributor agree about each part. */
async function checkEnd(stage: Stage, rail: SimRail | undefined): Promise<void> {
  const { invariants } = stage.simulation
  let settled = 0n
  let partly = 0
  for (const [person, claimId] of stage.claims) {
    const claim = unwrap(await insist(stage, 'distributor', (role) => role.showClaim(claimId)))
    invariants.check(
      'D9',
      ['settled', 'refused'].includes(claim.state),
      () => `${person}: ${claim.state}`,
    )
    stage.simulation.tally(`claims ${person} ${claim.state}`)
    const own = await insist(stage, 'distributor', (role) => role.showVesting(claimId))
    const ledgers = await insist(stage, 'ledger', (role) =>
      role.showVesting(claimId as string as TransferId),
    )
    if (!own.ok || !ledgers.ok) {
      invariants.check(
        'D5',
        !ledgers.ok,
        () => `${person} has a vesting that the distributor does not know`,
      )
      continue
    }
    const { released, withheld = 0n, releases } = ledgers.value
    settled += released
    if (withheld > 0n && released > 0n) partly += 1
    invariants.check(
      'D4',
      released + withheld === AMOUNT,
      () => `${person}: ${released} and ${withheld}`,
    )
    const isWhole = person.startsWith('paid')
    invariants.check('D4', !isWhole || released === AMOUNT, () => `${person} was paid ${released}`)
    invariants.check(
      'D5',
      own.value.paidMinor === String(released),
      () => `${person}: ${own.value.paidMinor}, ${released}`,
    )
    const receipts = new Set(releases.map(({ receipt }) => receipt))
    invariants.check(
      'D5',
      receipts.size === releases.length,
      () => `${person} has ${receipts.size}`,
    )
    const told = own.value.releases.map(({ number, railReceipt }) => `${number} ${railReceipt}`)
    const known = releases.map(({ number, receipt }) => `${number} ${receipt}`)
    invariants.check('D5', told.join() === known.join(), () => `${told} and ${known}`)
  }
  if (partly > 0) stage.simulation.tally('ended early with a part paid')
  for (const [id, paid] of rail?.paid ?? []) {
    invariants.check('D5', paid.length === 1, () => `${id} was paid ${paid.length} times`)
  }
  const totals = unwrap(await insist(stage, 'ledger', (role) => role.showCampaign(rule.id)))
  const { held, inFlight, reserved, free } = totals
  invariants.check(
    'D1',
    held + inFlight + reserved + free === 0n,
    () => `${held} ${inFlight} ${free}`,
  )
  invariants.check(
    'D1',
    totals.settled === settled,
    () => `${totals.settled} settled, ${settled} paid`,
  )
  invariants.check(
    'D1',
    totals.returned === POOL - settled - totals.forfeited,
    () => `${totals.returned} returned`,
  )
}

async function insist<Name extends RoleName, T>(
  { simulation, roles }: Stage,
  name: Name,
  question: (role: Roles[Name]) => Promise<T>,
): Promise<T> {
  const { scheduler } = simulation
  for (;;) {
    const role = roles[name]()
    const answer = await new Promise<{ readonly value: T } | undefined>((resolve) => {
      const giveUp = scheduler.after(ANSWER_MS, { event: 'client-gave-up', name }, () =>
        resolve(undefined),
      )
      if (role === undefined) return
      question(role).then((value) => {
        giveUp()
        resolve({ value })
      }, scheduler.fail)
    })
    if (answer !== undefined) return answer.value
  }
}

function pause(stage: Stage, ms: number): Promise<void> {
  return new Promise((resolve) => {
    stage.simulation.scheduler.after(ms, { event: 'client-waits' }, resolve)
  })
}
