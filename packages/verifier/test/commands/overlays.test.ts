import {
  type CheckOverlay,
  canonicalJson,
  type Overlay,
  type Policy,
  parseReceipt,
  unwrap,
} from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import {
  type JurisdictionCheck,
  type JurisdictionQuestion,
  replayVerdict,
  type Verified,
} from '../../src/index.ts'
import { JURISDICTION_CHECKS_AT_A_TIME } from '../../src/limits.ts'
import { hand, openCampaign, rule } from '../support/campaign.ts'
import { START_MS, settle } from '../support/manual-time.ts'
import {
  issue,
  openWorld,
  policy,
  present,
  strangerSigner,
  type TestWorld,
} from '../support/test-world.ts'

const deny: Overlay = { jurisdiction: 'XB', effect: 'deny', reason: 'Act on grants, §4' }
const screening: CheckOverlay = {
  jurisdiction: 'XA',
  effect: 'check',
  check: 'screening',
  budgetMs: 200,
  whenLate: 'refuse',
  reason: 'Act on screening, §1',
}
const late = (whenLate: CheckOverlay['whenLate']): CheckOverlay => ({ ...screening, whenLate })
const placed = (...overlays: readonly Overlay[]): Policy => ({
  ...policy,
  requiredClaims: {},
  outputs: { tier: 'tier', jurisdiction: 'country' },
  overlays,
})

/** A check that says what the test says, and remembers what it was asked. */
function checkThat(ask: JurisdictionCheck['ask']) {
  const questions: JurisdictionQuestion[] = []
  const check: JurisdictionCheck = {
    ask(question, deadlineMs) {
      questions.push(question)
      return ask(question, deadlineMs)
    },
  }
  return { questions, config: { jurisdictionChecks: { screening: check } } }
}

const clear = () => checkThat(async () => 'clear')
const hanging = () => checkThat(() => new Promise(() => undefined))

async function verifyFrom(
  world: TestWorld,
  country: string,
  terms: Policy,
  index?: number,
): Promise<Verified> {
  const credential = await issue({ claims: { country }, ...(index !== undefined && { index }) })
  return world.verify(await present({ credential }), { policy: terms })
}

const overlaysOf = ({ verdict }: Verified) =>
  verdict.checks.filter(({ check }) => check === 'overlay')

describe('a place that is denied', () => {
  test('is refused with the ground that the policy gives', async () => {
    const verified = await verifyFrom(await openWorld(), 'XB', placed(deny))
    expect(verified.verdict).toMatchObject({ outcome: 'rejected', reason: 'jurisdiction_denied' })
    expect(overlaysOf(verified)).toMatchObject([
      { result: 'failed', evidence: { source: 'XB', ground: 'Act on grants, §4' } },
    ])
  })

  test('keeps nobody of another place out', async () => {
    const verified = await verifyFrom(await openWorld(), 'XA', placed(deny))
    expect(verified.verdict.outcome).toBe('accepted')
    expect(overlaysOf(verified)).toMatchObject([{ result: 'skipped' }])
  })

  test('is left undetermined for who shows a place that may be it', async () => {
    const terms = placed({ ...deny, jurisdiction: 'XB-01' })
    for (const country of ['XB', 'Atlantis']) {
      const { verdict } = await verifyFrom(await openWorld(), country, terms)
      expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'jurisdiction_unclear' })
    }
  })
})

