import { createWriteStream, writeFileSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { type CampaignId, canonicalJson, unwrap } from '@evenkeel/kernel'
import { parseAuditTrust } from '@evenkeel/kernel/audit'
import { auditTrustOf, exportAudit } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readId } from '../read-arguments.ts'
import { RefusedError } from '../refused-error.ts'
import type { Session } from '../session.ts'
import { auditFile } from './audit-check.ts'

interface AuditExportOptions {
  readonly bundle: string
  readonly trust?: string
}

/** `evenkeel audit export`: writes the bundle, and recomputes what it wrote before it says so. */
export async function auditExport(
  session: Session,
  campaign: string,
  { bundle, trust }: AuditExportOptions,
): Promise<ExitCode> {
  const campaignId = readId<CampaignId>(campaign, 'campaign')
  return session.withWorld(async (world) => {
    const text = await exportAudit(world, campaignId)
    if (!text.ok) {
      return session.output.refuse({
        what: `The campaign ${campaign} cannot be exported.`,
        ...text.error,
      })
    }
    await writeLines(bundle, text.value)
    const keys = auditTrustOf(world)
    if (trust !== undefined) writeText(trust, `${canonicalJson(keys)}\n`)
    const ended = await auditFile(session, campaignId, bundle, unwrap(parseAuditTrust(keys)))
    if (ended === EXIT.done) session.output.say(`${bundle} is written; everything in it is public`)
    return ended
  })
}

async function writeLines(path: string, lines: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(lines, createWriteStream(path))
  } catch (error) {
    throw notWritten(path, error)
  }
}

function writeText(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw notWritten(path, error)
  }
}

/** A fault of the world while it is read is none of the file. */
function notWritten(path: string, error: unknown): unknown {
  const isOfFile = error instanceof Error && 'syscall' in error
  if (!isOfFile) return error
  const detail = String(error)
  return new RefusedError({ what: `${path} cannot be written.`, code: 'file_not_usable', detail })
}
