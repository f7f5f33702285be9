import { existsSync } from 'node:fs'
import {
  diffVerdicts,
  type JsonObject,
  MESSAGE_LIMITS,
  parseJson,
  parseVerdict,
  type ReceiptId,
  type Verdict,
} from '@evenkeel/kernel'
import type { World } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readId } from '../read-arguments.ts'
import { readMessage } from '../read-files.ts'
import { RefusedError } from '../refused-error.ts'
import type { Session } from '../session.ts'

/** `evenkeel verdict diff`: E4. What is no file is the id of a receipt, which its verifier is asked about. */
export async function verdictDiff(
  { output, withWorld }: Session,
  ...names: readonly [string, string]
): Promise<ExitCode> {
  const sides = names.map((name) =>
    existsSync(name) ? readVerdict(name) : readId<ReceiptId>(name, 'receipt, nor is it a file'),
  )
  const compare = (a: Verdict, b: Verdict): ExitCode => {
    const diff = diffVerdicts(a, b)
    output.result('evenkeel.verdict-diff/v1', diff, [
      diff.sentence,
      ...diff.differences.flatMap(({ check, a: one, b: other }) => [
        `  ${check}`,
        `    ${one}`,
        `    ${other}`,
      ]),
    ])
    return EXIT.done
  }
  const [a, b] = sides
  if (typeof a === 'object' && typeof b === 'object') return compare(a, b)
  return withWorld(async (world) => {
    const verdicts: Verdict[] = []
    for (const side of sides) {
      const verdict = typeof side === 'object' ? side : await findVerdict(world, side)
      if (verdict === undefined) {
        return output.refuse({
          what: `No verifier here has signed a receipt ${String(side)}, and there is no such file.`,
          code: 'receipt_unknown',
        })
      }
      verdicts.push(verdict)
    }
    return compare(...(verdicts as [Verdict, Verdict]))
  })
}

/** Only the verifier that signed a receipt knows its verdict. */
async function findVerdict(world: World, receipt: ReceiptId): Promise<Verdict | undefined> {
  for (const { id } of world.parties.values()) {
    const verdict = await world.find('verifier', id)?.role.showVerdict(receipt)
    if (verdict !== undefined) return verdict
  }
  return undefined
}

/** A verdict, or what `credential verify --json` or the HTTP API says around one. */
function readVerdict(path: string): Verdict {
  const json = parseJson(readMessage(path), MESSAGE_LIMITS)
  const whole = json.ok ? (json.value as JsonObject | null) : undefined
  const verdict = json.ok ? parseVerdict(whole?.verdict ?? whole) : json
  if (verdict.ok) return verdict.value
  throw new RefusedError({
    what: `${path} is no verdict.`,
    code: 'file_not_usable',
    ...(verdict.error.detail !== undefined && { detail: verdict.error.detail }),
    next: 'give a file that evenkeel credential verify --json printed, or the id of a receipt',
  })
}
