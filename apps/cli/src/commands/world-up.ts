import { performance } from 'node:perf_hooks'
import { openFilePlatform, openWorld, runDemoLife, seedDemo, worldParties } from '@evenkeel/node'
import type { Command } from 'commander'
import { EXIT } from '../exit-codes.ts'
import { formatDuration } from '../format.ts'
import { type Session, worldDirectory } from '../session.ts'

/** `evenkeel world up`: opens or continues the world, runs one credential's life, and stays up until it is told to stop. */
export function worldUp(command: Command, session: Session): Promise<void> {
  return session.run(command, async (output) => {
    const directory = worldDirectory(command)
    const startedMs = performance.now()
    const stopped = untilSignal()
    const platform = openFilePlatform({
      directory,
      parties: worldParties,
      onFault: (party, error) => output.say(`${party}: ${String(error)}`),
    })
    try {
      const world = await openWorld(platform)
      const isNew = await seedDemo(world, platform)
      const { length } = worldParties
      output.say(
        `${isNew ? 'new' : 'continued'} world of ${length} parties in ${directory}, ready after ${formatDuration(performance.now() - startedMs)}`,
      )
      await runDemoLife(world, ({ step, what, ms }) => {
        const line = `${step.padEnd(10)} ${formatDuration(ms).padStart(8)}  ${what}`
        output.result('evenkeel.life-step/v1', { step, what, ms }, [line])
      })
      if (command.opts().once === true) return EXIT.done
      output.say('up; Ctrl-C stops it. In another terminal: npx evenkeel campaign show demo-grant')
      const stop = world.start()
      await stopped
      output.say('stopping')
      await stop()
      return EXIT.done
    } finally {
      await platform.close()
    }
  })
}

/** Resolves at the first Ctrl-C or termination; a second one ends the process at once. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
