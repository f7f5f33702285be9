import {
  type AnyNewItem,
  type CaseDecision,
  type CaseId,
  canonicalJson,
  encodeHex,
  type GovernanceAct,
  type HandoffId,
  type LogLeaf,
  type PartyContext,
  type PartyId,
  sha256,
  type Tx,
} from '@evenkeel/kernel'
import type { AccreditationModes } from '../model/accreditation-modes.ts'

/** What the verbs of governance work with. */
export interface GovernanceDeps {
  readonly context: PartyContext
  readonly config: GovernanceConfig
}

export interface GovernanceConfig {
  /** The party that keeps the log and the accreditations. */
  readonly network: PartyId
  /** Which acts upon accreditations count at once; DEFAULT_ACCREDITATION_MODES if absent. */
  readonly accreditationModes?: AccreditationModes
}

/** SHA-256 of a body's canonical JSON, hex: what a leaf names and what a handoff's id is built from. */
export function hashBody(body: object): string {
  return encodeHex(sha256(canonicalJson(body)))
}

/**
 * The scope of a case's leaves: SHA-256 of its id, hex. An opener may build the id from one with which anybody may act for somebody, so the log,
 * which anybody reads, has its name only; who has the case finds its leaves. Cases begun before this was so have their older leaves under the id;
 * `prev` and `seq` go on.
 */
export function caseScope(caseId: CaseId): string {
  return encodeHex(sha256(caseId))
}

/** Hands leaves to the log. */
export async function appendLeaves(
  { context, config }: GovernanceDeps,
  tx: Tx,
  leaves: readonly LogLeaf[],
): Promise<void> {
  await context.enqueue(
    tx,
    leaves.map(
      (leaf): AnyNewItem => ({
        id: idOf('leaf', leaf),
        to: config.network,
        kind: 'network.append',
        body: leaf,
      }),
    ),
  )
}

/** Hands a decision to the party that opened the case. */
export async function handDecision(
  { context }: GovernanceDeps,
  tx: Tx,
  to: PartyId,
  decision: CaseDecision,
): Promise<void> {
  const id = idOf('decision', decision)
  await context.enqueue(tx, [{ id, to, kind: 'distributor.apply-decision', body: decision }])
}

/** Hands an act upon the accreditations to the network. */
export async function handAct(
  { context, config }: GovernanceDeps,
  tx: Tx,
  act: GovernanceAct,
): Promise<void> {
  const id = idOf('act', act)
  await context.enqueue(tx, [{ id, to: config.network, kind: 'network.apply-act', body: act }])
}

/** The effect's own hash, so that the same effect is the same item, within the length of an id whatever ids the body has. */
function idOf(prefix: string, body: object): HandoffId {
  return `${prefix}:${hashBody(body)}` as HandoffId
}
