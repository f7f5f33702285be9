import type { ReceiptId } from '@evenkeel/kernel'
import { SIMULATION_START_MS } from '../../../limits.ts'
import type { Decision } from '../ask-verifiers.ts'
import type { LabCredential } from '../credentials.ts'
import { CLOCK_BOUND_MS } from '../draw-plan.ts'
import type { Meddler } from '../meddle.ts'
import type { StatusWorld } from '../status-world.ts'

/** How long a verifier may look for the newest list. Virtual milliseconds. */
const RECONCILE_MS_MAX = 4_000

/** S11: what verifiers find of the window of each immediate act is what they have decided in it, one by one. */
export async function checkReconciled(
  world: StatusWorld,
  credentials: readonly LabCredential[],
  decisions: readonly Decision[],
  meddler: Meddler,
): Promise<void> {
  for (const credential of credentials) {
    for (const { mode, orderedAtMs, everywhereAtMs } of credential.changes) {
      if (mode !== 'immediate' || everywhereAtMs === undefined) continue
      const window = {
        fromMs: SIMULATION_START_MS + orderedAtMs - CLOCK_BOUND_MS,
        untilMs: SIMULATION_START_MS + everywhereAtMs + CLOCK_BOUND_MS,
      }
      for (const { name, isHonest } of world.plan.verifiers) {
        if (!isHonest) continue
        const own = decisions.filter(
          (decision) => decision.verifier.name === name && decision.credential === credential,
        )
        // Whoever was lied to about a list has no status of it today.
        const isKnown = credential.issuer !== 'issuer-strict' || !meddler.isLiedTo(name)
        await checkWindow(world, { verifier: name, credential, own, window, isKnown })
      }
    }
  }
}

async function checkWindow(
  world: StatusWorld,
  asked: {
    readonly verifier: string
    readonly credential: LabCredential
    readonly own: readonly Decision[]
    readonly window: { readonly fromMs: number; readonly untilMs: number }
    readonly isKnown: boolean
  },
): Promise<void> {
  const { verifier, credential, own, window, isKnown } = asked
  const { invariants } = world.simulation
  const taken = own.flatMap(({ receipt, verdict }) =>
    receipt !== undefined &&
    verdict.decidedAtMs >= window.fromMs &&
    verdict.decidedAtMs < window.untilMs
      ? [receipt]
      : [],
  )
  const found: ReceiptId[] = []
  let after: ReceiptId | undefined
  do {
    const page = await world.insist('verifier', verifier, (role, ports) =>
      role.reconcileDecisions({
        handle: role.identifiers.handle(credential.entry),
        ...window,
        ...(after !== undefined && { after }),
        deadlineMs: ports.clock.monotonicMs() + RECONCILE_MS_MAX,
      }),
    )
    for (const { receiptId, today, because } of page.decisions) {
      found.push(receiptId)
      const isFinal = credential.changes.at(-1)?.to === 'invalid'
      if (!isFinal || !isKnown) continue
      const detail = () => `${verifier}: ${receiptId} is ${today?.outcome} today, ${because}`
      invariants.check('S11', today?.outcome === 'rejected', detail)
    }
    after = page.next
  } while (after !== undefined)
  const missing = taken.filter((receipt) => !found.includes(receipt))
  const unknown = found.filter((receipt) => !taken.includes(receipt))
  const detail = () =>
    `${verifier}: ${missing.length} decisions about ${credential.name} were not found, ${unknown.length} were never made`
  invariants.check('S11', missing.length === 0 && unknown.length === 0, detail)
}
