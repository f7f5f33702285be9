import { assert, type Party, type PartyId, type StopTimer } from '@evenkeel/kernel'
import { openWorldParty, type WorldPartyOptions, type WorldRoles } from './open-world-party.ts'
import {
  defaultTiming,
  type RoleName,
  type WorldTiming,
  wellKnown,
  worldParties,
} from './world-config.ts'
import type { WorldPlatform } from './world-platform.ts'

/** All parties of a world, opened. */
export interface World {
  readonly parties: ReadonlyMap<PartyId, Party>
  /** The party of that role; with an id, that one of several. Undefined if there is none. */
  find<Name extends RoleName>(role: Name, id?: string): Party<WorldRoles[Name]> | undefined
  /** The same for a party that every world has. */
  the<Name extends RoleName>(role: Name, id?: string): Party<WorldRoles[Name]>
  /** Pumps and sweeps until no handoff gets an answer any more. Returns how many did. */
  quiesce(): Promise<number>
  /** Pumps and sweeps by the clock until the returned function is called. */
  start(waits?: WorldWaits): StopTimer
}

/** What gives way to load at the moment (P4); asked again and again. */
export interface WorldWaits {
  /** Events stay with the parties that they come from. */
  readonly analytics: () => boolean
  /** Distributor and ledger hand nothing on. */
  readonly settlement: () => boolean
}

const SETTLING: readonly PartyId[] = [wellKnown.distributor, wellKnown.ledger]

/** Whether what one party has for another stays where it is: events by what they are, everything else by who sends it. */
export function isWaiting(waits: WorldWaits, from: PartyId, to: PartyId): boolean {
  return to === wellKnown.observer
    ? waits.analytics()
    : SETTLING.includes(from) && waits.settlement()
}

/**
 * Rounds of `quiesce`: a claim needs six to be paid, and the events that waited through a burst go a few thousand at a time; more than this is a
 * loop between parties.
 */
const QUIESCE_ROUNDS_MAX = 1_000

/** Opens every party of the demo world over a platform. */
export async function openWorld(
  platform: WorldPlatform,
  timing: WorldTiming = platform.timing ?? defaultTiming,
  options: WorldPartyOptions = {},
): Promise<World> {
  const parties = new Map<PartyId, Party>()
  for (const spec of worldParties)
    parties.set(spec.id, await openWorldParty(spec, platform, timing, options))

  function find<Name extends RoleName>(
    role: Name,
    id?: string,
  ): Party<WorldRoles[Name]> | undefined {
    const spec = worldParties.find(
      (party) => party.role === role && (id === undefined || party.id === id),
    )
    return spec === undefined ? undefined : (parties.get(spec.id) as Party<WorldRoles[Name]>)
  }

  function the<Name extends RoleName>(role: Name, id?: string): Party<WorldRoles[Name]> {
    const party = find(role, id)
    assert(party !== undefined, `no ${role} ${id ?? ''} in this world`)
    return party
  }

  async function quiesce(): Promise<number> {
    let total = 0
    for (let round = 0; round < QUIESCE_ROUNDS_MAX; round += 1) {
      let answered = 0
      for (const party of parties.values()) {
        await party.sweep()
        answered += await party.pump()
      }
      total += answered
      if (answered === 0) return total
    }
    assert(false, `parties still hand work to each other after ${QUIESCE_ROUNDS_MAX} rounds`)
  }

  function start(waits?: WorldWaits): StopTimer {
    const stops = [...parties.values()].map((party) =>
      party.start(waits === undefined ? {} : { waits: (to) => isWaiting(waits, party.id, to) }),
    )
    return async () => {
      await Promise.all(stops.map((stop) => stop()))
    }
  }

  return { parties, find, the, quiesce, start }
}
