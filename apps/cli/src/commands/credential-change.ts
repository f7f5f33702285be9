import type { CredentialId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatDuration, formatTime } from '../format.ts'
import { readId, readOneOf, readSnakeCase, readTime } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { findIssued } from './find-issued.ts'

/** Each change of a credential's status: the issuer's command, and how it is told. */
const CHANGES = {
  revoke: {
    command: 'revokeCredential',
    schema: 'evenkeel.revocation/v1',
    would: 'wouldRevoke',
    done: 'revoked',
    counts: 'stops everywhere',
    until: ', for ever',
  },
  suspend: {
    command: 'suspendCredential',
    schema: 'evenkeel.suspension/v1',
    would: 'wouldSuspend',
    done: 'suspended',
    counts: 'stops everywhere',
    until: ', until it is reinstated',
  },
  reinstate: {
    command: 'reinstateCredential',
    schema: 'evenkeel.reinstatement/v1',
    would: 'wouldReinstate',
    done: 'reinstated',
    counts: 'counts everywhere',
    until: '',
  },
} as const

const MODES = ['coordinated', 'immediate', 'online'] as const

export interface CredentialChangeOptions {
  readonly reason: string
  readonly mode?: string
  readonly notBefore?: string
  readonly yes?: boolean
  readonly dryRun?: boolean
}

/** `evenkeel credential revoke`, `suspend` and `reinstate`: without --yes they say what would happen and change nothing. */
export async function credentialChange(
  { output, withWorld }: Session,
  verb: keyof typeof CHANGES,
  id: string,
  options: CredentialChangeOptions,
): Promise<ExitCode> {
  const { command, schema, would, done, counts, until } = CHANGES[verb]
  const credentialId = readId<CredentialId>(id, 'credential')
  const reason = readSnakeCase(options.reason, '--reason')
  const order = {
    ...(options.mode !== undefined && { mode: readOneOf(options.mode, MODES, '--mode') }),
    ...(options.notBefore !== undefined && {
      notBeforeMs: readTime(options.notBefore, '--not-before'),
    }),
  }
  return withWorld(async (world) => {
    const found = await findIssued(world, credentialId)
    if (!found.ok) return output.refuse({ what: `There is no credential ${id}.`, ...found.error })
    const { issuer } = found.value
    if (options.yes !== true || options.dryRun === true) {
      output.result('evenkeel.preview/v1', { credentialId, issuer: issuer.id, [would]: 1 }, [
        `Would ${verb} 1 credential of ${issuer.id}${until}: ${credentialId}`,
        '  next: the same command with --yes and without --dry-run',
      ])
      return EXIT.done
    }
    const changed = await issuer.role[command](credentialId, reason, order)
    if (!changed.ok) {
      return output.refuse({ what: `${credentialId} was not ${done}.`, ...changed.error })
    }
    await world.quiesce()
    const change = changed.value
    const at = formatTime(change.effectiveEverywhereAtMs)
    output.result(schema, { issuer: issuer.id, reason, ...change }, [
      change.act === undefined
        ? `${done} ${credentialId} because ${reason}`
        : `announced by ${change.act} that ${credentialId} will be ${done} because ${reason}`,
      `  published ${formatTime(change.publishedAtMs)}`,
      change.act === undefined
        ? `  ${counts} at ${at}, when the last older lease ends`
        : `  ${counts} at ${at}, and nowhere before`,
      ...(change.onlineByMs === undefined
        ? []
        : [
            `  what needs an online proof is held within ${formatDuration(change.onlineByMs - change.publishedAtMs)} of publication`,
          ]),
    ])
    return EXIT.done
  })
}
