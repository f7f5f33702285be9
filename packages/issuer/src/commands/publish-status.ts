import {
  assert,
  brandId,
  createJws,
  deflateStatusList,
  encodeBase64url,
  encodeHex,
  encodeUtf8,
  type HandoffId,
  type LogLeaf,
  type PartyContext,
  type Row,
  STATUS_TOKEN_TYP,
  type StatusTokenPayload,
  sha256,
  type Tx,
} from '@evenkeel/kernel'
import type { IssuerConfig } from '../config.ts'
import { STATUS_ENTRY_BITS } from '../limits.ts'
import {
  needsRenewal,
  nextTokenTimes,
  type StatusTokenTimes,
  waitForNextSecondMs,
} from '../model/status-lease.ts'

export interface StatusPublisher {
  uriOf(listNumber: number): string
  /**
   * Signs and serves the list with every change committed before the call. Calls for one list that arrive while another publication is
   * being made share the next one, so there is at most one a second. Resolves once the token is durable; rejects when the signer does.
   */
  publish(listNumber: number): Promise<void>
  /** Publishes a list that no token was ever served for. */
  ensurePublished(listNumber: number): Promise<void>
  /** Publishes what changed, was never published, or has less than half of its lease left. */
  publishDue(): Promise<void>
  /** The token served for a list, if there is one. */
  read(listNumber: number): Promise<PublishedList | undefined>
}

/** A status list as it is served. */
export interface PublishedList {
  readonly token: Uint8Array
  /** Milliseconds for which a cache may give it to others: until readers should look again, never past its lease. */
  readonly freshForMs: number
}

interface Prepared {
  readonly times: StatusTokenTimes
  readonly bits: Uint8Array
  readonly changeSeq: number
}

/**
 * Publishes status lists as Token Status List tokens. `iat` and `exp` are durable before a token is signed, so `exp_max` bounds every token
 * that may exist (DESIGN §5), and no two tokens of a list share an `iat`, also across processes.
 */
