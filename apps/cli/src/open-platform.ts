import { type FilePlatform, openFilePlatform, type WorldLease, worldParties } from '@evenkeel/node'
import type { Session } from './session.ts'

/** Opens what a world in a directory stands on; what a party throws is told on stderr, because its sender learns only that nobody answered. */
export function openPlatform({
  directory,
  output,
  publicUrl,
  lease,
  cores,
}: Pick<Session, 'directory' | 'output'> & {
  readonly publicUrl?: string | undefined
  readonly lease?: Partial<WorldLease>
  readonly cores?: number
}): FilePlatform {
  return openFilePlatform({
    directory,
    parties: worldParties,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(lease && { lease }),
    ...(cores !== undefined && { cores }),
    onFault: (party, error) => output.say(`${party}: ${String(error)}`),
  })
}
