import type { CredentialId } from '@evenkeel/kernel'
import type { WorldRoles } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { findIssued } from './find-issued.ts'

type Reconcile = WorldRoles['verifier']['reconcileDecisions']
type Decision = Awaited<ReturnType<Reconcile>>['decisions'][number]
type Found = Decision & { readonly verifier: string }

/** Milliseconds for a verifier to look for a newer status list. */
const LOOK_MS = 5_000

/** `evenkeel credential reconcile`: what every verifier decided while older leases lasted (S11). */
export async function credentialReconcile(
  { output, withWorld }: Session,
  id: string,
): Promise<ExitCode> {
  const credentialId = readId<CredentialId>(id, 'credential')
  return withWorld(async (world) => {
    const found = await findIssued(world, credentialId)
    if (!found.ok) return output.refuse({ what: `There is no credential ${id}.`, ...found.error })
    const { changedAtMs, effectiveEverywhereAtMs, statusUri, statusIndex } = found.value.record
    if (changedAtMs === undefined || effectiveEverywhereAtMs === undefined) {
      output.result('evenkeel.reconciliation/v1', { credentialId, decisions: [] }, [
        `${credentialId} was never changed, so there is no window.`,
      ])
      return EXIT.done
    }
    const window = { fromMs: changedAtMs, untilMs: effectiveEverywhereAtMs }
    const decisions: Found[] = []
    for (const { id: name } of world.parties.values()) {
      const verifier = world.find('verifier', name)
      if (verifier === undefined) continue
      const { role, ports } = verifier
      const handle = role.identifiers.handle({ uri: statusUri, idx: statusIndex })
      const deadlineMs = ports.clock.monotonicMs() + LOOK_MS
      // The issuer's clock and the verifier's may differ by 2ε.
      const marginMs = 2 * role.clockBoundMs
      for await (const decision of pages(role.reconcileDecisions, {
        fromMs: window.fromMs - marginMs,
        untilMs: window.untilMs + marginMs,
        handle,
        deadlineMs,
      })) {
        decisions.push({ verifier: name, ...decision })
      }
    }
    const notReplayable = decisions.filter(({ today }) => today === undefined).length
    const reconciled = { credentialId, ...window, decisions, notReplayable }
    output.result('evenkeel.reconciliation/v1', reconciled, [
      `${decisions.length} decisions about ${credentialId} from ${formatTime(window.fromMs)} until ${formatTime(window.untilMs)}, give or take what clocks differ by; ${notReplayable} not replayable`,
      ...decisions.map(describe),
    ])
    return EXIT.done
  })
}

async function* pages(
  reconcile: Reconcile,
  window: Parameters<Reconcile>[0],
): AsyncGenerator<Decision> {
  let next: Decision['receiptId'] | undefined
  do {
    const page = await reconcile({ ...window, ...(next && { after: next }) })
    yield* page.decisions
    next = page.next
  } while (next !== undefined)
}

function describe({ verifier, receiptId, decidedAtMs, decided, today, because }: Found): string {
  const reading = ({ outcome, statusSeq }: NonNullable<typeof today>) =>
    `${outcome} (status seq ${statusSeq ?? 'none'})`
  const now = today === undefined ? `nobody can say: ${because}` : `today ${reading(today)}`
  return `  ${formatTime(decidedAtMs)}  ${verifier}  ${receiptId}  ${reading(decided)}, ${now}`
}
