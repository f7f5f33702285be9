import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * Gives the work a directory of its own, beside the checkout's worlds, so on a disk, where fsync means something; it is removed at the end,
 * and when the bench is interrupted.
 */
export async function withDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  mkdirSync('.evenkeel', { recursive: true })
  const directory = mkdtempSync(join(resolve('.evenkeel'), 'bench-'))
  const remove = (): void => rmSync(directory, { recursive: true, force: true })
  const interrupt = (): void => {
    remove()
    process.exit(130)
  }
  process.once('SIGINT', interrupt)
  try {
    return await work(directory)
  } finally {
    process.off('SIGINT', interrupt)
    remove()
  }
}
