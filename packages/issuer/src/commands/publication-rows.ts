import {
  assert,
  brandId,
  type EpochMs,
  encodeHex,
  encodeUtf8,
  type HandoffId,
  type LogLeaf,
  type PartyContext,
  type ReadTx,
  type Row,
  sha256,
  type Tx,
} from '@evenkeel/kernel'
import type { IssuerConfig } from '../config.ts'
import {
  CARRIED,
  type CompressedList,
  type Prepared,
  type PublicationForm,
  type SignedForms,
} from '../model/publication.ts'
import { joinForm } from './sign-publication.ts'

/** A publication that is signed and stored, or about to be. */
export interface Publication {
  readonly listNumber: number
  readonly uri: string
  readonly prepared: Prepared
  readonly compressed: CompressedList
  readonly forms: SignedForms
}

/** Where a publication stands in time. */
interface Asked {
  readonly listNumber: number
  readonly now: EpochMs
}

/** The newest publication that anybody may have by now. */
export function newestRow(
  tx: ReadTx,
  { listNumber, now, columns }: Asked & { readonly columns: string },
): Promise<Row | undefined> {
  return tx.get(
    `SELECT ${columns} FROM status_publication p WHERE number = ? AND release_ms <= ? ORDER BY iat DESC LIMIT 1`,
    [listNumber, now],
  )
}

/** One form of the newest publication, with its list, and its row; undefined when there is none. */
export async function readNewest(
  tx: ReadTx,
  { form, ...asked }: Asked & { readonly form: PublicationForm },
): Promise<{ readonly bytes: Uint8Array; readonly row: Row } | undefined> {
  const carried = `(SELECT c.${CARRIED[form]} FROM status_compressed c WHERE c.number = p.number AND c.root = p.root)`
  const columns = `${form} AS signed, root, ${carried} AS carried, iat, head_exp, plain_exp`
  const row = await newestRow(tx, { ...asked, columns })
  if (row === undefined) return undefined
  const signed = String(row.signed)
  // What was published before lists were stored apart is whole.
  if (row.root === null) return { bytes: encodeUtf8(signed), row }
  assert(row.carried instanceof Uint8Array, `list ${asked.listNumber} is stored with its forms`)
  return { bytes: joinForm(form, signed, row.carried), row }
}

/** A list as it was compressed before, if a publication that is kept has the same bits. */
export async function readCompressed(
  tx: ReadTx,
  listNumber: number,
  root: string,
): Promise<CompressedList | undefined> {
  const row = await tx.get(
    'SELECT list, revocation, suspension FROM status_compressed WHERE number = ? AND root = ?',
    [listNumber, root],
  )
  return row as CompressedList | undefined
}

/** Stores a publication, and hands its head to the log. */
export async function insertPublication(
  context: PartyContext,
  config: IssuerConfig,
  tx: Tx,
  { listNumber, uri, prepared, compressed, forms }: Publication,
): Promise<void> {
  const { iat, releaseMs, headExp, plainExp, root } = prepared
  await tx.insertMany({
    table: 'status_compressed',
    columns: ['number', 'root', 'list', 'revocation', 'suspension'],
    rows: [[listNumber, root, compressed.list, compressed.revocation, compressed.suspension]],
    onConflict: 'ignore',
  })
  await tx.run(
    'INSERT INTO status_publication (number, iat, release_ms, head_exp, plain_exp, root, head, token, revocation, suspension) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    [
      listNumber,
      iat,
      releaseMs,
      headExp,
      plainExp,
      root,
      forms.head,
      forms.token,
      forms.revocation,
      forms.suspension,
    ],
  )
  const leaf: LogLeaf = {
    v: 1,
    kind: 'head',
    scope: uri,
    seq: iat,
    actor: context.id,
    ...(prepared.prev !== undefined && { prev: prepared.prev }),
    bodyHash: headHash(forms.head),
    decidedAtMs: context.ports.clock.nowMs(),
    effectiveAtMs: iat * 1_000,
  }
  await context.enqueue(tx, [
    {
      id: brandId<HandoffId>(`head:${context.id}:${listNumber}:${iat}`),
      to: config.network,
      kind: 'network.append',
      body: leaf,
    },
  ])
}

/** Puts a publication in the place of those that are served, unless another process has published a newer one meanwhile, with at least its changes. */
export async function servePublication(
  context: PartyContext,
  config: IssuerConfig,
  tx: Tx,
  publication: Publication,
): Promise<void> {
  const { listNumber } = publication
  const { iat, changeSeq } = publication.prepared
  const now = context.ports.clock.nowMs()
  const newest = await newestRow(tx, { listNumber, now, columns: 'iat' })
  if (newest !== undefined && Number(newest.iat) > iat) return
  await tx.run('DELETE FROM status_publication WHERE number = ? AND release_ms <= ?', [
    listNumber,
    now,
  ])
  await insertPublication(context, config, tx, publication)
  await tx.run(
    'DELETE FROM status_compressed WHERE number = ? AND root NOT IN (SELECT root FROM status_publication WHERE number = ?)',
    [listNumber, listNumber],
  )
  const list = await tx.get('SELECT published_seq FROM status_list WHERE number = ?', [listNumber])
  await tx.run('UPDATE status_list SET published_seq = ? WHERE number = ?', [changeSeq, listNumber])
  const changes = { after: Number(list?.published_seq), upTo: changeSeq }
  await recordPublished(context, tx, { listNumber, ...changes })
}

/** One event for each credential whose change has now been published: the end of its own story here. */
async function recordPublished(
  context: PartyContext,
  tx: Tx,
  changes: { readonly listNumber: number; readonly after: number; readonly upTo: number },
): Promise<void> {
  const { listNumber, after, upTo } = changes
  const rows = await tx.all(
    'SELECT id FROM issued_credential WHERE list_number = ? AND change_seq > ? AND change_seq <= ? ORDER BY change_seq, id',
    [listNumber, after, upTo],
  )
  const atMs = context.ports.clock.nowMs()
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

/** What the log commits to: the hash of the compact head, without its list. */
export function headHash(head: string): string {
  return encodeHex(sha256(head.split('~', 1)[0] ?? ''))
}
