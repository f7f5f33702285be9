import type { ClaimFile } from './claim-file.ts'
import { PREPARE_BATCH } from './limits.ts'
import { type ClaimMaker, prepareClaim } from './prepare-claim.ts'
import type { DropRow } from './read-drop.ts'

/** Prepares the claims that are not in the file yet, in the order of the rows. Stops anywhere and goes on there. */
export async function prepareClaims(
  maker: ClaimMaker,
  rows: AsyncIterable<DropRow>,
  file: ClaimFile,
  onProgress: (prepared: number) => void,
): Promise<void> {
  const done = file.count
  let batch: Promise<Uint8Array>[] = []
  const flush = async (): Promise<void> => {
    file.append(await Promise.all(batch))
    batch = []
    onProgress(file.count)
  }
  for await (const row of rows) {
    if (row.index < done) continue
    batch.push(prepareClaim(maker, row))
    if (batch.length === PREPARE_BATCH) await flush()
  }
  await flush()
}
