import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXIT } from '../src/exit-codes.ts'
import { issueIn, makeTempDirectory, makeWorld, runCli } from './support/run-cli.ts'

const root = makeTempDirectory()
const world = join(root, 'world')
const run = (...argv: readonly string[]) => runCli('--dir', world, '--json', ...argv)

beforeAll(() => makeWorld(world))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('evenkeel verdict diff', () => {
  it('tells why a credential that worked yesterday is refused today, from what verify printed', async () => {
    const credential = await issueIn(world, 'm-diff')
    const [before, after] = [join(root, 'before.json'), join(root, 'after.json')]
    writeFileSync(before, (await run('credential', 'verify', credential)).stdout)
    await run('credential', 'revoke', credential, '--reason', 'key_compromise', '--yes')
    const verify = ['credential', 'verify', credential, '--verifier', 'verifier-b']
    writeFileSync(after, (await run(...verify)).stdout)
    const { code, stdout } = await run('verdict', 'diff', before, after)
    expect(code).toBe(EXIT.done)
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'evenkeel.verdict-diff/v1',
      sentence: expect.stringMatching(/verifier-a accepted it.*verifier-b rejected it/),
      first: 'status',
    })
    const reconciled = JSON.parse((await run('credential', 'reconcile', credential)).stdout)
    expect(reconciled).toMatchObject({ schema: 'evenkeel.reconciliation/v1' })
    const told = await runCli('--dir', world, 'verdict', 'diff', before, after)
    expect(told.stdout.split('\n')[0]).toContain('credential_revoked')
  })

  it('refuses what is neither a verdict nor a receipt', async () => {
    const noVerdict = join(root, 'none.json')
    writeFileSync(noVerdict, '{"verdict":null}')
    const unusable = await run('verdict', 'diff', noVerdict, noVerdict)
    expect(unusable.code).toBe(EXIT.usage)
    expect(JSON.parse(unusable.stdout)).toMatchObject({ code: 'file_not_usable' })
    const unknown = await run('verdict', 'diff', 'rcpt-1', 'rcpt-2')
    expect(unknown.code).toBe(EXIT.notFound)
    expect(JSON.parse(unknown.stdout)).toMatchObject({ code: 'receipt_unknown' })
  })
})
