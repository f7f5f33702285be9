import {
  createParser,
  decodeBase64,
  equalBytes,
  err,
  type Note,
  ok,
  type Parser,
  parseNote,
  type Result,
  type TransportFailure,
  Type,
  verifyCheckpoint,
  verifyConsistency,
} from '@evenkeel/kernel'
import { cosignLog, type HeldTree, logNote, readHeld } from './cosign-log.ts'
import type { Tree } from './decide-cosigning.ts'
import { keepFork } from './keep-fork.ts'
import {
  CHECKPOINT_BYTES_MAX,
  PROOF_BYTES_MAX,
  PROOF_LINES_MAX,
  WITNESS_BEACON_MS,
  WITNESS_FETCH_MS,
} from './limits.ts'
import type { WitnessDeps, WitnessedLog } from './witness-deps.ts'

const parseProof: Parser<{ readonly proof: readonly string[] }> = createParser(
  Type.Object(
    { proof: Type.Array(Type.String({ maxLength: 44 }), { maxItems: PROOF_LINES_MAX }) },
    { additionalProperties: true },
  ),
  { maxBytes: PROOF_BYTES_MAX, maxDepth: 3 },
)

/**
 * Looks at the checkpoint that a party's log offers to its witnesses and cosigns it: a tree that has grown, and the same one again when the
 * last cosignature is WITNESS_BEACON_MS old. What does not go together with the tree that was cosigned last is never cosigned and kept as a
 * proof. A log that is out of reach, or shows nothing that it signed, is asked again at the next look.
 */
export async function lookAtLog(deps: WitnessDeps, log: WitnessedLog): Promise<void> {
  const { store, clock } = deps.context.ports
  const shown = await retrieve(deps, log, '/log/checkpoint/offered', CHECKPOINT_BYTES_MAX)
  const note = shown.ok ? parseNote(shown.value) : shown
  if (!note.ok) return
  const checkpoint = verifyCheckpoint(note.value, log.key)
  if (!checkpoint.ok) return
  const offered = checkpoint.value
  const held = await store.read('held-tree', (tx) => readHeld(tx, log))
  if (held !== undefined && offered.size < held.size) {
    return checkOlder(deps, log, { held, offered, note: note.value })
  }
  if (held !== undefined && isFresh(held, offered, clock.nowMs())) return
  const oldSize = held?.size ?? 0
  const proof = await retrieveProof(deps, log, oldSize, offered.size)
  if (!proof.ok && proof.error.code !== 'not_found') return
  // A log that answers, and has no proof, shows as little as one whose proof does not hold.
  const offer = { oldSize, proof: proof.ok ? proof.value : [], note: note.value }
  const cosigned = await cosignLog(deps, log, offer)
  if (cosigned.ok || held === undefined) return
  const { code } = cosigned.error
  if (code !== 'log_forked' && code !== 'log_proof_invalid') return
  await keepFork(deps, {
    origin: log.key.name,
    reason: 'log_forked',
    held: held.note,
    offered: logNote(note.value, log),
  })
}

function isFresh({ size, root, timeS, line }: HeldTree, offered: Tree, now: number): boolean {
  return (
    size === offered.size &&
    equalBytes(root, offered.root) &&
    line !== undefined &&
    // Also of a time ahead of ours: the clock was set back since.
    Math.abs(now - timeS * 1_000) < WITNESS_BEACON_MS
  )
}

/** A smaller tree is nothing but an older copy if the log proves that it is a beginning of the one that was cosigned. */
async function checkOlder(
  deps: WitnessDeps,
  log: WitnessedLog,
  shown: { readonly held: HeldTree; readonly offered: Tree; readonly note: Note },
): Promise<void> {
  const { held, offered, note } = shown
  const proof = await retrieveProof(deps, log, offered.size, held.size)
  // Only a log that answers, and has no proof, has gone back.
  if (!proof.ok && proof.error.code !== 'not_found') return
  const claim = {
    oldSize: offered.size,
    size: held.size,
    oldRoot: offered.root,
    root: held.root,
    proof: proof.ok ? proof.value : [],
  }
  if (proof.ok && verifyConsistency(claim)) return
  await keepFork(deps, {
    origin: log.key.name,
    reason: 'log_rolled_back',
    held: held.note,
    offered: logNote(note, log),
  })
}

async function retrieveProof(
  deps: WitnessDeps,
  log: WitnessedLog,
  from: number,
  to: number,
): Promise<Result<readonly Uint8Array[], TransportFailure>> {
  // Nothing is to be proven from the empty tree on, or from a tree to itself.
  if (from === 0 || from === to) return ok([])
  const path = `/log/consistency?from=${from}&to=${to}`
  const shown = await retrieve(deps, log, path, PROOF_BYTES_MAX)
  if (!shown.ok) return shown
  const parsed = parseProof(shown.value)
  // What cannot be read proves nothing, and nothing against the log.
  if (!parsed.ok) return err({ code: 'transport_unreachable' })
  return ok(parsed.value.proof.map((hash) => decodeBase64(hash) ?? new Uint8Array(0)))
}

async function retrieve(
  { context }: WitnessDeps,
  { network }: WitnessedLog,
  path: string,
  maxBytes: number,
): Promise<Result<Uint8Array, TransportFailure>> {
  if (network === undefined) return err({ code: 'not_found' })
  const url = `${context.directory.urlOf(network)}${path}`
  return context.ports.transport.retrieve(url, { timeoutMs: WITNESS_FETCH_MS, maxBytes })
}
