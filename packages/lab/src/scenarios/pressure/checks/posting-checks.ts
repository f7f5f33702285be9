import { readTransferId } from '@evenkeel/distributor'
import { isReasonCode, type TransferId } from '@evenkeel/kernel'
import { type Claimants, evidenceAgainst } from '../claimants.ts'
import type { PressureWorld } from '../pressure-world.ts'
import type { ClaimRow, JournalRow, PaymentRow, Rows } from './read-rows.ts'

/** Of something: nothing has the hash of zeros. */
export const HASH: RegExp = /^(?!0{64})[0-9a-f]{64}$/

/** D7 of the ledger: each posting about a claim rests on what happened to that claim. */
export function checkPostings(world: PressureWorld, { told }: Claimants, rows: Rows): void {
  const { invariants } = world.simulation
  const claims = new Map(rows.claims.map((claim) => [claim.claimId, claim]))
  const payments = new Map(rows.payments.map((payment) => [payment.paymentId, payment]))
  const people = new Map(told.map(({ claimId, person }) => [claimId, person]))
  const changed = new Set(
    rows.rechecks.flatMap((one) => (one.outcome === 'changed' ? [one.claimId] : [])),
  )
  for (const text of rows.journal) {
    const entry = JSON.parse(text) as JournalRow
    const [id = ''] = entry.transferId.split('/')
    const claimId = readTransferId(id as TransferId)?.claimId
    const claim = claimId && claims.get(claimId)
    if (claim === undefined || entry.refused !== undefined) continue
    const person = people.get(claim.claimId)
    const said = changed.has(claim.claimId) || !person ? undefined : evidenceAgainst(person)
    const isFounded = restsOn(entry, { claim, payment: payments.get(id), said })
    if (isFounded === undefined) continue
    invariants.check(
      'D7',
      isFounded,
      () => `a posting about ${claim.claimId} rests on nothing: ${text}`,
    )
  }
}

interface Grounds {
  readonly claim: ClaimRow
  readonly payment: PaymentRow | undefined
  /** What people said it rests on that its credential was revoked, if nobody else said so. */
  readonly said: string | undefined
}

/** Whether an entry names what it rests on; undefined for a reserve, which needs nothing but the claim that it is named after. */
function restsOn(
  { movements, evidence = '' }: JournalRow,
  { claim, payment, said }: Grounds,
): boolean | undefined {
  const [first] = movements
  const credits = movements.map(({ credit }) => credit.slice(credit.lastIndexOf(':') + 1))
  if (first === undefined || first.kind === 'reserve') return undefined
  if (first.kind === 'void' || first.kind === 'expire') {
    const isForfeit = credits.includes('forfeited')
    const isOwn = claim.reasons.includes(evidence) || evidence === 'handoff_recalled'
    return isReasonCode(evidence) && isOwn && isForfeit === (evidence === 'entitlement_ended')
  }
  if (first.kind === 'post') return HASH.test(evidence)
  const isOwed = [first.debit, first.credit].some((account) => account.endsWith(':receivable'))
  if (isOwed) return said === undefined ? HASH.test(evidence) : evidence === said
  return evidence !== '' && evidence === payment?.receipt
}