export function createStatusPublisher(
  context: PartyContext,
  config: IssuerConfig,
): StatusPublisher {
  const { clock, store, timers } = context.ports
  const { signer, statusLeaseMs } = config
  // By list: the publication that has not read the bits yet, and the end of the last one.
  const waiting = new Map<number, Promise<void>>()
  const tails = new Map<number, Promise<void>>()
  const served = new Set<number>()

  const uriOf = (listNumber: number): string => `${config.issuerUrl}/status/${listNumber}`

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
    const token = await sign(listNumber, prepared)
    await store.transact('publish-status', (tx) => serve(tx, { listNumber, prepared, token }))
    served.add(listNumber)
  }

  /** A second publication within one second waits for the next: its `iat` would else run ahead of the clock. */
  async function waitForTurn(listNumber: number): Promise<void> {
    const row = await store.read('last-status', (tx) =>
      tx.get('SELECT last_iat FROM status_list WHERE number = ?', [listNumber]),
    )
    assert(row !== undefined, `there is no status list ${listNumber}`)
    const waitMs = waitForNextSecondMs(clock.nowMs(), Number(row.last_iat))
    if (waitMs > 0) await timers.sleep(waitMs)
  }

  async function prepare(tx: Tx, listNumber: number): Promise<Prepared> {
    const list = await tx.get(
      'SELECT change_seq, last_iat, exp_max FROM status_list WHERE number = ?',
      [listNumber],
    )
    const stored = await tx.get('SELECT bits FROM status_bits WHERE number = ?', [listNumber])
    assert(list !== undefined && stored?.bits instanceof Uint8Array, `no list ${listNumber}`)
    const times = nextTokenTimes(clock.nowMs(), Number(list.last_iat), statusLeaseMs)
    await tx.run('UPDATE status_list SET last_iat = ?, exp_max = ? WHERE number = ?', [
      times.iat,
      Math.max(Number(list.exp_max), times.exp),
      listNumber,
    ])
    return { times, bits: stored.bits, changeSeq: Number(list.change_seq) }
  }

  function sign(listNumber: number, { times, bits }: Prepared): Promise<string> {
    const payload: StatusTokenPayload = {
      sub: uriOf(listNumber),
      ...times,
      status_list: { bits: STATUS_ENTRY_BITS, lst: encodeBase64url(deflateStatusList(bits)) },
    }
    return createJws({ header: { typ: STATUS_TOKEN_TYP, kid: signer.keyId }, payload, signer })
  }

  async function serve(
    tx: Tx,
    published: { readonly listNumber: number; readonly prepared: Prepared; readonly token: string },
  ): Promise<void> {
    const { listNumber, prepared, token } = published
    const { times, changeSeq } = prepared
    const before = await tx.get('SELECT token, iat FROM status_token WHERE number = ?', [
      listNumber,
    ])
    // Another process has published a newer one meanwhile, with at least our changes.
    if (before !== undefined && Number(before.iat) > times.iat) return
    await tx.run('DELETE FROM status_token WHERE number = ?', [listNumber])
    await tx.run('INSERT INTO status_token (number, token, iat, exp) VALUES (?, ?, ?, ?)', [
      listNumber,
      token,
      times.iat,
      times.exp,
    ])
    const list = await tx.get('SELECT published_seq FROM status_list WHERE number = ?', [
      listNumber,
    ])
    await tx.run('UPDATE status_list SET published_seq = ? WHERE number = ?', [
      changeSeq,
      listNumber,
    ])
    await recordPublished(tx, listNumber, { after: Number(list?.published_seq), upTo: changeSeq })
    await context.enqueue(tx, [
      {
        id: brandId<HandoffId>(`head:${context.id}:${listNumber}:${times.iat}`),
        to: config.network,
        kind: 'network.append',
        body: headLeaf(listNumber, times, token, before),
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
      'SELECT id FROM issued_credential WHERE list_number = ? AND change_seq > ? AND change_seq <= ? ORDER BY change_seq',
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

  function headLeaf(
    listNumber: number,
    times: StatusTokenTimes,
    token: string,
    before: Row | undefined,
  ): LogLeaf {
    const prev = before === undefined ? {} : { prev: encodeHex(sha256(String(before.token))) }
    return {
      v: 1,
      kind: 'head',
      scope: uriOf(listNumber),
      seq: times.iat,
      actor: context.id,
      ...prev,
      bodyHash: encodeHex(sha256(token)),
      decidedAtMs: clock.nowMs(),
      effectiveAtMs: times.iat * 1_000,
    }
  }

  async function ensurePublished(listNumber: number): Promise<void> {
    if (served.has(listNumber)) return
    if ((await read(listNumber)) === undefined) await publish(listNumber)
    served.add(listNumber)
  }

  async function publishDue(): Promise<void> {
    const rows = await store.read('due-status', (tx) =>
      tx.all(
        `SELECT l.number, l.change_seq, l.published_seq, t.exp FROM status_list l
         LEFT JOIN status_token t ON t.number = l.number ORDER BY l.number`,
      ),
    )
    const now = clock.nowMs()
    for (const row of rows) {
      const changed = Number(row.change_seq) > Number(row.published_seq)
      if (changed || row.exp === null || needsRenewal(now, Number(row.exp), statusLeaseMs)) {
        await publish(Number(row.number))
      }
    }
  }

  async function read(listNumber: number): Promise<PublishedList | undefined> {
    const row = await store.read('read-status', (tx) =>
      tx.get('SELECT token, iat, exp FROM status_token WHERE number = ?', [listNumber]),
    )
    if (row === undefined) return undefined
    const halfMs = (Number(row.iat) + Number(row.exp)) * 500
    return {
      token: encodeUtf8(String(row.token)),
      freshForMs: Math.max(0, halfMs - clock.nowMs()),
    }
  }

  return { uriOf, publish, ensurePublished, publishDue, read }
}

/** Who waits for a publication sees its failure; the next one only waits for its end. */
function ignore(): undefined {
  return undefined
}
