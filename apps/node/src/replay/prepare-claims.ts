import type { ClaimFile } from './claim-file.ts'
import type { DropRow } from './read-drop.ts'

export interface Preparation {
  readonly rows: AsyncIterable<DropRow>
  readonly file: ClaimFile
  /** Makes what the recipients of some rows send, in their order. */
  readonly prepare: (rows: readonly DropRow[]) => Promise<readonly Uint8Array[]>
  /** Claims made at once, and written together. */
  readonly atATime: number
  readonly onProgress: (prepared: number) => void
}

/** Prepares the claims that are not in the file yet, in the order of the rows. Stops anywhere and goes on there. */
export async function prepareClaims(preparation: Preparation): Promise<void> {
  const { rows, file, prepare, atATime, onProgress } = preparation
  const done = file.count
  let batch: DropRow[] = []
  const flush = async (): Promise<void> => {
    file.append(await prepare(batch))
    batch = []
    onProgress(file.count)
  }
  for await (const row of rows) {
    if (row.index < done) continue
    batch.push(row)
    if (batch.length === atATime) await flush()
  }
  await flush()
}
