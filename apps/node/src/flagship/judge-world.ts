import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { ClaimExplanation } from '@evenkeel/distributor'
import { brandId, type ClaimId, encodeHex, sha256, unwrap } from '@evenkeel/kernel'
import { assertConserved, isBalanced } from '@evenkeel/ledger'
import { openClaimFile } from '../replay/claim-file.ts'
import { type DropRow, readDrop } from '../replay/read-drop.ts'
import { EXPLAINED_AT_A_TIME, FAULTS_LISTED_MAX, RECHECK_SLACK_MS } from './limits.ts'
import { ACCREDITATION_LEASE_MS, type FlagshipWorld } from './open-flagship.ts'
import { issuerOf, WITHDRAWN_ISSUER } from './prepare-presented.ts'
import type { WorldArguments, WorldJudged } from './protocol.ts'

/** Counts what was looked at, and lists the first faults. */
interface Checks {
  check(name: string, holds: boolean, detail: () => string): void
  readonly counts: Record<string, number>
  readonly violations: string[]
}

function createChecks(): Checks {
  const counts: Record<string, number> = {}
  const violations: string[] = []
  return {
    counts,
    violations,
    check(name, holds, detail) {
      counts[name] = (counts[name] ?? 0) + 1
      if (!holds && violations.length < FAULTS_LISTED_MAX) violations.push(`${name}: ${detail()}`)
    },
  }
}

/** What became of every claim of the drop, by the stories that claimants are told and the books that the money is in. */
export async function judgeWorld(
  flagship: FlagshipWorld,
  given: WorldArguments,
  withdrawnAtMs: number | undefined,
  tell: (judged: number) => void,
): Promise<WorldJudged> {
  const { distributor, ledger } = rolesOf(flagship)
  const checks = createChecks()
  const states: Record<string, number> = {}
  const refusals: Record<string, number> = {}
  const ofWithdrawnIssuer = { paid: 0, refused: 0 }
  const settledPath = join(given.directory, 'settled.txt')
  const settled = openSync(settledPath, 'w')
  const file = openClaimFile(given.directory)
  let judged = 0

  function judge(row: DropRow, claimId: ClaimId, story: ClaimExplanation): void {
    const { state, amountMinor, railReceipt, reason } = story
    const isOfWithdrawn = issuerOf(row.index) === WITHDRAWN_ISSUER
    states[state] = (states[state] ?? 0) + 1
    const isExplained = story.terminal && story.words !== '' && (state !== 'refused' || reason)
    checks.check('D9', Boolean(isExplained), () => `${claimId} is ${state}: ${story.words}`)
    checks.check('D3', amountMinor === row.amountMinor, () => `${claimId} has ${amountMinor}`)
    if (state === 'settled') {
      checks.check('D5', railReceipt !== undefined, () => `${claimId} was paid without a receipt`)
      writeSync(settled, `${row.account} ${amountMinor} ${railReceipt}\n`)
    } else {
      const code = reason?.code ?? state
      refusals[code] = (refusals[code] ?? 0) + 1
      checks.check('D6', isOfWithdrawn, () => `${claimId} of a steady issuer is ${state}: ${code}`)
    }
    if (!isOfWithdrawn || withdrawnAtMs === undefined) return
    ofWithdrawnIssuer[state === 'settled' ? 'paid' : 'refused'] += 1
    const ordered = story.steps.find((step) => step.state === 'settling')
    const lateMs = (ordered?.atMs ?? 0) - withdrawnAtMs - ACCREDITATION_LEASE_MS - RECHECK_SLACK_MS
    checks.check('D6', lateMs <= 0, () => `${claimId} was ordered ${lateMs} ms too late`)
  }

  async function judgeRows(rows: readonly DropRow[]): Promise<void> {
    const ids = rows.map(({ index }) => claimIdIn(file.read(index)))
    const stories = await Promise.all(ids.map((id) => distributor.explainClaim(id)))
    for (const [position, row] of rows.entries()) {
      const claimId = ids[position] as ClaimId
      const story = stories[position]
      checks.check('P3', story?.ok === true, () => `the claim ${claimId} was lost`)
      if (story?.ok === true) judge(row, claimId, story.value)
    }
    judged += rows.length
    tell(judged)
  }

  let some: DropRow[] = []
  for await (const row of readDrop(given.data, given.limit)) {
    some.push(row)
    if (some.length < EXPLAINED_AT_A_TIME) continue
    await judgeRows(some)
    some = []
  }
  await judgeRows(some)
  file.close()
  closeSync(settled)
  await judgeBooks(ledger, given, checks)
  return {
    states,
    refusals,
    ofWithdrawnIssuer,
    checks: checks.counts,
    violations: checks.violations,
    settledPath,
  }
}

function rolesOf({ world }: FlagshipWorld) {
  return { distributor: world.the('distributor').role, ledger: world.the('ledger').role }
}

/** The claim's id follows from its receipt. */
function claimIdIn(submission: Uint8Array): ClaimId {
  const { receipt } = JSON.parse(Buffer.from(submission).toString()) as { receipt: string }
  return brandId<ClaimId>(`c${encodeHex(sha256(receipt)).slice(0, 40)}`)
}

/** D1 and D12: value conserved, nothing on its way any more, and balances that follow from the journal alone. */
async function judgeBooks(
  ledger: ReturnType<typeof rolesOf>['ledger'],
  { rule }: WorldArguments,
  { check }: Checks,
): Promise<void> {
  const before = unwrap(await ledger.showCampaign(rule.id))
  assertConserved(before)
  const onTheWay = before.inFlight + before.reserved + before.held
  check('D1', onTheWay === 0n, () => `${onTheWay} is still on its way`)
  const trial = await ledger.trialBalance()
  check('D1', trial.every(isBalanced), () => 'the trial balance is not zero')
  const rebuilt = await ledger.rebuild()
  check('D12', rebuilt.ok, () => 'the journal is not sound')
  const after = unwrap(await ledger.showCampaign(rule.id))
  const isSame = Object.entries(before).every(([name, value]) => Reflect.get(after, name) === value)
  check('D12', isSame, () => 'the balances do not follow from the journal')
}
