import {
  assert,
  brandId,
  type EpochMs,
  encodeHex,
  encodeUtf8,
  type HandoffId,
  type LogLeaf,
  type PartyContext,
  type Row,
  setStatus,
  sha256,
  type Tx,
} from '@evenkeel/kernel'
import type { IssuerConfig } from '../config.ts'
import { AHEAD_LATE_MS_MAX, STATUS_ENTRY_BITS } from '../limits.ts'
import { dueActs, nextTurnMs } from '../model/act-turns.ts'
import {
  lastTakenIat,
  nextIat,
  type TakenSeconds,
  waitForNextSecondMs,
} from '../model/status-lease.ts'
import { type PublicationForm, type SignedForms, signForms } from './sign-publication.ts'
import { foldActs, readPendingActs, type StatusAct } from './status-acts.ts'

export interface StatusPublisher {
  uriOf(listNumber: number): string
  /**
   * Signs and serves the list with every change committed before the call. Calls for one list that arrive while another publication is
   * being made share the next one, so there is at most one a second. Resolves once it is durable; rejects when the signer does.
   */
  publish(listNumber: number): Promise<void>
  /** Publishes a list that was never published. */
  ensurePublished(listNumber: number): Promise<void>
  /** Publishes what changed, was never published, is a period old, or has come to an announced time; and makes ready what the next such time needs. */
  publishDue(): Promise<void>
  /** What is served for a list in a form, if there is anything; the plain token if none is named. */
  read(listNumber: number, form?: PublicationForm): Promise<PublishedList | undefined>
}

/** A status list as it is served. */
export interface PublishedList {
  readonly bytes: Uint8Array
  /** Milliseconds for which a cache may give it to others: until readers should look again, never past its end. */
  readonly freshForMs: number
}

/** All that one publication says; durable before any of it is signed. */
export interface Prepared {
  readonly iat: number
  /** Before it nobody gets the publication; 0 for at once. */
  readonly releaseMs: number
  /** End of the head's lease, seconds. */
  readonly headExp: number
  /** End of the plain forms, seconds: they cannot say what is announced, so they end where the bits change next. */
  readonly plainExp: number
  readonly bits: Uint8Array
  readonly pending: readonly StatusAct[]
  /** Hash of the compact head before. */
  readonly prev: string | undefined
  readonly changeSeq: number
}

/**
 * Publishes status lists, each time in all forms from one state of the bits. `iat` and every end are durable before anything is signed, so
 * `exp_max` bounds all that may exist (DESIGN §5), and no two publications of a list share an `iat`, also across processes: whoever takes over
 * from a publisher that died signs a later one.
 */
