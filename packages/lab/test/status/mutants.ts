import type { WorldMutant } from '../world/mutants.ts'

const CHANGE_STATUS = 'issuer/src/commands/change-status.ts'
const PREPARE = 'issuer/src/commands/prepare-publication.ts'
const PUBLISH = 'issuer/src/commands/publish-status.ts'
const REPLACEMENT = 'verifier/src/model/decide-replacement.ts'
const DOCUMENTS = 'verifier/src/evidence/leased-documents.ts'
const STATUS_AT = 'kernel/src/heads/status-at.ts'
const LEASE = 'verifier/src/model/lease.ts'

/** Ways to break what promise P2 rests on, and the invariant of the family `status` that has to notice. */
export const statusMutants: readonly WorldMutant[] = [
  {
    name: 'the verifier answers from a lease that is over',
    invariant: 'S1',
    file: LEASE,
    edits: [['return nowMs + clockBoundMs < document.expiresAtMs', 'return nowMs > 0']],
  },
  {
    name: 'the verifier answers from a lease for a minute more when it gets nothing newer',
    invariant: 'S1',
    file: LEASE,
    edits: [
      [
        'return nowMs + clockBoundMs < document.expiresAtMs',
        'return nowMs + clockBoundMs < document.expiresAtMs + 60_000',
      ],
    ],
  },
  {
    name: 'the verifier trusts its clock to the millisecond when an act begins',
    invariant: 'S2',
    file: STATUS_AT,
    edits: [['value === STATUS_VALID ? -clockBoundMs : clockBoundMs', '0 * clockBoundMs * value']],
  },
  {
    name: 'the verifier takes what is granted as soon as any clock may have come to T',
    invariant: 'S4',
    file: STATUS_AT,
    edits: [['value === STATUS_VALID ? -clockBoundMs : clockBoundMs', 'clockBoundMs + 0 * value']],
  },
  {
    name: 'the verifier ends a credential a good while before T, to be on the safe side',
    invariant: 'S3',
    file: STATUS_AT,
    edits: [
      [
        'value === STATUS_VALID ? -clockBoundMs : clockBoundMs',
        'value === STATUS_VALID ? -clockBoundMs : 4 * clockBoundMs',
      ],
    ],
  },
  {
    name: 'the issuer announces an act for a time that older heads outlive',
    invariant: 'S2',
    file: CHANGE_STATUS,
    edits: [
      [
        'firstGridTimeMs(leaseRule.gridMs, subject.expMax * 1_000, now, notBeforeMs)',
        'firstGridTimeMs(leaseRule.gridMs, now, notBeforeMs)',
      ],
    ],
  },
  {
    name: 'the issuer lets plain lists live beyond the next turn',
    invariant: 'S2',
    file: PREPARE,
    edits: [
      ['turn === undefined ? exp : Math.min(exp, turn / 1_000)', 'turn === undefined ? exp : exp'],
    ],
  },
  {
    name: 'the issuer signs a lease that it did not store',
    invariant: 'S2',
    file: PREPARE,
    edits: [
      [
        '      iat,\n      Math.max(Number(list.exp_max), exp),',
        '      iat,\n      Number(list.exp_max),',
      ],
    ],
  },
  {
    name: 'the issuer takes what is granted into the bits at T, before slow clocks have come to it',
    invariant: 'S4',
    file: 'issuer/src/model/act-turns.ts',
    edits: [
      [
        'Math.ceil((effectiveAtMs + clockBoundMs) / 1_000) * 1_000',
        'effectiveAtMs + 0 * clockBoundMs',
      ],
    ],
  },
  {
    name: 'the issuer takes what ends validity into the bits of its next publication before T',
    invariant: 'S3',
    file: PREPARE,
    edits: [
      [
        'const due = dueActs(acts, now, clockBoundMs)\n    await foldActs',
        'const due = dueActs(acts, now + 60_000, clockBoundMs)\n    await foldActs',
      ],
    ],
  },
  {
    // Its publisher stumbles over the first one's item.
    name: 'the issuer takes a second that a publication made ahead has taken',
    invariant: 'no_fault',
    file: 'issuer/src/model/status-lease.ts',
    edits: [
      [
        'return aheadFirst * 1_000 <= now ? Math.max(lastIat, aheadLast) : lastIat',
        'return lastIat',
      ],
      [
        'return taken.aheadFirst <= iat && iat <= taken.aheadLast ? taken.aheadLast + 1 : iat',
        'return iat',
      ],
    ],
  },
  {
    name: 'the issuer takes an act back that heads still tell of',
    invariant: 'S6',
    file: 'issuer/src/commands/cancel-act.ts',
    edits: [['if (listedUntil > cancelled.effectiveAtMs) {', 'if (listedUntil < 0) {']],
  },
  {
    name: 'the issuer forgets the leases that are out there',
    invariant: 'S5',
    file: CHANGE_STATUS,
    edits: [['epochMs(Math.max(expMax * 1_000, now))', 'epochMs(now)']],
  },
  {
    name: 'the verifier needs no fresh status above the limit when an online act is announced',
    invariant: 'S5',
    file: 'verifier/src/model/checks/check-status.ts',
    edits: [['return statusOf(found, instant).endsOnline === true', 'return false']],
  },
  {
    name: 'the verifier takes an older list than it has',
    invariant: 'S10',
    file: REPLACEMENT,
    edits: [["if (offered.seq < newest.seq) return refuse('status_rolled_back')", '']],
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
    name: 'the issuer keeps a head from the log',
    invariant: 'S8',
    file: 'issuer/src/commands/publication-rows.ts',
    edits: [
      ['await context.enqueue(tx, [', 'if (prepared.iat % 5 > 0) await context.enqueue(tx, ['],
    ],
  },
  {
    name: 'the verifier overlooks that one number was signed twice',
    invariant: 'S8',
    file: REPLACEMENT,
    edits: [["if (areContrary(offered, newest)) return refuse('status_equivocation')", '']],
  },
  {
    name: 'the verifier gives up a list whose lease has not ended',
    invariant: 'S9',
    file: LEASE,
    edits: [
      [
        'return nowMs + clockBoundMs < document.expiresAtMs',
        'return nowMs + 3 * clockBoundMs < document.expiresAtMs',
      ],
    ],
  },
  {
    name: 'the verifier forgets its evidence when it restarts',
    invariant: 'S8',
    file: DOCUMENTS,
    edits: [['if (stored === undefined) return', 'if (stored !== null) return']],
  },
  {
    name: 'the verifier finds no decision of the last minute of a window',
    invariant: 'S11',
    file: 'verifier/src/commands/reconcile-decisions.ts',
    edits: [
      [
        '[handle, after, fromMs, untilMs, RECONCILED_MAX]',
        '[handle, after, fromMs, untilMs - 60_000, RECONCILED_MAX]',
      ],
    ],
  },
  {
    name: 'the verifier believes its clock whatever it is shown',
    invariant: 'S12',
    file: LEASE,
    edits: [
      [
        'return document.issuedAtMs > nowMs + 2 * clockBoundMs',
        'return document.issuedAtMs > nowMs + 40 * clockBoundMs',
      ],
    ],
  },
  {
    name: 'the verifier forgets that its clock is wrong when it restarts',
    invariant: 'S12',
    file: DOCUMENTS,
    edits: [
      [
        'entry.aheadMs = aheadMs ?? entry.aheadMs',
        'entry.aheadMs = aheadMs === 0 ? 0 : entry.aheadMs',
      ],
    ],
  },
  {
    name: 'the issuer publishes only what has changed',
    invariant: 'S13',
    file: PUBLISH,
    edits: [
      [
        'if (isChanged || (await isDue(number))) await publish(number)',
        'if (isChanged) await publish(number)',
      ],
    ],
  },
]
