import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { encodeHex, ok, openCheckpoint, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import type { World } from '@evenkeel/node'
import type { Command } from 'commander'
import { EXIT } from '../exit-codes.ts'
import type { Session } from '../session.ts'

/** Largest kept checkpoint that is read: a signed note is a few hundred bytes. */
const CHECKPOINT_BYTES_MAX = 65_536

/** `evenkeel log verify`: everything is recomputed from the entries; only the log's key is trusted, and a kept checkpoint. */
export function logVerify(command: Command, session: Session): Promise<void> {
  return session.withWorld(command, async (world, output) => {
    const { since, save } = command.opts()
    const log = world.the('network').role
    const seen = since === undefined ? ok(undefined) : readSeen(world, String(since))
    if (!seen.ok) return output.refusal(`${since} is no checkpoint of this log.`, seen.error)
    const audited = await log.auditLog(seen.value)
    if (!audited.ok) return output.refusal('The log does not hold.', audited.error)
    const { size, root } = audited.value
    const checkpoint = await log.checkpoint()
    if (save !== undefined && checkpoint.ok) writeFileSync(String(save), checkpoint.value.note)
    const grown = seen.value === undefined ? {} : { sinceSize: seen.value.size }
    output.result('evenkeel.log-verified/v1', { size, root: encodeHex(root), ...grown }, [
      `log holds: ${size} entries, root ${encodeHex(root)}`,
      seen.value === undefined
        ? '  next: keep its checkpoint with --save FILE and give it with --since FILE next time'
        : `  it begins with the ${seen.value.size} entries that the kept checkpoint counts`,
    ])
    return EXIT.done
  })
}

function readSeen(
  world: World,
  path: string,
): Result<{ readonly size: number; readonly root: Uint8Array }, Reasoned> {
  let note: Uint8Array
  try {
    if (statSync(path).size > CHECKPOINT_BYTES_MAX) return refuse('message_too_large', path)
    note = readFileSync(path)
  } catch {
    // Absent or not ours to read: the refusal names the path.
    return refuse('not_found', path)
  }
  return openCheckpoint(note, world.the('network').role.logKey)
}
