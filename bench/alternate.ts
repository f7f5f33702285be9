/** One way of doing the thing that is measured. */
export interface Lane {
  /** How many times one run does it. */
  readonly operations: number
  run(): Promise<void> | void
}

/** What one operation took, in microseconds. */
export interface Cost {
  /** By the clock, waits for the disk included. */
  readonly wallUs: number
  /** Of one core: the time of all threads of this process together. */
  readonly cpuUs: number
}

/** The costs of every lane in one round. */
export type Round<N extends string> = Readonly<Record<N, Cost>>

export interface AlternateOptions<N extends string> {
  readonly lanes: Readonly<Record<N, Lane>>
  readonly rounds: number
  /** Rounds before them that are not measured, so that everything is compiled. */
  readonly warmUp: number
}

/**
 * Runs the lanes one after another, round after round, every second round backwards: what neighbours on the machine take falls on all lanes
 * alike, so the ratios of one round can be believed where rates cannot.
 */
export async function alternate<N extends string>(
  options: AlternateOptions<N>,
): Promise<readonly Round<N>[]> {
  const { lanes, rounds, warmUp } = options
  const names = Object.keys(lanes) as N[]
  const measured: Round<N>[] = []
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const costs: Partial<Record<N, Cost>> = {}
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      costs[name] = await costOf(lanes[name])
    }
    if (round >= warmUp) measured.push(costs as Round<N>)
  }
  return measured
}

async function costOf(lane: Lane): Promise<Cost> {
  const cpuBefore = process.cpuUsage()
  const startedMs = performance.now()
  await lane.run()
  const wallMs = performance.now() - startedMs
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    wallUs: (wallMs * 1_000) / lane.operations,
    cpuUs: (user + system) / lane.operations,
  }
}

/** The median of one figure of each round; of an even number of rounds the lower one in the middle, which was measured. */
export function medianOver<N extends string>(
  rounds: readonly Round<N>[],
  figure: (round: Round<N>) => number,
): number {
  return medianOf(rounds.map(figure))
}

/** The same of bare figures. */
export function medianOf(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b)
  const middle = sorted[Math.floor((sorted.length - 1) / 2)]
  if (middle === undefined) throw new Error('nothing was measured')
  return middle
}
