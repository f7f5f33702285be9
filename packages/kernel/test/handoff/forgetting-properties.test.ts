import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acknowledged, refused } from '../../src/handoff/handoff-policy.ts'
import { RESEND_MS_LONGEST } from '../../src/handoff/limits.ts'
import {
  alice,
  bob,
  connect,
  DAY_MS,
  openSide,
  reserve,
  reserveHandler,
  reservePolicy,
  type Side,
  silence,
} from './sides.ts'

const position = fc.nat({ max: 1_000 })
const anyStep = fc.oneof(
  fc.record({ does: fc.constant('enqueue' as const), items: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ does: fc.constant('pump' as const), answered: fc.constantFrom(true, true, false) }),
  // A copy of an earlier envelope arrives.
  fc.record({ does: fc.constant('late' as const), position }),
  fc.record({ does: fc.constant('forget' as const), days: fc.constantFrom(0.5, 2, 2, 20) }),
  // The sender goes on with what it had handed over at that time, and without the answers since.
  fc.record({ does: fc.constant('put back' as const), position }),
)
type Step = typeof anyStep extends fc.Arbitrary<infer S> ? S : never

interface Played {
  /** In order, each once for each time. */
  readonly applied: readonly string[]
  readonly putBack: boolean
  /** Whether it waits for people, by id. */
  readonly open: readonly (readonly [id: string, waits: boolean])[]
}

async function play(steps: readonly Step[]): Promise<Played> {
  const applied: string[] = []
  const sent: Uint8Array[] = []
  const answer = (id: string) => (id.endsWith('3') ? refused('campaign_unknown') : acknowledged)
  const to = await openSide(bob, { handlers: [reserveHandler(applied, answer)] })
  let handedOver: string[][] = []
  let made = 0
  let putBack = false
  let from = await openSide(alice, { policies: [reservePolicy([])] })

  async function pump(answered: boolean): Promise<void> {
    const received = connect(from, to)
    const { deliver } = from.wire
    from.wire.deliver = async (...exchange) => {
      const heard = await deliver(...exchange)
      return answered ? heard : silence(...exchange)
    }
    await from.outbox.pump()
    sent.push(...received)
    pass(2 * RESEND_MS_LONGEST)
  }

  function pass(ms: number): void {
    from.time.now += ms
    to.time.now = from.time.now
  }

  for (const step of steps) {
    if (step.does === 'enqueue') {
      const ids = Array.from({ length: step.items }, (_, next) => `r${made + next}`)
      made += ids.length
      handedOver.push(ids)
      await from.enqueue(...ids.map((id) => reserve(id)))
    } else if (step.does === 'pump') await pump(step.answered)
    else if (step.does === 'late') {
      const late = sent[step.position % Math.max(1, sent.length)]
      if (late !== undefined) await to.inbox.receive(late)
    } else if (step.does === 'forget') {
      pass(step.days * DAY_MS)
      await Promise.all([from.forget(), to.forget()])
    } else {
      putBack = true
      handedOver = handedOver.slice(0, step.position % (handedOver.length + 1))
      from = await reopen(from, handedOver)
    }
  }
  await pump(true)
  const rows = await from.rows("SELECT id, mode, reason FROM handoff_out WHERE state = 'open'")
  const open = rows.map(({ id, mode, reason }) => {
    return [String(id), mode === 'hold' && reason === 'handoff_forgotten'] as const
  })
  return { applied, putBack, open }
}

async function reopen(before: Side, handedOver: readonly string[][]): Promise<Side> {
  const from = await openSide(alice, { policies: [reservePolicy([])] })
  from.time.now = before.time.now
  for (const ids of handedOver) await from.enqueue(...ids.map((id) => reserve(id)))
  return from
}

describe('handing over and forgetting', () => {
  it('apply nothing twice, and leave nothing undecided but what a store put back cannot know', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 12, maxLength: 30 }), async (steps) => {
        const { applied, putBack, open } = await play(steps)
        expect(new Set(applied).size).toBe(applied.length)
        expect(open.filter(([, waits]) => !(putBack && waits))).toEqual([])
      }),
      { numRuns: 60 },
    )
  }, 30_000)
})
