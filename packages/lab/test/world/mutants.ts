/** A way to break a role or the mechanism between roles, and the invariant of the whole world that has to notice. */
export interface WorldMutant {
  readonly name: string
  readonly invariant: string
  /** Path below packages/. */
  readonly file: string
  /** Texts that stand in the file once, each with what replaces it. */
  readonly edits: readonly (readonly [string, string])[]
}

const ENTITLEMENTS = 'distributor/src/store/entitlements.ts'
const CHANGE_STATUS = 'issuer/src/commands/change-status.ts'
const ADVANCE = 'distributor/src/model/advance-claim.ts'

export const worldMutants: readonly WorldMutant[] = [
  {
    name: 'the verifier ignores when a lease ends',
    invariant: 'S1',
    file: 'verifier/src/model/lease.ts',
    edits: [['return nowMs + clockBoundMs < document.expiresAtMs', 'return nowMs > 0']],
  },
  {
    name: 'the verifier trusts its clock to the millisecond when an act begins',
    invariant: 'S2',
    file: 'kernel/src/heads/status-at.ts',
    edits: [['value === STATUS_VALID ? -clockBoundMs : clockBoundMs', '0 * clockBoundMs * value']],
  },
  {
    name: 'the issuer announces an act for a time that older heads outlive',
    invariant: 'S2',
    file: CHANGE_STATUS,
    edits: [
      [
        'firstGridTimeMs(leaseRule.gridMs, subject.expMax * 1_000, now, notBeforeMs)',
        'firstGridTimeMs(1_000, now, notBeforeMs)',
      ],
    ],
  },
  {
    name: 'the verifier forgets its evidence when it restarts',
    invariant: 'S9',
    file: 'verifier/src/evidence/leased-documents.ts',
    edits: [['if (stored === undefined) return', 'if (stored !== null) return']],
  },
  {
    name: 'the verifier takes suspended for valid',
    invariant: 'S5',
    file: 'verifier/src/model/checks/check-status.ts',
    edits: [
      [
        "return failed('status', 'credential_suspended', evidence)",
        "return passed('status', evidence)",
      ],
    ],
  },
  {
    name: 'the verifier gives up a list whose lease has not ended',
    invariant: 'S9',
    file: 'verifier/src/model/lease.ts',
    edits: [
      [
        'return nowMs + clockBoundMs < document.expiresAtMs',
        'return nowMs + 3 * clockBoundMs < document.expiresAtMs',
      ],
    ],
  },
  {
    name: 'the verifier decides at another time than it says',
    invariant: 'S7',
    file: 'verifier/src/commands/verify-presentation.ts',
    edits: [
      [
        'const verdict = decideVerdict(input, evidence)',
        'const verdict = decideVerdict({ ...input, nowMs: (input.nowMs - 1) as typeof input.nowMs }, evidence)',
      ],
    ],
  },
  {
    name: 'the issuer answers a revocation before the list with it is served',
    invariant: 'S5',
    file: CHANGE_STATUS,
    edits: [
      [
        'await publisher.publish(listNumber)',
        'publisher.publish(listNumber).catch(() => undefined)',
      ],
    ],
  },
  {
    name: 'the issuer forgets the leases that are out there',
    invariant: 'S5',
    file: CHANGE_STATUS,
    edits: [['epochMs(Math.max(expMax * 1_000, now))', 'epochMs(now)']],
  },
  {
    name: 'the issuer signs a lease that it did not store',
    invariant: 'S2',
    file: 'issuer/src/commands/prepare-publication.ts',
    edits: [
      [
        '      iat,\n      Math.max(Number(list.exp_max), exp),',
        '      iat,\n      Number(list.exp_max),',
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
    name: 'the intake answers before its commit',
    invariant: 'D9',
    file: 'distributor/src/commands/submit-claim.ts',
    edits: [
      [
        'const committed = await commits.submit(evaluated.value, { deadlineMs })',
        "const commit = commits.submit(evaluated.value, { deadlineMs })\n      if ('ticket' in evaluated.value) return { kind: 'ticket', ticket: evaluated.value.ticket, claimId, state: 'accepted' }\n      const committed = await commit",
      ],
    ],
  },
  {
    name: 'the distributor pays a claim again when an appeal confirms it',
    invariant: 'D5',
    file: ADVANCE,
    edits: [
      [
        "if (claim.state !== 'refused') return took(informed)",
        "if (claim.state === 'settled') return took({ ...informed, transferVersion: claim.transferVersion + 1 }, { kind: 'reserve', version: claim.transferVersion + 1 })",
      ],
      ["if (claim.state === 'refused' || version < claim.transferVersion) {", 'if (version < 0) {'],
      [
        "if (claim.state !== 'accepted') return took(reserved)",
        "if (claim.state === 'settled') return took(reserved, { kind: 'settle', version })\n  if (claim.state !== 'accepted') return took(reserved)",
      ],
    ],
  },
  {
    name: 'the distributor acknowledges a decision on appeal and ignores it',
    invariant: 'H3',
    file: ADVANCE,
    edits: [['if (news.version <= claim.decisionVersion ||', 'if (news.version > 1 ||']],
  },
  {
    name: 'the distributor answers an appeal and tells nobody',
    invariant: 'D9',
    file: 'distributor/src/commands/appeal-claim.ts',
    edits: [['await parts.context.enqueue(tx, items)', '']],
  },
  {
    name: 'governance acknowledges an appeal that it does not hear',
    invariant: 'H3',
    file: 'governance/src/commands/appeal-case.ts',
    edits: [
      [
        'const appealed =',
        "if (current.state === 'decided') return acknowledged\n  const appealed =",
      ],
    ],
  },
  {
    name: 'the distributor holds a claim and tells nobody',
    invariant: 'H5',
    file: 'distributor/src/commands/commit-claims.ts',
    edits: [["if (claim.state === 'held') handoffs.push(openCaseItem(item, parts))", '']],
  },
  {
    name: 'the distributor keeps a settlement from the observer',
    invariant: 'E1',
    file: 'distributor/src/store/claim-batch.ts',
    edits: [
      [
        'events.push(claimEvent(after))',
        "if (after.state !== 'settled') events.push(claimEvent(after))",
      ],
    ],
  },
  {
    name: 'the ledger pays the payee twice',
    invariant: 'D5',
    file: 'ledger/src/model/payment.ts',
    edits: [
      [
        '      credit: payeeAccount(asset, payee),\n      amount,\n    },\n',
        "      credit: payeeAccount(asset, payee),\n      amount,\n    },\n    { kind: 'single', debit: railAccount(asset, rail), credit: payeeAccount(asset, payee), amount },\n",
      ],
    ],
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
  {
    name: 'the ledger names payees in its events',
    invariant: 'E5',
    file: 'ledger/src/commands/settle-transfers.ts',
    edits: [
      [
        'payments.map(({ payment }) => payment.transferId)',
        'payments.map(({ payment }) => payment.payee as never)',
      ],
    ],
  },
  {
    name: 'the ledger acknowledges a reserve that it refused',
    invariant: 'H3',
    file: 'ledger/src/commands/answer-items.ts',
    edits: [
      [
        "if (outcome.outcome === 'refused') return refused(outcome.reason)",
        "if (outcome.outcome === 'refused') return acknowledged",
      ],
    ],
  },
  {
    name: 'the log acknowledges a leaf that it does not store',
    invariant: 'H3',
    file: 'network/src/commands/append-leaves.ts',
    edits: [['own.map((item) => item.body),', 'own.slice(1).map((item) => item.body),']],
  },
  {
    name: 'governance lets the clocks of cases run out',
    invariant: 'G3',
    file: 'governance/src/create-governance.ts',
    edits: [['while ((await fireDeadlines(deps)) === SWEEP_BATCH_MAX);', '']],
  },
]
