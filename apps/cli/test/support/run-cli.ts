import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFilePlatform, openWorld, seedDemo, worldParties } from '@evenkeel/node'
import { main } from '../../src/main.ts'

/** How one command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Path of the launcher. */
export const launcher: string = join(import.meta.dirname, '../../bin/evenkeel.mjs')

/** Runs a command in this process: fast, and everything but the process itself is real. */
export function runCli(...argv: readonly string[]): Promise<Ended> {
  return runHere(argv, false)
}

/** The same, as if somebody looked at it. */
export function runOnTerminal(...argv: readonly string[]): Promise<Ended> {
  return runHere(argv, true)
}

async function runHere(argv: readonly string[], terminal: boolean): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  const never = new AbortController().signal
  const code = await main(argv, {
    stdout: (text) => {
      stdout += text
    },
    stderr: (text) => {
      stderr += text
    },
    colour: false,
    terminal,
    unread: never,
    catchInterrupts: () => never,
  })
  return { code, stdout, stderr }
}

/** Runs a command as a process of its own. */
export function spawnCli(...argv: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [launcher, ...argv])
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk) => {
      stdout += chunk
    })
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}

/** An empty directory for one test file, which removes it. */
export function makeTempDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'evenkeel-cli-'))
}

/** Makes a world with its issuers and its campaign, in which nothing has happened yet. */
export async function makeWorld(directory: string): Promise<void> {
  const platform = openFilePlatform({ directory, parties: worldParties })
  try {
    const world = await openWorld(platform)
    await seedDemo(world, platform)
    await world.quiesce()
  } finally {
    await platform.close()
  }
}

/** Issues a credential in a world and returns its id. */
export async function issueIn(directory: string, memberId: string): Promise<string> {
  const claims = ['--claim', `member_id=${memberId}`, '--claim', 'tier=gold']
  const issued = await runCli('--dir', directory, '--json', 'credential', 'issue', ...claims)
  return (JSON.parse(issued.stdout) as { readonly credentialId: string }).credentialId
}
