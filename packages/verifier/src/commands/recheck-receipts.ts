import {
  type AnyReceiveHandler,
  type AnySendPolicy,
  acknowledged,
  type CampaignId,
  type CampaignRule,
  decodeBase64url,
  type HandlerAnswer,
  type PartyContext,
  type PartyId,
  parseRecheckEvidence,
  parseRecheckReceipts,
  type ReceivedItem,
  type RecheckedReceipt,
  refused,
  type SqlValue,
  type Tx,
} from '@evenkeel/kernel'
import { RECHECKS_WAITING_MAX } from '../limits.ts'
import { type RecheckAnswer, recheckAnswers } from './answer-rechecks.ts'

/** For work that nobody else can do: send again, then tell an operator, for ever (H2). */
const PERSISTENT_DEFAULTS = [
  { afterMs: 60_000, act: 'resend' },
  { afterMs: 3_600_000, act: 'escalate' },
] as const
/** How long an answer is good for anything unless the question says less; milliseconds. */
const RECHECK_BUDGET_MS = 86_400_000

interface NewRecheck extends RecheckedReceipt {
  readonly campaignId: CampaignId
  readonly distributor: PartyId
  readonly attempt: number
  readonly by: PartyId
  readonly sealed?: Uint8Array
}

/** The rule of a campaign that the asking distributor made, as it was accepted here. */
type FindRule = (
  tx: Tx,
  campaignId: CampaignId,
  distributor: PartyId,
) => Promise<CampaignRule | undefined>

/**
 * Takes questions about receipts, and evidence that another verifier hands over, to be looked at when the party sweeps: looking may have to wait for
 * lists, which nothing in a transaction does. Refused with campaign_unknown for a campaign that the sender did not bring here, and
 * receipt_verifier_not_named when whoever should look, or sends evidence, is not among the rule's verifiers. Left with the sender while too many wait.
 */
export function recheckReceiveHandlers(context: PartyContext): readonly AnyReceiveHandler[] {
  return [
    {
      kind: 'verifier.recheck-receipts',
      parse: parseRecheckReceipts,
      apply: (tx, items) =>
        inTurn(items, async (item) => {
          const { from, body } = item
          const { campaignId, by, attempt } = body
          const rule = await findRule(tx, campaignId, from)
          if (rule === undefined) return refused('campaign_unknown')
          if (!rule.verifiers.includes(by)) return refused('receipt_verifier_not_named')
          const rows = body.receipts.map((receipt) => {
            return { ...receipt, campaignId, distributor: from, attempt, by }
          })
          return keep(tx, context, item, rows)
        }),
    },
    {
      kind: 'verifier.recheck-evidence',
      parse: parseRecheckEvidence,
      apply: (tx, items) =>
        inTurn(items, async (item) => {
          const { from, body } = item
          const rule = await findRule(tx, body.campaignId, body.distributor)
          if (rule === undefined) return refused('campaign_unknown')
          if (!rule.verifiers.includes(from)) return refused('receipt_verifier_not_named')
          const sealed = decodeBase64url(body.sealed)
          if (sealed === undefined) return refused('malformed_message')
          return keep(tx, context, item, [{ ...body, by: context.id, sealed }])
        }),
    },
  ]
}

/** What becomes of answers and evidence on their way. Evidence that is not taken is no answer to wait for: the distributor is told so. */
export function recheckSendPolicies(context: PartyContext): readonly AnySendPolicy[] {
  const policy = { budgetMs: RECHECK_BUDGET_MS, defaults: PERSISTENT_DEFAULTS }
  return [
    { ...policy, kind: 'distributor.record-recheck' },
    {
      ...policy,
      kind: 'verifier.recheck-evidence',
      onRefused: async (tx, items) => {
        const answers = items.map(({ body, reason }): RecheckAnswer => {
          const { receiptId, certified, campaignId, distributor, attempt } = body
          const result = { receiptId, certified, outcome: 'undetermined', reason } as const
          return { campaignId, distributor, attempt, result }
        })
        await context.enqueue(tx, recheckAnswers(answers))
      },
    },
  ]
}

async function inTurn<Item>(
  items: readonly Item[],
  take: (item: Item) => Promise<HandlerAnswer>,
): Promise<readonly HandlerAnswer[]> {
  const answers: HandlerAnswer[] = []
  for (const item of items) answers.push(await take(item))
  return answers
}

const findRule: FindRule = async (tx, campaignId, distributor) => {
  const row = await tx.get(
    'SELECT rule FROM campaign_rule WHERE campaign_id = ? AND distributor = ?',
    [campaignId, distributor],
  )
  return row === undefined ? undefined : (JSON.parse(String(row.rule)) as CampaignRule)
}

async function keep(
  tx: Tx,
  { ports }: PartyContext,
  { id, from, budgetMs }: Pick<ReceivedItem, 'id' | 'from' | 'budgetMs'>,
  rechecks: readonly NewRecheck[],
): Promise<HandlerAnswer> {
  const waiting = await tx.get('SELECT count(*) AS n FROM recheck WHERE sent_by = ?', [from])
  if (Number(waiting?.n) + rechecks.length > RECHECKS_WAITING_MAX) return { outcome: 'postponed' }
  const now = ports.clock.nowMs()
  await tx.insertMany({
    table: 'recheck',
    columns: COLUMNS,
    rows: rechecks.map((one): readonly SqlValue[] => [
      id,
      one.receiptId,
      from,
      one.campaignId,
      one.distributor,
      one.attempt,
      one.certified,
      one.by,
      // The other half is for what it is handed to, and for the way back.
      now + Math.floor(budgetMs / 2),
      now,
      one.sealed ?? null,
    ]),
    onConflict: 'ignore',
  })
  return acknowledged
}

const COLUMNS = [
  'item_id',
  'receipt_id',
  'sent_by',
  'campaign_id',
  'distributor',
  'attempt',
  'certified',
  'looked_at_by',
  'until_ms',
  'look_at_ms',
  'sealed',
]
