import { caseIdOf } from '@evenkeel/distributor'
import type { ReasonCode } from '@evenkeel/kernel'
import type { Told } from './claimants.ts'
import type { PressureWorld } from './pressure-world.ts'

/** Between two looks at a case, and at what was decided. Virtual milliseconds; some in what a hold and an appeal against it have. */
const LOOK_MS = 400
/** Then there is nothing to appeal any more. */
const OVER: readonly ReasonCode[] = ['case_unknown', 'appeal_window_over', 'appeal_made_already']

/** Lets a person decide against a held claim, and its claimant appeal. Nobody answers that: the rule's default does. */
export async function contest(
  { simulation: { tally }, insist, pause }: PressureWorld,
  { person, ticket, claimId }: Told,
): Promise<void> {
  if (person.trick !== 'contested' || ticket === undefined) return
  const caseId = caseIdOf(claimId)
  for (;;) {
    await pause(LOOK_MS)
    const shown = await insist('governance', (role) => role.showCase(caseId))
    if (!shown.ok) continue
    const { state, version: expectedVersion, decision } = shown.value
    if (state !== 'opened' && decision !== 'refuse') return
    if (state !== 'opened') break
    const refusal = { caseId, decidedBy: 'reviewer', decision: 'refuse', expectedVersion } as const
    await insist('governance', (role) => role.decideCase(refusal))
  }
  for (;;) {
    const appealed = await insist('distributor', (role) => role.appealClaim(claimId))
    const code = appealed.ok ? undefined : appealed.error.code
    if (code === undefined || OVER.includes(code)) {
      tally(`appeals against a refusal: ${code ?? 'made'}`)
      return
    }
    await pause(LOOK_MS)
  }
}
