import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { createInterface } from 'node:readline'
import {
  canonicalJson,
  encodeHex,
  HANDOFF_BODY_LIMITS,
  parseCampaignRule,
  sha256,
} from '@evenkeel/kernel'
import type { Command } from 'commander'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import type { Session } from '../session.ts'

/** `evenkeel campaign create`: the same rule again is the same campaign. */
export async function campaignCreate(
  file: string,
  command: Command,
  session: Session,
): Promise<void> {
  const options = command.opts()
  if (options.dryRun === true) {
    await session.run(command, async (output) => dryRun(file, output))
    return
  }
  await session.withWorld(command, async (world, output) => {
    const document = readInput(file)
    if (document === undefined) return unreadable(file, output)
    if (options.table !== undefined && readInput(String(options.table)) === undefined) {
      return unreadable(String(options.table), output)
    }
    const table = options.table === undefined ? {} : { table: readTable(String(options.table)) }
    const created = await world.the('distributor').role.createCampaign(document, table)
    if (!created.ok) return output.refusal('The campaign was not created.', created.error)
    await world.quiesce()
    const shown = await world.the('distributor').role.showCampaign(created.value.campaignId)
    const state = shown.ok ? shown.value.state : created.value.state
    const { campaignId, ruleHash } = created.value
    output.result('evenkeel.campaign-created/v1', { campaignId, ruleHash, state }, [
      `${campaignId}  ${state.toUpperCase()}`,
      `  rule ${ruleHash}`,
      `  next: evenkeel campaign show ${campaignId}`,
    ])
    return EXIT.done
  })
}

function dryRun(file: string, output: Output): ExitCode {
  const document = readInput(file)
  if (document === undefined) return unreadable(file, output)
  const rule = parseCampaignRule(document)
  if (!rule.ok) return output.refusal('The rule cannot be used.', rule.error)
  const ruleHash = encodeHex(sha256(canonicalJson(rule.value)))
  output.result('evenkeel.preview/v1', { campaignId: rule.value.id, ruleHash }, [
    `Would announce ${rule.value.id}, rule ${ruleHash}`,
    '  next: the same command without --dry-run',
  ])
  return EXIT.done
}

/** The first bytes of a file, one more than allowed at the most, so that the parser says what is wrong with a large one. */
function readInput(path: string): Uint8Array | undefined {
  const buffer = new Uint8Array(HANDOFF_BODY_LIMITS.maxBytes + 1)
  try {
    const file = openSync(path, 'r')
    try {
      return buffer.subarray(0, readSync(file, buffer))
    } finally {
      closeSync(file)
    }
  } catch {
    // Absent, a directory, or not ours to read: the refusal names the path.
    return undefined
  }
}

function unreadable(path: string, output: Output): ExitCode {
  return output.refusal(`${path} cannot be read.`, { code: 'not_found', detail: path })
}

/** Rows `key,amountMinor`; a first row `key,amountMinor` is a heading. */
async function* readTable(
  path: string,
): AsyncGenerator<{ readonly entry: string; readonly amountMinor: string }> {
  for await (const line of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const [entry = '', amountMinor = ''] = line.split(',')
    if (line !== '' && entry !== 'key')
      yield { entry: entry.trim(), amountMinor: amountMinor.trim() }
  }
}
