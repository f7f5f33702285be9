import {
  canonicalJson,
  encodeUtf8,
  type LogLeaf,
  leafHash,
  ok,
  parseJson,
  parseLogLeaf,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { LOG_ENTRY_BYTES_MAX } from '../limits.ts'

/** Writes a leaf as the text that the log keeps and hashes: canonical JSON (RFC 8785). */
export function leafText(leaf: LogLeaf): string {
  return canonicalJson(leaf)
}

/** The RFC 6962 hash of an entry's text in UTF-8. */
export function hashLeafText(text: string): Uint8Array {
  return leafHash(encodeUtf8(text))
}

/** Reads an entry and checks that it is the one text its leaf has. Reason: log_entry_malformed. */
export function parseLeafText(text: string): Result<LogLeaf, Reasoned> {
  const json = parseJson(text, { maxBytes: LOG_ENTRY_BYTES_MAX, maxDepth: 4 })
  const leaf = json.ok ? parseLogLeaf(json.value) : json
  if (!leaf.ok) return refuse('log_entry_malformed', leaf.error.detail)
  return leafText(leaf.value) === text
    ? ok(leaf.value)
    : refuse('log_entry_malformed', 'not canonical')
}
