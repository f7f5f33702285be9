import { encodeUtf8, type Result } from '@evenkeel/kernel'
import { LOG_PAGE_MAX } from '../limits.ts'
import { type LogFault, type LogPage, type LogState, verifyLog } from '../model/verify-log.ts'
import type { NetworkDeps } from './network-deps.ts'
import { showCheckpoint } from './read-checkpoint.ts'
import { listEntries } from './read-log.ts'

/** Verifies this network's own log from its stored entries, as an outsider would from its documents. Reasons: not_found, those of `verifyLog`. */
export async function auditLog(
  deps: NetworkDeps,
  seen?: LogState,
): Promise<Result<LogState, LogFault>> {
  const { context, logKey } = deps
  const { store } = context.ports
  const checkpoint = await showCheckpoint(deps)
  if (!checkpoint.ok) return checkpoint
  const { size, note } = checkpoint.value
  async function* pages(): AsyncGenerator<LogPage> {
    for (let from = 0; from < size; from += LOG_PAGE_MAX) {
      const page = await listEntries(store, from, size)
      // Up to the first that is missing: what comes after it has no index of its own to a reader of pages.
      const entries = page.filter((entry, position) => entry.index === from + position)
      yield {
        entries: entries.map((entry) => entry.text),
        leafHashes: entries.map((entry) => entry.leafHash),
      }
      if (entries.length < Math.min(LOG_PAGE_MAX, size - from)) return
    }
  }
  const input = { key: logKey, checkpoint: encodeUtf8(note), pages: pages() }
  return verifyLog(seen === undefined ? input : { ...input, seen })
}
