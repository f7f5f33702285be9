import type { CampaignRule, PartyId, SignatureJob } from '@evenkeel/kernel'
import { afterEach, expect, it } from 'vitest'
import { INTAKE_BATCH_MAX } from '../../src/limits.ts'
import { fixedRule, makeClaim, openWorld, VERIFIER, type World } from '../support/world.ts'

const OTHER = 'verifier-b' as PartyId
const rule: CampaignRule = { ...fixedRule, verifiers: [VERIFIER, OTHER] }

let world: World
afterEach(() => world.close())

/** A world whose signature checks wait until released, and note whose receipts came in which round. */
async function openSlowWorld() {
  const rounds: (readonly string[])[] = []
  const gate = Promise.withResolvers<void>()
  world = await openWorld({
    compute: {
      async verifySignatures(jobs: readonly SignatureJob[]) {
        // A receipt's signature comes before its claim's.
        const receipts = jobs.filter((_, position) => position % 2 === 0)
        rounds.push(receipts.map(({ publicJwk }) => publicJwk.x))
        await gate.promise
        return jobs.map(() => true)
      },
    },
  })
  await world.openCampaign(rule)
  return { rounds, release: () => gate.resolve() }
}

const claimOf = (person: string, iss: PartyId): Promise<Uint8Array> =>
  makeClaim(world, {
    rule,
    person,
    receipt: { iss },
    receiptSigner: world.signerOf(iss === OTHER ? OTHER : VERIFIER),
  })

it.each([
  ['one verifier', () => VERIFIER],
  ['verifiers that are made up', (at: number) => `nobody-${at}` as PartyId],
])(
  'a flood under %s does not delay another verifier’s claim beyond the next round of checks',
  async (_who, floodOf) => {
    const { rounds, release } = await openSlowWorld()
    const flood = await Promise.all(
      Array.from({ length: 3 * INTAKE_BATCH_MAX }, (_, at) => claimOf(`flood-${at}`, floodOf(at))),
    )
    const late = await claimOf('late', OTHER)
    const answers = flood.map((bytes) => world.distributor.submitClaim(bytes))
    await expect.poll(() => rounds.length).toBeGreaterThan(0)
    const answer = world.distributor.submitClaim(late)
    await new Promise((resolve) => setImmediate(resolve))
    // The rounds under way were full of the flood before the late one came.
    const before = rounds.length
    release()
    expect(await answer).toMatchObject({ kind: 'ticket' })
    await Promise.all(answers)
    const { x } = world.signerOf(OTHER).publicJwk
    const round = rounds.findIndex((receipts) => receipts.includes(x))
    expect(round).toBeLessThanOrEqual(before)
    // The flood was not done by then.
    expect(rounds.length).toBeGreaterThan(round + 1)
  },
)
