import { encodeHex } from '@evenkeel/kernel'
import { encodeDropProof, type MerkleDrop, startMerkleDrop } from '@evenkeel/kernel/allocation'
import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { alternate, type Lane, type Round } from '../alternate.ts'
import { paymentAt } from './payments.ts'

/** Leaves of a large drop. */
export const LEAVES = 100_000
const LEAVES_WARM_UP = 2_000

export type TreeLane = 'build' | 'proofs' | 'peerBuild' | 'peerProofs'

type Lanes = Readonly<Record<TreeLane, Lane>>

/** A tree and what a bench does with it. */
interface Work {
  readonly lanes: Lanes
  /** Throws if the two trees or any two proofs differ. */
  compare(): void
}

/**
 * Measures building a tree and taking all its proofs, in the form that callers of contracts want, with our code and with
 * `@openzeppelin/merkle-tree`, side by side. Throws unless both have the same root and the same proofs.
 */
export async function measureTrees(rounds: number): Promise<readonly Round<TreeLane>[]> {
  const warmUp = treesOf(LEAVES_WARM_UP)
  await alternate({ lanes: warmUp.lanes, rounds: 2, warmUp: 0 })
  const trees = treesOf(LEAVES)
  const measured = await alternate({ lanes: trees.lanes, rounds, warmUp: 0 })
  trees.compare()
  return measured
}

function treesOf(leaves: number): Work {
  const payments = Array.from({ length: leaves }, (_, index) => paymentAt(index))
  const values = payments.map(({ account, amount }) => [account, amount.toString()])
  const build = () => {
    const builder = startMerkleDrop('openzeppelin-standard', leaves)
    for (const { account, amount } of payments) builder.add(account, amount)
    return builder.build()
  }
  const buildPeer = () => StandardMerkleTree.of(values, ['address', 'uint256'])
  let tree: MerkleDrop | undefined
  let peer: StandardMerkleTree<string[]> | undefined
  // Its strings are in the tree anyway, so that keeping them costs it nothing.
  let peerProofs: (readonly string[])[] = []
  const proofAt = (index: number) => encodeDropProof(built(tree).prove(index))
  const lane = (run: () => void): Lane => ({ operations: 1, run })
  return {
    lanes: {
      build: lane(() => {
        tree = build()
      }),
      proofs: lane(() => {
        for (let index = 0; index < leaves; index += 1) proofAt(index)
      }),
      peerBuild: lane(() => {
        peer = buildPeer()
      }),
      peerProofs: lane(() => {
        peerProofs = payments.map((_, index) => built(peer).getProof(index))
      }),
    },
    compare() {
      if (`0x${encodeHex(built(tree).root)}` !== built(peer).root) {
        throw new Error('the roots differ')
      }
      for (const [index, proof] of peerProofs.entries()) {
        if (proofAt(index).join() !== proof.join()) throw new Error(`proof ${index} differs`)
      }
    },
  }
}

/** The first round runs forwards: from then on there is a tree. */
function built<T>(tree: T | undefined): T {
  if (tree === undefined) throw new Error('nothing was built')
  return tree
}
