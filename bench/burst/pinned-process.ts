import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** As the command `evenkeel` is run; all processes of the bench have the same. */
export const NODE_FLAGS: readonly string[] = ['--max-semi-space-size=64']

/** A process of the bench on one core. */
export interface PinnedProcess<Request, Started> {
  readonly started: Started
  /** One answer per request; one request at a time. */
  ask<Reply>(request: Request): Promise<Reply>
  /** Lets go of it and waits for its end. Throws when it ended badly. */
  end(): Promise<void>
}

/** Whether processes can be held to a core here. */
export function canPin(): boolean {
  return spawnSync('taskset', ['-c', '0', 'true']).status === 0
}

/** Starts a module of this directory on a core, or on any where none can be chosen, and waits for its first message. */
export async function startPinned<Request extends object, Started>(
  module: string,
  argument: string,
  core: number | undefined,
): Promise<PinnedProcess<Request, Started>> {
  const node = [process.execPath, ...NODE_FLAGS, join(import.meta.dirname, module), argument]
  const [command = '', ...args] =
    core === undefined ? node : ['taskset', '-c', String(core), ...node]
  // What it says goes to stderr: stdout is for the report.
  const child = spawn(command, args, { stdio: ['ignore', 2, 2, 'ipc'] })
  const ended = once(child, 'exit')
  const started = await nextMessage(child)
  return {
    started: started as Started,
    ask: async (request) => {
      const reply = nextMessage(child)
      child.send(request)
      return (await reply) as never
    },
    async end() {
      if (child.connected) child.disconnect()
      const [code] = await ended
      if (code !== 0) throw new Error(`${module} ended with ${code}`)
    },
  }
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  const done = new AbortController()
  const died = once(child, 'exit', { signal: done.signal }).then(([code]) => {
    throw new Error(`a process of the bench ended with ${code}`)
  })
  try {
    const message = once(child, 'message', { signal: done.signal })
    return (await Promise.race([message, died]))[0]
  } finally {
    died.catch(() => undefined)
    done.abort()
  }
}
