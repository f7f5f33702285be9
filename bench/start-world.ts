import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { WORLD_START_MS_MAX } from './limits.ts'
import { withDirectory } from './with-directory.ts'

/** What the process of a world tells the bench. */
export interface WorldAddress {
  /** Every party is below it. */
  readonly url: string
  /** API key of the strict issuer that may issue. */
  readonly issuerKey: string
}

/**
 * Starts a demo world of its own in a process of its own, over files in a directory of its own, runs the work against it, and stops it. Throws
 * when anything in the world threw.
 */
export function withWorld<T>(work: (address: WorldAddress) => Promise<T>): Promise<T> {
  return withDirectory((directory) => withWorldIn(directory, work))
}

async function withWorldIn<T>(
  directory: string,
  work: (address: WorldAddress) => Promise<T>,
): Promise<T> {
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
  }
}
