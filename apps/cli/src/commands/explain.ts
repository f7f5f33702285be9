import { isReasonCode, reasons } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { quote } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** `evenkeel explain <code>`. */
export async function explain({ output }: Session, code: string): Promise<ExitCode> {
  if (!isReasonCode(code)) {
    return output.refuse({
      what: `No reason has the code ${quote(code)}.`,
      code: 'not_found',
      next: 'see the list in docs/reference/reasons.md',
    })
  }
  const reason = reasons[code]
  output.result('evenkeel.reason/v1', { code, ...reason }, [
    code,
    `  for the person concerned: ${reason.audience.claimant}`,
    `  for the operator:         ${reason.operator}`,
    `  appealable: ${reason.appealable ? 'yes' : 'no'}, retryable: ${reason.retryable ? 'yes' : 'no'}, HTTP ${reason.httpStatus}`,
  ])
  return EXIT.done
}