export function createStatusPublisher(
  context: PartyContext,
  config: IssuerConfig,
): StatusPublisher {
  const { clock, store, timers } = context.ports
  const { leaseMs, periodMs, clockBoundMs } = config.leaseRule
  // By list: the publication that has not read the bits yet, and the end of the last one.
  const waiting = new Map<number, Promise<void>>()
  const tails = new Map<number, Promise<void>>()
  const served = new Set<number>()

  const uriOf = (listNumber: number): string => `${config.issuerUrl}/status/${listNumber}`
  const sign = (listNumber: number, prepared: Prepared): Promise<SignedForms> =>
    signForms(config, uriOf(listNumber), prepared)

  function publish(listNumber: number): Promise<void> {
    const next = waiting.get(listNumber)
    if (next !== undefined) return next
    const publication = publishAfter(tails.get(listNumber), listNumber)
    waiting.set(listNumber, publication)
    const ended = publication.then(ignore, ignore)
    tails.set(listNumber, ended)
    return publication
  }

  async function publishAfter(
    before: Promise<void> | undefined,
    listNumber: number,
  ): Promise<void> {
    try {
      await before
      await waitForTurn(listNumber)
    } finally {
      // From here on the bits are read: a later change needs the publication after this one.
      waiting.delete(listNumber)
    }
    const prepared = await store.transact('prepare-status', (tx) => prepare(tx, listNumber))
    const forms = await sign(listNumber, prepared)
    await store.transact('publish-status', (tx) => serve(tx, { listNumber, prepared, forms }))
    served.add(listNumber)
  }

  /** A second publication within one second waits for the next: its `iat` would else run ahead of the clock. */
  async function waitForTurn(listNumber: number): Promise<void> {
    const row = await store.read('last-status', (tx) =>
      tx.get('SELECT last_iat, ahead_first, ahead_last FROM status_list WHERE number = ?', [
        listNumber,
      ]),
    )
    assert(row !== undefined, `there is no status list ${listNumber}`)
    const now = clock.nowMs()
    const waitMs = waitForNextSecondMs(now, lastTakenIat(takenOf(row), now))
    if (waitMs > 0) await timers.sleep(waitMs)
  }

  async function prepare(tx: Tx, listNumber: number): Promise<Prepared> {
    const now = clock.nowMs()
    const acts = await readPendingActs(tx, listNumber)
    const due = dueActs(acts, now, clockBoundMs)
    await foldActs(context, tx, { number: listNumber, due })
    const { list, bits, prev } = await readState(tx, listNumber, now)
    const iat = nextIat(takenOf(list), now)
    const exp = iat + leaseMs / 1_000
    await tx.run('UPDATE status_list SET last_iat = ?, exp_max = ? WHERE number = ?', [
      iat,
      Math.max(Number(list.exp_max), exp),
      listNumber,
    ])
    await countListing(tx, listNumber, exp)
    const pending = acts.filter((act) => !due.includes(act))
    const plainExp = plainEnd(exp, nextTurnMs(pending, now, clockBoundMs))
    const changeSeq = Number(list.change_seq)
    return { iat, releaseMs: 0, headExp: exp, plainExp, bits, pending, prev, changeSeq }
  }

  /**
   * Takes a second at or after a turn for what is to be served from then on. Its lease counts from now, so that it puts off no later act; what it
   * has in its bits can be cancelled no more. Undefined when the changes since then have left no second for it.
   */
  async function prepareAhead(
    tx: Tx,
    listNumber: number,
    turn: number,
  ): Promise<Prepared | undefined> {
    const now = clock.nowMs()
    const { list, bits, prev } = await readState(tx, listNumber, now)
    const { lastIat, aheadFirst, aheadLast } = takenOf(list)
    const isOver = aheadLast * 1_000 <= now
    const isSameTurn = !isOver && aheadFirst * 1_000 === turn
    const iat = Math.max(turn / 1_000, lastIat + 1, aheadLast + 1)
    const isLate = now >= turn || iat * 1_000 - turn > AHEAD_LATE_MS_MAX
    if (isLate || !(isOver || isSameTurn)) return undefined
    const acts = await readPendingActs(tx, listNumber)
    const due = dueActs(acts, turn, clockBoundMs)
    const exp = Math.floor(now / 1_000) + leaseMs / 1_000
    // All seconds from the turn on: a range of one turn is forgotten only when its last second is behind us.
    await tx.run(
      'UPDATE status_list SET last_iat = ?, ahead_first = ?, ahead_last = ?, exp_max = ? WHERE number = ?',
      [
        isOver ? Math.max(lastIat, aheadLast) : lastIat,
        turn / 1_000,
        iat,
        Math.max(Number(list.exp_max), exp),
        listNumber,
      ],
    )
    await countListing(tx, listNumber, exp)
    const bytes = bits.slice()
    for (const { index, value } of due) {
      setStatus({ bits: STATUS_ENTRY_BITS, order: 'lsb', bytes }, index, value)
    }
    const pending = acts.filter((act) => !due.includes(act))
    const plainExp = plainEnd(exp, nextTurnMs(pending, turn, clockBoundMs))
    const changeSeq = Number(list.change_seq)
    const releaseMs = iat * 1_000
    return { iat, releaseMs, headExp: exp, plainExp, bits: bytes, pending, prev, changeSeq }
  }

  async function serve(
    tx: Tx,
    published: {
      readonly listNumber: number
      readonly prepared: Prepared
      readonly forms: SignedForms
    },
  ): Promise<void> {
    const { listNumber, prepared } = published
    const { iat, changeSeq } = prepared
    const now = clock.nowMs()
    const newest = await tx.get(
      'SELECT iat FROM status_publication WHERE number = ? AND release_ms <= ? ORDER BY iat DESC LIMIT 1',
      [listNumber, now],
    )
    // Another process has published a newer one meanwhile, with at least our changes.
    if (newest !== undefined && Number(newest.iat) > iat) return
    await tx.run('DELETE FROM status_publication WHERE number = ? AND release_ms <= ?', [
      listNumber,
      now,
    ])
    await insert(tx, published)
    const list = await tx.get('SELECT published_seq FROM status_list WHERE number = ?', [
      listNumber,
    ])
    await tx.run('UPDATE status_list SET published_seq = ? WHERE number = ?', [
      changeSeq,
      listNumber,
    ])
    await recordPublished(tx, listNumber, { after: Number(list?.published_seq), upTo: changeSeq })
  }

  async function insert(
    tx: Tx,
    published: {
      readonly listNumber: number
      readonly prepared: Prepared
      readonly forms: SignedForms
    },
  ): Promise<void> {
    const { listNumber, prepared, forms } = published
    const { iat, releaseMs, headExp, plainExp } = prepared
    await tx.run(
      'INSERT INTO status_publication (number, iat, release_ms, head_exp, plain_exp, head, token, revocation, suspension) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      [
        listNumber,
        iat,
        releaseMs,
        headExp,
        plainExp,
        forms.head,
        forms.token,
        forms.revocation,
        forms.suspension,
      ],
    )
    await context.enqueue(tx, [
      {
        id: brandId<HandoffId>(`head:${context.id}:${listNumber}:${iat}`),
        to: config.network,
        kind: 'network.append',
        body: headLeaf(listNumber, prepared, forms.head),
      },
    ])
  }

  /** One event for each credential whose change has now been published: the end of its own story here. */
  async function recordPublished(
    tx: Tx,
    listNumber: number,
    changes: { readonly after: number; readonly upTo: number },
  ): Promise<void> {
    const rows = await tx.all(
      'SELECT id FROM issued_credential WHERE list_number = ? AND change_seq > ? AND change_seq <= ? ORDER BY change_seq, id',
      [listNumber, changes.after, changes.upTo],
    )
    const atMs = clock.nowMs()
    await context.recordEvents(
      tx,
      rows.map((row) => ({
        event: 'StatusPublished',
        atMs,
        ids: { credential: String(row.id) },
        detail: { list: listNumber },
      })),
    )
  }

  function headLeaf(listNumber: number, { iat, prev }: Prepared, head: string): LogLeaf {
    return {
      v: 1,
      kind: 'head',
      scope: uriOf(listNumber),
      seq: iat,
      actor: context.id,
      ...(prev !== undefined && { prev }),
      bodyHash: compactHash(head),
      decidedAtMs: clock.nowMs(),
      effectiveAtMs: iat * 1_000,
    }
  }

  async function ensurePublished(listNumber: number): Promise<void> {
    if (served.has(listNumber)) return
    if ((await read(listNumber)) === undefined) await publish(listNumber)
    served.add(listNumber)
  }

  async function publishDue(): Promise<void> {
    const lists = await store.read('due-status', (tx) =>
      tx.all('SELECT number, change_seq, published_seq FROM status_list ORDER BY number'),
    )
    for (const list of lists) {
      const number = Number(list.number)
      const isChanged = Number(list.change_seq) > Number(list.published_seq)
      if (isChanged || (await isDue(number))) await publish(number)
      await publishAhead(number)
    }
  }

  async function isDue(listNumber: number): Promise<boolean> {
    const now = clock.nowMs()
    return store.read('is-due-status', async (tx) => {
      const row = await tx.get(
        'SELECT head_exp FROM status_publication WHERE number = ? AND release_ms <= ? ORDER BY iat DESC LIMIT 1',
        [listNumber, now],
      )
      if (row === undefined) return true
      const acts = await readPendingActs(tx, listNumber)
      return (
        Number(row.head_exp) * 1_000 - now <= leaseMs - periodMs ||
        dueActs(acts, now, clockBoundMs).length > 0
      )
    })
  }

  /**
   * Makes what is to be served from the next turn on, once no further act can be announced for that time: so that readers of plain forms, which
   * end there, find the next one at once, whenever the sweep comes.
   */
  async function publishAhead(listNumber: number): Promise<void> {
    const now = clock.nowMs()
    const turn = await store.read('next-turn', async (tx) => {
      const next = nextTurnMs(await readPendingActs(tx, listNumber), now, clockBoundMs)
      const list = await tx.get('SELECT exp_max FROM status_list WHERE number = ?', [listNumber])
      const made = await tx.get(
        'SELECT count(*) AS count FROM status_publication WHERE number = ? AND release_ms > ?',
        [listNumber, now],
      )
      const isNear = next !== undefined && next - now <= periodMs
      const isCutOff = next !== undefined && Number(list?.exp_max) * 1_000 > next
      return isNear && isCutOff && Number(made?.count) === 0 ? next : undefined
    })
    if (turn === undefined) return
    const prepared = await store.transact('prepare-ahead', (tx) =>
      prepareAhead(tx, listNumber, turn),
    )
    if (prepared === undefined) return
    const forms = await sign(listNumber, prepared)
    await store.transact('publish-ahead', async (tx) => {
      const list = await tx.get('SELECT change_seq FROM status_list WHERE number = ?', [listNumber])
      // Something has changed meanwhile, which it does not say.
      if (Number(list?.change_seq) !== prepared.changeSeq) return
      await insert(tx, { listNumber, prepared, forms })
    })
  }

  async function read(
    listNumber: number,
    form: PublicationForm = 'token',
  ): Promise<PublishedList | undefined> {
    const now = clock.nowMs()
    const row = await store.read('read-status', (tx) =>
      tx.get(
        `SELECT ${form} AS text, iat, head_exp, plain_exp FROM status_publication WHERE number = ? AND release_ms <= ? ORDER BY iat DESC LIMIT 1`,
        [listNumber, now],
      ),
    )
    if (row === undefined) return undefined
    const endMs = Number(form === 'head' ? row.head_exp : row.plain_exp) * 1_000
    const nextMs = Number(row.iat) * 1_000 + periodMs
    return {
      bytes: encodeUtf8(String(row.text)),
      freshForMs: Math.max(0, Math.min(nextMs, endMs) - now),
    }
  }

  return { uriOf, publish, ensurePublished, publishDue, read }
}

