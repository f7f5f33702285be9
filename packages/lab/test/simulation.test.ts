import {
  brandId,
  encodeHex,
  openParty,
  type Party,
  type PartyId,
  type Ports,
  type Role,
} from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { calmFaults, roughFaults } from '../src/faults.ts'
import { type Simulation, withSimulation } from '../src/simulation.ts'

const alone = brandId<PartyId>('alone')
const calm = { seed: 1, faults: calmFaults }

/** Opens a party that has nothing to hand over and does `sweep` when time passes. */
function open(simulation: Simulation, ports: Ports, sweep: () => Promise<void>): Promise<Party> {
  const createRole = (): Role => ({ sendPolicies: [], receiveHandlers: [], sweep })
  const { directory } = simulation
  return openParty({ id: alone, ports, directory, migrations: [], createRole })
}

describe('Simulation', () => {
  it('a role that reads the ambient clock is reported, with what to use instead', async () => {
    const violations = await withSimulation(calm, async (simulation) => {
      const sweep = async () => {
        Date.now()
      }
      await simulation.add({ id: alone, open: (ports) => open(simulation, ports, sweep) })
      await simulation.run(3_000)
      return simulation.invariants.violations
    })
    expect(violations).toMatchObject([{ invariant: 'no_fault' }])
    expect(violations[0]?.detail).toContain('Take the time from the Clock port')
  })

  it('each life of a party has its own randomness and the same key', async () => {
    const lives: Ports[] = []
    const drawn = await withSimulation(calm, async (simulation) => {
      const spec = {
        id: alone,
        open: (ports: Ports) => {
          lives.push(ports)
          return open(simulation, ports, async () => undefined)
        },
      }
      await simulation.add(spec)
      await simulation.run(100)
      simulation.crash(alone)
      expect(simulation.isUp(alone)).toBe(false)
      simulation.start(alone)
      await simulation.run(200)
      return lives.map(({ random }) => encodeHex(random.bytes(8)))
    })
    expect(new Set(drawn).size).toBe(2)
    expect(new Set(lives.map(({ signer }) => signer.keyId)).size).toBe(1)
  })

  it('clocks are off by no more than they may be, and monotonic time never goes back', async () => {
    const readings = await withSimulation({ seed: 1, faults: roughFaults }, async (simulation) => {
      const lives: Ports[] = []
      const spec = {
        id: alone,
        open: (ports: Ports) => {
          lives.push(ports)
          return open(simulation, ports, async () => undefined)
        },
      }
      await simulation.add(spec)
      await simulation.run(30_000)
      simulation.crash(alone)
      simulation.start(alone)
      await simulation.run(60_000)
      return lives.map(({ clock }) => ({
        offMs: clock.nowMs() - Date.UTC(2026, 0, 1) - simulation.scheduler.nowMs,
        elapsedMs: clock.monotonicMs(),
      }))
    })
    expect(readings.length).toBeGreaterThan(1)
    for (const { offMs, elapsedMs } of readings) {
      // 200 ppm of a minute are 12 ms.
      expect(Math.abs(offMs)).toBeLessThanOrEqual(roughFaults.clockOffsetMsMax + 13)
      expect(Math.abs(elapsedMs - 60_000)).toBeLessThanOrEqual(13)
    }
  })

  it('a scenario that fails in the middle releases everything and tells why', async () => {
    const failing = withSimulation(calm, async (simulation) => {
      await simulation.add({
        id: alone,
        open: (ports) => open(simulation, ports, async () => undefined),
      })
      await simulation.run(1)
      throw new Error('planted')
    })
    await expect(failing).rejects.toThrow('planted')
  })

  it('only parties that were added are in the directory', async () => {
    await withSimulation(calm, async (simulation) => {
      expect(simulation.directory.keyOf(alone)).toBeUndefined()
      await simulation.add({
        id: alone,
        open: (ports) => open(simulation, ports, async () => undefined),
      })
      expect(simulation.directory.keyOf(alone)?.alg).toBe('EdDSA')
    })
  })
})
