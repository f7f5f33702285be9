import { AsyncLocalStorage } from 'node:async_hooks'
import nodeCrypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers'
import timersPromises from 'node:timers/promises'

/** Code of a simulation reached round a port for something that the seed does not decide. */
export class AmbientUseError extends Error {
  override readonly name: string = 'AmbientUseError'
}

type AnyFunction = (...args: unknown[]) => unknown
type Holder = Record<string, unknown>

interface Banned {
  readonly holder: object
  readonly members: readonly string[]
  readonly name: string
  readonly instead: string
}

const CLOCK = 'Take the time from the Clock port, or as the argument `now`.'
const TIMERS = 'Wait with the Timers port.'
const RANDOM = 'Draw randomness from the Random port, keys from the Signer port.'
const COMPILE =
  'Compile before the simulation begins: compilation ends on a thread of its own, at a moment that no seed decides.'
const NETWORK = 'Reach others through the Transport port.'

const timerNames = ['setTimeout', 'setInterval', 'setImmediate'] as const
const cryptoNames = [
  'generateKey',
  'generateKeyPair',
  'generateKeyPairSync',
  'generateKeySync',
  'generatePrime',
  'generatePrimeSync',
  'pseudoRandomBytes',
  'randomBytes',
  'randomFill',
  'randomFillSync',
  'randomInt',
  'randomUUID',
  'randomUUIDv7',
] as const
const temporalNow = (globalThis as { Temporal?: { Now: object } }).Temporal?.Now

const banned: readonly Banned[] = [
  { holder: Date, members: ['now'], name: 'Date', instead: CLOCK },
  { holder: Performance.prototype, members: ['now'], name: 'performance', instead: CLOCK },
  { holder: process, members: ['hrtime', 'uptime'], name: 'process', instead: CLOCK },
  ...(temporalNow === undefined
    ? []
    : [
        {
          holder: temporalNow,
          members: Object.getOwnPropertyNames(temporalNow),
          name: 'Temporal.Now',
          instead: CLOCK,
        },
      ]),
  { holder: globalThis, members: timerNames, name: 'globalThis', instead: TIMERS },
  { holder: timers, members: timerNames, name: 'timers', instead: TIMERS },
  { holder: timersPromises, members: timerNames, name: 'timers/promises', instead: TIMERS },
  {
    holder: Object.getPrototypeOf(timersPromises.scheduler) as object,
    members: ['wait', 'yield'],
    name: 'scheduler',
    instead: TIMERS,
  },
  { holder: AbortSignal, members: ['timeout'], name: 'AbortSignal', instead: TIMERS },
  { holder: Math, members: ['random'], name: 'Math', instead: RANDOM },
  { holder: nodeCrypto, members: cryptoNames, name: 'crypto', instead: RANDOM },
  {
    holder: Crypto.prototype,
    members: ['getRandomValues', 'randomUUID'],
    name: 'crypto',
    instead: RANDOM,
  },
  { holder: SubtleCrypto.prototype, members: ['generateKey'], name: 'subtle', instead: RANDOM },
  {
    holder: (globalThis as unknown as { WebAssembly: object }).WebAssembly,
    members: ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming'],
    name: 'WebAssembly',
    instead: COMPILE,
  },
  { holder: globalThis, members: ['fetch'], name: 'globalThis', instead: NETWORK },
]

const simulated = new AsyncLocalStorage<boolean>()
let holds = 0
let restore: (() => void) | undefined

/**
 * Runs the work as code of a simulation: until it has ended, ambient clocks, timers, randomness and fetch throw AmbientUseError in it and in
 * everything it calls, libraries too, and go on working for everybody else. `new Date(ms)` stays allowed. Out of reach: a function that a
 * library stored away before the first simulation of the process, and Intl's formatting of the present moment.
 */
export async function runSimulated<T>(work: () => Promise<T>): Promise<T> {
  if (holds === 0) restore = install()
  holds += 1
  try {
    return await simulated.run(true, work)
  } finally {
    holds -= 1
    if (holds === 0) restore?.()
  }
}

/** Runs work of the simulator itself, such as the database below a simulated store, which may use the platform. */
export function runOutside<T>(work: () => T): T {
  return simulated.run(false, work)
}

/** Runs work that an outside piece calls back into the simulation. */
export function runInside<T>(work: () => T): T {
  return simulated.run(true, work)
}

function refuseInside(name: string, instead: string): void {
  if (simulated.getStore() === true) {
    throw new AmbientUseError(`${name} is not decided by the seed. ${instead}`)
  }
}

function install(): () => void {
  const undo: (() => void)[] = []
  const replace = (holder: object, member: string, value: unknown): void => {
    const before = Object.getOwnPropertyDescriptor(holder, member)
    if (before === undefined) return
    const { enumerable = false } = before
    Object.defineProperty(holder, member, { value, enumerable, writable: true, configurable: true })
    undo.push(() => Object.defineProperty(holder, member, before))
  }
  for (const { holder, members, name, instead } of banned) {
    for (const member of members) {
      const real = (holder as Holder)[member]
      if (typeof real !== 'function') continue
      const shown = name === 'globalThis' ? member : `${name}.${member}`
      replace(holder, member, guard(real as AnyFunction, shown, instead))
    }
  }
  const guardedDate = guardDate(Date)
  replace(Date.prototype, 'constructor', guardedDate)
  replace(globalThis, 'Date', guardedDate)
  syncBuiltinESMExports()
  return () => {
    for (const step of undo.reverse()) step()
    syncBuiltinESMExports()
  }
}

/** The function as it was, behind a look at who calls; so are functions that are its members, as `process.hrtime.bigint`. */
function guard(real: AnyFunction, name: string, instead: string): AnyFunction {
  return new Proxy(real, {
    apply: (target, self, args) => {
      refuseInside(name, instead)
      return Reflect.apply(target, self, args) as unknown
    },
    get: (target, member, receiver) => {
      const value: unknown = Reflect.get(target, member, receiver)
      const isOwnFunction = typeof value === 'function' && Object.hasOwn(target, member)
      return isOwnFunction
        ? guard(value as AnyFunction, `${name}.${String(member)}`, instead)
        : value
    },
  })
}

function guardDate(real: DateConstructor): DateConstructor {
  return new Proxy(real, {
    apply: (target, self, args) => {
      refuseInside('Date()', CLOCK)
      return Reflect.apply(target, self, args) as string
    },
    construct: (target, args, newTarget) => {
      if (args.length === 0) refuseInside('new Date()', CLOCK)
      return Reflect.construct(target, args, newTarget) as Date
    },
  })
}
