import { type ApiKey, listApiKeys } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTable, formatTime } from '../format.ts'
import type { Session } from '../session.ts'
import { withParty } from './with-party.ts'

/** `evenkeel key list`. */
export async function keyList(
  { output, withWorld }: Session,
  { party }: { readonly party: string },
): Promise<ExitCode> {
  return withWorld(
    (world) =>
      withParty({ world, output, name: party }, async (api) => {
        const keys = await listApiKeys(api)
        const now = api.party.ports.clock.nowMs()
        const rows = keys.map((key) => [
          key.keyId,
          stateOf(key, now),
          formatTime(key.expiresAtMs),
          key.scopes.join(' '),
          key.label,
        ])
        const lines =
          keys.length === 0
            ? [
                `${party} has no keys: only its public routes can be called.`,
                `  next: evenkeel key create --party ${party} --label … --scope …`,
              ]
            : formatTable(['key', 'state', 'expires', 'scopes', 'label'], rows)
        output.result('evenkeel.key-list/v1', { party, keys }, lines)
        return EXIT.done
      }),
    { asFound: true },
  )
}

function stateOf({ revokedAtMs, expiresAtMs }: ApiKey, now: number): string {
  if (revokedAtMs !== undefined) return 'revoked'
  return expiresAtMs > now ? 'in force' : 'expired'
}
