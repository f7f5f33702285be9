import type { PartyId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTable, formatTime } from '../format.ts'
import { readId, readTime } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** `evenkeel verifier exposure`. Amounts are minor units: campaigns have assets of their own. */
export async function verifierExposure(
  { output, withWorld }: Session,
  id: string,
  options: { readonly since: string },
): Promise<ExitCode> {
  const verifier = readId<PartyId>(id, 'verifier')
  const sinceMs = readTime(options.since, '--since')
  return withWorld(async (world) => {
    const shown = await world.the('distributor').role.showExposure({ verifier, sinceMs })
    const rows = shown.campaigns.flatMap(({ campaignId, byState }) =>
      Object.entries(byState).map(([state, { claims, amountMinor }]) => [
        campaignId,
        state,
        String(claims),
        amountMinor,
      ]),
    )
    output.result('evenkeel.verifier-exposure/v1', shown, [
      `${verifier}  since ${options.since}`,
      ...shown.holds.map(({ sinceMs: since, heldUntilMs, proposedBy, confirmedBy }) =>
        heldUntilMs === undefined
          ? `  hold since ${formatTime(since)} proposed by ${proposedBy}; a second person has to confirm it`
          : `  held for what came since ${formatTime(since)}, until ${formatTime(heldUntilMs)}, by ${proposedBy} and ${confirmedBy}`,
      ),
      ...formatTable(['campaign', 'claims', 'count', 'minor units'], rows).map(
        (line) => `  ${line}`,
      ),
    ])
    return EXIT.done
  })
}
