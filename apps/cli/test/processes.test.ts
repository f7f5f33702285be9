import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canSharePorts, demoCampaignRule } from '@evenkeel/node'
import { afterAll, describe, expect, it } from 'vitest'
import { EXIT } from '../src/exit-codes.ts'
import { launcher, makeTempDirectory, makeWorld, runCli } from './support/run-cli.ts'

const root = makeTempDirectory()

afterAll(() => rmSync(root, { recursive: true, force: true }))

interface WorldUp {
  readonly child: ChildProcess
  readonly ended: Promise<{
    readonly code: number | null
    readonly stdout: string
    readonly stderr: string
  }>
  /** Resolves with what matches when either stream has said it. */
  said(words: RegExp): Promise<string>
}

function worldUp(directory: string, ...flags: readonly string[]): WorldUp {
  const where = ['--listen', '127.0.0.1:0', ...flags]
  const child = spawn(process.execPath, [launcher, '--dir', directory, 'world', 'up', ...where])
  let stdout = ''
  let stderr = ''
  const listeners = new Set<() => void>()
  const hear = (add: (text: string) => void) => (chunk: Buffer) => {
    add(chunk.toString())
    for (const listener of listeners) listener()
  }
  child.stdout.on(
    'data',
    hear((text) => {
      stdout += text
    }),
  )
  child.stderr.on(
    'data',
    hear((text) => {
      stderr += text
    }),
  )
  const ended = new Promise<Awaited<WorldUp['ended']>>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
  const said = (words: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const listener = () => {
        const [found] = words.exec(stdout) ?? words.exec(stderr) ?? []
        if (found !== undefined) resolve(found)
      }
      listeners.add(listener)
      listener()
      child.on('close', () => reject(new Error(`ended without ${words}:\n${stdout}${stderr}`)))
    })
  return { child, ended, said }
}

function walBytes(directory: string): number {
  return statSync(join(directory, 'ledger.db-wal'), { throwIfNoEntry: false })?.size ?? 0
}

async function settledMinor(directory: string): Promise<string> {
  const shown = await runCli('--dir', directory, '--json', 'campaign', 'show', 'demo-grant')
  return (JSON.parse(shown.stdout) as { readonly money: { readonly settled: string } }).money
    .settled
}

describe('world up', () => {
  it('stops in order at a signal, also while it waits, and the next start continues', async () => {
    const directory = join(root, 'signals')
    const first = worldUp(directory)
    await first.said(/^up;/m)
    first.child.kill('SIGINT')
    expect(await first.ended).toMatchObject({ code: EXIT.done })
    expect(walBytes(directory)).toBe(0)

    // verifier-b now holds a list whose lease has to end before it refuses, so this life has something to wait for.
    const second = worldUp(directory)
    await second.said(/^waiting at most .* for the lease of .* verifier-b/m)
    second.child.kill('SIGTERM')
    const ended = await second.ended
    expect(ended.code).toBe(EXIT.done)
    expect(ended.stderr).toMatch(/^continued world of 11 parties/)
    expect(ended.stderr).toMatch(/^stopped;/m)
    expect(walBytes(directory)).toBe(0)
    expect(await settledMinor(directory)).toBe('20000')
  })

  it('continues after it was killed at any moment, without losing or repeating a payment', async () => {
    const directory = join(root, 'killed')
    const first = worldUp(directory)
    await first.said(/^claimed/m)
    first.child.kill('SIGKILL')
    expect((await first.ended).code).toBe(null)
    const custody = await runCli('--dir', directory, 'log', 'verify')
    expect(custody.code).toBe(EXIT.done)
    expect(await settledMinor(directory)).toBe('10000')
  })

  it('stops when nobody reads it any more', async () => {
    const { child, ended, said } = worldUp(join(root, 'unread'))
    await said(/^issued/m)
    child.stdout?.destroy()
    const { code, stderr } = await ended
    expect(code).toBe(EXIT.done)
    expect(stderr).not.toContain('EPIPE')
  })
})

/** The processes that a process has started and that live. */
function childrenOf(pid: number | undefined): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return children.split(' ').filter(Boolean).map(Number)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe.runIf(canSharePorts)('world up with several processes', () => {
  it('replaces one that was killed, and stops all of them at a signal', async () => {
    const directory = join(root, 'several')
    const { child, ended, said } = worldUp(directory, '--processes', '2')
    const url = (await said(/listening on \S+/)).replace('listening on ', '')
    await said(/^up;/m)
    await said(/^2 processes serve$/m)
    const [killed = 0] = childrenOf(child.pid)
    process.kill(killed, 'SIGKILL')
    await said(/a process that served ended \(SIGKILL\); another one is started/)
    await said(/(^2 processes serve$[\s\S]*){2}/m)
    expect(await (await fetch(`${url}/load`)).json()).toMatchObject({ processes: 2 })
    const [replaced = 0] = childrenOf(child.pid)
    expect(replaced).not.toBe(killed)
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect([code, isAlive(replaced)]).toEqual([EXIT.done, false])
    expect(stderr.match(/another one is started/g)).toHaveLength(1)
    expect(walBytes(directory)).toBe(0)
    expect(await settledMinor(directory)).toBe('10000')
  })

  it('leaves none of them behind when it is killed itself', async () => {
    const { child, ended, said } = worldUp(join(root, 'several-killed'), '--processes', '2')
    await said(/^2 processes serve$/m)
    child.kill('SIGKILL')
    // Its worker has its stream too, which closes when both have ended.
    expect((await ended).code).toBe(null)
  })

  it('is refused when there is no port to share', async () => {
    const flags = ['world', 'up', '--processes', '2', '--no-http']
    const { code, stderr } = await runCli('--dir', join(root, 'unserved'), ...flags)
    expect(code).toBe(EXIT.usage)
    expect(stderr).toContain('--processes is about serving.')
  })
})

describe('a process', () => {
  it('takes no more memory for a table of 100 MB than for none', async () => {
    const directory = join(root, 'memory')
    await makeWorld(directory)
    const rule = demoCampaignRule(Date.now() as Parameters<typeof demoCampaignRule>[0])
    const ruleFile = join(root, 'rule.json')
    writeFileSync(
      ruleFile,
      JSON.stringify({
        ...rule,
        id: 'large',
        policy: { ...rule.policy, outputs: { entry: 'member_id' } },
        allocation: { kind: 'table', rows: 10, layout: 'rfc6962', root: '0'.repeat(64) },
      }),
    )
    const small = join(root, 'small.csv')
    const large = join(root, 'large.csv')
    writeFileSync(small, 'a,1\n')
    writeFileSync(large, '')
    truncateSync(large, 100 * 1_048_576)
    const create = (table: string) =>
      peakRssKib(['--dir', directory, 'campaign', 'create', ruleFile, '--table', table])
    const [baseline, peak] = [await create(small), await create(large)]
    expect(peak - baseline).toBeLessThan(50 * 1_024)
  })
})

/** Runs a command that is refused and returns the most memory that it held, in KiB. */
function peakRssKib(argv: readonly string[]): Promise<number> {
  const report = `process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS))`
  return new Promise((resolve, reject) => {
    const args = [
      '--import',
      `data:text/javascript,${encodeURIComponent(report)}`,
      launcher,
      ...argv,
    ]
    const child = spawn(process.execPath, args)
    let stderr = ''
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('close', () => {
      const [, peak] = /peak (\d+)$/.exec(stderr) ?? []
      if (peak === undefined || !stderr.includes('campaign_table_mismatch'))
        reject(new Error(stderr))
      else resolve(Number(peak))
    })
  })
}
