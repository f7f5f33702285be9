import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { AdmissionLoad } from '../http/admission.ts'
import type { OthersLoads, WorkerArguments, WorkerWords } from './protocol.ts'
import type { Worker } from './supervise-workers.ts'

export interface WorkerListeners {
  readonly onLoad: (load: AdmissionLoad) => void
  readonly onFault: (party: string, error: unknown) => void
}

/** Of the flags of the process that calls those that a worker shares: a script given with `-e` would start itself again, two debuggers want one port. */
export function memoryFlags(execArgv: readonly string[]): readonly string[] {
  return execArgv.filter((flag) => flag.startsWith('--max-semi-space-size='))
}

/** Starts a process that serves a world beside the one that calls. */
export function startWorker(given: WorkerArguments, { onLoad, onFault }: WorkerListeners): Worker {
  const module = join(import.meta.dirname, 'worker-process.ts')
  const argv = [...memoryFlags(process.execArgv), module, JSON.stringify(given)]
  // Standard output is for the data of the process that calls.
  const child = spawn(process.execPath, argv, {
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  child.on('message', (heard: WorkerWords) => {
    if (heard.kind === 'load') onLoad(heard.load)
    else onFault(heard.party, heard.words)
  })
  const ended = new Promise<string>((resolve) => {
    // Either it could not be started or asked, or it has ended; the first that is told counts.
    child.once('error', (error) => resolve(String(error)))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  return {
    ended,
    tell(others) {
      const words: OthersLoads = { others }
      // One that does not read any more is found by its silence.
      if (child.connected) child.send(words, () => undefined)
    },
    release() {
      if (child.connected) child.disconnect()
    },
    kill() {
      child.kill('SIGKILL')
    },
  }
}
