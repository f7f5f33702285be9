import type { Command } from 'commander'
import { EXIT } from '../exit-codes.ts'
import { parseClaims } from '../parse-claims.ts'
import type { Session } from '../session.ts'

const DAY_MS = 86_400_000

/** `evenkeel credential issue`: a new key in the holder's wallet, a credential bound to it, kept in the wallet. */
export function credentialIssue(command: Command, session: Session): Promise<void> {
  return session.withWorld(command, async (world, output) => {
    const options = command.opts()
    const claims = parseClaims(options.claim ?? [])
    const issuer = world.find('issuer', String(options.issuer))
    if (issuer === undefined) {
      return output.refusal(`No issuer is called ${options.issuer}.`, {
        code: 'not_found',
        detail: String(options.issuer),
      })
    }
    const days = Number(options.validDays)
    if (!Number.isInteger(days) || days < 1) {
      return output.refusal('--valid-days takes a whole number of days.', {
        code: 'malformed_message',
      })
    }
    const holder = world.the('holder').role
    const holderJwk = await holder.createKey()
    const issued = await issuer.role.issueCredential({
      vct: String(options.type),
      claims,
      disclose: Object.keys(claims),
      holderJwk,
      validForMs: days * DAY_MS,
    })
    if (!issued.ok) return output.refusal('The credential was not issued.', issued.error)
    const { credentialId, credential, statusUri, statusIndex } = issued.value
    const stored = await holder.storeCredential({ credentialId, credential })
    if (!stored.ok) return output.refusal('The holder did not keep the credential.', stored.error)
    await world.quiesce()
    output.result(
      'evenkeel.credential/v1',
      { credentialId, issuer: issuer.id, vct: stored.value.vct, statusUri, statusIndex },
      [
        `issued ${credentialId}`,
        `  by ${issuer.id}, type ${stored.value.vct}, status ${statusUri} #${statusIndex}`,
        `  next: evenkeel credential verify ${credentialId}`,
      ],
    )
    return EXIT.done
  })
}
