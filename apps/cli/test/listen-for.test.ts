import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openListener } from '@evenkeel/node'
import { afterAll, describe, expect, it } from 'vitest'
import { EXIT } from '../src/exit-codes.ts'
import { makeTempDirectory, makeWorld, runCli } from './support/run-cli.ts'

const root = makeTempDirectory()
afterAll(() => rmSync(root, { recursive: true, force: true }))

const up = (directory: string, ...options: readonly string[]) =>
  runCli('--dir', join(root, directory), 'world', 'up', ...options)

describe('world up does not listen', () => {
  it.each([
    ['where other machines reach it', ['--listen', '0.0.0.0:0'], 'other machines'],
    ['nowhere in particular', ['--listen', 'somewhere'], 'host:port'],
    ['on a port that is none', ['--listen', '127.0.0.1:70000'], 'host:port'],
    ['elsewhere for a world of another machine', ['--public-url', 'https://x.example'], '--listen'],
  ])('%s unless it is told what that means', async (_where, options, words) => {
    const { code, stderr } = await up('none', ...options)
    expect(code).toBe(EXIT.usage)
    expect(stderr).toContain(words)
  })

  it('on a port that is taken, and says what to do', async () => {
    const taken = await openListener({ host: '127.0.0.1', port: 0 })
    const { code, stderr } = await up('taken', '--listen', new URL(taken.url).host)
    await taken.close()
    expect(code).toBe(EXIT.usage)
    expect(stderr).toContain('code: address_not_usable')
    expect(stderr).toContain('--no-http')
  })

  it('for another URL than the one that its world has signed with', async () => {
    await makeWorld(join(root, 'moved'))
    const { code, stderr } = await up('moved', '--once', '--public-url', 'https://new.example')
    expect(code).toBe(EXIT.usage)
    expect(stderr).toContain('which stands in what it has signed')
  })
})
