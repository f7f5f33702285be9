import { type ChildProcess, spawn } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NODE_FLAGS } from '../../bench/burst/pinned-process.ts'
import { repoRoot } from '../repo.ts'

// Loaded before the launcher, this makes it believe that it runs on a Node too old for TypeScript.
const pretendNode20 = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})`

const mainSource = `export async function main(args: readonly string[]): Promise<number> {
  const greet = () => console.log(JSON.stringify(args), process.versions.node)
  if (args[0] !== 'wait') {
    greet()
    if (args[0] === 'flags') console.log(JSON.stringify(process.execArgv))
    return 3
  }
  return new Promise((resolve) => {
    const idle = setInterval(() => 1, 1_000)
    process.on('SIGTERM', () => {
      clearInterval(idle)
      resolve(7)
    })
    greet()
  })
}
`

let checkout = ''
const launcher = 'apps/cli/bin/evenkeel.mjs'

beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'evenkeel-launcher-'))
  cpSync(join(repoRoot, launcher), join(checkout, launcher))
  mkdirSync(join(checkout, 'apps/cli/src'))
  writeFileSync(join(checkout, 'apps/cli/src/main.ts'), mainSource)
  mkdirSync(join(checkout, 'node_modules'))
  symlinkSync(join(repoRoot, 'node_modules/node'), join(checkout, 'node_modules/node'))
})

afterAll(() => rmSync(checkout, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Starts Node with these arguments; `whenTalking` is called once the process has printed something. */
function run(args: readonly string[], whenTalking?: (child: ChildProcess) => void): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args)
    let stdout = ''
    let stderr = ''
    child.stdout.once('data', () => whenTalking?.(child))
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
}

describe('the launcher', () => {
  const onOldNode = (...args: string[]) => ['--import', pretendNode20, ...args]

  it('runs main with the arguments, ends with its code and warns of nothing', async () => {
    const ended = await run([join(checkout, launcher), 'log', 'verify'])
    expect(ended.stdout).toBe(`["log","verify"] ${process.versions.node}\n`)
    expect(ended.code).toBe(3)
    expect(ended.stderr).toBe('')
  })

  it('hands over to the pinned Node when its own is too old', async () => {
    const ended = await run(onOldNode(join(checkout, launcher), 'log', 'verify'))
    expect(ended.stdout).toBe(`["log","verify"] ${process.versions.node}\n`)
    expect(ended.code).toBe(3)
  })

  it('hands its memory to the pinned Node too', async () => {
    const ended = await run([...NODE_FLAGS, ...onOldNode(join(checkout, launcher), 'flags')])
    expect(ended.stdout.split('\n')[1]).toBe(JSON.stringify(NODE_FLAGS))
  })

  it('has the same flags as a command, as npm start and in the bench', () => {
    const [shebang] = readFileSync(join(repoRoot, launcher), 'utf8').split('\n')
    expect(shebang).toBe(['#!/usr/bin/env -S node', ...NODE_FLAGS].join(' '))
    const { scripts } = JSON.parse(readFileSync(join(repoRoot, 'package.json'), 'utf8'))
    expect(scripts.start).toBe(['node', ...NODE_FLAGS, launcher, 'world up'].join(' '))
  })

  it('passes a signal on and ends as the pinned Node ends', async () => {
    const term = await run(onOldNode(join(checkout, launcher), 'wait'), (child) =>
      child.kill('SIGTERM'),
    )
    expect(term).toMatchObject({ code: 7, signal: null })
    const hangUp = await run(onOldNode(join(checkout, launcher), 'wait'), (child) =>
      child.kill('SIGHUP'),
    )
    expect(hangUp).toMatchObject({ code: null, signal: 'SIGHUP' })
  })

  it('says what to do when no Node is new enough', async () => {
    const alone = join(checkout, 'alone.mjs')
    cpSync(join(repoRoot, launcher), alone)
    rmSync(join(checkout, 'node_modules'), { recursive: true })
    const ended = await run(onOldNode(alone))
    expect(ended.code).toBe(1)
    expect(ended.stderr).toContain('Run `npm ci`')
  })
})
