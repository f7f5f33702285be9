import type { Migration, ReadTx, Tx } from '@evenkeel/kernel'

/** What the toy roles did, without any key that would keep them from doing it twice: that is what the checkers look for. */
export const toyMigrations: readonly Migration[] = [
  {
    id: 'toy/0001-deeds',
    statements: [
      'CREATE TABLE toy_deed (seq BIGINT NOT NULL PRIMARY KEY, what TEXT NOT NULL, item TEXT NOT NULL, amount BIGINT NOT NULL)',
      'CREATE INDEX toy_deed_item ON toy_deed (item)',
    ],
  },
]

export type DeedName = 'effect' | 'replacement' | 'default'

export interface Deed {
  readonly what: DeedName
  readonly item: string
  readonly amount: number
}

/** Adds deeds to what was done before. */
export async function recordDeeds(tx: Tx, deeds: readonly Deed[]): Promise<void> {
  const last = await tx.get('SELECT max(seq) AS seq FROM toy_deed')
  const first = Number(last?.seq ?? 0) + 1
  await tx.insertMany({
    table: 'toy_deed',
    columns: ['seq', 'what', 'item', 'amount'],
    rows: deeds.map(({ what, item, amount }, position) => [first + position, what, item, amount]),
    onConflict: 'fail',
  })
}

/** A probe that counts the deeds of one name, by item. */
export function countDeeds(
  what: DeedName,
): (tx: ReadTx, ids: readonly string[]) => Promise<ReadonlyMap<string, number>> {
  return async (tx, ids) => {
    const rows = await tx.selectIn({
      table: 'toy_deed',
      columns: ['item'],
      key: 'item',
      keys: ids,
      where: { what },
    })
    const counts = new Map<string, number>()
    for (const { item } of rows) counts.set(String(item), (counts.get(String(item)) ?? 0) + 1)
    return counts
  }
}
