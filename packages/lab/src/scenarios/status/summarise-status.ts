import type { Violation } from '../../invariants.ts'
import type { Summary } from '../../scenario.ts'
import { addUp, median, sum } from '../../sums.ts'
import type { Share } from './measures.ts'
import type { StatusReport } from './run-status.ts'

/** What `evenkeel lab run status --json` prints: the reports of all seeds in one. Shares are between 0 and 1, or null where nothing was asked. */
export interface StatusSummary {
  readonly schema: 'evenkeel.lab-status/v1'
  readonly seeds: number
  readonly simulatedHours: number
  readonly acts: StatusReport['status']['acts']
  /** The least number of acts of each mode in any one seed. */
  readonly actsMin: StatusReport['status']['acts']
  /** How often each invariant was checked. */
  readonly invariants: Readonly<Record<string, number>>
  readonly violations: readonly (Violation & { readonly seed: number; readonly replay: string })[]
  /** Of coordinated and online acts, in virtual time. */
  readonly disagreementMsMax: number
  /** How much of what verifiers with a good clock were asked had a definite answer. */
  readonly definiteShare: number | null
  /** The same in the quarter of an hour after a T, about the list that it concerned. */
  readonly definiteShareAfterT: number | null
  /** The same by what was in the way: nothing, a cut-off verifier, a publisher out of order. */
  readonly byFault: Readonly<Record<string, number | null>>
  /** Of what was asked with a value that needs a fresh status: with an online act announced such a decision is held. */
  readonly definiteShareOnline: number | null
  readonly definiteShareBrokenClocks: number | null
  readonly decisions: number
  /** Unmodified readers of status list tokens: the windows of disagreement of announced acts, medians, and how many answers were none. */
  readonly plain: {
    readonly acts: number
    readonly windowMsMedianUncapped: number | null
    readonly windowMsMedianCapped: number | null
    readonly windowMsMaxCapped: number | null
    readonly undeterminedShare: number | null
  }
  readonly happened: Readonly<Record<string, number>>
}

const HOUR_MS = 3_600_000

/** Sums up reports of several seeds, as they come. */
export function createStatusSummary(): Summary<StatusReport> {
  const reports: StatusReport[] = []
  return {
    add(report) {
      reports.push(report)
    },
    result: () => summarise(reports),
    describe: () => describe(summarise(reports)),
  }
}

function summarise(reports: readonly StatusReport[]): StatusSummary {
  const measured = reports.map(({ status }) => status)
  const share = (of: (status: StatusReport['status']) => Share): number | null => {
    const decisions = sum(measured.map((status) => of(status).decisions))
    return ratio(sum(measured.map((status) => of(status).definite)), decisions)
  }
  const acts = (fold: (counts: readonly number[]) => number) => ({
    coordinated: fold(measured.map((status) => status.acts.coordinated)),
    immediate: fold(measured.map((status) => status.acts.immediate)),
    online: fold(measured.map((status) => status.acts.online)),
  })
  const capped = measured.flatMap(({ plain }) => plain.windowsMsCapped)
  const uncapped = measured.flatMap(({ plain }) => plain.windowsMsUncapped)
  return {
    schema: 'evenkeel.lab-status/v1',
    seeds: reports.length,
    simulatedHours:
      Math.round((sum(reports.map(({ virtualMs }) => virtualMs)) / HOUR_MS) * 10) / 10,
    acts: acts(sum),
    actsMin: acts((counts) => Math.min(...counts)),
    invariants: addUp(reports.map(({ invariants }) => invariants)),
    violations: reports.flatMap(({ violations, seed, replay }) =>
      violations.map((violation) => ({ ...violation, seed, replay })),
    ),
    disagreementMsMax: Math.max(0, ...measured.map((status) => status.disagreementMsMax)),
    definiteShare: share(({ overall }) => overall),
    definiteShareAfterT: share(({ afterT }) => afterT),
    byFault: {
      calm: share(({ byFault }) => byFault.calm),
      cut: share(({ byFault }) => byFault.cut),
      outage: share(({ byFault }) => byFault.outage),
    },
    definiteShareOnline: share(({ online }) => online),
    definiteShareBrokenClocks: share(({ brokenClocks }) => brokenClocks),
    decisions: sum(measured.map(({ overall }) => overall.decisions)),
    plain: {
      acts: capped.length,
      windowMsMedianUncapped: median(uncapped),
      windowMsMedianCapped: median(capped),
      windowMsMaxCapped: capped.length === 0 ? null : Math.max(...capped),
      undeterminedShare: ratio(
        sum(measured.map(({ plain }) => plain.undetermined)),
        sum(measured.map(({ plain }) => plain.answers)),
      ),
    },
    happened: addUp(reports.map(({ happened }) => happened)),
  }
}

function describe(summary: StatusSummary): readonly string[] {
  const { seeds, simulatedHours, acts, plain, violations } = summary
  const percent = (share: number | null) =>
    share === null ? 'nothing' : `${Math.round(share * 1_000) / 10} %`
  const seconds = (ms: number | null) => (ms === null ? 'none' : `${Math.round(ms / 1_000)} s`)
  return [
    `status, ${seeds} seeds: ${violations.length === 0 ? 'no violation' : `${violations.length} VIOLATIONS`} in ${simulatedHours} hours of virtual time`,
    `  acts: ${acts.coordinated} coordinated, ${acts.immediate} immediate, ${acts.online} online`,
    `  longest disagreement about an announced act: ${summary.disagreementMsMax} ms`,
    `  definite answers: ${percent(summary.definiteShare)}, in the quarter of an hour after T ${percent(summary.definiteShareAfterT)}`,
    `  plain readers: window of ${seconds(plain.windowMsMedianCapped)} instead of ${seconds(plain.windowMsMedianUncapped)} (medians), ${percent(plain.undeterminedShare)} undetermined`,
    `  checked ${Object.entries(summary.invariants)
      .map(([name, times]) => `${name} ${times}×`)
      .join(', ')}`,
    ...violations.map(
      ({ invariant, atMs, detail, replay }) =>
        `  ${invariant} at ${atMs} ms: ${detail}; again: ${replay}`,
    ),
  ]
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000
}
