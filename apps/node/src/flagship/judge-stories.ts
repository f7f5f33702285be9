import type { ClaimExplanation } from '@evenkeel/distributor'
import type { DropRow } from '../replay/read-drop.ts'
import type { Checks } from './checks.ts'
import { ACCREDITATION_LEASE_MS, RECHECK_SLACK_MS } from './limits.ts'
import { issuerOf, WITHDRAWN_ISSUER } from './prepare-presented.ts'

/** What of a story is judged. */
export type JudgedStory = Pick<
  ClaimExplanation,
  'claimId' | 'state' | 'terminal' | 'words' | 'amountMinor' | 'railReceipt' | 'reason' | 'steps'
>

export interface StoriesJudged {
  judge(row: Pick<DropRow, 'index' | 'amountMinor'>, story: JudgedStory): void
  /** Claims by their last state, and the refused ones by reason. */
  readonly states: Readonly<Record<string, number>>
  readonly refusals: Readonly<Record<string, number>>
  readonly ofWithdrawnIssuer: { readonly paid: number; readonly refused: number }
}

/** Judges what each claimant is told: an end with its reason (D9), the row's amount (D3), a receipt for a payment (D5), and whom the withdrawal hits (D6). */
export function judgeStories({ check }: Checks, withdrawnAtMs: number | undefined): StoriesJudged {
  const states: Record<string, number> = {}
  const refusals: Record<string, number> = {}
  const ofWithdrawnIssuer = { paid: 0, refused: 0 }
  return {
    states,
    refusals,
    ofWithdrawnIssuer,
    judge(row, { claimId, state, terminal, words, amountMinor, railReceipt, reason, steps }) {
      const isPaid = state === 'settled'
      const isOfWithdrawn = issuerOf(row.index) === WITHDRAWN_ISSUER
      states[state] = (states[state] ?? 0) + 1
      const isExplained = words !== '' && (isPaid || reason !== undefined)
      check('D9', terminal && isExplained, () => `${claimId} is ${state}: ${words}`)
      check('D3', amountMinor === row.amountMinor, () => `${claimId} has ${amountMinor}`)
      if (isPaid) {
        check('D5', railReceipt !== undefined, () => `${claimId} was paid without a receipt`)
      } else {
        const code = reason?.code ?? state
        refusals[code] = (refusals[code] ?? 0) + 1
        check('D6', isOfWithdrawn, () => `${claimId} of a steady issuer is ${state}: ${code}`)
      }
      if (!isOfWithdrawn || withdrawnAtMs === undefined) return
      ofWithdrawnIssuer[isPaid ? 'paid' : 'refused'] += 1
      const ordered = steps.find((step) => step.state === 'settling')
      const lateMs =
        (ordered?.atMs ?? 0) - withdrawnAtMs - ACCREDITATION_LEASE_MS - RECHECK_SLACK_MS
      check('D6', lateMs <= 0, () => `${claimId} was ordered ${lateMs} ms too late`)
    },
  }
}
