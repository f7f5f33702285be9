import {
  type AccreditationRecord,
  assert,
  createNoteKey,
  type GovernanceAct,
  importPublicJwk,
  type LogLeaf,
  type NoteKey,
  ok,
  type PartyContext,
  type Reasoned,
  type Result,
  type Role,
  refuse,
  unwrap,
} from '@evenkeel/kernel'
import { appendLeavesHandler } from './commands/append-leaves.ts'
import { applyActsHandler } from './commands/apply-acts.ts'
import { auditLog } from './commands/audit-log.ts'
import type { NetworkConfig, NetworkDeps } from './commands/network-deps.ts'
import {
  listAccreditationActs,
  listAccreditations,
  publishAccreditations,
  readAccreditationList,
} from './commands/publish-accreditations.ts'
import { publishDocument } from './commands/publish-document.ts'
import {
  findByScope,
  type InclusionProof,
  type LogBacklog,
  type LogEntry,
  listEntries,
  measureBacklog,
  proveConsistency,
  proveInclusion,
  type SignedCheckpoint,
  showCheckpoint,
} from './commands/read-log.ts'
import { sequenceLog } from './commands/sequence-log.ts'
import { LEASE_MS_MIN } from './model/plan-list.ts'
import type { LogFault, LogState } from './model/verify-log.ts'

/** The transparency log and the accreditations (DESIGN §6). It carries hashes and records; it decodes no credential and no claim. */
export interface Network extends Role {
  /** What checkpoints are verified with. */
  readonly logKey: NoteKey
  /** Gives every waiting leaf its place and signs; the sweep calls it. Returns how many leaves were appended. */
  sequence(): Promise<number>
  /** Reason: not_found. */
  checkpoint(): Promise<Result<SignedCheckpoint, Reasoned>>
  /** By index or leaf hash, under the newest checkpoint. Reason: not_found. */
  inclusionProof(leaf: number | Uint8Array): Promise<Result<InclusionProof, Reasoned>>
  /** Reason: not_found. */
  consistencyProof(oldSize: number, size: number): Promise<Result<readonly Uint8Array[], Reasoned>>
  /** From one index up to and without another, at most LOG_PAGE_MAX. */
  entries(from: number, to: number): Promise<readonly LogEntry[]>
  findByScope(
    scope: string,
    after?: number,
  ): Promise<readonly (LogEntry & { readonly leaf: LogLeaf })[]>
  /** How many leaves wait, and how many beyond the merge delay. */
  backlog(): Promise<LogBacklog>
  /** Recomputes the stored log. Reasons: not_found, those of `verifyLog`. */
  auditLog(seen?: LogState): Promise<Result<LogState, LogFault>>
  /** The newest signed list as a compact JWS, and what is left of its lease; negative when that is over. Reason: not_found. */
  accreditationList(): Promise<
    Result<{ readonly token: string; readonly leaseLeftMs: number }, Reasoned>
  >
  /** The records that stand, by subject and action. */
  accreditations(): Promise<readonly AccreditationRecord[]>
  /** The acts about one subject, newest first. */
  accreditationActs(subject: string): Promise<readonly GovernanceAct[]>
}

/** Makes the network of a programme over its party's ports. Throws on a configuration that could not keep its promises. */
export function createNetwork(context: PartyContext, config: NetworkConfig): Network {
  const { store, signer, clock } = context.ports
  assert(
    signer.alg === 'EdDSA',
    'checkpoints are Ed25519 signed notes: the network signs with EdDSA',
  )
  assert(config.mergeDelayMs > 0, 'a merge delay is a time')
  assert(
    config.accreditationLeaseMs >= LEASE_MS_MIN,
    `a lease is at least ${LEASE_MS_MIN} ms, because lists count whole seconds`,
  )
  const logKey = createNoteKey(config.logOrigin, unwrap(importPublicJwk(signer.publicJwk)))
  const deps: NetworkDeps = { context, config, logKey }
  return {
    sendPolicies: [],
    receiveHandlers: [appendLeavesHandler, applyActsHandler(deps)],
    logKey,
    sequence: () => sequenceLog(deps),
    checkpoint: () => showCheckpoint(store),
    inclusionProof: (leaf) => proveInclusion(store, leaf),
    consistencyProof: (oldSize, size) => proveConsistency(store, oldSize, size),
    entries: (from, to) => listEntries(store, from, to),
    findByScope: (scope, after) => findByScope(store, scope, after),
    backlog: () => measureBacklog(deps),
    auditLog: (seen) => auditLog(deps, seen),
    async accreditationList() {
      const list = await readAccreditationList(store)
      if (list === undefined) return refuse('not_found', 'no accreditation list was signed yet')
      return ok({ token: list.token, leaseLeftMs: list.exp * 1_000 - clock.nowMs() })
    },
    accreditations: () => listAccreditations(store),
    accreditationActs: (subject) => listAccreditationActs(store, subject),
    document: (path) => publishDocument(store, path),
    async sweep() {
      await publishAccreditations(deps)
      await sequenceLog(deps)
    },
  }
}
