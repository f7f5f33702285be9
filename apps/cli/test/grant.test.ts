import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { campaignRuleSchema } from '@evenkeel/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXIT } from '../src/exit-codes.ts'
import { makeTempDirectory, makeWorld, runCli } from './support/run-cli.ts'

const root = join(import.meta.dirname, '../../..')
const example = join(root, 'examples/grant')
const temp = makeTempDirectory()
const world = join(temp, 'world')
const rule = join(temp, 'grant.json')
const evidence = 'ab'.repeat(32)

const cli = (...argv: readonly string[]) => runCli('--dir', world, ...argv)
async function json<T>(...argv: readonly string[]): Promise<T> {
  const ended = await cli('--json', ...argv)
  return JSON.parse(ended.stdout) as T
}

beforeAll(async () => {
  const script = [join(example, 'src/with-times.ts'), '--opens', '0', join(example, 'grant.json')]
  writeFileSync(rule, execFileSync(process.execPath, script))
  await makeWorld(world)
}, 60_000)
afterAll(() => rmSync(temp, { recursive: true, force: true }))

describe('the grant of the guide', () => {
  it('is announced by two people after a dry run, and pays who shows what its policy asks for', async () => {
    const { ruleHash } = await json<{ ruleHash: string }>('campaign', 'create', rule)
    const population = ['--population', join(example, 'members.csv')]
    const tried = await cli('campaign', 'dry-run', rule, ...population)
    expect(tried.stdout).toContain('Of 3 people 2 would be paid 700.00 CHF')
    await cli('campaign', 'announce', 'winter-grant', ruleHash, '--as', 'anna')
    const announced = await cli('campaign', 'confirm', 'winter-grant', ruleHash, '--as', 'ben')
    expect(announced.stdout).toContain('winter-grant  OPEN')

    // Neither has all of the claims that the expressions read: children is one that the rule asks for before it reads it.
    const paid = await submit('m-1', 'age=40', 'country=CH')
    expect([paid.code, paid.stdout]).toEqual([EXIT.done, expect.stringContaining('200.00 CHF')])
    const young = await submit('m-2', 'age=17', 'country=CH', 'children=4')
    expect([young.code, young.stdout]).toEqual([
      EXIT.rejected,
      expect.stringContaining('credential_condition_not_met'),
    ])
  }, 60_000)

  it('has a payment whose ground was revoked decided on the command line, and tells what is owed and how to appeal', async () => {
    const large = await submit('m-3', 'age=50', 'country=LI', 'children=4')
    const claim = large.stdout.slice(0, large.stdout.indexOf(' '))
    const record = ['record', claim, '--evidence', evidence, '--as', 'anna']
    const recorded = await cli('receivable', ...record)
    expect(recorded.stdout).toContain(`${claim}  IN_CASE`)
    expect(recorded.stdout).toContain('next: evenkeel case list')

    const caseId = `claw-back.${claim}`
    const listed = await cli('case', 'list')
    expect(listed.stdout).toContain(`${caseId}  OPENED  version 1`)
    expect(listed.stdout).toContain(
      'release: the payment stays; refuse: it is owed back; release if nobody decides by ',
    )
    const decide = (seen: string) =>
      cli('case', 'decide', caseId, '--decision', 'refuse', '--seen', seen, '--as', 'rita')
    const late = await decide('2')
    expect([late.code, late.stderr]).toEqual([
      EXIT.conflict,
      expect.stringContaining('case_conflict'),
    ])
    expect((await decide('1')).stdout).toContain('refuse by rita: it is owed back')
    expect((await cli('case', 'show', caseId)).stdout).toMatch(/decide by rita {2}refuse/)
    expect(await json('case', 'show', caseId)).toMatchObject({ decision: 'refuse', version: 2 })

    const { stdout } = await cli('claim', 'explain', claim)
    expect(stdout).toContain('receivable OWED because revoked_after_payout: 500.00 CHF of 500.00')
    expect(stdout).toMatch(/appeal: Send a POST to \S+\/recovery\/appeal/)
    const list = await cli('receivable', 'list', 'winter-grant')
    expect(list.stdout).toContain('500.00 CHF of 500.00 CHF open, borne by claimant')
  }, 60_000)

  it('has a page of cases that goes on where the last one ended, or is refused', async () => {
    const { items } = await json<{ items: { dueAtMs: number; opening: { caseId: string } }[] }>(
      'case',
      'list',
    )
    const last = items.at(-1)
    const next = await cli('case', 'list', '--after', `${last?.dueAtMs}~${last?.opening.caseId}`)
    expect(next.stdout).toBe('No case waits for anybody.\n')
    expect((await cli('case', 'list', '--after', 'x')).code).toBe(EXIT.usage)
  }, 60_000)
})

it('docs/reference/rule.md names every member of a rule, of its policy and of its allocations', () => {
  const page = readFileSync(join(root, 'docs/reference/rule.md'), 'utf8')
  const { properties } = campaignRuleSchema as unknown as { properties: Record<string, Schema> }
  const names = [
    properties,
    properties.policy?.properties,
    ...(properties.allocation?.anyOf ?? []).map((kind) => kind.properties),
  ].flatMap((each) => Object.keys(each ?? {}))
  expect(names.length).toBeGreaterThan(40)
  expect(names.filter((name) => !new RegExp(`\`[^\`]*\\b${name}\\b`).test(page))).toEqual([])
})

interface Schema {
  readonly properties?: Record<string, Schema>
  readonly anyOf?: readonly Schema[]
}

async function submit(member: string, ...claims: readonly string[]) {
  const pairs = [`member_id=${member}`, ...claims].flatMap((pair) => ['--claim', pair])
  const { credentialId } = await json<{ credentialId: string }>('credential', 'issue', ...pairs)
  const where = ['--payout', `purse-${member}`, '--campaign', 'winter-grant']
  return cli('claim', 'submit', '--credential', credentialId, ...where)
}
