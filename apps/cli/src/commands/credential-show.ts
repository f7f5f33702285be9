import type { Command } from 'commander'
import { EXIT } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import type { Session } from '../session.ts'
import { findIssued } from './find-issued.ts'

/** `evenkeel credential show`. */
export function credentialShow(id: string, command: Command, session: Session): Promise<void> {
  return session.withWorld(command, async (world, output) => {
    const found = await findIssued(world, id)
    if (!found.ok) return output.refusal(`There is no credential ${id}.`, found.error)
    const { issuer, credentialId } = found.value
    const record = await issuer.role.showCredential(credentialId)
    if (!record.ok) return output.refusal(`There is no credential ${id}.`, record.error)
    const issued = record.value
    const ended =
      issued.changedAtMs === undefined
        ? []
        : [
            `  changed ${formatTime(issued.changedAtMs)} because ${issued.reason}; no verifier accepts it after ${formatTime(issued.effectiveEverywhereAtMs)}`,
          ]
    output.result('evenkeel.credential/v1', { issuer: issuer.id, ...issued }, [
      `${credentialId}  ${issued.status.toUpperCase()}`,
      `  by ${issuer.id}, type ${issued.vct}`,
      `  issued ${formatTime(issued.issuedAtMs)}, expires ${formatTime(issued.expiresAtMs)}`,
      `  status ${issued.statusUri} #${issued.statusIndex}`,
      ...ended,
    ])
    return EXIT.done
  })
}
