import type { WorldRoles } from '@evenkeel/node'
import { formatTime } from '../format.ts'

type Page = Awaited<ReturnType<WorldRoles['governance']['listCases']>>
export type CaseRecord = Omit<Page['cases'][number], 'dueAtMs'>

/** What the two decisions come to, by what the case is about. */
const MEANING: Readonly<
  Record<CaseRecord['opening']['power'], Readonly<Record<'release' | 'refuse', string>>>
> = {
  release_hold: { release: 'the claim goes on', refuse: 'the claim is refused' },
  release_payment: { release: 'the payment is ordered', refuse: 'nothing is paid' },
  claw_back: { release: 'the payment stays', refuse: 'it is owed back' },
}

/** A case for programs: as over HTTP, without the members that say nothing yet. */
export function caseJson<T extends CaseRecord>(record: T): T {
  return JSON.parse(JSON.stringify(record)) as T
}

/** A case for people: what it is about, where it stands, what ends the wait, and what each decision comes to. */
export function describeCase(record: CaseRecord, dueAtMs?: number): readonly string[] {
  const { opening, state, version, decision, decidedBy } = record
  const { caseId, power, reason, subject, evidenceHash, byDefault } = opening
  const means = MEANING[power]
  const due = dueAtMs === undefined ? '' : formatTime(dueAtMs)
  const isOpen = state === 'opened' || state === 'appealed'
  return [
    `${caseId}  ${state.toUpperCase()}  version ${version}`,
    `  ${power} of ${subject} because ${reason}, evidence ${evidenceHash}`,
    ...(decision === undefined ? [] : [`  ${decision} by ${decidedBy}: ${means[decision]}`]),
    ...(isOpen
      ? [
          `  release: ${means.release}; refuse: ${means.refuse}; ${byDefault} if nobody decides${due && ` by ${due}`}`,
        ]
      : []),
    ...(state === 'decided' && due ? [`  an appeal is heard until ${due}`] : []),
    ...(state === 'final' ? [`  waits for ${opening.openedBy} to carry it out`] : []),
  ]
}
