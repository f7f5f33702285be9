import type { CredentialId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { readId, readSnakeCase } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { findIssued } from './find-issued.ts'

interface CredentialRevokeOptions {
  readonly reason: string
  readonly yes?: boolean
  readonly dryRun?: boolean
}

/** `evenkeel credential revoke`: without --yes it says what would happen and changes nothing. */
export async function credentialRevoke(
  { output, withWorld }: Session,
  id: string,
  options: CredentialRevokeOptions,
): Promise<ExitCode> {
  const credentialId = readId<CredentialId>(id, 'credential')
  const reason = readSnakeCase(options.reason, '--reason')
  return withWorld(async (world) => {
    const found = await findIssued(world, credentialId)
    if (!found.ok) return output.refuse({ what: `There is no credential ${id}.`, ...found.error })
    const { issuer } = found.value
    if (options.yes !== true || options.dryRun === true) {
      output.result('evenkeel.preview/v1', { credentialId, issuer: issuer.id, wouldRevoke: 1 }, [
        `Would revoke 1 credential of ${issuer.id}, for ever: ${credentialId}`,
        '  next: the same command with --yes and without --dry-run',
      ])
      return EXIT.done
    }
    const revoked = await issuer.role.revokeCredential(credentialId, reason)
    if (!revoked.ok) {
      return output.refuse({ what: `${credentialId} was not revoked.`, ...revoked.error })
    }
    await world.quiesce()
    const change = revoked.value
    output.result('evenkeel.revocation/v1', { issuer: issuer.id, reason, ...change }, [
      `revoked ${credentialId} because ${reason}`,
      `  published ${formatTime(change.publishedAtMs)}`,
      `  stops everywhere at ${formatTime(change.effectiveEverywhereAtMs)}, when the last older lease ends`,
    ])
    return EXIT.done
  })
}
