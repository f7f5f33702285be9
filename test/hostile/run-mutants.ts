import { guardMutants } from './mutants.ts'
import { actOut } from './row.ts'
import { openHostileWorld } from './support/hostile-world.ts'
import { hostileTable } from './table.ts'

/** Longest that a row may take without its guard, in milliseconds: that nothing ends it any more is a difference too. */
const PATIENCE_MS = 20_000

/**
 * Takes each guard away (those alone of rows whose names contain the text, if one is given) and prints what its row then came to, one line
 * each; fails if a row comes out as if the guard were there.
 */
async function runMutants(text: string): Promise<void> {
  let survivors = 0
  for (const { row: name, ...mutation } of guardMutants) {
    if (!name.includes(text)) continue
    const row = hostileTable.find((each) => each.name === name)
    if (row === undefined) throw new Error(`no row is called ${name}`)
    const world = await openHostileWorld(mutation)
    const acted = await Promise.race([
      actOut(row, world).catch((error: unknown) => String(error)),
      new Promise<string>((resolve) => setTimeout(resolve, PATIENCE_MS, 'no end').unref()),
    ])
    await world.kill()
    const differs =
      typeof acted === 'string' ||
      acted.answer.status !== row.status ||
      acted.code !== row.code ||
      acted.changed ||
      acted.trapped > 0
    if (!differs) survivors += 1
    const came =
      typeof acted === 'string'
        ? acted
        : `${acted.answer.status} ${acted.code ?? 'accepted'}${acted.changed ? ', changed the world' : ''}${acted.trapped > 0 ? ', reached a service inside' : ''}`
    process.stdout.write(`${differs ? 'seen    ' : 'SURVIVES'} ${name}: ${came}\n`)
  }
  process.exitCode = survivors === 0 ? 0 : 1
}

await runMutants(process.argv[2] ?? '')
