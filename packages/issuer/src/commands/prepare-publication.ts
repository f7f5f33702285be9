import {
  assert,
  type EpochMs,
  encodeHex,
  type PartyContext,
  type Row,
  setStatus,
  statusRoot,
  type Tx,
} from '@evenkeel/kernel'
import type { IssuerConfig } from '../config.ts'
import { AHEAD_LATE_MS_MAX, STATUS_ENTRY_BITS } from '../limits.ts'
import { dueActs, nextTurnMs } from '../model/act-turns.ts'
import type { Prepared } from '../model/publication.ts'
import { nextIat, type TakenSeconds } from '../model/status-lease.ts'
import { headHash, newestRow } from './publication-rows.ts'
import { foldActs, readPendingActs } from './status-acts.ts'
import { readBits } from './status-bits.ts'

/** Makes the two ways in which a publication takes its second, each within a transaction: for now, and ahead of a turn of the bits. */
export function createPreparation(
  context: PartyContext,
  config: IssuerConfig,
): {
  prepare(tx: Tx, listNumber: number): Promise<Prepared>
  prepareAhead(tx: Tx, listNumber: number, turn: number): Promise<Prepared | undefined>
} {
  const { clock } = context.ports
  const { leaseMs, clockBoundMs } = config.leaseRule

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
    const said = { bits, root: encodeHex(statusRoot(bits)), pending, prev, changeSeq }
    return { iat, releaseMs: 0, headExp: exp, plainExp, ...said }
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
    for (const { index, value } of due) {
      setStatus({ bits: STATUS_ENTRY_BITS, order: 'lsb', bytes: bits }, index, value)
    }
    const pending = acts.filter((act) => !due.includes(act))
    const plainExp = plainEnd(exp, nextTurnMs(pending, turn, clockBoundMs))
    const changeSeq = Number(list.change_seq)
    const said = { bits, root: encodeHex(statusRoot(bits)), pending, prev, changeSeq }
    return { iat, releaseMs: iat * 1_000, headExp: exp, plainExp, ...said }
  }

  return { prepare, prepareAhead }
}

export function takenOf(list: Row): TakenSeconds {
  return {
    lastIat: Number(list.last_iat),
    aheadFirst: Number(list.ahead_first),
    aheadLast: Number(list.ahead_last),
  }
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
  const bits = await readBits(tx, listNumber)
  const before = await newestRow(tx, { listNumber, now, columns: 'head' })
  assert(list !== undefined && bits.length > 0, `no list ${listNumber}`)
  const prev = before === undefined ? undefined : headHash(String(before.head))
  return { list, bits, prev }
}