/** Seconds: what cannot tell of an announced change ends before it. */
function plainEnd(exp: number, turn: number | undefined): number {
  return turn === undefined ? exp : Math.min(exp, turn / 1_000)
}

/** Notes how long a head that is about to be signed may tell of what is announced now, or have it in its bits. */
async function countListing(tx: Tx, listNumber: number, exp: number): Promise<void> {
  await tx.run(
    "UPDATE status_act SET listed_exp_max = ? WHERE list_number = ? AND state = 'pending' AND listed_exp_max < ?",
    [exp, listNumber, exp],
  )
}

async function readState(
  tx: Tx,
  listNumber: number,
  now: EpochMs,
): Promise<{ readonly list: Row; readonly bits: Uint8Array; readonly prev: string | undefined }> {
  const list = await tx.get(
    'SELECT change_seq, last_iat, ahead_first, ahead_last, exp_max FROM status_list WHERE number = ?',
    [listNumber],
  )
  const stored = await tx.get('SELECT bits FROM status_bits WHERE number = ?', [listNumber])
  const before = await tx.get(
    'SELECT head FROM status_publication WHERE number = ? AND release_ms <= ? ORDER BY iat DESC LIMIT 1',
    [listNumber, now],
  )
  assert(list !== undefined && stored?.bits instanceof Uint8Array, `no list ${listNumber}`)
  const prev = before === undefined ? undefined : compactHash(String(before.head))
  return { list, bits: stored.bits, prev }
}

function takenOf(list: Row): TakenSeconds {
  return {
    lastIat: Number(list.last_iat),
    aheadFirst: Number(list.ahead_first),
    aheadLast: Number(list.ahead_last),
  }
}

/** What the log commits to: the hash of the compact head, without its list. */
function compactHash(served: string): string {
  return encodeHex(sha256(served.slice(0, served.indexOf('~'))))
}

/** Who waits for a publication sees its failure; the next one only waits for its end. */
function ignore(): undefined {
  return undefined
}
