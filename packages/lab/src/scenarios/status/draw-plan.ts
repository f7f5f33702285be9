import { LEASE_CLASSES, type LeaseRule, leaseRuleOf } from '@evenkeel/kernel'
import type { SeededRandom } from '../../seeded-random.ts'

/** ε of every party: how far a clock that keeps to the rule may be off. Virtual milliseconds. */
export const CLOCK_BOUND_MS = 5_000
/** The merge delay of the world's log: what `openWorldParty` configures. Virtual milliseconds. */
export const MERGE_DELAY_MS = 60_000
/** How far the clocks are off in the end that do not. */
export const BROKEN_CLOCK_MS = 65_000

export const ISSUERS = ['issuer-strict', 'issuer-sloppy'] as const
/** The strict one publishes heads, the other plain lists only. */
export type IssuerName = (typeof ISSUERS)[number]

/** A verifier's or reader's clock: its error at the beginning and at the end, in milliseconds; a straight line in between. */
export interface ClockPlan {
  readonly fromMs: number
  readonly toMs: number
}

export interface VerifierPlan {
  readonly name: string
  readonly clock: ClockPlan
  /** Its clock keeps to ε. */
  readonly isHonest: boolean
  /** The cache that it fetches through; none if absent. */
  readonly edge?: number
  /** It has heads from the network's relay, so that no issuer learns of it. */
  readonly isRelayed?: boolean
  /** Per thousand: how often it is given an older copy than the newest. */
  readonly staleCopyPerMille: number
}

/** A time in which something is out of reach. Virtual milliseconds since life began. */
export interface Span {
  readonly fromMs: number
  readonly untilMs: number
}

export type Trouble =
  | ({ readonly kind: 'outage'; readonly party: IssuerName | 'network' } & Span)
  | ({ readonly kind: 'cut'; readonly verifier: string } & Span)
  | ({ readonly kind: 'restart'; readonly verifier: string } & Span)

/** What becomes of one credential. Times since life began. */
export interface StoryPlan {
  readonly issuer: IssuerName
  readonly steps: readonly StepPlan[]
}

export interface StepPlan {
  readonly mode: 'coordinated' | 'immediate' | 'online'
  readonly to: 'revoke' | 'suspend' | 'reinstate'
  readonly atMs: number
  /** Earliest T, after the order. */
  readonly noticeMs?: number
  /** The order is taken back: so long after it, or so long before T. */
  readonly cancel?: { readonly afterMs: number } | { readonly beforeMs: number }
  /** The process that takes the order dies so long after it was asked. */
  readonly killMs?: number
}

/** What a run of the status family is made of: everything that the seed draws beforehand. */
export interface StatusPlan {
  readonly rule: LeaseRule
  readonly lifeMs: number
  /** Between two rounds in which every verifier is asked about one credential. */
  readonly roundMs: number
  /** Between two sweeps of those who publish, and of all others. */
  readonly paceMs: number
  readonly verifierPaceMs: number
  readonly verifiers: readonly VerifierPlan[]
  readonly readers: readonly VerifierPlan[]
  readonly stories: readonly StoryPlan[]
  readonly troubles: readonly Trouble[]
  /** When the suspension of the sloppy issuer is decided. */
  readonly suspendIssuerAtMs: number
  /** When the strict issuer begins to change its credential key, if it does. */
  readonly rotateAtMs?: number
  /** When the strict issuer signs a second head of one sequence number for one verifier, if it does. */
  readonly equivocation?: { readonly atMs: number; readonly verifier: string }
}

/** Worlds of both classes live for several leases, and long enough for the quarter of an hour after the last T. */
const CLASSES = [
  {
    leaseMs: LEASE_CLASSES['5min'],
    lifeMs: 3_600_000,
    roundMs: 75_000,
    paceMs: 25_000,
    verifierPaceMs: 45_000,
  },
  {
    leaseMs: LEASE_CLASSES['1h'],
    lifeMs: 15_000_000,
    roundMs: 400_000,
    paceMs: 75_000,
    verifierPaceMs: 180_000,
  },
] as const
/** Those whose clock keeps to ε. */
const VERIFIERS = 5
/** The one among them that has heads from the relay. */
const RELAYED = 2
const READERS = 6
const EDGES = 3
const MINUTE_MS = 60_000

/** Draws a world, its stories and its troubles. */
export function drawPlan(random: SeededRandom): StatusPlan {
  const times = CLASSES[random.below(CLASSES.length)] ?? CLASSES[0]
  const { leaseMs, lifeMs } = times
  const rule = leaseRuleOf({ leaseMs, clockBoundMs: CLOCK_BOUND_MS })
  const verifiers = drawVerifiers(random)
  // The last act has to come into force a good while before the end: a lease, a step of the grid and a quarter of an hour.
  const lastOrderMs = lifeMs - leaseMs - rule.gridMs - 16 * MINUTE_MS
  const orderMs = () => random.between(Math.floor(leaseMs / 5), lastOrderMs)
  const equivocator = verifiers[random.below(RELAYED)]
  return {
    ...times,
    rule,
    verifiers,
    readers: Array.from({ length: READERS }, (_, number) => ({
      name: `reader-${number}`,
      clock: drawClock(random),
      isHonest: true,
      staleCopyPerMille: 0,
      ...(number % 4 !== 0 && { edge: number % EDGES }),
    })),
    stories: drawStories(random, { leaseMs, lastOrderMs, orderMs }),
    suspendIssuerAtMs: random.between(0, lifeMs - 2 * leaseMs - 2 * rule.gridMs - 16 * MINUTE_MS),
    troubles: drawTroubles(random, { leaseMs, lifeMs, verifiers }),
    ...(random.chance(300) && { rotateAtMs: random.below(Math.floor(lifeMs / 3)) }),
    ...(random.chance(250) &&
      equivocator !== undefined && {
        equivocation: {
          atMs: lifeMs - random.between(2, 6) * MINUTE_MS,
          verifier: equivocator.name,
        },
      }),
  }
}

