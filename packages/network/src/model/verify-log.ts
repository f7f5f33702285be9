import {
  appendLeaves,
  EMPTY_FRONTIER,
  equalBytes,
  type Frontier,
  frontierRoot,
  hashLeafText,
  type NoteKey,
  ok,
  openCheckpoint,
  parseLeafText,
  type ReasonCode,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'

/** Entries of a log from one index on, in order. */
export interface LogPage {
  /** The entries' texts, exactly as the log has them. */
  readonly entries: readonly string[]
  /** The log's own hashes of these entries (its tile of level 0), to name the entry that was changed. */
  readonly leafHashes?: readonly Uint8Array[]
}

/** A size of a log and the root over so many entries. */
export interface LogState {
  readonly size: number
  readonly root: Uint8Array
}

export interface VerifyLogInput {
  /** The log's key; its name is the origin that the checkpoint must have. */
  readonly key: NoteKey
  /** The signed note. */
  readonly checkpoint: Uint8Array
  /** All entries from index 0 on; those beyond the checkpoint are not read. */
  readonly pages: AsyncIterable<LogPage> | Iterable<LogPage>
  /** A state that this log showed before, from a checkpoint that was verified then. */
  readonly seen?: LogState
}

/** What is wrong with a log, and the first index where it shows, if one can tell. */
export interface LogFault extends Reasoned {
  readonly index?: number
}

/**
 * Recomputes a log from its entries, trusting only the key and what was seen before. Returns the verified state, which is the next `seen`.
 * Reasons: those of `openCheckpoint` for signature and origin; log_rolled_back when the log was longer before; log_entry_malformed;
 * log_entry_tampered when the entries do not give the signed root; log_truncated when there are too few; log_forked when the signed log is
 * whole, but does not begin with the state seen before.
 */
export async function verifyLog(input: VerifyLogInput): Promise<Result<LogState, LogFault>> {
  const { seen } = input
  const opened = openCheckpoint(input.checkpoint, input.key)
  if (!opened.ok) return opened
  const { size, root } = opened.value
  if (seen !== undefined && seen.size > size) {
    return refuse('log_rolled_back', `${size} entries, ${seen.size} before`)
  }
  const state: Recomputation = { frontier: EMPTY_FRONTIER, holdsSeen: true }
  for await (const page of input.pages) {
    const fault = addPage(state, page, size, seen)
    if (fault !== undefined) return { ok: false, error: fault }
    if (state.frontier.size === size) break
  }
  const known = state.frontier.size
  if (known < size) {
    return { ok: false, error: faultAt('log_truncated', known, `the checkpoint counts ${size}`) }
  }
  if (!equalBytes(frontierRoot(state.frontier), root)) {
    const [from, to] = state.holdsSeen ? [seen?.size ?? 0, size] : [0, seen?.size ?? size]
    return refuse('log_entry_tampered', `an entry of index ${from} to ${to - 1}`)
  }
  if (!state.holdsSeen) return refuse('log_forked', `the first ${seen?.size} entries are others`)
  return ok({ size, root })
}

interface Recomputation {
  frontier: Frontier
  /** Whether the entries so far lead through the state seen before. */
  holdsSeen: boolean
}

function addPage(
  state: Recomputation,
  page: LogPage,
  size: number,
  seen: LogState | undefined,
): LogFault | undefined {
  for (const [position, text] of page.entries.entries()) {
    const index = state.frontier.size
    if (index === size) return undefined
    const leaf = parseLeafText(text)
    if (!leaf.ok) return faultAt('log_entry_malformed', index, leaf.error.detail)
    const hash = hashLeafText(text)
    const logged = page.leafHashes?.[position]
    if (logged !== undefined && !equalBytes(logged, hash)) {
      return faultAt('log_entry_tampered', index, 'it is not what the log hashed')
    }
    state.frontier = appendLeaves(state.frontier, [hash]).frontier
    if (state.frontier.size === seen?.size) {
      state.holdsSeen = equalBytes(frontierRoot(state.frontier), seen.root)
    }
  }
  return undefined
}

function faultAt(code: ReasonCode, index: number, words = ''): LogFault {
  return { ...refuse(code, `index ${index}: ${words}`).error, index }
}
