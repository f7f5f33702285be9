/** A change to a copy of the source. */
export interface Edited {
  /** Path below packages/. */
  readonly file: string
  /** Texts that stand in the file, each with what replaces it. */
  readonly edits: readonly (readonly [string, string])[]
}

/** A way to break the handoff mechanism, and the invariant that has to notice. */
export interface Mutant extends Edited {
  readonly promise: string
  readonly invariant: string
}

const OUTBOX = 'kernel/src/handoff/outbox.ts'
const DEFAULTS = 'kernel/src/handoff/fire-defaults.ts'
const INBOX = 'kernel/src/handoff/inbox.ts'
const FORGET = 'kernel/src/handoff/forget-handoffs.ts'

/** Nothing changed: what the mutants are compared with. */
export const control: Edited = { file: INBOX, edits: [] }

/** Two lines of a command that change places: harmless to every invariant, and another history. */
export const swapped: Edited = {
  file: 'lab/src/scenarios/toy-roles.ts',
  edits: [
    ['    await enqueue(tx, forwarded)\n', ''],
    [
      '    return items.map(() => acknowledged)\n',
      '    await enqueue(tx, forwarded)\n    return items.map(() => acknowledged)\n',
    ],
  ],
}

export const mutants: readonly Mutant[] = [
  {
    promise: 'a sender that forgets an item when no answer came is caught',
    invariant: 'H1',
    file: OUTBOX,
    edits: [
      [
        '      await postpone(rows)\n',
        "      await ports.store.transact('forget', (tx) => tx.runMany('DELETE FROM handoff_out WHERE id = ?', rows.map((row) => [String(row.id)])))\n",
      ],
    ],
  },
  {
    promise: 'a sender that takes silence for an acknowledgement is caught',
    invariant: 'H1',
    file: OUTBOX,
    edits: [
      [
        '      await postpone(rows)\n',
        "      await ports.store.transact('assume', (tx) => tx.runMany(\"UPDATE handoff_out SET state = 'acknowledged' WHERE id = ?\", rows.map((row) => [String(row.id)])))\n",
      ],
    ],
  },
  {
    promise: 'a default that two processes can both fire is caught',
    invariant: 'H2',
    file: DEFAULTS,
    edits: [
      [
        "WHERE id = ? AND state = 'open' AND defaults_fired = ? AND mode = ?`",
        "WHERE id = ? AND state = 'open' AND ? >= 0 AND mode = ?`",
      ],
      [
        "rows: mine.map(({ row, step, act }) => [String(row.id), step, act, now]),\n      onConflict: 'fail'",
        "rows: mine.map(({ row, step, act }) => [String(row.id), step, act, now]),\n      onConflict: 'ignore'",
      ],
    ],
  },
  {
    promise: 'a default that fires before its deadline is caught',
    invariant: 'H2',
    file: DEFAULTS,
    edits: [
      [
        "state = 'open' AND deadline_at <= ? ORDER",
        "state = 'open' AND deadline_at <= ? + 500 ORDER",
      ],
    ],
  },
  {
    promise: 'a default that never fires is caught',
    invariant: 'H2',
    file: DEFAULTS,
    edits: [
      [
        "state = 'open' AND deadline_at <= ? ORDER",
        "state = 'open' AND deadline_at <= ? - 20000 ORDER",
      ],
    ],
  },
  {
    promise: 'a receiver that does not know what it has done already is caught',
    invariant: 'H3',
    file: INBOX,
    edits: [
      [
        'const known = await readKnown(tx, envelope, works, watermark)',
        'const known = await readKnown(tx, envelope, works.filter(() => ports.clock.nowMs() < 0), watermark)',
      ],
      ["    rows,\n    onConflict: 'fail'", "    rows,\n    onConflict: 'ignore'"],
    ],
  },
  {
    promise: 'a receiver that applies in one transaction and records in another is caught',
    invariant: 'H3',
    file: INBOX,
    edits: [
      [
        'for (const [item, answer] of await applyFresh(tx, envelope, fresh, now))',
        'for (const [item, answer] of await outsideOf(tx))',
      ],
      [
        '  function apply(envelope: Envelope): Promise<Outcomes> {\n',
        "  async function apply(envelope: Envelope): Promise<Outcomes> {\n    const early = await ports.store.transact('early', async (tx) => { const known = await readKnown(tx, envelope, envelope.items, 0); return applyFresh(tx, envelope, envelope.items.filter((item) => !known.has(item.id)), ports.clock.nowMs()) })\n    const outsideOf = async (_tx: Tx) => early\n",
      ],
    ],
  },
  {
    promise: 'a recall that is refused without a durable tombstone is caught',
    invariant: 'H4',
    file: INBOX,
    edits: [
      [
        "          ...tombstones.map(({ id, seq }) => ({ id, seq, kind: 'recall', hash: null })),\n",
        '',
      ],
    ],
  },
  {
    promise: 'an item on hold without a deadline is caught',
    invariant: 'H5',
    file: DEFAULTS,
    edits: [
      [
        'return [step + 1, mode, deadline, now,',
        "return [step + 1, mode, mode === 'hold' ? 0 : deadline, now,",
      ],
    ],
  },
  {
    promise: 'a stage that starts with a full budget inside a journey is caught',
    invariant: 'H6',
    file: OUTBOX,
    edits: [
      [
        'Math.min(policy.budgetMs, Math.max(0, item.budgetMs ?? policy.budgetMs))',
        'policy.budgetMs',
      ],
    ],
  },
  {
    promise: 'a receiver that forgets what its sender may send again is caught',
    invariant: 'H3',
    file: FORGET,
    edits: [['AND stream = ? AND seq < ? ORDER BY', 'AND stream = ? AND ? > 0 ORDER BY']],
  },
  {
    promise: 'a sender that gives its word about an item without an answer is caught',
    invariant: 'H1',
    file: 'kernel/src/handoff/outbox-rows.ts',
    edits: [['resolvedBelow: Number(lowest?.seq)', 'resolvedBelow: Number(lowest?.seq) + 1']],
  },
  {
    promise: 'a receiver that takes what it may have forgotten for new is caught',
    invariant: 'H3',
    file: INBOX,
    edits: [['else if (item.seq < watermark)', 'else if (item.seq < 0)']],
  },
  {
    promise: 'a watermark that an older envelope lowers is caught',
    invariant: 'H3',
    file: 'kernel/src/handoff/watermark.ts',
    edits: [
      ['if (known >= resolvedBelow) return known', 'if (known === resolvedBelow) return known'],
    ],
  },
  {
    promise: 'a sender that forgets an item before its answer is caught',
    invariant: 'H1',
    file: FORGET,
    edits: [
      [
        "    const proofs = await store.read('handoff-old-answers', (tx) =>\n",
        "    await store.transact('mutant', async (tx) => { const old = await tx.all('SELECT id FROM handoff_out WHERE created_at <= ? ORDER BY id', [untilMs]); return tx.runMany('DELETE FROM handoff_out WHERE id = ?', old.map(({ id }) => [String(id)])) })\n    const proofs = await store.read('handoff-old-answers', (tx) =>\n",
      ],
    ],
  },
  {
    promise: 'a reader that knows no key but the present one is caught',
    invariant: 'H1',
    file: 'kernel/src/party/signing-key.ts',
    edits: [['? keyOf(party, kid) :', '? keyOf(party) :']],
  },
]
