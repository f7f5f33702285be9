import type { PartyId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { MINUTE_MS, readId, readTime, readWholeNumber } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** Hours of the longest hold: VERIFIER_HOLD_MS_MAX of the distributor. */
const HOURS_MAX = 168

/** `evenkeel verifier hold`, also called `confirm`: the same act by two people. */
export async function verifierHold(
  { output, withWorld }: Session,
  id: string,
  options: {
    readonly since: string
    readonly hours: string
    readonly evidence: string
    readonly as: string
  },
): Promise<ExitCode> {
  const verifier = readId<PartyId>(id, 'verifier')
  const sinceMs = readTime(options.since, '--since')
  const hours = { flag: '--hours', min: 1, max: HOURS_MAX }
  const forMs = readWholeNumber(options.hours, hours) * 60 * MINUTE_MS
  const by = readId<string>(options.as, 'person')
  const { evidence } = options
  return withWorld(async (world) => {
    const distributor = world.the('distributor').role
    const held = await distributor.holdVerifier({ verifier, sinceMs, forMs, evidence, by })
    if (!held.ok) return output.refuse({ what: `${id} is not held.`, ...held.error })
    await world.quiesce()
    const { heldUntilMs } = held.value
    output.result('evenkeel.verifier-held/v1', held.value, [
      heldUntilMs === undefined
        ? `${verifier}  PROPOSED  next: a second person runs the same as evenkeel verifier confirm, --as <who>`
        : `${verifier}  HELD  until ${formatTime(heldUntilMs)}; evenkeel verifier exposure ${verifier} --since ${options.since} says what rests on it`,
    ])
    return EXIT.done
  })
}
