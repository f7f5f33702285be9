import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { WorldArguments, WorldOpened, WorldProgress, WorldRequest } from './protocol.ts'

/** The process of the world, from the outside: it may be killed at any moment and started again over the same stores. */
export interface WorldChild {
  readonly url: string
  /** One answer per request, one request at a time; rejects when the process dies first. */
  ask<Reply>(request: WorldRequest, onProgress?: (done: number) => void): Promise<Reply>
  /** As a power cut would: nothing is told beforehand. */
  kill(): Promise<void>
  /** Lets go of it and waits for its end. */
  end(): Promise<void>
}

/** Starts the world and waits until it serves. */
export async function startWorld(given: WorldArguments): Promise<WorldChild> {
  const module = join(import.meta.dirname, 'world-process.ts')
  // What it says goes to stderr: stdout is for the report.
  const child = spawn(process.execPath, [module, JSON.stringify(given)], {
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  const exited = once(child, 'exit')
  const { url } = (await nextAnswer(child)) as WorldOpened
  return {
    url,
    async ask(request, onProgress) {
      const answer = nextAnswer(child, onProgress)
      child.send(request)
      return (await answer) as never
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
    async end() {
      if (child.connected) child.disconnect()
      const [code] = await exited
      if (code !== 0) throw new Error(`the world ended with ${code}`)
    },
  }
}

function nextAnswer(child: ChildProcess, onProgress?: (done: number) => void): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => {
      child.off('message', onMessage)
      reject(new Error(`the world's process ended with ${code}`))
    }
    const onMessage = (message: object): void => {
      if ('progress' in message) {
        onProgress?.((message as WorldProgress).progress)
        return
      }
      child.off('exit', onExit)
      child.off('message', onMessage)
      resolve(message)
    }
    child.once('exit', onExit)
    child.on('message', onMessage)
  })
}
