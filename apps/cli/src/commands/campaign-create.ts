import { canonicalJson, encodeHex, parseCampaignRule, sha256 } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { checkReadable, readRule, readTable } from '../read-files.ts'
import type { Session } from '../session.ts'

interface CampaignCreateOptions {
  readonly table?: string
  readonly dryRun?: boolean
}

/** `evenkeel campaign create`: the same rule again is the same campaign. */
export async function campaignCreate(
  { output, withWorld }: Session,
  file: string,
  options: CampaignCreateOptions,
): Promise<ExitCode> {
  const document = readRule(file)
  if (options.table !== undefined) checkReadable(options.table)
  if (options.dryRun === true) return preview(output, document)
  const table = options.table === undefined ? {} : { table: readTable(options.table) }
  return withWorld(async (world) => {
    const distributor = world.the('distributor').role
    const created = await distributor.createCampaign(document, table)
    if (!created.ok) {
      return output.refuse({ what: 'The campaign was not created.', ...created.error })
    }
    const { campaignId, ruleHash, state } = created.value
    output.result('evenkeel.campaign-created/v1', { campaignId, ruleHash, state }, [
      `${campaignId}  ${state.toUpperCase()}`,
      `  rule ${ruleHash}`,
      state === 'draft'
        ? `  next: evenkeel campaign dry-run ${file} --population <csv>; then two people read rule and report, and each runs evenkeel campaign announce ${campaignId} ${ruleHash} --as <who>`
        : `  next: evenkeel campaign show ${campaignId}`,
    ])
    return EXIT.done
  })
}

function preview(output: Output, document: Uint8Array): ExitCode {
  const rule = parseCampaignRule(document)
  if (!rule.ok) return output.refuse({ what: 'The rule cannot be used.', ...rule.error })
  const ruleHash = encodeHex(sha256(canonicalJson(rule.value)))
  output.result('evenkeel.preview/v1', { campaignId: rule.value.id, ruleHash }, [
    `Would make ${rule.value.id}, rule ${ruleHash}`,
    '  next: the same command without --dry-run',
  ])
  return EXIT.done
}
