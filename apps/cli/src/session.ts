import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { World } from '@evenkeel/node'
import type { ExitCode } from './exit-codes.ts'
import { createOutput, type Output } from './output.ts'
import type { GlobalOptions } from './program.ts'
import { malformed } from './refused-error.ts'
import type { Streams } from './streams.ts'

/** One run of one command. */
export interface Session {
  readonly output: Output
  readonly streams: Streams
  /** Absolute path of the world's directory. */
  readonly directory: string
  /** Opens the world, does what has become due, runs the body, and closes. With `asFound`, what is due stays due. */
  withWorld(
    body: (world: World) => Promise<ExitCode>,
    options?: { readonly asFound: boolean },
  ): Promise<ExitCode>
}

/** Makes the session of one command. The world's code is loaded only when it is opened, because start-up is felt. */
export function createSession(options: GlobalOptions, streams: Streams): Session {
  const output = createOutput(
    {
      json: options.json === true,
      quiet: options.quiet === true,
      colour: streams.colour && options.color,
    },
    streams,
  )
  const directory = readDirectory(options.dir)
  return {
    output,
    streams,
    directory,
    async withWorld(body, { asFound } = { asFound: false }) {
      const { openWorld, worldParties } = await import('@evenkeel/node')
      const { openPlatform } = await import('./open-platform.ts')
      if (!worldParties.every(({ id }) => existsSync(join(directory, `${id}.db`)))) {
        return output.refuse({
          what: `There is no world in ${directory}.`,
          code: 'not_found',
          next: 'make one with evenkeel world up --once, or name another with --dir',
        })
      }
      const platform = openPlatform({ directory, output })
      try {
        const world = await openWorld(platform)
        if (!asFound) await world.quiesce()
        return await body(world)
      } finally {
        await platform.close()
      }
    },
  }
}

function readDirectory(text: string): string {
  if (text === '' || text.includes('\0')) throw malformed('--dir takes the path of a directory.')
  return resolve(text)
}
