import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { brandId, type ClaimId, encodeHex, sha256, unwrap } from '@evenkeel/kernel'
import { assertConserved, isBalanced } from '@evenkeel/ledger'
import { openClaimFile } from '../replay/claim-file.ts'
import { type DropRow, readDrop } from '../replay/read-drop.ts'
import { type Checks, createChecks } from './checks.ts'
import { judgeStories } from './judge-stories.ts'
import { EXPLAINED_AT_A_TIME } from './limits.ts'
import type { FlagshipWorld } from './open-flagship.ts'
import type { WorldArguments, WorldJudged } from './protocol.ts'

/** What became of every claim of the drop, by the stories that claimants are told and the books that the money is in. */
export async function judgeWorld(
  flagship: FlagshipWorld,
  given: WorldArguments,
  withdrawnAtMs: number | undefined,
  tell: (judged: number) => void,
): Promise<WorldJudged> {
  const { distributor, ledger } = rolesOf(flagship)
  const checks = createChecks()
  const stories = judgeStories(checks, withdrawnAtMs)
  const settledPath = join(given.directory, 'settled.txt')
  const settled = openSync(settledPath, 'w')
  const file = openClaimFile(given.directory)
  let judged = 0

  async function judgeRows(rows: readonly DropRow[]): Promise<void> {
    const ids = rows.map(({ index }) => claimIdIn(file.read(index)))
    const told = await Promise.all(ids.map((id) => distributor.explainClaim(id)))
    for (const [position, row] of rows.entries()) {
      const claimId = ids[position] as ClaimId
      const story = told[position]
      checks.check('P3', story?.ok === true, () => `the claim ${claimId} was lost`)
      if (story?.ok !== true) continue
      stories.judge(row, story.value)
      const { state, amountMinor, railReceipt } = story.value
      if (state === 'settled') writeSync(settled, `${row.account} ${amountMinor} ${railReceipt}\n`)
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
    states: stories.states,
    refusals: stories.refusals,
    ofWithdrawnIssuer: stories.ofWithdrawnIssuer,
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
