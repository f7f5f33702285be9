import {
  EMPTY_ROOT,
  equalBytes,
  ok,
  type Reasoned,
  type Result,
  refuse,
  verifyConsistency,
} from '@evenkeel/kernel'

/** A log's tree: so many leaves, under this root. */
export interface Tree {
  readonly size: number
  readonly root: Uint8Array
}

export interface OfferedTree extends Tree {
  /** The size that the proof begins at. */
  readonly oldSize: number
  readonly proof: readonly Uint8Array[]
}

/** Of a log that was never cosigned. */
export const EMPTY_TREE: Tree = { size: 0, root: EMPTY_ROOT }

/**
 * Decides whether a witness may cosign a tree after the newest one that it cosigned: only one of which that is a beginning (C2SP tlog-witness,
 * add-checkpoint). Reasons: malformed_message for a proof from beyond the tree; log_conflict when the proof begins elsewhere; log_forked for
 * another tree of the same size; log_proof_invalid.
 */
export function decideCosigning(held: Tree, offered: OfferedTree): Result<Tree, Reasoned> {
  const { oldSize, size, root, proof } = offered
  if (oldSize > size) return refuse('malformed_message', `old ${oldSize}, of ${size}`)
  if (oldSize !== held.size) return refuse('log_conflict', `${held.size} was cosigned`)
  if (size === held.size && !equalBytes(root, held.root)) {
    return refuse('log_forked', `another tree of ${size}`)
  }
  const claim = { oldSize, size, proof, oldRoot: held.root, root }
  return verifyConsistency(claim) ? ok({ size, root }) : refuse('log_proof_invalid')
}
