import type { ReceiptId, Verdict } from '@evenkeel/kernel'
import { hashOf, replayVerdict } from '../model/decide-verdict.ts'
import { outageOrThrow } from '../model/outage.ts'
import type { NotKept, ReadDecision } from './read-decision.ts'

/** What deciding once more from the kept evidence gives: the recorded verdict, another one, or nothing, because something is not there. */
export type Replay =
  | { readonly kind: 'same'; readonly verdict: Verdict }
  | { readonly kind: 'changed'; readonly verdict: Verdict; readonly recorded: Verdict }
  | { readonly kind: 'not_replayable'; readonly because: NotReplayable }

export type NotReplayable = NotKept | 'store_unavailable'

export type ReplayReceipt = (receipt: ReceiptId) => Promise<Replay>

/** Makes the command that decides a receipt's verdict once more (S7, G6), from what was kept of it. */
export function createReplayReceipt(readDecision: ReadDecision): ReplayReceipt {
  async function replay(receipt: ReceiptId): Promise<Replay> {
    const kept = await readDecision(receipt)
    if (typeof kept === 'string') return { kind: 'not_replayable', because: kept }
    const { input, recorded, recordedHash } = kept
    const verdict = replayVerdict(input)
    return hashOf(verdict) === recordedHash
      ? { kind: 'same', verdict }
      : { kind: 'changed', verdict, recorded }
  }

  return (receipt) =>
    replay(receipt).catch((fault: unknown) => {
      outageOrThrow(fault)
      return { kind: 'not_replayable', because: 'store_unavailable' }
    })
}
