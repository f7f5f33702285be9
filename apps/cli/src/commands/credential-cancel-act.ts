import type { CredentialId } from '@evenkeel/kernel'
import type { World } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import { malformed } from '../refused-error.ts'
import type { Session } from '../session.ts'
import { type FoundCredential, findIssued } from './find-issued.ts'

export interface CredentialCancelActOptions {
  readonly yes?: boolean
  readonly dryRun?: boolean
}

/** `evenkeel credential cancel-act`: takes an announced change back; without --yes it says what would happen and changes nothing. */
export async function credentialCancelAct(
  { output, withWorld }: Session,
  id: string,
  options: CredentialCancelActOptions,
): Promise<ExitCode> {
  const wanted = readId<string>(id, 'recorded act')
  return withWorld(async (world) => {
    const found = await findAnnounced(world, wanted)
    if (found === undefined) {
      return output.refuse({ what: `Nothing is announced as ${id}.`, code: 'not_found' })
    }
    const { issuer, record, act } = found
    const { credentialId } = record
    const pending = record.pending?.find((each) => each.act === act)
    if (pending !== undefined && (options.yes !== true || options.dryRun === true)) {
      const { status, effectiveAtMs } = pending
      output.result('evenkeel.preview/v1', { ...pending, credentialId, wouldCancel: 1 }, [
        `Would cancel 1 act of ${issuer.id}: that ${credentialId} is ${status} from ${formatTime(effectiveAtMs)}`,
        '  next: the same command with --yes and without --dry-run',
      ])
      return EXIT.done
    }
    const cancelled = await issuer.role.cancelAct(credentialId, act)
    if (!cancelled.ok) {
      return output.refuse({ what: `${act} was not cancelled.`, ...cancelled.error })
    }
    await world.quiesce()
    output.result('evenkeel.act-cancelled/v1', { issuer: issuer.id, ...cancelled.value }, [
      `cancelled ${act}: ${credentialId} stays as it is at ${formatTime(cancelled.value.effectiveAtMs)}`,
    ])
    return EXIT.done
  })
}

/** By the act's id, or by the credential's if one act is announced of it. */
async function findAnnounced(
  world: World,
  id: string,
): Promise<(FoundCredential & { readonly act: string }) | undefined> {
  const credential = await findIssued(world, id as CredentialId)
  if (credential.ok) {
    const { pending = [] } = credential.value.record
    if (pending.length > 1) {
      const acts = pending.map(({ act }) => act).join(', ')
      throw malformed(`Several acts are announced of ${id}.`, `name one of ${acts}`)
    }
    return pending[0] && { ...credential.value, act: pending[0].act }
  }
  for (const party of world.parties.values()) {
    const issuer = world.find('issuer', party.id)
    const record = await issuer?.role.showCredentialOfAct(id)
    if (issuer !== undefined && record?.ok) return { issuer, record: record.value, act: id }
  }
  return undefined
}
