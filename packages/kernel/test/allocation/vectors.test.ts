import { expect, it } from 'vitest'
import {
  type Allocation,
  type AllocationInput,
  allocate,
  allocationRoot,
} from '../../src/allocation/allocate.ts'
import { type LotterySeed, lotterySeed, type SeedInput } from '../../src/allocation/lottery-seed.ts'
import { ticketSetRoot } from '../../src/allocation/ticket-set-root.ts'
import { hex, readVectors } from '../support/vectors.ts'

interface Vectors {
  readonly allocations: readonly {
    readonly name: string
    readonly input: AllocationInput
    readonly outcome: Allocation
    readonly root: string
  }[]
  readonly seeds: readonly {
    readonly name: string
    readonly input: SeedInput
    readonly outcome: LotterySeed
  }[]
  readonly ticketSets: readonly { readonly hashes: readonly string[]; readonly root: string }[]
}
const { allocations, seeds, ticketSets } = readVectors<Vectors>('allocation.json')

it.each(allocations)('allocation as anybody works it out: $name', ({ input, outcome, root }) => {
  expect(allocate(input)).toEqual({ ok: true, value: outcome })
  expect(allocationRoot(outcome)).toEqual({ ok: true, value: root })
})

it.each(seeds)('seed of a draw as anybody works it out: $name', ({ input, outcome }) => {
  expect(lotterySeed(input)).toEqual({ ok: true, value: outcome })
})

it.each(ticketSets)('root of a window as anybody works it out: $root', ({ hashes, root }) => {
  expect(ticketSetRoot(hashes.map(hex))).toBe(root)
})
