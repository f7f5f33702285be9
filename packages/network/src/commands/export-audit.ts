import {
  type CampaignId,
  createInclusionProof,
  encodeBase64,
  ok,
  type PartyId,
  parseLeafText,
  type ReadTx,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { AUDIT_LEAVES_MAX, startAuditSection } from '@evenkeel/kernel/audit'
import { SCOPE_ENTRIES_MAX } from '../limits.ts'
import type { NetworkDeps } from './network-deps.ts'
import { nodeReader } from './node-reader.ts'
import { noCheckpoint, readWitnessed, withCosignatures } from './read-checkpoint.ts'

interface ScopeEntry {
  readonly index: number
  readonly text: string
}

/**
 * The log's section of a campaign's audit bundle: all leaves that its distributor logged about it, each proved under the newest witnessed
 * checkpoint, at most AUDIT_LEAVES_MAX. What others logged under the campaign's name is not among them. Reasons: not_found (no such checkpoint),
 * log_quorum_missing (a leaf is not under it yet: try again after the merge delay).
 */
export function exportAudit(
  { context, config }: NetworkDeps,
  campaignId: CampaignId,
  distributor: PartyId,
): Promise<Result<readonly string[], Reasoned>> {
  return context.ports.store.read('audit-log', async (tx) => {
    const checkpoint = await readWitnessed(tx, config.witnesses)
    if (checkpoint === undefined) return noCheckpoint
    const { size, note } = await withCosignatures(tx, checkpoint)
    const entries = await readEntries(tx, campaignId, distributor)
    const behind = entries.find(({ index }) => index >= size)
    if (behind !== undefined) {
      return refuse('log_quorum_missing', `index ${behind.index} of a checkpoint of ${size}`)
    }
    const section = startAuditSection('log', campaignId)
    const lines: string[] = []
    for (const { index, text } of entries) {
      const proof = await createInclusionProof(nodeReader(tx), index, size)
      lines.push(
        section.write({ kind: 'leaf', entry: text, index, proof: proof.map(encodeBase64) }),
      )
    }
    return ok([...lines, section.write({ kind: 'checkpoint', note })])
  })
}

async function readEntries(
  tx: ReadTx,
  scope: string,
  actor: PartyId,
): Promise<readonly ScopeEntry[]> {
  const entries: ScopeEntry[] = []
  for (let after = -1; entries.length < AUDIT_LEAVES_MAX; ) {
    const rows = await tx.all(
      'SELECT idx, leaf FROM log_entry WHERE scope = ? AND idx > ? ORDER BY idx LIMIT ?',
      [scope, after, SCOPE_ENTRIES_MAX],
    )
    for (const row of rows) {
      const text = String(row.leaf)
      const leaf = parseLeafText(text)
      if (leaf.ok && leaf.value.actor === actor) entries.push({ index: Number(row.idx), text })
    }
    const last = rows.at(-1)
    if (last === undefined) break
    after = Number(last.idx)
  }
  return entries.slice(0, AUDIT_LEAVES_MAX)
}