describe('a check that a place asks for', () => {
  test('is told ids and declared outputs, and its answer is evidence that replays', async () => {
    const { questions, config } = clear()
    const verified = await verifyFrom(await openWorld({ config }), 'XA', placed(screening))
    expect(verified.verdict.outcome).toBe('accepted')
    expect(questions).toEqual([
      {
        jurisdiction: 'XA',
        policyId: 'policy-1',
        handle: verified.verdict.handle,
        outputs: { tier: 'gold', jurisdiction: 'XA' },
      },
    ])
    expect(overlaysOf(verified)).toMatchObject([
      { result: 'ok', evidence: { source: 'XA screening', boundMs: 200 } },
    ])
    expect(verified.timings).toHaveProperty('overlays')
    expect(canonicalJson(replayVerdict(verified.input))).toBe(canonicalJson(verified.verdict))
  })

  test('rejects when it says no', async () => {
    const { config } = checkThat(async () => 'deny')
    const { verdict } = await verifyFrom(
      await openWorld({ config }),
      'XA',
      placed(late('accept_flagged')),
    )
    expect(verdict).toMatchObject({ outcome: 'rejected', reason: 'jurisdiction_check_denied' })
  })

  test('is asked about nobody of another place, and nobody that it cannot help', async () => {
    const { questions, config } = clear()
    const world = await openWorld({ config })
    await verifyFrom(world, 'XC', placed(screening))
    await verifyFrom(world, 'XA', { ...placed(screening), condition: 'claims.tier == "tin"' })
    await verifyFrom(world, 'XA', { ...placed(screening), requiredClaims: { tier: 'tin' } })
    await verifyFrom(world, 'XA', placed(screening, { ...deny, jurisdiction: 'XA' }))
    const forged = await issue({ signer: strangerSigner })
    await world.verify(await present({ credential: forged }), { policy: placed(screening) })
    for (const shown of [{ signer: strangerSigner }, { nonce: 'other' }, { issuedAtS: 0 }]) {
      await world.verify(await present(shown), { policy: placed(screening) })
    }
    expect(questions).toEqual([])
  })

  test.each<readonly [CheckOverlay['whenLate'], outcome: string, reason: string | undefined]>([
    ['refuse', 'rejected', 'jurisdiction_check_unanswered'],
    ['hold', 'undetermined', 'jurisdiction_check_unanswered'],
    ['accept_flagged', 'accepted', undefined],
  ])('that is late comes to `%s`: %s', async (whenLate, outcome, reason) => {
    const { config } = hanging()
    const world = await openWorld({ config })
    const verifying = verifyFrom(world, 'XA', placed(late(whenLate)))
    await settle()
    await world.time.advance(200)
    const { verdict, input } = await verifying
    expect(verdict.outcome).toBe(outcome)
    expect(verdict.reason).toBe(reason)
    const isFlagged = verdict.degradations.includes('accepted_without_jurisdiction_check')
    expect(isFlagged).toBe(whenLate === 'accept_flagged')
    const events = await world.store.read('events', (tx) =>
      tx.all('SELECT body FROM lifecycle_event'),
    )
    const flag = '"without":"accepted_without_jurisdiction_check"'
    expect(events.some(({ body }) => String(body).includes(flag))).toBe(isFlagged)
    expect(canonicalJson(replayVerdict(input))).toBe(canonicalJson(verdict))
  })

  test.each(['unreachable', 'cannot tell'])(
    'that %s comes to what the overlay says',
    async (how) => {
      const { config } = checkThat(async () => {
        if (how === 'cannot tell') return 'unknown'
        throw Object.assign(new Error('down'), { code: 'transport_unreachable' })
      })
      const { verdict } = await verifyFrom(await openWorld({ config }), 'XA', placed(screening))
      expect(verdict).toMatchObject({
        outcome: 'rejected',
        reason: 'jurisdiction_check_unanswered',
      })
    },
  )

  test('that nobody was asked is not late: undetermined, also where what is late is accepted', async () => {
    const { questions, config } = clear()
    const terms = {
      ...placed(late('accept_flagged')),
      statusLadder: [
        { uptoMinor: '10', statusAgeMaxMs: 60_000, onUndetermined: 'accept_up_to_cap' as const },
      ],
    }
    const credential = await issue({ claims: { status: undefined } })
    const world = await openWorld({ config })
    const { verdict } = await world.verify(await present({ credential }), {
      policy: terms,
      valueMinor: '5',
    })
    expect(questions).toEqual([])
    expect(verdict).toMatchObject({ outcome: 'undetermined', degradations: [] })
  })

  test('with a fault of its own is nobody’s answer', async () => {
    const { config } = checkThat(async () => {
      throw new TypeError('a fault of the program')
    })
    const world = await openWorld({ config })
    await expect(verifyFrom(world, 'XA', placed(screening))).rejects.toThrow(
      'a fault of the program',
    )
  })

  test('that hangs makes nobody of another place wait', async () => {
    const { config } = hanging()
    const world = await openWorld({ config })
    const slow = verifyFrom(world, 'XA', placed(late('accept_flagged')))
    await settle()
    const { verdict } = await verifyFrom(world, 'XC', placed(late('accept_flagged')))
    expect(verdict.outcome).toBe('accepted')
    await world.time.advance(200)
    expect(overlaysOf(await slow)).toMatchObject([{ result: 'skipped' }])
  })

  test('is not got round by a caller in a hurry: undetermined, and the nonce is not used up', async () => {
    const { config } = hanging()
    const world = await openWorld({ config })
    const credential = await issue()
    const presentation = await present({ credential })
    const terms = placed(late('accept_flagged'))
    const deadlineMs = world.time.clock.monotonicMs() + 100
    const hurried = world.verify(presentation, { policy: terms, deadlineMs })
    await settle()
    await world.time.advance(90)
    expect((await hurried).verdict).toMatchObject({
      outcome: 'undetermined',
      reason: 'deadline_passed',
    })
    const patient = world.verify(presentation, { policy: terms })
    await settle()
    await world.time.advance(250)
    expect((await patient).verdict.outcome).toBe('accepted')
  })

  test('is not got round by flooding it: undetermined while too many questions are open', async () => {
    const { config } = hanging()
    const world = await openWorld({ config })
    const terms = placed(late('accept_flagged'))
    const flood = Array.from({ length: JURISDICTION_CHECKS_AT_A_TIME }, (_, index) =>
      verifyFrom(world, 'XA', terms, index),
    )
    await settle()
    const { verdict } = await verifyFrom(world, 'XA', terms)
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'queue_full' })
    await world.time.advance(200)
    await Promise.all(flood)
  })

  test('has answered for what it was asked about, and not for what became of it meanwhile', async () => {
    const answers: ((answer: 'clear') => void)[] = []
    const { config } = checkThat(() => new Promise((resolve) => answers.push(resolve)))
    const world = await openWorld({ config })
    const tier = `now < timestamp("${new Date(START_MS + 50).toISOString()}") ? "old" : "new"`
    const terms = {
      ...placed(late('accept_flagged')),
      outputs: { jurisdiction: 'country' },
      computedOutputs: { tier },
    }
    const verifying = verifyFrom(world, 'XA', terms)
    await settle()
    await world.time.advance(100)
    for (const answer of answers) answer('clear')
    const { verdict, input } = await verifying
    expect(answers).toHaveLength(1)
    expect(verdict).toMatchObject({
      outcome: 'undetermined',
      reason: 'jurisdiction_check_unanswered',
      outputs: { tier: 'new' },
    })
    expect(canonicalJson(replayVerdict(input))).toBe(canonicalJson(verdict))
  })

  test('has one question at a time about one credential, however often that is shown', async () => {
    const { questions, config } = hanging()
    const world = await openWorld({ config })
    const terms = placed(late('accept_flagged'))
    const first = verifyFrom(world, 'XA', terms)
    await settle()
    const { verdict } = await verifyFrom(world, 'XA', terms)
    expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'queue_full' })
    const other = verifyFrom(world, 'XA', terms, 1)
    await settle()
    expect(questions).toHaveLength(2)
    await world.time.advance(200)
    expect((await first).verdict.outcome).toBe('accepted')
    await other
  })

  test('that a verifier has no longer is not late: undetermined, never what an overlay says of late answers', async () => {
    const { config } = clear()
    const taken = await openCampaign({ policy: placed(late('accept_flagged')) }, { config })
    const checks = config.jurisdictionChecks as Record<string, JurisdictionCheck>
    delete checks.screening
    const { verdict } = unwrap(await taken.verify())
    expect(verdict).toMatchObject({
      outcome: 'undetermined',
      reason: 'jurisdiction_check_unanswered',
    })
  })

  test('that this verifier does not have is a rule that it does not take', async () => {
    const answers = await hand(await openWorld(), { ...rule, policy: placed(screening) })
    expect(answers).toMatchObject([{ reason: 'jurisdiction_check_missing' }])
  })
})

test('a claim is held, with a receipt that says so, while a place’s check does not answer', async () => {
  const { config } = hanging()
  const campaign = await openCampaign({ policy: placed(late('hold')) }, { config })
  const verifying = campaign.verify()
  await settle()
  await campaign.world.time.advance(200)
  const { receipt, verdict } = unwrap(await verifying)
  if (receipt === undefined) throw new Error('no receipt')
  const payload = JSON.parse(
    Buffer.from(receipt.compact.split('.')[1] ?? '', 'base64url').toString(),
  ) as unknown
  expect(unwrap(parseReceipt(payload))).toMatchObject({
    outcome: 'undetermined',
    reason: 'jurisdiction_check_unanswered',
  })
  const replay = await campaign.world.verifier.replayReceipt(receipt.id)
  expect(replay).toMatchObject({ kind: 'same' })
  expect('verdict' in replay && canonicalJson(replay.verdict)).toBe(canonicalJson(verdict))
})
