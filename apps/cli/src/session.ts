import { resolve } from 'node:path'
import { openFilePlatform, openWorld, type World, worldParties } from '@evenkeel/node'
import type { Command } from 'commander'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { createOutput, type Output } from './output.ts'

/** One run of the command line. */
export interface Session {
  exitCode: ExitCode
  /** Runs a command that needs no world. */
  run(command: Command, body: (output: Output) => Promise<ExitCode>): Promise<void>
  /** Opens the world of --dir, does what has become due, runs the command, and closes. With `asFound`, what is due stays due. */
  withWorld(
    command: Command,
    body: (world: World, output: Output) => Promise<ExitCode>,
    options?: { readonly asFound: boolean },
  ): Promise<void>
}

/** Absolute path of the directory that --dir names. */
export function worldDirectory(command: Command): string {
  return resolve(String(command.optsWithGlobals().dir))
}

export function createSession(): Session {
  const session: Session = {
    exitCode: EXIT.done,
    async run(command, body) {
      session.exitCode = await body(outputOf(command))
    },
    async withWorld(command, body, { asFound } = { asFound: false }) {
      const output = outputOf(command)
      const platform = openFilePlatform({
        directory: worldDirectory(command),
        parties: worldParties,
        onFault: (party, error) => output.say(`${party}: ${String(error)}`),
      })
      try {
        const world = await openWorld(platform)
        if (!asFound) await world.quiesce()
        session.exitCode = await body(world, output)
      } finally {
        await platform.close()
      }
    },
  }
  return session
}

function outputOf(command: Command): Output {
  const options = command.optsWithGlobals()
  return createOutput({
    json: options.json === true,
    quiet: options.quiet === true,
    colour:
      options.color !== false &&
      process.env.NO_COLOR === undefined &&
      process.stdout.isTTY === true,
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
  })
}
