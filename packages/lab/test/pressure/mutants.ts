import type { WorldMutant } from '../world/mutants.ts'

const SUBMIT = 'distributor/src/commands/submit-claim.ts'
const EVALUATE = 'distributor/src/commands/evaluate-claims.ts'
const COMMIT = 'distributor/src/commands/commit-claims.ts'
const ENTITLEMENTS = 'distributor/src/store/entitlements.ts'
const ENTRIES = 'distributor/src/store/window-entries.ts'
const ALLOCATE_WINDOW = 'distributor/src/commands/allocate-window.ts'
const READ_WINDOWS = 'distributor/src/store/read-windows.ts'
const DECIDE = 'distributor/src/model/decide-claim.ts'
const READ = 'distributor/src/model/read-submission.ts'
const GATE = 'distributor/src/model/payment-gate.ts'
const ADMISSION = '../apps/node/src/http/admission.ts'
const RAIL = 'ledger/src/commands/drive-rail.ts'
const PAYMENT = 'ledger/src/model/payment.ts'

/** Ways to break what holds under pressure (P3, P4, P7), and the invariant of the family `pressure` that has to notice. */
export const pressureMutants: readonly WorldMutant[] = [
  {
    name: 'the door lets everybody in',
    invariant: 'O4',
    file: ADMISSION,
    edits: [['return own >= (isDue', 'return own < 0 * (isDue']],
  },
  {
    name: 'the door tells everybody to come again at once',
    invariant: 'O2',
    file: ADMISSION,
    edits: [
      [
        'retryAfterMs: waitMs + random.below(RETRY_AFTER_MS) }',
        'retryAfterMs: (waitMs + random.below(RETRY_AFTER_MS)) * 0 }',
      ],
    ],
  },
  {
    name: 'the door forgets to give back every second place',
    invariant: 'O6',
    file: ADMISSION,
    edits: [
      [
        '        working -= 1\n        const left = (shares.get(key) ?? 0) - 1',
        '        working -= 1\n        const left = (shares.get(key) ?? 0) - (working % 2)',
      ],
    ],
  },
  {
    name: 'the door takes a standstill for its speed, for ever',
    invariant: 'O6',
    file: ADMISSION,
    edits: [
      ['(working > 0 && budgetMs * ratePerMs < 1)', 'budgetMs * ratePerMs < 1'],
      ['if (isCrowd || measuredPerMs > ratePerMs) {', 'if (measuredPerMs < ratePerMs) {'],
    ],
  },
  {
    name: 'the intake works for callers who have gone',
    invariant: 'O5',
    file: EVALUATE,
    edits: [['one.deadlineMs < monotonicMs', 'one.deadlineMs < 0 * monotonicMs']],
  },
  {
    name: 'the intake looks nothing up',
    invariant: 'O3',
    file: SUBMIT,
    edits: [['if (stored !== undefined) return answerStored(stored, bodyHash, campaignId)', '']],
  },
  {
    name: 'the intake checks a claim as often as it is sent at once',
    invariant: 'O1',
    file: SUBMIT,
    edits: [['if (first !== undefined) return first\n', '']],
  },
  {
    name: 'the intake rests before each round of checks',
    invariant: 'O6',
    file: SUBMIT,
    edits: [
      [
        'const startMs = clock.monotonicMs()\n',
        'const startMs = clock.monotonicMs()\n      await parts.context.ports.timers.sleep(200)\n',
      ],
    ],
  },
  {
    name: 'the intake answers before its commit',
    invariant: 'D9',
    file: SUBMIT,
    edits: [
      [
        'const committed = await commits.submit(evaluated.value, { deadlineMs })',
        "const commit = commits.submit(evaluated.value, { deadlineMs })\n      if ('ticket' in evaluated.value) return { kind: 'ticket', ticket: evaluated.value.ticket, claimId, state: 'accepted' }\n      const committed = await commit",
      ],
    ],
  },
  {
    name: 'the distributor takes a nullifier twice',
    invariant: 'D2',
    file: ENTITLEMENTS,
    edits: [
      ["if (nullifiersTaken.has(nullifierKey)) return err('already_claimed')", ''],
      [
        "rows: newNullifiers,\n        onConflict: 'fail'",
        "rows: newNullifiers,\n        onConflict: 'ignore'",
      ],
    ],
  },
  {
    name: 'the distributor gives more than the table says',
    invariant: 'D3',
    file: ENTITLEMENTS,
    edits: [['amount = row.amount', 'amount = (row.amount + 1n) as MinorUnits']],
  },
  {
    name: 'the distributor does not count what it gives on one verifier’s word',
    invariant: 'F6',
    file: 'distributor/src/model/take-within-limits.ts',
    edits: [['if (!hasRoom(limit, used, amount)) return kind', 'hasRoom(limit, used, amount)']],
  },
  {
    name: 'the distributor takes a payout that the receipt does not commit to',
    invariant: 'F2',
    file: DECIDE,
    edits: [
      [
        "    return refusal('claim_payout_mismatch')\n",
        '    receipt.payoutCommitment.length.toFixed()\n',
      ],
    ],
  },
  {
    name: 'the distributor takes a claim that another than the holder signed',
    invariant: 'F2',
    file: READ,
    edits: [
      [
        'if (holderJwk === undefined || thumbprintJwk(holderJwk) !== receipt.value.holderKey) {',
        'if (holderJwk === undefined) {',
      ],
    ],
  },
  {
    name: 'the distributor takes receipts whose signature does not hold',
    invariant: 'F2',
    file: EVALUATE,
    edits: [["if (!holds[position]) return refuse('receipt_signature_invalid')", '']],
  },
  {
    name: 'the distributor takes a receipt for another campaign',
    invariant: 'F2',
    file: DECIDE,
    edits: [
      [
        "if (!receipt.aud.includes(campaignAudience(rule.id))) return refusal('receipt_wrong_audience')",
        '',
      ],
    ],
  },
  {
    name: 'a place in a window is called by its claim, which depends on the receipt',
    invariant: 'F1',
    file: ENTRIES,
    edits: [
      [
        'allocatedBy(rule, receipt.nullifier, receipt.outputs)',
        'allocatedBy(rule, claimId, receipt.outputs)',
      ],
    ],
  },
  {
    name: 'who knocked in time is refused all the same',
    invariant: 'F1',
    file: READ_WINDOWS,
    edits: [
      [
        'return hadKnocked && arrivedAtMs < closedAtMs + knocksMs',
        'return hadKnocked && arrivedAtMs < closedAtMs + 0 * knocksMs',
      ],
    ],
  },
  {
    name: 'a window takes claims when its tickets are fixed',
    invariant: 'D9',
    file: READ_WINDOWS,
    edits: [
      [
        '  if (isFixed) return false\n  if (closedAtMs === undefined)',
        '  if (isFixed) return true\n  if (closedAtMs === undefined)',
      ],
    ],
  },
  {
    name: 'the entries of a window are fixed with those that were taken out',
    invariant: 'D6',
    file: ALLOCATE_WINDOW,
    edits: [["claim.state <> 'entered' AND", "claim.state = 'nothing' AND"]],
  },
  {
    name: 'what two people say was revoked is paid all the same',
    invariant: 'D6',
    file: 'distributor/src/commands/record-revocation.ts',
    edits: [["if (ends.get(id) !== 'take_out') continue", 'if (ends.has(id)) continue']],
  },
  {
    name: 'a revocation overlooks that a refusal may be appealed',
    invariant: 'D6',
    file: 'distributor/src/model/unpaid-end.ts',
    edits: [["  if (isReopenable(claim)) return 'take_out'\n", '']],
  },
  {
    name: 'an appeal is granted although the credential was revoked',
    invariant: 'D6',
    file: 'distributor/src/model/advance-claim.ts',
    edits: [['if (isEnded(claim)) return took(', 'if (now < 0) return took(']],
  },
  {
    name: 'the payment gate takes what has changed for good',
    invariant: 'D6',
    file: GATE,
    edits: [
      ["if (outcome === 'changed') return outcome", "if (outcome === 'changed') return 'good'"],
    ],
  },
  {
    name: 'the distributor forgets what is found to have changed after the payment',
    invariant: 'D6',
    file: 'distributor/src/commands/recheck-claims.ts',
    edits: [['paid.push({ claim, result })', 'paid.slice()']],
  },
  {
    name: 'the payment gate pays on the word of a verifier that is held',
    invariant: 'F6',
    file: GATE,
    edits: [
      [
        'isHeld = heldSinceMs !== undefined && ',
        'isHeld = heldSinceMs !== undefined && now < 0 && ',
      ],
    ],
  },
  {
    name: 'the distributor gives tickets on the word of a verifier that is held',
    invariant: 'F6',
    file: COMMIT,
    edits: [
      [
        "if (holds.has(item.receipt.iss)) return { kind: 'refused', reason: 'verifier_on_hold' }",
        '',
      ],
    ],
  },
  {
    name: 'a window is shared out without its limits',
    invariant: 'F6',
    file: 'distributor/src/commands/compute-shares.ts',
    edits: [['      ...(rule.limits && { limits: rule.limits }),\n', '']],
  },
  {
    name: 'a division drops its remainder',
    invariant: 'D11',
    file: 'kernel/src/money/split-pool.ts',
    edits: [
      ['for (const part of byRemainder.slice(0, Number(left))) part.amount += 1n', ''],
      [
        "assert(amounts.reduce((sum, amount) => sum + amount, 0n) === pool, 'the shares sum to the pool')",
        '',
      ],
    ],
  },
  {
    name: 'the ledger sends a payment again when it does not know what became of it',
    invariant: 'D5',
    file: RAIL,
    edits: [
      [
        "act: row.state === 'prepared' ? 'submit' : 'observe',",
        "act: row.state === 'settled' ? 'observe' : 'submit',",
      ],
    ],
  },
  {
    name: 'the ledger keeps of a rail’s receipt only its beginning',
    invariant: 'F4',
    file: RAIL,
    edits: [['? answer.receipt : null', '? answer.receipt.slice(0, 5) : null']],
  },
  {
    name: 'the ledger books a payment as forfeited',
    invariant: 'D5',
    file: PAYMENT,
    edits: [
      [
        "credit: campaignAccount(campaignId, 'settled'),",
        "credit: campaignAccount(campaignId, 'forfeited'),",
      ],
    ],
  },
  {
    name: 'the ledger counts what is reserved as free',
    invariant: 'D1',
    file: 'ledger/src/model/campaign-totals.ts',
    edits: [
      ["free: minorUnits(availableBalance(account('pool')))", "free: balance('pool')"],
      ['funded - returned === there', 'funded - returned <= there'],
    ],
  },
  {
    name: 'the distributor opens cases that rest on nothing',
    invariant: 'D7',
    file: COMMIT,
    edits: [['evidenceHash: receipt.verdictHash', "evidenceHash: '0'.repeat(64)"]],
  },
  {
    name: 'the ledger gives back what was reserved and does not say why',
    invariant: 'D7',
    file: 'ledger/src/commands/void-transfers.ts',
    edits: [['        evidence: reason,\n', '']],
  },
  {
    name: 'the ledger writes to its books what is not in its journal',
    invariant: 'D12',
    file: 'ledger/src/commands/write-books.ts',
    edits: [
      [
        "'UPDATE ledger_transfer SET state = ? WHERE id = ?'",
        '"UPDATE ledger_transfer SET state = ?, refused = \'amount_overflow\' WHERE id = ?"',
      ],
    ],
  },
]
