import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createFairQueue } from '../src/create-fair-queue.ts'

interface Put {
  readonly path: readonly [verifier: string, issuer: string]
  readonly position: number
}

/** Puts every item in and takes all out again, in batches. */
function passThrough(paths: readonly (readonly [string, string])[], batch: number) {
  const queue = createFairQueue<Put>()
  paths.forEach((path, position) => {
    queue.push(path, { path, position })
  })
  const batches: (readonly Put[])[] = []
  while (queue.length > 0) batches.push(queue.take(batch))
  return batches
}

const verifier = fc.constantFrom('a', 'b', 'c', 'd')
const issuer = fc.constantFrom('x', 'y', 'z')
const paths = fc.array(fc.tuple(verifier, issuer), { maxLength: 200 })
const batch = fc.integer({ min: 1, max: 40 })

it('a fair queue gives out everything once, each share in its own order, and every batch but the last full', () => {
  fc.assert(
    fc.property(paths, batch, (all, size) => {
      const batches = passThrough(all, size)
      const out = batches.flat()
      expect(out.map(({ position }) => position).toSorted((a, b) => a - b)).toEqual([...all.keys()])
      for (const path of new Set(all.map((one) => one.join(' ')))) {
        const own = out.filter((one) => one.path.join(' ') === path)
        expect(own).toEqual(own.toSorted((a, b) => a.position - b.position))
      }
      for (const one of batches.slice(0, -1)) expect(one.length).toBe(size)
    }),
  )
})

it('nobody waits for more of another verifier than they have in front of them of their own, however much that one sent', () => {
  fc.assert(
    fc.property(paths, fc.integer({ min: 0, max: 500 }), batch, (all, flood, size) => {
      const flooded = [...Array.from({ length: flood }, () => ['flood', 'x'] as const), ...all]
      const out = passThrough(flooded, size).flat()
      out.forEach(({ path: [own] }, at) => {
        const before = out.slice(0, at)
        const ownBefore = before.filter(({ path }) => path[0] === own).length
        for (const other of ['flood', 'a', 'b', 'c', 'd']) {
          const otherBefore = before.filter(({ path }) => path[0] === other).length
          expect(otherBefore).toBeLessThanOrEqual(ownBefore + 1)
        }
      })
    }),
  )
})

it('among one verifier’s claims its issuers take turns', () => {
  const flood = Array.from({ length: 50 }, () => ['a', 'x'] as const)
  const [first] = passThrough([...flood, ['a', 'y'], ['b', 'z']], 4)
  expect(first?.map(({ path }) => path.join(' '))).toEqual(['a x', 'b z', 'a y', 'a x'])
})

it('whoever comes later has a turn before the rest of a flood', () => {
  const queue = createFairQueue<string>()
  for (let i = 0; i < 100; i += 1) queue.push(['flood'], 'flood')
  queue.take(10)
  queue.push(['late'], 'late')
  expect(queue.take(2)).toContain('late')
})