function drawVerifiers(random: SeededRandom): readonly VerifierPlan[] {
  const honest = Array.from({ length: VERIFIERS }, (_, number) => ({
    name: `verifier-${number + 1}`,
    clock: drawClock(random),
    isHonest: true,
    staleCopyPerMille: number < 2 ? 250 : 0,
    isRelayed: number === RELAYED,
    ...(number > 0 && number !== RELAYED && { edge: number % EDGES }),
  }))
  const isSlow = random.chance(600)
  const broken = {
    name: isSlow ? 'verifier-slow' : 'verifier-fast',
    clock: { fromMs: 0, toMs: isSlow ? -BROKEN_CLOCK_MS : BROKEN_CLOCK_MS },
    isHonest: false,
    staleCopyPerMille: 0,
  }
  return [...honest, broken]
}

/** Within ε, and a third of them at its edge. */
function drawClock(random: SeededRandom): ClockPlan {
  const most = CLOCK_BOUND_MS - 5
  if (random.chance(333)) {
    const errorMs = random.chance(500) ? most : -most
    return { fromMs: errorMs, toMs: errorMs }
  }
  return { fromMs: random.between(-most, most), toMs: random.between(-most, most) }
}

interface Orders {
  readonly leaseMs: number
  readonly lastOrderMs: number
  readonly orderMs: () => number
}

function drawStories(random: SeededRandom, orders: Orders): readonly StoryPlan[] {
  const { leaseMs, lastOrderMs, orderMs } = orders
  const strict = (...steps: StepPlan[]): StoryPlan => ({ issuer: 'issuer-strict', steps })
  const sloppy = (...steps: StepPlan[]): StoryPlan => ({ issuer: 'issuer-sloppy', steps })
  const step = (mode: StepPlan['mode'], to: StepPlan['to'], atMs: number): StepPlan => ({
    mode,
    to,
    atMs,
    ...(random.chance(400) && { killMs: random.between(1, 40) }),
  })
  const suspendedMs = random.between(Math.floor(leaseMs / 5), Math.floor(lastOrderMs / 4))
  const backMs = suspendedMs + random.between(Math.floor(leaseMs / 2), 2 * leaseMs)
  const frozenMs = random.between(Math.floor(leaseMs / 5), Math.floor(lastOrderMs / 2))
  const longNotice = { noticeMs: Math.floor(leaseMs * 2.2) }
  return [
    strict(step('coordinated', 'revoke', orderMs())),
    strict(
      step('coordinated', 'suspend', suspendedMs),
      step('coordinated', 'reinstate', Math.min(backMs, lastOrderMs)),
    ),
    sloppy(step('coordinated', 'revoke', orderMs())),
    strict(step('immediate', 'revoke', orderMs())),
    sloppy(
      step('immediate', 'suspend', frozenMs),
      step('immediate', 'reinstate', frozenMs + random.between(MINUTE_MS, leaseMs)),
    ),
    strict(step('online', 'revoke', orderMs())),
    strict({
      ...step('coordinated', 'revoke', random.between(0, Math.floor(lastOrderMs / 3))),
      ...longNotice,
      cancel: { afterMs: random.between(1_000, Math.floor(leaseMs / 2)) },
    }),
    // Too late to be taken back, as a rule.
    strict({
      ...step('coordinated', 'revoke', orderMs()),
      cancel: { beforeMs: random.between(2_000, Math.floor(leaseMs / 4)) },
    }),
    sloppy({
      ...step('coordinated', 'suspend', random.between(0, Math.floor(lastOrderMs / 3))),
      ...longNotice,
      cancel: { beforeMs: random.between(2_000, Math.floor(leaseMs * 1.5)) },
    }),
    strict(),
    sloppy(),
  ]
}

function drawTroubles(
  random: SeededRandom,
  world: {
    readonly leaseMs: number
    readonly lifeMs: number
    readonly verifiers: readonly VerifierPlan[]
  },
): readonly Trouble[] {
  const { leaseMs, lifeMs, verifiers } = world
  const span = (shortest: number, longest: number): Span => {
    const lengthMs = random.between(Math.floor(leaseMs * shortest), Math.floor(leaseMs * longest))
    const fromMs = random.below(Math.max(1, lifeMs - lengthMs - 5 * MINUTE_MS))
    return { fromMs, untilMs: fromMs + lengthMs }
  }
  const outage = (party: IssuerName | 'network', longPerMille: number): Trouble => ({
    kind: 'outage',
    party,
    ...(random.chance(longPerMille) ? span(1.05, 1.2) : span(0.02, 0.3)),
  })
  const anyone = () => verifiers[random.below(VERIFIERS)]?.name ?? ''
  return [
    outage('issuer-strict', 40),
    outage('issuer-sloppy', 40),
    outage('network', 20),
    { kind: 'cut', verifier: anyone(), ...span(0.1, 0.35) },
    { kind: 'cut', verifier: anyone(), ...span(0.1, 0.35) },
    ...(random.chance(250)
      ? [{ kind: 'cut', verifier: anyone(), ...span(1.05, 1.4) } as const]
      : []),
    ...verifiers.map(({ name }): Trouble => {
      const fromMs = random.below(lifeMs - MINUTE_MS)
      const untilMs = fromMs + random.between(100, 20_000)
      return { kind: 'restart', verifier: name, fromMs, untilMs }
    }),
  ]
}
