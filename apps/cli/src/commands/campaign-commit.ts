import { writeFileSync } from 'node:fs'
import { type BatchWindow, type CampaignId, encodeBase64url, type PartyId } from '@evenkeel/kernel'
import { systemRandom } from '@evenkeel/kernel/adapters'
import { type SeedValue, seedCommitment } from '@evenkeel/kernel/allocation'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readId } from '../read-arguments.ts'
import { RefusedError } from '../refused-error.ts'
import type { Session } from '../session.ts'

/** Bytes of a value and of its salt. */
const VALUE_BYTES = 32
/** Draws are of batch windows. */
const WINDOW: BatchWindow['kind'] = 'batch'

/** `evenkeel campaign commit`: the value is written before its commitment is shown, so that nobody commits to what is lost. */
export async function campaignCommit(
  { output }: Session,
  id: string,
  options: { readonly party: string; readonly out: string },
): Promise<ExitCode> {
  const campaignId = readId<CampaignId>(id, 'campaign')
  const party = readId<PartyId>(options.party, 'party')
  const draw = (): string => encodeBase64url(systemRandom.bytes(VALUE_BYTES))
  const value: SeedValue = { party, salt: draw(), value: draw() }
  const { out } = options
  try {
    writeFileSync(out, `${JSON.stringify(value)}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    throw new RefusedError({
      what: `${out} cannot be written.`,
      code: 'file_not_usable',
      detail: String(error),
      next: 'name a file that does not exist, where you may write',
    })
  }
  const commitment = seedCommitment({ campaign: campaignId, window: WINDOW }, value)
  output.result('evenkeel.campaign-commitment/v1', { campaignId, party, commitment, file: out }, [
    `${party} commits to ${commitment} for the draw of ${campaignId}`,
    `  the value is in ${out}: keep it secret until the window has closed, and do not lose it`,
    `  next: put {"party": "${party}", "commitment": "${commitment}"} into the rule's seed`,
  ])
  return EXIT.done
}
