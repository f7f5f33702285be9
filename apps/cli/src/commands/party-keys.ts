import type { PublicJwk } from '@evenkeel/kernel'
import { findPartyApi } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { quote } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** `evenkeel party keys`: what others verify the signatures of these parties with. */
export async function partyKeys(
  { output, withWorld }: Session,
  names: readonly string[],
): Promise<ExitCode> {
  return withWorld(
    async (world) => {
      const keys: Record<string, readonly PublicJwk[]> = {}
      for (const name of names) {
        const found = findPartyApi(world, name)
        if (!found.ok) {
          return output.refuse({ what: `No party is called ${quote(name)}.`, ...found.error })
        }
        keys[name] = [found.value.party.ports.signer.publicJwk]
      }
      output.result('evenkeel.party-keys/v1', { keys }, [JSON.stringify(keys)])
      return EXIT.done
    },
    { asFound: true },
  )
}
