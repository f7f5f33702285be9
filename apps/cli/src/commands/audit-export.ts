import { createWriteStream, writeFileSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import {
  type CampaignId,
  canonicalJson,
  formatVkey,
  ok,
  type Reasoned,
  type Result,
  unwrap,
} from '@evenkeel/kernel'
import { type AuditTrustDocument, parseAuditTrust } from '@evenkeel/kernel/audit'
import type { World } from '@evenkeel/node'
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
    const sections = await exportSections(world, campaignId)
    if (!sections.ok) {
      return session.output.refuse({
        what: `The campaign ${campaign} cannot be exported.`,
        ...sections.error,
      })
    }
    await writeLines(bundle, sections.value)
    const keys = trustOf(world)
    if (trust !== undefined) writeText(trust, `${canonicalJson(keys)}\n`)
    const ended = await auditFile(session, campaignId, bundle, unwrap(parseAuditTrust(keys)))
    if (ended === EXIT.done) session.output.say(`${bundle} is written; everything in it is public`)
    return ended
  })
}

/** The lines of all sections, each by the party that knows. Reasons: those of `exportAudit` of each. */
export async function exportSections(
  world: World,
  campaignId: CampaignId,
): Promise<Result<AsyncIterable<string>, Reasoned>> {
  const distributor = world.the('distributor')
  const campaign = await distributor.role.exportAudit(campaignId)
  if (!campaign.ok) return campaign
  const log = await world.the('network').role.exportAudit(campaignId, distributor.id)
  if (!log.ok) return log
  const ledger = await world.the('ledger').role.exportAudit(campaignId)
  if (!ledger.ok) return ledger
  return ok(joined([campaign.value, log.value, ledger.value]))
}

async function* joined(
  sections: readonly (AsyncIterable<string> | Iterable<string>)[],
): AsyncGenerator<string> {
  for (const section of sections) for await (const line of section) yield `${line}\n`
}

/** The keys of this world: an auditor who believes them from here believes whoever runs it. */
function trustOf(world: World): AuditTrustDocument {
  const { logKey, witnesses } = world.the('network').role
  return {
    log: formatVkey(logKey),
    ...(witnesses && {
      witnesses: witnesses.keys.map(formatVkey),
      quorum: witnesses.quorum,
    }),
    distributor: [world.the('distributor').ports.signer.publicJwk],
    ledger: [world.the('ledger').ports.signer.publicJwk],
  }
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
