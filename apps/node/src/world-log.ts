import { createNoteKey, type NoteKey } from '@evenkeel/kernel'
import { wellKnown } from './world-config.ts'
import type { WorldPlatform } from './world-platform.ts'

/** Name of the world's log in its checkpoints. */
export const LOG_ORIGIN = 'evenkeel.example/log'
/** Name of the world's witness in its cosignatures. */
export const WITNESS_NAME = 'evenkeel.example/witness'
/** M: how long the log may take to show a leaf under a witnessed checkpoint; milliseconds. Chosen: several rounds of its witness. */
export const MERGE_DELAY_MS = 60_000

/** What readers of a world's log need to know; undefined for a world without a log or without a witness. */
export interface WorldLog {
  readonly key: NoteKey
  readonly witnesses: readonly NoteKey[]
  readonly quorum: number
  readonly mergeDelayMs: number
}

/** The log of a world and who has to have cosigned it, by the directory's keys. */
export function logOf({ directory }: Pick<WorldPlatform, 'directory'>): WorldLog | undefined {
  const network = directory.keyOf(wellKnown.network)
  const witness = directory.keyOf(wellKnown.witness)
  if (network === undefined || witness === undefined) return undefined
  return {
    key: createNoteKey(LOG_ORIGIN, network),
    witnesses: [createNoteKey(WITNESS_NAME, witness, 'cosignature/v1')],
    quorum: 1,
    mergeDelayMs: MERGE_DELAY_MS,
  }
}
