// Apart from the kernel's own list: the curve for the beacon takes 20 ms to load, which nobody has to wait for who allocates nothing.
export {
  type Allocation,
  type AllocationEntry,
  type AllocationInput,
  type AllocationShare,
  allocate,
  allocationRoot,
  VOID_SEED,
} from './allocate.ts'
export {
  type AllocationRule,
  allocationRuleSchema,
  type CommitRevealSeed,
  type DrandSeed,
  parseAllocationRule,
  type RevealOrBeacon,
  type RevealOrVoid,
  type SeedRule,
  type TieredDue,
} from './allocation-rule.ts'
export { checkAllocationRule } from './check-allocation-rule.ts'
export {
  type DrandBeacon,
  drandRoundTime,
  firstDrandRoundAfter,
  verifyDrandBeacon,
} from './drand-beacon.ts'
export { drawLottery, lotteryNumber } from './draw-lottery.ts'
export { isLimitedInCount } from './limit-shares.ts'
export {
  beaconRound,
  type Draw,
  type LotterySeed,
  lotterySeed,
  opensCommitment,
  parseSeedValue,
  type Reveal,
  revealDeadline,
  revealSchema,
  type SeedInput,
  type SeedSource,
  type SeedValue,
  seedCommitment,
  seedValueSchema,
} from './lottery-seed.ts'
export {
  type DropClaim,
  type DropEntry,
  type DropLayout,
  dropLeaf,
  encodeDropProof,
  type MerkleDrop,
  type MerkleDropBuilder,
  normaliseAddress,
  startMerkleDrop,
  verifyDropEntry,
} from './merkle-drop.ts'
export {
  startTableRoot,
  type TableLayout,
  type TableRoot,
  type TableRow,
} from './table-root.ts'
export { entrySetRoot, ticketSetRoot } from './ticket-set-root.ts'
