import type { CredentialId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { findIssued } from './find-issued.ts'

/** `evenkeel credential show`. */
export async function credentialShow(
  { output, withWorld }: Session,
  id: string,
): Promise<ExitCode> {
  const credentialId = readId<CredentialId>(id, 'credential')
  return withWorld(async (world) => {
    const found = await findIssued(world, credentialId)
    if (!found.ok) return output.refuse({ what: `There is no credential ${id}.`, ...found.error })
    const { issuer, record } = found.value
    const ended =
      record.changedAtMs === undefined
        ? []
        : [
            `  changed ${formatTime(record.changedAtMs)} because ${record.reason}; no verifier accepts it after ${formatTime(record.effectiveEverywhereAtMs)}`,
          ]
    output.result('evenkeel.credential/v1', { issuer: issuer.id, ...record }, [
      `${credentialId}  ${record.status.toUpperCase()}`,
      `  by ${issuer.id}, type ${record.vct}`,
      `  issued ${formatTime(record.issuedAtMs)}, expires ${formatTime(record.expiresAtMs)}`,
      `  status ${record.statusUri} #${record.statusIndex}`,
      ...ended,
      ...(record.pending ?? []).map(
        ({ act, status, reason, effectiveAtMs, mode }) =>
          `  will be ${status} from ${formatTime(effectiveAtMs)} because ${reason} (${mode}, ${act})`,
      ),
    ])
    return EXIT.done
  })
}
