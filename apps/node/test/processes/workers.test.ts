import { describe, expect, it } from 'vitest'
import { PLACES_MIN } from '../../src/http/limits.ts'
import {
  AMOUNT_MINOR,
  type ClaimedWorld,
  openClaimedWorld,
  sendClaim,
} from './support/open-claimed-world.ts'

const CLAIMS = 96
/** Requests of one process at a time: no more than there are always places for. */
const LANES = PLACES_MIN / 2
/** Tickets after which a process is killed: it is busy then, and has more to do. */
const KILLED_AFTER = 24

/** What the books have, once everything is paid. */
async function readBooks({ world, rule }: ClaimedWorld) {
  await world.quiesce()
  const { role, ports } = world.the('distributor')
  const [tickets, nullifiers] = await ports.store.read('books', async (tx) => [
    await tx.all('SELECT ticket FROM claim WHERE campaign_id = ? ORDER BY claim_id', [rule.id]),
    await tx.all('SELECT nullifier FROM nullifier WHERE campaign_id = ? ORDER BY nullifier', [
      rule.id,
    ]),
  ])
  const shown = await role.showCampaign(rule.id)
  return {
    tickets: tickets?.map(({ ticket }) => ticket).toSorted(),
    nullifiers: nullifiers?.length,
    settled: shown.ok ? shown.value.totals.settled : undefined,
  }
}

/** Books of claims that were each accepted and paid once. */
function expectedBooks(tickets: readonly (string | undefined)[]) {
  const claims = tickets.length
  return {
    tickets: tickets.toSorted(),
    nullifiers: claims,
    settled: { claims, amountMinor: String(AMOUNT_MINOR * BigInt(claims)) },
  }
}

describe('two processes over one store', () => {
  it('give one ticket for a claim that comes to both at once, the same bytes from each, and pay it once', async () => {
    const opened = await openClaimedWorld(CLAIMS)
    const { url } = await opened.startWorker()
    const { rule, claims } = opened
    const tickets = await inLanes(claims, LANES / 2, async (claim) => {
      const urls = [opened.url, url, url, opened.url]
      const answers = await Promise.all(urls.map((to) => sendClaim(to, rule, claim)))
      const given = new Set(answers.map(({ ticket }) => ticket))
      expect(given.size).toBe(1)
      return answers[0]?.ticket
    })
    expect(await readBooks(opened)).toEqual(expectedBooks(tickets))
  })

  it('lose no ticket and double none when one is killed under load and its claimants come again', async () => {
    const opened = await openClaimedWorld(CLAIMS)
    const { worker, url } = await opened.startWorker()
    const { rule, claims } = opened
    let answered = 0
    const held = await inLanes(claims, LANES, async (claim) => {
      const answer = await sendClaim(url, rule, claim).catch(() => undefined)
      answered += 1
      // The claims of the other lanes are under way, between their commits or in one.
      if (answered === KILLED_AFTER) worker.kill()
      return answer?.ticket
    })
    expect(await worker.ended).toBe('SIGKILL')
    const count = held.filter((ticket) => ticket !== undefined).length
    expect(count).toBeGreaterThanOrEqual(KILLED_AFTER)
    expect(count).toBeLessThan(CLAIMS)
    const tickets = await inLanes(claims, LANES, async (claim, position) => {
      const { ticket } = await sendClaim(opened.url, rule, claim)
      expect([ticket, undefined]).toContain(held[position])
      return ticket
    })
    expect(await readBooks(opened)).toEqual(expectedBooks(tickets))
  })
})

/** Does so much of the work at a time; the results stand in the order of the items. */
async function inLanes<Item, Result>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item, position: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const waiting = items.entries()
  const runLane = async (): Promise<void> => {
    for (const [position, item] of waiting) results[position] = await work(item, position)
  }
  await Promise.all(Array.from({ length: lanes }, runLane))
  return results
}
