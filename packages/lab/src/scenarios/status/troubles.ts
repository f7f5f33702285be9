import type { PartyId } from '@evenkeel/kernel'
import { wellKnown } from '@evenkeel/node'
import { ISSUERS, type IssuerName, type Span } from './draw-plan.ts'
import type { StatusWorld } from './status-world.ts'

/** Which trouble was in a verifier's way, as the report counts decisions by it. */
export type Fault = 'calm' | 'cut' | 'outage'

export interface Troubles {
  /** What stands between a verifier and an issuer, and the network with the accreditations, or did so less than `withinMs` ago. */
  faultOf(verifier: string, issuer: IssuerName, withinMs: number): Fault
  /** Whether a publisher was out of order at some time since `fromMs`. */
  wasOut(party: string, fromMs: number): boolean
  /** Starts what is dead of a publisher, unless it is planned to be out of order. */
  restart(party: PartyId): void
  /** Notes that one process of a publisher dies for a while, beside what was planned. */
  onDeath(party: string, untilMs: number): void
}

/** Lets the planned troubles come, from now on. */
export function bringTroubles(world: StatusWorld): Troubles {
  const { simulation, plan } = world
  const { scheduler, network } = simulation
  const startMs = scheduler.nowMs
  const outages: (Span & { readonly party: string })[] = []
  const cuts: (Span & { readonly verifier: string })[] = []
  for (const trouble of plan.troubles) {
    const fromMs = startMs + trouble.fromMs
    const untilMs = startMs + trouble.untilMs
    const line = { event: 'trouble', kind: trouble.kind }
    if (trouble.kind === 'cut') {
      cuts.push({ verifier: trouble.verifier, fromMs, untilMs })
      network.cut({
        between: [trouble.verifier as PartyId],
        and: [...ISSUERS.map((id) => id as string as PartyId), wellKnown.network],
        loses: 'both',
        fromMs,
        untilMs,
      })
      continue
    }
    const party = (trouble.kind === 'outage' ? trouble.party : trouble.verifier) as PartyId
    if (trouble.kind === 'outage') outages.push({ party, fromMs, untilMs })
    scheduler.after(trouble.fromMs, line, () => {
      simulation.tally(`${trouble.kind}s`)
      simulation.crash(party)
    })
    scheduler.after(trouble.untilMs, line, () => simulation.start(party))
  }
  const isNear = ({ fromMs, untilMs }: Span, withinMs: number): boolean =>
    scheduler.nowMs >= fromMs && scheduler.nowMs - withinMs < untilMs

  return {
    faultOf(verifier, issuer, withinMs) {
      const isCut = cuts.some((cut) => cut.verifier === verifier && isNear(cut, withinMs))
      if (isCut) return 'cut'
      const isOut = outages.some(
        (outage) =>
          (outage.party === issuer || outage.party === wellKnown.network) &&
          isNear(outage, withinMs),
      )
      return isOut ? 'outage' : 'calm'
    },
    wasOut: (party, fromMs) =>
      outages.some(
        (outage) =>
          outage.party === party && outage.untilMs > fromMs && outage.fromMs <= scheduler.nowMs,
      ),
    restart(party) {
      const isOut = plan.troubles.some(
        (trouble) =>
          trouble.kind === 'outage' &&
          trouble.party === party &&
          scheduler.nowMs >= startMs + trouble.fromMs &&
          scheduler.nowMs < startMs + trouble.untilMs,
      )
      if (!isOut) simulation.start(party)
    },
    onDeath(party, untilMs) {
      outages.push({ party, fromMs: scheduler.nowMs, untilMs })
    },
  }
}
