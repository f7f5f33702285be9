import { isReasonCode, reasons } from '@evenkeel/kernel'
import type { Command } from 'commander'
import { EXIT } from '../exit-codes.ts'
import type { Session } from '../session.ts'

/** `evenkeel explain <code>`. */
export function explain(code: string, command: Command, session: Session): Promise<void> {
  return session.run(command, async (output) => {
    if (!isReasonCode(code)) {
      return output.refusal(`No reason has the code ${code}.`, { code: 'not_found', detail: code })
    }
    const reason = reasons[code]
    output.result('evenkeel.reason/v1', { code, ...reason }, [
      code,
      `  for the person concerned: ${reason.audience.claimant}`,
      `  for the operator:         ${reason.operator}`,
      `  appealable: ${reason.appealable ? 'yes' : 'no'}, retryable: ${reason.retryable ? 'yes' : 'no'}, HTTP ${reason.httpStatus}`,
    ])
    return EXIT.done
  })
}
