import { availableParallelism } from 'node:os'
import { medianOver, type Round } from '../alternate.ts'
import { rounded, tableRow } from '../figures.ts'
import type { LargeDrop } from './large.ts'
import { LARGE } from './large.ts'
import { LEAVES, type TreeLane } from './measure-trees.ts'

export interface MerkleReport {
  readonly schema: 'evenkeel.bench-merkle/v1'
  readonly leaves: number
  /** From rows to a root, and all proofs, by core time. */
  readonly buildMs: number
  readonly proofsMs: number
  readonly openZeppelin: { readonly buildMs: number; readonly proofsMs: number }
  /** Times as fast as `@openzeppelin/merkle-tree`, build and all proofs. To be 30 at least. */
  readonly ratioToOpenZeppelin: number
  /** The same for the build alone. */
  readonly ratioToOpenZeppelinBuild: number
  /** Always: the bench stops if they are not, or any proof is not. */
  readonly rootsEqual: true
  /** Most resident memory of a process with a tree of a million leaves. To stay below 500. */
  readonly rssMb1M: number
  readonly buildMs1M: number
  readonly proofsMs1M: number
  /** A million entries, by kind of rule; `root` commits to the outcome. */
  readonly allocateMs1M: Readonly<Record<string, number>>
  readonly rounds: number
  readonly node: string
  readonly cores: number
}

export interface MerkleMeasured {
  readonly trees: readonly Round<TreeLane>[]
  readonly large: LargeDrop
  readonly allocations: Readonly<Record<string, number>>
}

/** Sums the rounds up: each figure is the median of what the rounds say. */
export function createMerkleReport({ trees, large, allocations }: MerkleMeasured): MerkleReport {
  const median = (lane: TreeLane) => rounded(medianOver(trees, (one) => one[lane].cpuUs) / 1_000)
  const ratio = medianOver(
    trees,
    ({ build, proofs, peerBuild, peerProofs }) =>
      (peerBuild.cpuUs + peerProofs.cpuUs) / (build.cpuUs + proofs.cpuUs),
  )
  return {
    schema: 'evenkeel.bench-merkle/v1',
    leaves: LEAVES,
    buildMs: median('build'),
    proofsMs: median('proofs'),
    openZeppelin: { buildMs: median('peerBuild'), proofsMs: median('peerProofs') },
    ratioToOpenZeppelin: rounded(ratio),
    ratioToOpenZeppelinBuild: rounded(
      medianOver(trees, ({ build, peerBuild }) => peerBuild.cpuUs / build.cpuUs),
    ),
    rootsEqual: true,
    rssMb1M: rounded(large.rssMb),
    buildMs1M: rounded(large.buildMs),
    proofsMs1M: rounded(large.proofsMs),
    allocateMs1M: Object.fromEntries(
      Object.entries(allocations).map(([kind, ms]) => [kind, rounded(ms)]),
    ),
    rounds: trees.length,
    node: process.versions.node,
    cores: availableParallelism(),
  }
}

/** The report as tables for people. */
export function describeMerkleReport(report: MerkleReport): string {
  const { leaves, openZeppelin, allocateMs1M, rounds, node, cores } = report
  return [
    `${leaves} leaves, ${rounds} rounds; Node ${node}, ${cores} cores`,
    '',
    tableRow('', ['measured', 'target']),
    tableRow('ratioToOpenZeppelin', [report.ratioToOpenZeppelin, '≥ 30']),
    tableRow('ratioToOpenZeppelinBuild', [report.ratioToOpenZeppelinBuild, '']),
    tableRow('rssMb1M', [report.rssMb1M, '< 500']),
    '',
    tableRow('core ms', ['ours', 'theirs']),
    tableRow('build', [report.buildMs, openZeppelin.buildMs]),
    tableRow('proofs', [report.proofsMs, openZeppelin.proofsMs]),
    '',
    tableRow(`${LARGE} leaves or entries`, ['ms']),
    tableRow('build', [report.buildMs1M]),
    tableRow('proofs', [report.proofsMs1M]),
    ...Object.entries(allocateMs1M).map(([kind, ms]) => tableRow(`allocate ${kind}`, [ms])),
    '',
  ].join('\n')
}
