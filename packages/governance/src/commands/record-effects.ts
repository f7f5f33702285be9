import {
  acknowledged,
  type HandlerAnswer,
  parseActEffect,
  type ReasonCode,
  type ReceivedItem,
  type ReceiveHandler,
  refused,
  type Tx,
} from '@evenkeel/kernel'
import type { GovernanceDeps } from './hand-over.ts'

/** Takes from the network when the acts count that were handed to it. Reasons: case_actor_not_allowed, not_found. */
export function recordEffectsHandler(
  deps: GovernanceDeps,
): ReceiveHandler<'governance.record-effect'> {
  return {
    kind: 'governance.record-effect',
    parse: parseActEffect,
    async apply(tx, items) {
      const answers: HandlerAnswer[] = []
      for (const item of items) {
        const reason = await recordEffect(deps, tx, item)
        answers.push(reason === undefined ? acknowledged : refused(reason))
      }
      return answers
    },
  }
}

async function recordEffect(
  { config }: GovernanceDeps,
  tx: Tx,
  { from, body }: ReceivedItem<'governance.record-effect'>,
): Promise<ReasonCode | undefined> {
  if (from !== config.network) return 'case_actor_not_allowed'
  const { actId, state, effectiveAtMs } = body
  const act = await tx.get('SELECT act_id FROM governance_accreditation_act WHERE act_id = ?', [
    actId,
  ])
  if (act === undefined) return 'not_found'
  await tx.run(
    'INSERT INTO governance_act_effect (act_id, state, effective_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    [actId, state, effectiveAtMs],
  )
  return undefined
}
