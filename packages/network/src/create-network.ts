import {
  type AccreditationRecord,
  assert,
  assertWitnesses,
  type CampaignId,
  checkLeaseRule,
  createNoteKey,
  type GovernanceAct,
  type HeadProofAnswer,
  importPublicJwk,
  type LogLeaf,
  NOTE_SIGNATURES_MAX,
  type NoteKey,
  ok,
  type PartyContext,
  type PartyId,
  type PendingRecord,
  type Reasoned,
  type Result,
  type Role,
  refuse,
  unwrap,
} from '@evenkeel/kernel'
import { appendLeavesHandler } from './commands/append-leaves.ts'
import { applyActsHandler, effectPolicy } from './commands/apply-acts.ts'
import { auditLog } from './commands/audit-log.ts'
import { cosignCheckpointHandler } from './commands/cosign-checkpoint.ts'
import { exportAudit } from './commands/export-audit.ts'
import type { NetworkConfig, NetworkDeps, Witnesses } from './commands/network-deps.ts'
import { type LoggedEquivocation, listEquivocations, proveHead } from './commands/prove-head.ts'
import {
  listAccreditationActs,
  listAccreditations,
  listAnnouncements,
  publishAccreditations,
  readAccreditationList,
} from './commands/publish-accreditations.ts'
import { publishDocument } from './commands/publish-document.ts'
import {
  type CheckpointChoice,
  type SignedCheckpoint,
  showCheckpoint,
} from './commands/read-checkpoint.ts'
import {
  findByScope,
  type InclusionProof,
  type LogBacklog,
  type LogEntry,
  listEntries,
  measureBacklog,
  proveConsistency,
  proveInclusion,
} from './commands/read-log.ts'
import { sequenceLog } from './commands/sequence-log.ts'
import { ACCREDITATION_FETCH_BUDGET_MS } from './limits.ts'
import type { LogFault, LogState } from './model/verify-log.ts'
import { createRelay, type Relay } from './relay/create-relay.ts'

/** The transparency log and the accreditations (DESIGN §6). It carries hashes and records; it decodes no credential and no claim. */
export interface Network extends Role {
  /** What checkpoints are verified with. */
  readonly logKey: NoteKey
  /** Who has to have cosigned its checkpoints, if anybody. */
  readonly witnesses: Witnesses | undefined
  /** Gives every waiting leaf its place and signs; the sweep calls it. Returns how many leaves were appended. */
  sequence(): Promise<number>
  /** The newest, if no other is asked for. Reason: not_found. */
  checkpoint(choice?: CheckpointChoice): Promise<Result<SignedCheckpoint, Reasoned>>
  /** Everything that the log has of one publisher's scope and seq, under the newest witnessed checkpoint: for `checkHeadProof`. Reason: not_found. */
  headProof(scope: string, seq: number, actor: string): Promise<Result<HeadProofAnswer, Reasoned>>
  /** Publishers that logged two heads of one scope and seq, in the order of the log. */
  equivocations(after?: number): Promise<readonly LoggedEquivocation[]>
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
  /** Hands out heads in the place of their publishers. */
  readonly relay: Relay
  /** How many leaves wait, and how many beyond the merge delay. */
  backlog(): Promise<LogBacklog>
  /** Recomputes the stored log. Reasons: not_found, those of `verifyLog`. */
  auditLog(seen?: LogState): Promise<Result<LogState, LogFault>>
  /** See `exportAudit`. */
  exportAudit(
    campaignId: CampaignId,
    distributor: PartyId,
  ): Promise<Result<readonly string[], Reasoned>>
  /** The newest signed list as a compact JWS, and what is left of its lease; negative when that is over. Reason: not_found. */
  accreditationList(): Promise<
    Result<{ readonly token: string; readonly leaseLeftMs: number }, Reasoned>
  >
  /** The records that stand, by subject and action. */
  accreditations(): Promise<readonly AccreditationRecord[]>
  /** The records that will stand, in the order of T. */
  announcements(): Promise<readonly PendingRecord[]>
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
  unwrap(checkLeaseRule(config.accreditationRule, ACCREDITATION_FETCH_BUDGET_MS))
  checkWitnesses(config)
  const logKey = createNoteKey(config.logOrigin, unwrap(importPublicJwk(signer.publicJwk)))
  const deps: NetworkDeps = { context, config, logKey }
  const relay = createRelay(deps)
  return {
    sendPolicies: [effectPolicy],
    receiveHandlers: [appendLeavesHandler, applyActsHandler(deps), cosignCheckpointHandler(deps)],
    logKey,
    witnesses: config.witnesses,
    sequence: () => sequenceLog(deps),
    checkpoint: (choice) => showCheckpoint(deps, choice),
    headProof: (scope, seq, actor) => proveHead(deps, scope, seq, actor),
    equivocations: (after) => listEquivocations(deps, after),
    inclusionProof: (leaf) => proveInclusion(store, leaf),
    consistencyProof: (oldSize, size) => proveConsistency(store, oldSize, size),
    entries: (from, to) => listEntries(store, from, to),
    findByScope: (scope, after) => findByScope(store, scope, after),
    backlog: () => measureBacklog(deps),
    auditLog: (seen) => auditLog(deps, seen),
    exportAudit: (campaignId, distributor) => exportAudit(deps, campaignId, distributor),
    async accreditationList() {
      const list = await readAccreditationList(store)
      if (list === undefined) return refuse('not_found', 'no accreditation list was signed yet')
      return ok({ token: list.token, leaseLeftMs: list.exp * 1_000 - clock.nowMs() })
    },
    accreditations: () => listAccreditations(store),
    announcements: () => listAnnouncements(store),
    accreditationActs: (subject) => listAccreditationActs(store, subject),
    relay,
    document: (path) => publishDocument({ ...deps, relay }, path),
    async sweep() {
      await publishAccreditations(deps)
      await sequenceLog(deps)
      await relay.flush()
    },
  }
}

function checkWitnesses({ witnesses }: NetworkConfig): void {
  if (witnesses === undefined) return
  const { keys, quorum } = witnesses
  assertWitnesses(keys)
  assert(keys.length < NOTE_SIGNATURES_MAX, 'a note holds the cosignatures of all witnesses')
  assert(
    Number.isSafeInteger(quorum) && quorum > 0 && quorum <= keys.length,
    'a quorum is of the witnesses',
  )
}
