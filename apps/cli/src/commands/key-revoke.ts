import { revokeApiKey } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { withParty } from './with-party.ts'

/** `evenkeel key revoke`: a key that is over already stays as it is. */
export async function keyRevoke(
  { output, withWorld }: Session,
  id: string,
  { party }: { readonly party: string },
): Promise<ExitCode> {
  const keyId = readId<string>(id, 'key')
  return withWorld(
    (world) =>
      withParty({ world, output, name: party }, async (api) => {
        const revoked = await revokeApiKey(api, keyId)
        if (!revoked.ok) {
          return output.refuse({ what: `${party} has no key ${keyId}.`, ...revoked.error })
        }
        output.result('evenkeel.key/v1', { party, ...revoked.value }, [
          `revoked ${keyId} of ${party} at ${formatTime(revoked.value.revokedAtMs)}`,
          '  Servers stop taking it within seconds.',
        ])
        return EXIT.done
      }),
    { asFound: true },
  )
}
