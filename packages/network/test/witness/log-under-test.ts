import {
  appendLeaves,
  createConsistencyProof,
  createNoteKey,
  createSeededSigner,
  EMPTY_FRONTIER,
  encodeUtf8,
  type Frontier,
  formatCheckpoint,
  formatNote,
  frontierRoot,
  importPublicJwk,
  leafHash,
  type NoteKey,
  type Signer,
  signNote,
  unwrap,
} from '@evenkeel/kernel'

/** A log that a test writes, and forks as it likes: leaves are strings. */
export interface LogUnderTest {
  readonly key: NoteKey
  /** Signs what it says of its first leaves; a whole checkpoint. */
  note(leaves: readonly string[], extensions?: readonly string[]): Promise<string>
  prove(leaves: readonly string[], from: number): Promise<readonly Uint8Array[]>
}

export function createLogUnderTest(
  origin = 'log.example',
  signer: Signer = createSeededSigner('EdDSA', new Uint8Array(32).fill(9)),
): LogUnderTest {
  const key = createNoteKey(origin, unwrap(importPublicJwk(signer.publicJwk)))
  return {
    key,
    async note(leaves, extensions = []) {
      const tree = { size: leaves.length, root: rootOf(leaves) }
      const text = formatCheckpoint({ origin, ...tree, extensions })
      return formatNote({ text, signatures: [await signNote(text, key, signer)] })
    },
    prove: (leaves, from) => {
      const { nodes } = grow(leaves)
      const reader = (level: number, index: number): Uint8Array =>
        nodes.find((node) => node.level === level && node.index === index)?.hash ??
        new Uint8Array(0)
      return createConsistencyProof(reader, from, leaves.length)
    },
  }
}

export function rootOf(leaves: readonly string[]): Uint8Array {
  return frontierRoot(grow(leaves).frontier)
}

function grow(leaves: readonly string[]): ReturnType<typeof appendLeaves> & { frontier: Frontier } {
  return appendLeaves(
    EMPTY_FRONTIER,
    leaves.map((leaf) => leafHash(encodeUtf8(leaf))),
  )
}
