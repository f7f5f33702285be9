import { systemClock } from '@evenkeel/kernel/adapters'
import { BAR_EVERY_MS } from './limits.ts'

/** Says how far bounded work is: a bar in a terminal, else a line now and then. */
export interface Progress {
  update(done: number): void
  /** Says the last state and ends the line. */
  end(): void
}

const BAR_CHARS = 24

/** Starts to report on `total` things, `before` of which an earlier life did. */
export type StartProgress = (label: string, total: number, before: number) => Progress

/** Reports to a stream, which is stderr unless said otherwise: stdout is data. `lineEveryMs` counts where nobody watches. */
export function progressOn(
  lineEveryMs: number,
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr,
): StartProgress {
  return (label, total, before) => startProgress(stream, lineEveryMs, { label, total, before })
}

interface Work {
  readonly label: string
  readonly total: number
  readonly before: number
}

function startProgress(
  stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>,
  lineEveryMs: number,
  { label, total, before }: Work,
): Progress {
  const startMs = systemClock.monotonicMs()
  const everyMs = stream.isTTY ? BAR_EVERY_MS : lineEveryMs
  let done = before
  let saidAtMs = startMs

  function say(): void {
    saidAtMs = systemClock.monotonicMs()
    const seconds = (saidAtMs - startMs) / 1000
    const rate = seconds > 0 ? (done - before) / seconds : 0
    const left = rate > 0 && done < total ? `, ${Math.ceil((total - done) / rate)} s left` : ''
    const text = `${label} ${done}/${total}, ${Math.round(rate)}/s${left}`
    if (!stream.isTTY) {
      stream.write(`${text}\n`)
      return
    }
    const full = total === 0 ? BAR_CHARS : Math.round((done / total) * BAR_CHARS)
    // Back to the start of the line, and what was there is erased (ECMA-48 EL).
    stream.write(`\r\u001b[K${'█'.repeat(full)}${'░'.repeat(BAR_CHARS - full)} ${text}`)
  }

  say()
  return {
    update(now) {
      done = now
      if (systemClock.monotonicMs() - saidAtMs >= everyMs) say()
    },
    end() {
      say()
      if (stream.isTTY) stream.write('\n')
    },
  }
}
