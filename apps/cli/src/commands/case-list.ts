import type { WorldRoles } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readCaseCursor } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { caseJson, describeCase } from './describe-case.ts'

type Page = Awaited<ReturnType<WorldRoles['governance']['listCases']>>

/** `evenkeel case list`: the cases that are not closed, least time left first. */
export async function caseList(
  { output, withWorld }: Session,
  options: { readonly after?: string },
): Promise<ExitCode> {
  const after = options.after === undefined ? undefined : readCaseCursor(options.after)
  return withWorld(async (world) => {
    const { cases: items, next }: Page = await world.the('governance').role.listCases(after)
    const from = next && `${next.dueAtMs}~${next.caseId}`
    const page = { items: items.map(caseJson), ...(from && { next: from }) }
    output.result('evenkeel.case-list/v1', page, [
      ...items.flatMap((entry) => describeCase(entry, entry.dueAtMs)),
      ...(items.length === 0 ? ['No case waits for anybody.'] : []),
      ...(from === undefined ? [] : [`more: --after ${from}`]),
    ])
    return EXIT.done
  })
}
