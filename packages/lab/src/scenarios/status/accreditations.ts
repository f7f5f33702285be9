import {
  type AccreditationRecord,
  type ActMode,
  assert,
  type PartyId,
  unwrap,
} from '@evenkeel/kernel'
import { demoAccreditation, wellKnown } from '@evenkeel/node'
import { SIMULATION_START_MS } from '../../limits.ts'
import type { SeededRandom } from '../../seeded-random.ts'
import type { LabCredential } from './credentials.ts'
import type { IssuerName } from './draw-plan.ts'
import { type Stage, until, watch } from './play-stories.ts'
import type { StatusWorld } from './status-world.ts'
import type { Change } from './truth.ts'

/** Whose accreditation is suspended for a while. */
export const SUSPENDED_ISSUER = 'issuer-sloppy'

/** Has an issuer accredited at once, before anybody asks: with the key that it has and the one that it may change to. */
export function accredit(world: StatusWorld, issuer: IssuerName): Promise<void> {
  return decide(world, recordOf(world, issuer, 'first'), 'immediate')
}

/** Has an issuer suspended and accredited again a little later, by two announced acts of which the second follows before the first counts. */
export async function suspendIssuer(
  stage: Stage,
  credential: LabCredential,
  changes: Change[],
  random: SeededRandom,
): Promise<void> {
  const { world, startMs } = stage
  const { leaseMs } = world.plan.rule
  await until(world, startMs + world.plan.suspendIssuerAtMs)
  const watches: Promise<void>[] = []
  let earliestMs = 0
  for (const status of ['suspended', 'active'] as const) {
    const change: Change = {
      mode: 'coordinated',
      to: status === 'active' ? 'valid' : 'suspended',
      orderedAtMs: world.simulation.scheduler.nowMs,
    }
    changes.push(change)
    const record = recordOf(world, SUSPENDED_ISSUER, status)
    const asked = { ...record, status, statusFromMs: SIMULATION_START_MS + earliestMs }
    await decide(world, asked, 'coordinated')
    change.everywhereAtMs = await whenItCounts(world, record.actId)
    world.simulation.tally(`accreditations ${status}`)
    earliestMs = change.everywhereAtMs + random.below(Math.floor(leaseMs / 4))
    watches.push(watch(stage, { credential, publisher: 'network' }, change, random))
  }
  await Promise.all(watches)
}

async function decide(
  world: StatusWorld,
  record: AccreditationRecord,
  mode: ActMode,
): Promise<void> {
  const act = await world.insist('governance', wellKnown.authority, (authority) =>
    authority.accredit({ record, mode }),
  )
  unwrap(act)
}

/** Waits until the network has told the authority when an act counts: T, in virtual milliseconds. */
async function whenItCounts(world: StatusWorld, actId: string): Promise<number> {
  for (;;) {
    const act = await world.insist('governance', wellKnown.authority, (authority) =>
      authority.showAct(actId),
    )
    const { state, reason, effects } = unwrap(act)
    assert(state !== 'refused', `${actId} was refused: ${reason}`)
    const [told] = effects
    if (told !== undefined) {
      assert(told.state !== 'void', `${actId} is void`)
      return told.effectiveAtMs - SIMULATION_START_MS
    }
    await world.pause(world.plan.verifierPaceMs)
  }
}

function recordOf(world: StatusWorld, issuer: IssuerName, name: string): AccreditationRecord {
  const { directory } = world.simulation
  const [credentialSigner, ...older] = world.credentialKeys(issuer)
  const record = demoAccreditation(
    issuer as string as PartyId,
    { issuerId: (id) => directory.urlOf(id), credentialSigner: () => credentialSigner },
    SIMULATION_START_MS,
  )
  const keys = [credentialSigner, ...older, world.nextCredentialKey(issuer)]
  return {
    ...record,
    keys: keys.map(({ publicJwk }) => publicJwk),
    actId: `${record.actId}-${name}`,
  }
}
