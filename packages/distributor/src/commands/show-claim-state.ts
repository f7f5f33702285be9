import {
  CLAIM_STATE_TYP,
  type ClaimId,
  createJws,
  ok,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { createBatcher } from '../create-batcher.ts'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_STATE_FRESH_MS, CLAIM_STATES_CACHED_MAX, INTAKE_BATCH_MAX } from '../limits.ts'
import { isClaimId } from '../model/claim-ids.ts'
import {
  type ClaimStateDocument,
  claimStateDocument,
  claimStateVersion,
} from '../model/claim-state.ts'
import type { ExplainClaims } from './explain-claim.ts'

/** A claim's state document with its version and this distributor's signature over it. */
export interface ClaimStateView {
  readonly version: string
  /** The document, and `jws`: the same with `iss` and `iat`, signed when this version was first seen. */
  readonly state: ClaimStateDocument & { readonly jws: string }
}

/** The state documents of this process. */
export interface ClaimStates {
  /** At most CLAIM_STATE_FRESH_MS old. Reason: claim_unknown. */
  show(claimId: string): Promise<Result<ClaimStateView, Reasoned>>
  /** As stored now; calls made together share one query. */
  read(claimId: ClaimId): Promise<ClaimStateView | undefined>
}

interface HeldView extends ClaimStateView {
  readonly readAtMs: number
}

/** Makes the state documents: a claimant who polls costs a lookup in memory, and each version of a document one signature. */
export function createClaimStates(parts: DistributorParts, explain: ExplainClaims): ClaimStates {
  const { clock, signer } = parts.context.ports
  /** The one that was read longest ago first. */
  const held = new Map<ClaimId, HeldView>()

  async function hold(document: ClaimStateDocument, readAtMs: number): Promise<HeldView> {
    const { claimId } = document
    const version = claimStateVersion(document)
    const known = held.get(claimId)
    const state = known?.version === version ? known.state : await sign(document)
    const view = { version, state, readAtMs }
    held.delete(claimId)
    held.set(claimId, view)
    for (const oldest of held.keys()) {
      if (held.size <= CLAIM_STATES_CACHED_MAX) break
      held.delete(oldest)
    }
    return view
  }

  async function sign(document: ClaimStateDocument): Promise<ClaimStateView['state']> {
    const iat = Math.floor(clock.nowMs() / 1_000)
    const header = { typ: CLAIM_STATE_TYP, kid: signer.keyId }
    const payload = { ...document, iss: parts.context.id, iat }
    return { ...document, jws: await createJws({ header, payload, signer }) }
  }

  const read = createBatcher<ClaimId, HeldView | undefined>({
    batchMax: () => INTAKE_BATCH_MAX,
    lanes: 1,
    async run(claimIds) {
      const readAtMs = clock.monotonicMs()
      const stories = await explain(claimIds)
      const views = [...stories.values()].map((story) => hold(claimStateDocument(story), readAtMs))
      const viewById = new Map((await Promise.all(views)).map((view) => [view.state.claimId, view]))
      return claimIds.map((claimId) => viewById.get(claimId))
    },
  })

  return {
    async show(claimId) {
      if (!isClaimId(claimId)) return refuse('claim_unknown')
      const known = held.get(claimId)
      const fresh = known && clock.monotonicMs() - known.readAtMs < CLAIM_STATE_FRESH_MS
      const view = fresh ? known : await read(claimId)
      return view === undefined ? refuse('claim_unknown') : ok(view)
    },
    read,
  }
}
