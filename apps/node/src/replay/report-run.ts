import { isReasonCode, reasons } from '@evenkeel/kernel'

/** A report for people: one member a line. */
export function describeReport(report: object): string {
  const lines = Object.entries(report).map(([name, value]) => {
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    return `${name.padEnd(18)} ${text}\n`
  })
  return lines.join('')
}

/**
 * Says on stderr why a run stopped: one line what, one line why; no stack for what is not a fault of the program. Returns the exit code: 3 for
 * what has a reason, 1 for a fault.
 */
export function explainStop(what: string, error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof code === 'string' && isReasonCode(code)) {
    process.stderr.write(`the ${what} stopped: ${(error as Error).message}\n`)
    process.stderr.write(`  why:  ${reasons[code].operator}\n  code: ${code}\n`)
    return 3
  }
  process.stderr.write(`the ${what} stopped by a fault: ${String(error)}\n`)
  if (error instanceof Error) process.stderr.write(`${error.stack}\n`)
  return 1
}
