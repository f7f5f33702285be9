/** Where a run of the command line writes to and hears from. */
export interface Streams {
  stdout(text: string): void
  stderr(text: string): void
  /** Whether refusals may be coloured. */
  readonly colour: boolean
  /** Whether somebody looks at stdout: then links are drawn as QR codes. */
  readonly terminal: boolean
  /** Aborts once nobody reads stdout any more. */
  readonly unread: AbortSignal
  /** From the call on, the first Ctrl-C or termination aborts the signal instead of ending the process; the second one ends it. */
  catchInterrupts(): AbortSignal
}

/** The streams of this process. A reader that has gone (`| head`) is no fault: what follows is dropped. */
export function processStreams(): Streams {
  const unread = new AbortController()
  const write = (stream: NodeJS.WriteStream, whenGone: () => void) => {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      whenGone()
    })
    return (text: string) => {
      if (stream.writable) stream.write(text)
    }
  }
  return {
    stdout: write(process.stdout, () => unread.abort()),
    stderr: write(process.stderr, () => undefined),
    colour: process.stderr.isTTY === true && !process.env.NO_COLOR,
    terminal: process.stdout.isTTY === true,
    unread: unread.signal,
    catchInterrupts() {
      const interrupted = new AbortController()
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.once(signal, () => interrupted.abort())
      }
      return interrupted.signal
    },
  }
}
