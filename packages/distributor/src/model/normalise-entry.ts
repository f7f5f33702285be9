import type { TableAllocation } from '@evenkeel/kernel'
import { normaliseAddress } from '@evenkeel/kernel/allocation'
import { TABLE_ENTRY_CHARS_MAX } from '../limits.ts'
import { isStorable } from './is-storable.ts'

/** The one spelling of a table's key, the same for the table and for a receipt's output; undefined if it cannot be a key. */
export function normaliseEntry(
  layout: TableAllocation['layout'],
  entry: unknown,
): string | undefined {
  if (typeof entry !== 'string' || !isStorable(entry)) return undefined
  if (layout !== 'rfc6962') return normaliseAddress(entry)
  return entry.length > 0 && entry.length <= TABLE_ENTRY_CHARS_MAX ? entry : undefined
}
