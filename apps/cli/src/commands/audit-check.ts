import { createReadStream } from 'node:fs'
import type { CampaignId } from '@evenkeel/kernel'
import {
  AUDIT_TRUST_BYTES_MAX,
  type AuditTrust,
  auditBundle,
  parseAuditTrust,
} from '@evenkeel/kernel/audit'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readId } from '../read-arguments.ts'
import { checkReadable, readStart } from '../read-files.ts'
import { RefusedError } from '../refused-error.ts'
import type { Session } from '../session.ts'
import { printReport, refuseDifference } from './audit-words.ts'

interface AuditCheckOptions {
  readonly bundle: string
  readonly trust: string
}

/** Lines between two words about how far it is. */
const PROGRESS_LINES = 100_000

/** `evenkeel audit`: recomputes a campaign from its bundle; opens no world and believes the keys of the trust file alone. */
export async function auditCheck(
  session: Session,
  campaign: string,
  { bundle, trust }: AuditCheckOptions,
): Promise<ExitCode> {
  const campaignId = readId<CampaignId>(campaign, 'campaign')
  return auditFile(session, campaignId, bundle, readTrust(trust))
}

/** Recomputes the bundle in a file and prints what was found. */
export async function auditFile(
  { output }: Pick<Session, 'output'>,
  campaignId: CampaignId,
  bundle: string,
  trust: AuditTrust,
): Promise<ExitCode> {
  checkReadable(bundle)
  const audited = await auditBundle({
    campaignId,
    trust,
    bytes: createReadStream(bundle),
    onLine: (line) => {
      if (line % PROGRESS_LINES === 0) output.say(`${line} lines`)
    },
  })
  if (!audited.ok) return refuseDifference(output, audited.error, bundle)
  printReport(output, audited.value)
  return EXIT.done
}

function readTrust(path: string): AuditTrust {
  const trust = parseAuditTrust(readStart(path, AUDIT_TRUST_BYTES_MAX + 1))
  if (trust.ok) return trust.value
  throw new RefusedError({
    what: `${path} does not say whom to trust.`,
    ...trust.error,
    next: 'get the keys from the programme and its witnesses; evenkeel audit export --trust writes such a file',
  })
}
