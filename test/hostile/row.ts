import type { HostileWorld } from './support/hostile-world.ts'
import type { Answer } from './support/raw-http.ts'

/** What the matrix must try, whatever else it tries. */
export const REQUIRED = [
  'wrong audience',
  'nonce reuse',
  'expired',
  'not yet valid',
  'wrong key',
  'stripped key binding',
  'tampered disclosure',
  'unreferenced disclosure',
  'alg none',
  'alg HS256 with a public key',
  'oversize JSON',
  'deeply nested JSON',
  'duplicate claims',
  'status list of another list',
  'rolled-back list',
  'zip bomb',
  'truncated deflate',
  'redirect to a private address',
  'DNS name of a private address',
  'slowloris body',
  '10 MB body',
  'unknown campaign',
  'replayed receipt',
  'receipt for another audience',
  'payout target changed after signing: own claim',
  'payout target changed after signing: wallet approval',
] as const
export type Required = (typeof REQUIRED)[number]

/** One hostile input, and what must come of it. */
export interface HostileRow {
  /** Unique; a test is named after it. */
  readonly name: string
  /** Which of the required ones it is. */
  readonly covers?: Required
  /** Method and path of the route as it is declared, below its party; undefined for what reaches no route. */
  readonly route?: string
  readonly status: number
  /** The reason: of a problem, of a protocol's error, or of a verdict. Undefined for an answer that gives none. */
  readonly code: string | undefined
  /** Prepares, as honest people would, and gives the hostile act itself: what it must not change is measured around it. */
  readonly prepare: (world: HostileWorld) => Promise<() => Promise<Answer>>
}

/** What came of a row. */
export interface Acted {
  readonly answer: Answer
  readonly code: string | undefined
  readonly tookMs: number
  /** Whether anything changed that hostile input must not change. */
  readonly changed: boolean
  /** What the parties and the server threw. */
  readonly faults: readonly string[]
  /** Connections to a service inside. */
  readonly trapped: number
}

/** Prepares a row, lets its act happen, and looks at what came of it. */
export async function actOut({ prepare }: HostileRow, world: HostileWorld): Promise<Acted> {
  const send = await prepare(world)
  await world.ask('quiesce')
  const before = await world.ask('fingerprint')
  const trapped = world.origin.trapped()
  const startedMs = performance.now()
  const answer = await send()
  const tookMs = performance.now() - startedMs
  await world.ask('quiesce')
  return {
    answer,
    code: reasonOf(answer),
    tookMs,
    changed: (await world.ask('fingerprint')) !== before,
    faults: await world.ask('faults'),
    trapped: world.origin.trapped() - trapped,
  }
}

/** Where each kind of answer has its reason. */
export function reasonOf({ json }: Answer): string | undefined {
  return json?.code ?? json?.verdict?.reason ?? json?.result?.verdict?.reason
}
