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
const LATER = '2126-01-01T00:00:00Z'

beforeAll(() => makeWorld(world))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('an announced change on the command line', () => {
  it('says when it stops everywhere, is shown, and is cancelled by its own name or the credential’s', async () => {
    const credential = await issueIn(world, 'm-announced')
    const inAYear = new Date(Date.now() + 300 * 86_400_000).toISOString()
    const suspend = ['credential', 'suspend', credential, '--reason', 'unpaid']
    const later = ['--mode', 'online', '--not-before', inAYear]
    expect(await run(...suspend, ...later)).toMatchObject({ wouldSuspend: 1 })
    const ordered = await run(...suspend, ...later, '--yes')
    expect(ordered).toMatchObject({ act: expect.any(String), onlineByMs: expect.any(Number) })
    expect(ordered.effectiveEverywhereAtMs).toBeGreaterThanOrEqual(Date.parse(inAYear))
    const { act } = ordered
    expect((await run('credential', 'show', credential)).pending).toMatchObject([
      { act, status: 'suspended', mode: 'online' },
    ])
    expect((await read('credential', 'show', credential)).stdout).toContain(
      `because unpaid (online, ${act})`,
    )
    expect(await run('credential', 'cancel-act', act)).toMatchObject({ wouldCancel: 1, act })
    const cancelled = await run('credential', 'cancel-act', credential, '--yes')
    expect(cancelled).toMatchObject({ code: EXIT.done, credentialId: credential, act })
    // By its name it can be repeated; of the credential nothing is announced any more.
    expect((await run('credential', 'cancel-act', act, '--yes')).code).toBe(EXIT.done)
    expect((await run('credential', 'cancel-act', credential, '--yes')).code).toBe('not_found')
    expect(await run('credential', 'show', credential)).not.toHaveProperty('pending')
  })

  it('that is over is not cancelled, and the refusal says what became of it', async () => {
    const credential = await issueIn(world, 'm-over')
    const revoke = (reason: string) =>
      run('credential', 'revoke', credential, '--reason', reason, '--yes')
    const { act } = await revoke('left')
    await revoke('stolen')
    const refused = await read('credential', 'cancel-act', act, '--yes')
    expect(refused.code).toBe(EXIT.conflict)
    expect(refused.stderr).toContain('verifiers may act on it (DESIGN §5, drain). (replaced)')
    expect(refused.stderr).toContain('code: act_cannot_be_cancelled')
  })

  it('is told in words: when it counts, and how soon what needs an online proof is held', async () => {
    const credential = await issueIn(world, 'm-words')
    const revoke = ['credential', 'revoke', credential, '--reason', 'left', '--yes']
    const { stdout } = await read(...revoke, '--mode', 'online')
    expect(stdout).toMatch(/announced by act-\S+ that cred-\S+ will be revoked because left/)
    expect(stdout).toMatch(/stops everywhere at \S+, and nowhere before/)
    // A period of 15 s and twice a clock bound of 2 s.
    expect(stdout).toContain('what needs an online proof is held within 19.0 s of publication')
  })

  it('of which there are several is not guessed', async () => {
    const credential = await issueIn(world, 'm-several')
    const order = (verb: string, days: number) =>
      run(
        ...['credential', verb, credential, '--reason', 'season', '--yes', '--not-before'],
        new Date(Date.now() + days * 86_400_000).toISOString(),
      )
    const first = await order('suspend', 10)
    const second = await order('reinstate', 20)
    const refused = await read('credential', 'cancel-act', credential, '--yes')
    expect(refused.code).toBe(EXIT.usage)
    expect(refused.stderr).toContain(`name one of ${first.act}, ${second.act}`)
  })

  it('is refused for a time that no issuer announces so far ahead', async () => {
    const credential = await issueIn(world, 'm-far')
    const revoke = ['credential', 'revoke', credential, '--reason', 'left', '--yes']
    expect((await run(...revoke, '--not-before', LATER)).code).toBe('malformed_message')
    const immediate = ['--mode', 'immediate', '--not-before', '2026-12-01T00:00:00Z']
    expect((await run(...revoke, ...immediate)).code).toBe('malformed_message')
  })
})

const MEGABYTE = 'a'.repeat(1_048_576)
const revokeX = ['credential', 'revoke', 'cred-x', '--reason', 'left', '--yes']
const newWorld = ['world', 'up', '--once']
const odd: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['--mode', revokeX, ['', 'now', 'Online', 'coordinated ', MEGABYTE]],
  [
    '--not-before',
    revokeX,
    ['', 'tomorrow', '2026-02-30T00:00:00Z', '1800000000000', '2026-12-01', MEGABYTE],
  ],
  ['--lease', newWorld, ['', '60', '2min', '24H', 'toString', MEGABYTE]],
  ['--clock-bound', newWorld, ['', '-1', '1.5', '61', 'NaN', '0x10', '٣', MEGABYTE]],
]

it.each(
  odd.flatMap(([flag, argv, values]) =>
    values.map((value) => [`${flag} with “${value.slice(0, 20)}”`, flag, argv, value] as const),
  ),
)('%s is refused as a mistake in the command', async (_, flag, argv, value) => {
  const refused = await read(...argv, flag, value)
  expect(refused.code).toBe(EXIT.usage)
  expect(refused.stderr).toContain('code: command_malformed')
  expect(refused.stderr.length).toBeLessThan(1_000)
})

describe('the leases of a world on the command line', () => {
  it('are chosen when it is made, told at each start, and stay', async () => {
    const directory = join(root, 'hourly')
    const up = (...more: readonly string[]) =>
      runCli('--dir', directory, 'world', 'up', '--once', ...more)
    const made = await up('--lease', '1h', '--clock-bound', '5')
    expect(made.code).toBe(EXIT.done)
    const times = 'status leases of 1h, clocks within 5.0 s: an announced change counts everywhere'
    expect(made.stderr).toContain(`${times} after 75 min at most`)
    const other = await up('--lease', '5min')
    expect(other.stderr).toContain('made with leases of 1h and a clock bound of 5000 ms')
    expect(other.stderr).toContain('code: lease_rule_unworkable')
    const issued = await issueIn(directory, 'm-hourly')
    const revoke = ['credential', 'revoke', issued, '--reason', 'left', '--yes']
    const { stdout } = await runCli('--dir', directory, '--json', ...revoke)
    const { publishedAtMs, effectiveEverywhereAtMs } = JSON.parse(stdout)
    expect(effectiveEverywhereAtMs - publishedAtMs).toBeGreaterThan(1_800_000)
  })

  it('are refused in words when no verifier could keep up with them', async () => {
    const directory = join(root, 'hasty')
    const refused = await runCli(
      ...['--dir', directory, 'world', 'up', '--once', '--lease', '60s', '--clock-bound', '30'],
    )
    expect(refused.code).not.toBe(EXIT.done)
    expect(refused.stderr).toContain('The world cannot have the times that are asked for.')
    expect(refused.stderr).toContain('the lease of 60000 ms has to be above 77000 ms')
    expect(refused.stderr).toContain('take a longer lease')
  })
})
