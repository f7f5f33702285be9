import {
  type AccreditationRecord,
  acknowledged,
  canonicalJson,
  encodeUtf8,
  type GovernanceAct,
  type HandlerAnswer,
  importPublicJwk,
  parseGovernanceAct,
  type ReasonCode,
  type ReceivedItem,
  type ReceiveHandler,
  type Row,
  refused,
  type Tx,
} from '@evenkeel/kernel'
import { ACCREDITATION_BYTES_MAX, ACCREDITATIONS_MAX, ACT_AHEAD_MS_MAX } from '../limits.ts'
import type { NetworkDeps } from './network-deps.ts'

/**
 * Takes acts upon the accreditations from the authority: acknowledged means recorded, and in the next list. One record stands per subject and
 * action, that of the act decided last, in whichever order acts arrive. A full list takes every act that ends an accreditation. Reasons:
 * case_actor_not_allowed, malformed_message, key_malformed, clock_unsafe (decided ahead of our time), act_conflict, accreditation_list_full.
 */
export function applyActsHandler(deps: NetworkDeps): ReceiveHandler<'network.apply-act'> {
  return {
    kind: 'network.apply-act',
    parse: parseGovernanceAct,
    async apply(tx, items) {
      const answers: HandlerAnswer[] = []
      for (const item of items) {
        const reason = await applyAct(deps, tx, item)
        answers.push(reason === undefined ? acknowledged : refused(reason))
      }
      return answers
    },
  }
}

async function applyAct(
  { context, config }: NetworkDeps,
  tx: Tx,
  { body: act, from, atMs }: ReceivedItem<'network.apply-act'>,
): Promise<ReasonCode | undefined> {
  const { record, actId } = act
  if (from !== config.authority || record.authority !== from) return 'case_actor_not_allowed'
  const fault = faultOf(act, atMs)
  if (fault !== undefined) return fault
  const text = canonicalJson(act)
  const known = await tx.get('SELECT act FROM accreditation_act WHERE act_id = ?', [actId])
  if (known !== undefined) return known.act === text ? undefined : 'act_conflict'

  const standing = await tx.get(
    'SELECT act_id, decided_at, octet_length(record) AS bytes FROM accreditation WHERE subject = ? AND action = ?',
    [record.subject, record.action],
  )
  const isEnding = standing !== undefined && record.status !== 'active'
  if (!isEnding && (await isFull(tx, record, standing))) return 'accreditation_list_full'
  await tx.run(
    'INSERT INTO accreditation_act (act_id, subject, decided_at, act) VALUES (?, ?, ?, ?)',
    [actId, record.subject, act.decidedAtMs, text],
  )
  // Of two acts of one millisecond the greater id stands, so that the order of arrival decides nothing.
  const isNewer =
    standing === undefined ||
    act.decidedAtMs > Number(standing.decided_at) ||
    (act.decidedAtMs === standing.decided_at && actId > String(standing.act_id))
  if (isNewer) {
    await tx.run('DELETE FROM accreditation WHERE subject = ? AND action = ?', [
      record.subject,
      record.action,
    ])
    await tx.run(
      'INSERT INTO accreditation (subject, action, act_id, decided_at, record) VALUES (?, ?, ?, ?, ?)',
      [record.subject, record.action, actId, act.decidedAtMs, canonicalJson(record)],
    )
  }
  const { status, action } = record
  await context.recordEvents(tx, [
    {
      event: 'AccreditationRecorded',
      atMs,
      ids: { act: actId },
      detail: { status, action, stands: isNewer },
    },
  ])
  return undefined
}

function faultOf(
  { record, actId, decidedAtMs }: GovernanceAct,
  atMs: number,
): ReasonCode | undefined {
  if (record.actId !== actId || record.validFromMs >= record.validUntilMs) {
    return 'malformed_message'
  }
  if (decidedAtMs > atMs + ACT_AHEAD_MS_MAX) return 'clock_unsafe'
  return record.keys.every((key) => importPublicJwk(key).ok) ? undefined : 'key_malformed'
}

async function isFull(
  tx: Tx,
  record: AccreditationRecord,
  standing: Row | undefined,
): Promise<boolean> {
  const used = await tx.get(
    'SELECT count(*) AS records, coalesce(sum(octet_length(record)), 0) AS bytes FROM accreditation',
  )
  const bytes =
    Number(used?.bytes) - Number(standing?.bytes ?? 0) + encodeUtf8(canonicalJson(record)).length
  const records = Number(used?.records) + (standing === undefined ? 1 : 0)
  return records > ACCREDITATIONS_MAX || bytes > ACCREDITATION_BYTES_MAX
}
