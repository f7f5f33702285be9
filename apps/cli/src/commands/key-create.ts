import { createApiKey } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { DAY_MS, readWholeNumber } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { withParty } from './with-party.ts'

/** As long as a key can be valid. */
const VALID_DAYS_MAX = 400

interface KeyCreateOptions {
  readonly party: string
  readonly label: string
  readonly scope: readonly string[]
  readonly validDays: string
}

/** `evenkeel key create`: the key is printed now and never again. */
export async function keyCreate(
  { output, withWorld }: Session,
  { party, label, scope, validDays }: KeyCreateOptions,
): Promise<ExitCode> {
  const days = readWholeNumber(validDays, { flag: '--valid-days', min: 1, max: VALID_DAYS_MAX })
  return withWorld(
    (world) =>
      withParty({ world, output, name: party }, async (api) => {
        const request = { label, scopes: scope, validForMs: days * DAY_MS }
        const created = await createApiKey(api, request)
        if (!created.ok) return output.refuse({ what: 'No key was made.', ...created.error })
        const { key, keyId, scopes, expiresAtMs } = created.value
        output.result('evenkeel.key-created/v1', { party, ...created.value }, [
          key,
          `  ${keyId} of ${party} for ${created.value.label}: ${scopes.join(' ')}, until ${formatTime(expiresAtMs)}`,
          '  Keep it now: only its hash is stored.',
          '  next: send it as the header “authorization: Bearer …”; see docs/operating/http.md',
        ])
        return EXIT.done
      }),
    { asFound: true },
  )
}
