import {
  type AnyNewItem,
  acknowledged,
  brandId,
  canonicalJson,
  type HandoffId,
  type PartyContext,
  type PartyId,
  parseRecheckEvidence,
  parseRecheckReceipts,
  type RecheckEvidence,
  type RecheckedReceipt,
  type RecheckResult,
  type RecheckResults,
  type Role,
  sha256Text,
} from '@evenkeel/kernel'
import { LIAR, type PersonPlan, type Recheck } from './pressure-plan.ts'

/** After the question: later than anybody waits. Virtual milliseconds. */
const LATE_MS = 12_000
const DEFAULTS = [
  { afterMs: 2_000, act: 'resend' },
  { afterMs: 3_600_000, act: 'escalate' },
] as const
const BUDGET_MS = 86_400_000
/** Nobody here opens it. */
const SEALED = 'AA'

interface Late {
  readonly dueAtMs: number
  readonly item: AnyNewItem
}

/** What a verifier's answers depend on in these worlds. */
export interface RecheckPlay {
  /** By number, which receipt ids begin with. */
  readonly people: ReadonlyMap<number, PersonPlan>
  /** Told of each answer that was handed over. */
  readonly onAnswer: (person: PersonPlan, result: RecheckResult) => void
}

/**
 * A verifier's part when receipts are looked at once more: whoever signed hands its evidence to whoever looks, who answers as the plan says: at
 * once, when nobody waits any more, or never. The one that lies has no evidence for those it made up, and keeps back what it has of every second one.
 */
export function playRechecks({ people, onAnswer }: RecheckPlay): (context: PartyContext) => Role {
  /** By verifier: what it says later outlives its processes. */
  const lateOf = new Map<PartyId, Map<string, Late>>()

  return (context) => {
    const late = lateOf.get(context.id) ?? new Map<string, Late>()
    lateOf.set(context.id, late)
    const { clock, store } = context.ports

    function look(asked: Asked): readonly AnyNewItem[] {
      const person = people.get(Number.parseInt(asked.receiptId, 10))
      if (person === undefined) return [answerTo(asked, { outcome: 'undetermined' })]
      const says = answerOf(person)
      if (says === undefined) return []
      const item = answerTo(asked, says)
      onAnswer(person, { ...receiptOf(asked), ...says })
      if (person.recheck !== 'changed-late' || person.isGhost) return [item]
      late.set(item.id, { dueAtMs: clock.nowMs() + LATE_MS, item })
      return []
    }

    return {
      sendPolicies: [
        { kind: 'distributor.record-recheck', budgetMs: BUDGET_MS, defaults: DEFAULTS },
        { kind: 'verifier.recheck-evidence', budgetMs: BUDGET_MS, defaults: DEFAULTS },
      ],
      receiveHandlers: [
        {
          kind: 'verifier.recheck-receipts',
          parse: parseRecheckReceipts,
          async apply(tx, items) {
            for (const { from: distributor, body } of items) {
              const { by, campaignId, attempt } = body
              const asked = body.receipts.map(
                (receipt): Asked => ({ ...receipt, campaignId, attempt, distributor }),
              )
              await context.enqueue(
                tx,
                asked.flatMap((one) => {
                  if (by === context.id) return look(one)
                  return isKeptBack(context.id, one)
                    ? [
                        answerTo(one, {
                          outcome: 'undetermined',
                          reason: 'recheck_evidence_missing',
                        }),
                      ]
                    : [itemOf(by, 'verifier.recheck-evidence', { ...one, sealed: SEALED })]
                }),
              )
            }
            return items.map(() => acknowledged)
          },
        },
        {
          kind: 'verifier.recheck-evidence',
          parse: parseRecheckEvidence,
          async apply(tx, items) {
            for (const { body } of items) await context.enqueue(tx, look(body))
            return items.map(() => acknowledged)
          },
        },
      ],
      async sweep() {
        const due = [...late].filter(([, { dueAtMs }]) => dueAtMs <= clock.nowMs())
        if (due.length === 0) return
        await store.transact('answer-late', (tx) =>
          context.enqueue(
            tx,
            due.map(([, { item }]) => item),
          ),
        )
        for (const [id] of due) late.delete(id)
      },
    }
  }
}

type Asked = Omit<RecheckEvidence, 'sealed'>
type Says = Pick<RecheckResult, 'outcome' | 'reason'>

const ANSWERS: Readonly<Record<Recheck, Says | undefined>> = {
  good: { outcome: 'good' },
  changed: { outcome: 'changed', reason: 'credential_revoked' },
  'changed-late': { outcome: 'changed', reason: 'credential_revoked' },
  undetermined: { outcome: 'undetermined', reason: 'status_stale' },
  silent: undefined,
}

function answerOf({ isGhost, recheck }: PersonPlan): Says | undefined {
  return isGhost ? { outcome: 'changed', reason: 'receipt_not_borne_out' } : ANSWERS[recheck]
}

function isKeptBack(verifier: PartyId, { receiptId }: RecheckedReceipt): boolean {
  return verifier === LIAR && Number.parseInt(receiptId, 10) % 2 === 0
}

function answerTo(asked: Asked, says: Says): AnyNewItem {
  const { campaignId, attempt, distributor } = asked
  const body: RecheckResults = { campaignId, attempt, results: [{ ...receiptOf(asked), ...says }] }
  return itemOf(distributor, 'distributor.record-recheck', body)
}

function receiptOf({ receiptId, certified }: RecheckedReceipt): RecheckedReceipt {
  return { receiptId, certified }
}

function itemOf<Body extends object>(
  to: PartyId,
  kind: AnyNewItem['kind'],
  body: Body,
): AnyNewItem {
  const id = brandId<HandoffId>(`lab:${sha256Text(canonicalJson({ to, kind, body }), 'hex')}`)
  return { id, to, kind, body } as unknown as AnyNewItem
}
