import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { encodeHex, openCheckpoint, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import type { World } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Session } from '../session.ts'

/** Largest kept checkpoint that is read: a signed note is a few hundred bytes. */
const CHECKPOINT_BYTES_MAX = 65_536

interface LogVerifyOptions {
  readonly since?: string
  readonly save?: string
}

/** `evenkeel log verify`: everything is recomputed from the entries; only the log's key is trusted, and a kept checkpoint. */
export async function logVerify(
  { output, withWorld }: Session,
  { since, save }: LogVerifyOptions,
): Promise<ExitCode> {
  return withWorld(async (world) => {
    const log = world.the('network').role
    const seen = since === undefined ? undefined : readSeen(world, since)
    if (seen?.ok === false) {
      return output.refuse({ what: `${since} is no checkpoint of this log.`, ...seen.error })
    }
    const audited = await log.auditLog(seen?.value)
    if (!audited.ok) {
      output.refuse({ what: 'The log does not hold.', ...audited.error })
      return EXIT.invariantBroken
    }
    const { size, root } = audited.value
    if (save !== undefined) {
      const checkpoint = await log.checkpoint()
      const saved = checkpoint.ok ? write(save, checkpoint.value.note) : checkpoint
      if (!saved.ok) return output.refuse({ what: 'The checkpoint was not kept.', ...saved.error })
    }
    const grown = seen === undefined ? {} : { sinceSize: seen.value.size }
    output.result('evenkeel.log-verified/v1', { size, root: encodeHex(root), ...grown }, [
      `log holds: ${size} entries, root ${encodeHex(root)}`,
      seen === undefined
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
  } catch (error) {
    return refuse('file_not_usable', String(error))
  }
  return openCheckpoint(note, world.the('network').role.logKey)
}

function write(path: string, note: string | Uint8Array): Result<undefined, Reasoned> {
  try {
    writeFileSync(path, note)
    return { ok: true, value: undefined }
  } catch (error) {
    return refuse('file_not_usable', String(error))
  }
}
