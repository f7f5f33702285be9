import nodeCrypto, {
  generateKeyPairSync,
  getRandomValues,
  randomBytes,
  randomFillSync,
  randomInt,
  randomUUID,
} from 'node:crypto'
import { createRequire } from 'node:module'
import { performance as hooksPerformance } from 'node:perf_hooks'
import { setTimeout as importedTimeout } from 'node:timers'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import {
  AmbientUseError,
  runInside,
  runOutside,
  runSimulated,
} from '../../src/adapters/ambient-ban.ts'

const required = createRequire(import.meta.url)('node:crypto') as typeof nodeCrypto

/** Magic number and version: the smallest module there is. */
const emptyModule = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00)

type Compile = (bytes: Uint8Array) => Promise<unknown>
const wasm = (globalThis as unknown as { WebAssembly: { compile: Compile; instantiate: Compile } })
  .WebAssembly

// Each gives its promise, if it makes one, so that nothing is left running after its test.
const uses: Readonly<Record<string, () => unknown>> = {
  'new Date()': () => new Date(),
  'Date()': () => Date(),
  'Date.now': () => Date.now(),
  'a class that extends Date': () => new (class extends Date {})(),
  'performance.now': () => performance.now(),
  'performance.now of node:perf_hooks': () => hooksPerformance.now(),
  'process.hrtime': () => process.hrtime(),
  'process.hrtime.bigint': () => process.hrtime.bigint(),
  'process.uptime': () => process.uptime(),
  'Temporal.Now.instant': () =>
    (globalThis as unknown as { Temporal: { Now: { instant(): unknown } } }).Temporal.Now.instant(),
  setTimeout: () => clearTimeout(setTimeout(() => undefined, 0)),
  'setTimeout of node:timers': () => clearTimeout(importedTimeout(() => undefined, 0)),
  'setTimeout of node:timers/promises': () => sleep(0),
  'promisify(setTimeout)': () => promisify(setTimeout)(0),
  setInterval: () => clearInterval(setInterval(() => undefined, 1)),
  setImmediate: () => clearImmediate(setImmediate(() => undefined)),
  'AbortSignal.timeout': () => AbortSignal.timeout(0),
  'Math.random': () => Math.random(),
  randomBytes: () => randomBytes(1),
  'randomBytes of the default import': () => nodeCrypto.randomBytes(1),
  'randomBytes of a CommonJS library': () => required.randomBytes(1),
  randomFillSync: () => randomFillSync(new Uint8Array(1)),
  randomInt: () => randomInt(2),
  randomUUID: () => randomUUID(),
  getRandomValues: () => getRandomValues(new Uint8Array(1)),
  'crypto.getRandomValues': () => crypto.getRandomValues(new Uint8Array(1)),
  'crypto.randomUUID': () => crypto.randomUUID(),
  'crypto.subtle.generateKey': () => crypto.subtle.generateKey('Ed25519', false, ['sign']),
  generateKeyPairSync: () => generateKeyPairSync('ed25519'),
  'WebAssembly.compile': () => wasm.compile(emptyModule),
  'WebAssembly.instantiate': () => wasm.instantiate(emptyModule),
  fetch: () => fetch('data:,x'),
}
const names = Object.keys(uses)

async function attempt(name: string): Promise<unknown> {
  return uses[name]?.()
}

describe('inside a simulation', () => {
  it.each(names)('%s throws', async (name) => {
    await expect(runSimulated(() => attempt(name))).rejects.toThrow(AmbientUseError)
  })

  it('says what to use instead', async () => {
    await expect(runSimulated(() => attempt('Date.now'))).rejects.toThrow(
      'Date.now is not decided by the seed. Take the time from the Clock port, or as the argument `now`.',
    )
  })

  it('stays forbidden after every kind of wait', async () => {
    const late = runSimulated(async () => {
      await Promise.resolve()
      await new Promise<void>((resolve) => queueMicrotask(resolve))
      return Math.random()
    })
    await expect(late).rejects.toThrow(AmbientUseError)
  })

  it('a date made from a given time works as ever', async () => {
    const [date, isDate, made] = await runSimulated(async () => {
      const given = new Date(86_400_000)
      return [given.toISOString(), given instanceof Date, given.constructor === Date]
    })
    expect([date, isDate, made]).toEqual(['1970-01-02T00:00:00.000Z', true, true])
    expect(await runSimulated(async () => Date.UTC(1970, 0, 2))).toBe(86_400_000)
  })

  it('the simulator itself may step outside, and what it calls back is inside again', async () => {
    await runSimulated(async () => {
      expect(runOutside(() => Date.now())).toBeGreaterThan(0)
      expect(() => runOutside(() => runInside(() => Date.now()))).toThrow(AmbientUseError)
    })
  })
})

describe('outside a simulation', () => {
  it.each(names)('%s works while one is running', async (name) => {
    const gate = Promise.withResolvers<void>()
    const running = runSimulated(() => gate.promise)
    await attempt(name)
    gate.resolve()
    await running
  })

  it.each(names)('%s works after one has failed', async (name) => {
    const failed = runSimulated(async () => {
      throw new Error('planted')
    })
    await expect(failed).rejects.toThrow('planted')
    await attempt(name)
  })

  it('everything is put back as it was', async () => {
    const before = [Date, Date.now, setTimeout, fetch, nodeCrypto.randomBytes, process.hrtime]
    await Promise.all([runSimulated(async () => 1), runSimulated(async () => 2)])
    const after = [Date, Date.now, setTimeout, fetch, nodeCrypto.randomBytes, process.hrtime]
    expect(after.every((value, position) => value === before[position])).toBe(true)
  })

  it('two at once do not lift each other’s ban', async () => {
    const gate = Promise.withResolvers<void>()
    const long = runSimulated(async () => {
      await gate.promise
      return Date.now()
    })
    await runSimulated(async () => undefined)
    gate.resolve()
    await expect(long).rejects.toThrow(AmbientUseError)
  })
})
