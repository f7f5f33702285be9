import {
  type AnyNewItem,
  type AnyReceiveHandler,
  type AnySendPolicy,
  brandId,
  canonicalJson,
  encodeHex,
  type HandlerAnswer,
  type HandoffBodies,
  type HandoffId,
  type HandoffKind,
  type Parser,
  type PartyContext,
  type PartyId,
  parseCampaignAccounts,
  parseCampaignRule,
  parseCancelVesting,
  parseCaseAppeal,
  parseCaseOpening,
  parseClawBack,
  parseLogLeaf,
  parsePauseReleases,
  parsePayeeChange,
  parseRecheckReceipts,
  parseRecovery,
  parseReserveTransfer,
  parseReturnedPool,
  parseSettleTransfer,
  parseVoidTransfer,
  type ReceiveHandler,
  type RecheckOutcome,
  type RecheckReceipts,
  type Role,
  sha256,
  type TransferId,
  type Tx,
} from '@evenkeel/kernel'

/** Id of the distributor under test. */
export const DISTRIBUTOR: PartyId = brandId<PartyId>('distributor')

/** An item that a counterparty of the distributor got, in the order of arrival. */
export interface Delivery {
  readonly kind: string
  readonly id: string
  readonly body: Readonly<Record<string, unknown>>
  readonly budgetMs: number
  /** What the counterparty answered. */
  readonly outcome?: HandlerAnswer['outcome']
}

/** How those behave whom the distributor works with. */
export interface Counterparties {
  /** Everything that was handed over, duplicates of an item once. */
  readonly deliveries: Delivery[]
  /** How counterparties answer; acknowledges everything unless replaced. */
  answer: (delivery: Delivery) => HandlerAnswer
  /** What the ledger reports when it took a settle; `settled` unless replaced. */
  payment: (transferId: string) => 'settled' | 'unknown' | 'later'
  /** What a verifier finds that is asked about a receipt; `good` unless replaced. */
  recheck: (receiptId: string, by: PartyId) => RecheckOutcome | 'later'
}

const forever = { budgetMs: 86_400_000, defaults: [{ afterMs: 60_000, act: 'resend' }] } as const
export const paymentPolicy: AnySendPolicy = { ...forever, kind: 'distributor.record-payment' }
const endVestingPolicy: AnySendPolicy = { ...forever, kind: 'distributor.end-vesting' }
export const recheckPolicy: AnySendPolicy = { ...forever, kind: 'distributor.record-recheck' }
export const decisionPolicy: AnySendPolicy = { ...forever, kind: 'distributor.apply-decision' }

/** The ledger's word about a payment. */
export function paymentItem(transferId: string, outcome: 'settled' | 'unknown'): AnyNewItem {
  const settled = outcome === 'settled'
  return {
    id: `paid:${transferId}:${outcome}` as HandoffId,
    to: DISTRIBUTOR,
    kind: 'distributor.record-payment',
    body: {
      transferId: brandId<TransferId>(transferId),
      outcome,
      ...(settled ? { railReceipt: `rail:${transferId}` } : {}),
    },
  }
}

/** A verifier's word about receipts. */
export function recheckItems(
  world: Counterparties,
  by: PartyId,
  { campaignId, attempt, receipts }: Omit<RecheckReceipts, 'by'>,
): readonly AnyNewItem[] {
  const results = receipts.flatMap((receipt) => {
    const outcome = world.recheck(receipt.receiptId, by)
    return outcome === 'later' ? [] : [{ ...receipt, outcome }]
  })
  if (results.length === 0) return []
  const body = { campaignId, attempt, results }
  const id = `rechecked:${by}:${encodeHex(sha256(canonicalJson(body)))}` as HandoffId
  return [{ id, to: DISTRIBUTOR, kind: 'distributor.record-recheck', body }]
}

/** A ledger that takes what the test lets it take. */
export function ledgerRole(world: Counterparties, context: PartyContext): Role {
  return {
    sendPolicies: [paymentPolicy, endVestingPolicy],
    receiveHandlers: handlersOf(world, async (tx, delivery) => {
      if (delivery.kind !== 'ledger.settle') return
      const transferId = String(delivery.body.transferId)
      const outcome = world.payment(transferId)
      if (outcome !== 'later') await context.enqueue(tx, [paymentItem(transferId, outcome)])
    }),
  }
}

type Effect = (tx: Tx, delivery: Delivery) => Promise<void>

/** Takes whatever the distributor hands over, as the test says, with an effect of its own. */
export function handlersOf(world: Counterparties, effect?: Effect): readonly AnyReceiveHandler[] {
  function taking<Kind extends HandoffKind>(
    kind: Kind,
    parse: Parser<HandoffBodies[Kind]>,
  ): ReceiveHandler<Kind> {
    return {
      kind,
      parse,
      async apply(tx, items) {
        const answers: HandlerAnswer[] = []
        for (const { id, body, budgetMs } of items) {
          const content = body as unknown as Delivery['body']
          const delivery: Delivery = { kind, id, body: content, budgetMs }
          const answer = world.answer(delivery)
          if (answer.outcome !== 'postponed') {
            world.deliveries.push({ ...delivery, outcome: answer.outcome })
          }
          if (answer.outcome === 'acknowledged') await effect?.(tx, delivery)
          answers.push(answer)
        }
        return answers
      },
    }
  }
  return [
    taking('ledger.open-campaign', parseCampaignAccounts),
    taking('ledger.return-pool', parseReturnedPool),
    taking('ledger.reserve', parseReserveTransfer),
    taking('ledger.settle', parseSettleTransfer),
    taking('ledger.void', parseVoidTransfer),
    taking('ledger.claw-back', parseClawBack),
    taking('ledger.change-payee', parsePayeeChange),
    taking('ledger.recover', parseRecovery),
    taking('ledger.cancel-vesting', parseCancelVesting),
    taking('ledger.pause-releases', parsePauseReleases),
    taking('network.append', parseLogLeaf),
    taking('verifier.accept-rule', parseCampaignRule),
    taking('verifier.recheck-receipts', parseRecheckReceipts),
    taking('governance.open-case', parseCaseOpening),
    taking('governance.appeal-case', parseCaseAppeal),
  ]
}
