import { assert, concatBytes, type ReadTx, setStatus, type Tx } from '@evenkeel/kernel'
import { BITS_PAGE_BYTES, STATUS_ENTRY_BITS } from '../limits.ts'

const PAGE_ENTRIES = (BITS_PAGE_BYTES * 8) / STATUS_ENTRY_BITS

/** Stores the bits of a new list: in pages, so that the change of an entry writes one of them and not a whole list. */
export async function insertBits(tx: Tx, listNumber: number, bits: Uint8Array): Promise<void> {
  const pages = Array.from({ length: Math.ceil(bits.length / BITS_PAGE_BYTES) }, (_, page) =>
    bits.slice(page * BITS_PAGE_BYTES, (page + 1) * BITS_PAGE_BYTES),
  )
  await tx.insertMany({
    table: 'status_page',
    columns: ['number', 'page', 'bits'],
    rows: pages.map((bytes, page) => [listNumber, page, bytes]),
    onConflict: 'fail',
  })
}

/** The bits of a list; no bytes if there is none. */
export async function readBits(tx: ReadTx, listNumber: number): Promise<Uint8Array> {
  const rows = await tx.all('SELECT bits FROM status_page WHERE number = ? ORDER BY page', [
    listNumber,
  ])
  return concatBytes(...rows.map(({ bits }) => bits as Uint8Array))
}

/** Sets entries of a list. Throws when it does not have one of them. */
export async function writeEntries(
  tx: Tx,
  listNumber: number,
  entries: readonly { readonly index: number; readonly value: number }[],
): Promise<void> {
  const byPage = Map.groupBy(entries, ({ index }) => Math.floor(index / PAGE_ENTRIES))
  const rows = await tx.selectIn({
    table: 'status_page',
    columns: ['page', 'bits'],
    key: 'page',
    keys: [...byPage.keys()],
    where: { number: listNumber },
  })
  assert(rows.length === byPage.size, `list ${listNumber} has these entries`)
  const written = rows.map(({ page, bits }) => {
    const bytes = (bits as Uint8Array).slice()
    for (const { index, value } of byPage.get(Number(page)) ?? []) {
      setStatus({ bits: STATUS_ENTRY_BITS, order: 'lsb', bytes }, index % PAGE_ENTRIES, value)
    }
    return [bytes, listNumber, Number(page)]
  })
  await tx.runMany('UPDATE status_page SET bits = ? WHERE number = ? AND page = ?', written)
}
