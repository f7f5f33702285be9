import type { WorldRoles } from '@evenkeel/node'
import { exitCodeOfOutcome } from '../exit-code-of.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { quote } from '../read-arguments.ts'
import { malformed } from '../refused-error.ts'
import type { Session } from '../session.ts'

type Shown = Awaited<ReturnType<WorldRoles['verifier']['openid4vp']['showPresentation']>>
type View = Extract<Shown, { readonly ok: true }>['value']

/** `evenkeel presentation show`: what the wallet's answer gave. */
export async function presentationShow(
  { output, withWorld }: Session,
  { verifier, session }: { readonly verifier: string; readonly session: string },
): Promise<ExitCode> {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(session)) {
    throw malformed('--session takes what presentation request printed.')
  }
  return withWorld(async (world) => {
    const party = world.find('verifier', verifier)
    if (party === undefined) {
      return output.refuse({ what: `No verifier is called ${quote(verifier)}.`, code: 'not_found' })
    }
    const shown = await party.role.openid4vp.showPresentation(session)
    if (!shown.ok) return output.refuse({ what: 'There is no such session.', ...shown.error })
    output.result('evenkeel.presentation/v1', { verifier, ...shown.value }, describe(shown.value))
    const { state, result } = shown.value
    if (result !== undefined) return exitCodeOfOutcome(result.verdict.outcome)
    return state === 'pending' ? EXIT.undetermined : EXIT.rejected
  })
}

function describe({ state, expiresAtMs, reason, words, result }: View): readonly string[] {
  return [
    `${state.toUpperCase()}${state === 'pending' ? `  until ${formatTime(expiresAtMs)}` : ''}`,
    ...(reason === undefined ? [] : [`  ${reason}: ${words}`]),
    ...(result === undefined ? [] : describeResult(result)),
  ]
}

function describeResult({ verdict, receipt, submission }: NonNullable<View['result']>) {
  return [
    `  ${verdict.outcome.toUpperCase()} by ${verdict.verifier} at ${formatTime(verdict.decidedAtMs)}`,
    ...(receipt === undefined ? [] : [`  receipt ${receipt}`]),
    ...(submission === undefined
      ? []
      : ['  next: post `result.submission` of --json to the distributor as it is']),
  ]
}
