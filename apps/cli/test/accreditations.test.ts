import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXIT } from '../src/exit-codes.ts'
import { issueIn, makeTempDirectory, makeWorld, runCli } from './support/run-cli.ts'

const root = makeTempDirectory()
const world = join(root, 'world')
const read = (...argv: readonly string[]) => runCli('--dir', world, ...argv)
const run = async (...argv: readonly string[]) => {
  const { code, stdout } = await runCli('--dir', world, '--json', ...argv)
  return { code, ...JSON.parse(stdout) }
}

beforeAll(() => makeWorld(world))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('an act upon an accreditation on the command line', () => {
  it('says when it counts everywhere, is listed until then, and can be taken back', async () => {
    const inAYear = new Date(Date.now() + 300 * 86_400_000).toISOString()
    const withdraw = ['accreditation', 'withdraw', 'issuer-sloppy', '--reason', 'request']
    expect(await run(...withdraw, '--not-before', inAYear)).toMatchObject({ wouldWithdraw: 1 })
    const ordered = await run(...withdraw, '--not-before', inAYear, '--yes')
    const { actId } = ordered.act
    expect(ordered).toMatchObject({
      code: EXIT.done,
      state: 'applied',
      effects: [{ actId, state: 'announced' }],
    })
    const [{ effectiveAtMs }] = ordered.effects
    expect(effectiveAtMs).toBeGreaterThanOrEqual(Date.parse(inAYear))
    expect((await run('accreditation', 'list')).announced).toMatchObject([
      { effectiveAtMs, record: { actId, party: 'issuer-sloppy', status: 'withdrawn' } },
    ])
    expect((await read('accreditation', 'list')).stdout).toMatch(
      /from \S+: issuer-sloppy {2}may issue {2}withdrawn because request/,
    )
    expect(await run('accreditation', 'cancel-act', actId)).toMatchObject({ wouldCancel: 1 })
    expect(await run('accreditation', 'cancel-act', actId, '--yes')).toMatchObject({
      code: EXIT.done,
      effects: [{ state: 'cancelled', effectiveAtMs }],
    })
    expect((await run('accreditation', 'list')).announced).toEqual([])
    expect((await run('accreditation', 'cancel-act', actId, '--yes')).code).toBe('not_found')
  })

  it('that counts at once ends every credential of the issuer', async () => {
    const credential = await issueIn(world, 'm-suspended')
    const suspended = await read(
      ...['accreditation', 'suspend', 'issuer-strict', '--reason', 'fraud', '--yes'],
    )
    expect(suspended.stdout).toMatch(/issuer-strict is suspended because fraud, by act-/)
    expect(suspended.stdout).toMatch(/counts everywhere at \S+, when the last older list ends/)
    expect((await run('credential', 'verify', credential)).verdict).toMatchObject({
      reason: 'credential_issuer_suspended',
    })
    const back = await read(
      ...['accreditation', 'reinstate', 'issuer-strict', '--reason', 'cleared', '--yes'],
    )
    expect(back.stdout).toMatch(/counts everywhere at \S+, and nowhere before/)
  })
})

const MEGABYTE = 'a'.repeat(1_048_576)
const suspendX = ['accreditation', 'suspend', 'issuer-x', '--reason', 'left', '--yes']
const odd: readonly (readonly [string, readonly string[]])[] = [
  ['--mode', ['', 'online', 'Immediate', MEGABYTE]],
  ['--not-before', ['', 'tomorrow', '1800000000000', MEGABYTE]],
  ['--reason', ['', 'Key Compromise', MEGABYTE]],
]

it.each(
  odd.flatMap(([flag, values]) =>
    values.map((value) => [`${flag} with “${value.slice(0, 20)}”`, flag, value] as const),
  ),
)('%s is refused as a mistake in the command upon an accreditation', async (_, flag, value) => {
  const refused = await read(...suspendX, flag, value)
  expect(refused.code).toBe(EXIT.usage)
  expect(refused.stderr).toContain('code: command_malformed')
  expect(refused.stderr.length).toBeLessThan(1_000)
})

it.each([
  ['nobody', 'issuer-x'],
  ['a verifier', 'verifier-a'],
  ['a megabyte', MEGABYTE],
  ['control characters', 'a\u0000\u001b[31m'],
  ['a prototype', '__proto__'],
])('%s has no accreditation to suspend', async (_, issuer) => {
  const refused = await read(...suspendX.with(2, issuer))
  expect(refused.code).toBe(EXIT.notFound)
  expect(refused.stderr.length).toBeLessThan(1_000)
})
