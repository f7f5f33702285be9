import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** Leaves of the largest drop that is measured, and entries of the largest allocation. */
export const LARGE = 1_000_000

export interface LargeDrop {
  /** Without hashing the rows to leaves, which happens while they are read. */
  readonly buildMs: number
  readonly proofsMs: number
  /** The most that the process ever had resident, of which 50 or so are Node and what is loaded. */
  readonly rssMb: number
}

/** Measures one large tree in a process of its own. */
export function measureLargeDrop(): LargeDrop {
  const script = join(import.meta.dirname, 'large-drop.ts')
  return JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' })) as LargeDrop
}
