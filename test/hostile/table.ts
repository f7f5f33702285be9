import type { HostileRow } from './row.ts'
import { claimRows } from './rows/claims.ts'
import { issuingRows } from './rows/issuing.ts'
import { messageRows } from './rows/messages.ts'
import { presentationRows } from './rows/presentations.ts'
import { presentingRows } from './rows/presenting.ts'
import { statusRows } from './rows/status-lists.ts'
import { wireRows } from './rows/wire.ts'

/** The hostile-input matrix: every input, where it is sent, and what must come of it. */
export const hostileTable: readonly HostileRow[] = [
  ...presentationRows,
  ...statusRows,
  ...claimRows,
  ...issuingRows,
  ...presentingRows,
  ...messageRows,
  ...wireRows,
]
