import { assert, type PartyContext, type Row } from '@evenkeel/kernel'
import type { IssuerConfig } from '../config.ts'
import { dueActs, nextTurnMs } from '../model/act-turns.ts'
import type { Prepared, PublicationForm } from '../model/publication.ts'
import { lastTakenIat, waitForNextSecondMs } from '../model/status-lease.ts'
import { createPreparation, takenOf } from './prepare-publication.ts'
import {
  insertPublication,
  newestRow,
  type Publication,
  readCompressed,
  readNewest,
  servePublication,
} from './publication-rows.ts'
import { compressList, signForms } from './sign-publication.ts'
import { readPendingActs } from './status-acts.ts'

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
  /** The second of the publication. */
  readonly iat: number
  /** Milliseconds for which a cache may give it to others: until readers should look again, never past its end. */
  readonly freshForMs: number
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
  const { prepare, prepareAhead } = createPreparation(context, config)
  // By list: the publication that has not read the bits yet, and the end of the last one.
  const waiting = new Map<number, Promise<void>>()
  const tails = new Map<number, Promise<void>>()
  const served = new Set<number>()

  const uriOf = (listNumber: number): string => `${config.issuerUrl}/status/${listNumber}`

  async function sign(listNumber: number, prepared: Prepared): Promise<Publication> {
    const uri = uriOf(listNumber)
    const known = await store.read('compressed-status', (tx) =>
      readCompressed(tx, listNumber, prepared.root),
    )
    const compressed = known ?? compressList(prepared.bits)
    const forms = await signForms(config, uri, prepared, compressed)
    return { listNumber, uri, prepared, compressed, forms }
  }

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
    const prepared = await takeSecond(before, listNumber)
    const publication = await sign(listNumber, prepared)
    await store.transact('publish-status', (tx) =>
      servePublication(context, config, tx, publication),
    )
    served.add(listNumber)
  }

  /** Calls share a publication until its bits are read: a later change needs the one after it. */
  async function takeSecond(
    before: Promise<void> | undefined,
    listNumber: number,
  ): Promise<Prepared> {
    let isShared = true
    const endSharing = (): void => {
      if (isShared) waiting.delete(listNumber)
      isShared = false
    }
    try {
      await before
      await waitForTurn(listNumber)
      return await store.transact('prepare-status', (tx) => {
        endSharing()
        return prepare(tx, listNumber)
      })
    } finally {
      endSharing()
    }
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

  async function ensurePublished(listNumber: number): Promise<void> {
    if (served.has(listNumber)) return
    if ((await read(listNumber)) === undefined) await publish(listNumber)
    served.add(listNumber)
  }

  async function publishDue(): Promise<void> {
    const lists = await store.read('due-status', (tx) =>
      tx.all('SELECT number, change_seq, published_seq FROM status_list ORDER BY number'),
    )
    // A list that cannot be published does not keep the others from it.
    const faults: unknown[] = []
    for (const list of lists) await publishIfDue(list).catch((fault: unknown) => faults.push(fault))
    if (faults.length > 0) throw faults[0]
  }

  async function publishIfDue(list: Row): Promise<void> {
    const number = Number(list.number)
    const isChanged = Number(list.change_seq) > Number(list.published_seq)
    if (isChanged || (await isDue(number))) await publish(number)
    await publishAhead(number)
  }

  async function isDue(listNumber: number): Promise<boolean> {
    const now = clock.nowMs()
    return store.read('is-due-status', async (tx) => {
      const row = await newestRow(tx, { listNumber, now, columns: 'iat, head_exp' })
      if (row === undefined) return true
      const acts = await readPendingActs(tx, listNumber)
      // The lease of what was made ahead of its time began before its second; what is from before a restart may have had a longer one.
      return (
        now - Number(row.iat) * 1_000 >= periodMs ||
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
    const publication = await sign(listNumber, prepared)
    await store.transact('publish-ahead', async (tx) => {
      const list = await tx.get('SELECT change_seq FROM status_list WHERE number = ?', [listNumber])
      // Something has changed meanwhile, which it does not say.
      if (Number(list?.change_seq) !== prepared.changeSeq) return
      await insertPublication(context, config, tx, publication)
    })
  }

  async function read(
    listNumber: number,
    form: PublicationForm = 'token',
  ): Promise<PublishedList | undefined> {
    const now = clock.nowMs()
    const newest = await store.read('read-status', (tx) =>
      readNewest(tx, { listNumber, now, form }),
    )
    if (newest === undefined) return undefined
    const { bytes, row } = newest
    const endMs = Number(form === 'head' ? row.head_exp : row.plain_exp) * 1_000
    const iat = Number(row.iat)
    return { bytes, iat, freshForMs: Math.max(0, Math.min(iat * 1_000 + periodMs, endMs) - now) }
  }

  return { uriOf, publish, ensurePublished, publishDue, read }
}

/** Who waits for a publication sees its failure; the next one only waits for its end. */
function ignore(): undefined {
  return undefined
}
