import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, epochMs } from '@evenkeel/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFilePlatform } from '../../src/adapters/file-platform.ts'
import { runDemoLife } from '../../src/demo/run-demo-life.ts'
import { seedDemo } from '../../src/demo/seed-demo.ts'
import { openWorld, type World } from '../../src/open-world.ts'
import { defaultTiming, worldParties } from '../../src/world-config.ts'

/** The shortest lease that an issuer takes. */
const timing = { ...defaultTiming, statusLeaseMs: 10_000 }

let directory = ''

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evenkeel-life-'))
})

afterEach(() => rmSync(directory, { recursive: true, force: true }))

interface OpenedWorld {
  readonly world: World
  readonly isNew: boolean
  /** Sets the clocks of all parties forward. */
  skip(ms: number): void
}

/** Opens the world of this test, runs the body, and closes it. */
async function withWorld<T>(body: (opened: OpenedWorld) => Promise<T>): Promise<T> {
  const files = openFilePlatform({ directory, parties: worldParties })
  let skippedMs = 0
  const platform = {
    ...files,
    async portsFor(party: Parameters<typeof files.portsFor>[0]) {
      const ports = await files.portsFor(party)
      const clock: Clock = {
        nowMs: () => epochMs(ports.clock.nowMs() + skippedMs),
        monotonicMs: () => ports.clock.monotonicMs() + skippedMs,
      }
      return { ...ports, clock }
    },
  }
  try {
    const world = await openWorld(platform, timing)
    const isNew = await seedDemo(world, platform)
    const skip = (ms: number) => {
      skippedMs += Math.ceil(ms)
    }
    return await body({ world, isNew, skip })
  } finally {
    await files.close()
  }
}

describe('the demo', () => {
  it('is seeded once, and the world that has it continues', async () => {
    expect(await withWorld(async ({ isNew }) => isNew)).toBe(true)
    expect(await withWorld(async ({ isNew }) => isNew)).toBe(false)
  })

  it('tells a credential’s life in eight steps, and says what a second one waits for: no longer than the lease', async () => {
    await withWorld(async ({ world, skip }) => {
      const steps: string[] = []
      const waits: (readonly [forWhat: string, msMax: number])[] = []
      const live = () =>
        runDemoLife(world, {
          onStep: ({ step }) => steps.push(step),
          onWait: (forWhat, msMax) => {
            waits.push([forWhat, msMax])
            skip(msMax)
          },
        })
      await live()
      expect(steps).toEqual([
        'issued',
        'verified',
        'claimed',
        'paid',
        'repeated',
        'revoked',
        'refused',
        'accounted',
      ])
      expect(waits).toEqual([])
      await live()
      expect(steps).toHaveLength(16)
      expect(waits).toHaveLength(1)
      const [[forWhat, msMax] = ['', 0]] = waits
      expect(forWhat).toContain('verifier-b')
      expect(msMax).toBeGreaterThan(0)
      expect(msMax).toBeLessThanOrEqual(timing.statusLeaseMs)
    })
  })

  it('ends a wait, and the life with it, when it is told to stop', async () => {
    await withWorld(async ({ world }) => {
      const stop = new AbortController()
      const steps: string[] = []
      const onStep = ({ step }: { readonly step: string }) => steps.push(step)
      await runDemoLife(world, { onStep })
      await runDemoLife(world, { onStep, onWait: () => stop.abort(), signal: stop.signal })
      expect(steps.at(-1)).toBe('revoked')
    })
  })
})
