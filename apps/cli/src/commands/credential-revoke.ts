import type { Command } from 'commander'
import { EXIT } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import type { Session } from '../session.ts'
import { findIssued } from './find-issued.ts'

/** `evenkeel credential revoke`: without --yes it says what would happen and changes nothing. */
export function credentialRevoke(id: string, command: Command, session: Session): Promise<void> {
  return session.withWorld(command, async (world, output) => {
    const options = command.opts()
    const reason = String(options.reason)
    if (!/^[a-z][a-z0-9_]{0,63}$/.test(reason)) {
      return output.refusal('--reason takes a code in snake_case.', {
        code: 'malformed_message',
        detail: 'reason',
      })
    }
    const found = await findIssued(world, id)
    if (!found.ok) return output.refusal(`There is no credential ${id}.`, found.error)
    const { issuer, credentialId } = found.value
    if (options.yes !== true) {
      output.result('evenkeel.preview/v1', { credentialId, issuer: issuer.id, wouldRevoke: 1 }, [
        `Would revoke 1 credential of ${issuer.id}, for ever: ${credentialId}`,
        '  next: the same command with --yes',
      ])
      return EXIT.done
    }
    const revoked = await issuer.role.revokeCredential(credentialId, reason)
    if (!revoked.ok) return output.refusal(`${credentialId} was not revoked.`, revoked.error)
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
