import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { WORLD_START_MS_MAX } from './limits.ts'

/** What the process of a world tells the bench. */
export interface WorldAddress {
  /** Every party is below it. */
  readonly url: string
  /** API key of the strict issuer that may issue. */
  readonly issuerKey: string
}

/**
 * Starts a demo world of its own in a process of its own, runs the work against it, and stops it. Its files lie beside the checkout's other
 * worlds, so on a disk, where fsync means something; they are removed at the end. Throws when anything in the world threw.
 */
export async function withWorld<T>(work: (address: WorldAddress) => Promise<T>): Promise<T> {
  mkdirSync('.evenkeel', { recursive: true })
  const directory = mkdtempSync(join(resolve('.evenkeel'), 'bench-'))
  const remove = (): void => rmSync(directory, { recursive: true, force: true })
  const interrupt = (): void => {
    remove()
    process.exit(130)
  }
  process.once('SIGINT', interrupt)
  // The world's words go to stderr: stdout is for the report.
  const world = fork(join(import.meta.dirname, 'world-process.ts'), [directory], {
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  const ended = once(world, 'exit')
  try {
    const died = ended.then(([code]): never => {
      throw new Error(`the world ended with ${code}`)
    })
    const started = once(world, 'message', { signal: AbortSignal.timeout(WORLD_START_MS_MAX) })
    const [address] = await Promise.race([started, died])
    const value = await Promise.race([work(address as WorldAddress), died])
    world.disconnect()
    const [code] = await ended
    if (code !== 0) throw new Error(`the world ended with ${code}`)
    return value
  } finally {
    world.kill()
    await ended
    process.off('SIGINT', interrupt)
    remove()
  }
}
