import {
  type AnyReceiveHandler,
  brandId,
  type CampaignId,
  type Compute,
  certifiedHash,
  encodeUtf8,
  type HandlerAnswer,
  type HandoffId,
  type Nullifier,
  type PartyId,
  parseJws,
  type Receipt,
  type ReceiptId,
  type ReceivedItem,
  type RecheckEvidence,
  type RecheckReceipts,
  type RecheckResults,
  type Store,
  unwrap,
} from '@evenkeel/kernel'
import { inlineCompute, openSqliteStore } from '@evenkeel/kernel/adapters'
import { describe, expect, it } from 'vitest'
import {
  FETCH_MS,
  RECHECKED_AT_A_TIME,
  RECHECKS_WAITING_MAX,
  REFETCH_MS_MIN,
} from '../../src/limits.ts'
import { type Campaign, hand, openCampaign, rule } from '../support/campaign.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  campaignId,
  INDEX,
  openWorld,
  record,
  recordWithHeads,
  STATUS_URI,
  statusHead,
  statusToken,
  type TestWorld,
} from '../support/test-world.ts'

const A = brandId<PartyId>('verifier')
const B = brandId<PartyId>('verifier-b')
const BUDGET_MS = 60_000
const bothVerifiers = { verifiers: [A, B] }

/** Hands an item to a party as another would. */
async function send(
  world: TestWorld,
  kind: 'verifier.recheck-receipts' | 'verifier.recheck-evidence',
  body: RecheckReceipts | RecheckEvidence,
  from: string,
): Promise<HandlerAnswer | undefined> {
  const handler = world.verifier.receiveHandlers.find((one) => one.kind === kind)
  sent += 1
  const item = {
    id: brandId<HandoffId>(`item-${sent}`),
    from: brandId<PartyId>(from),
    body,
    budgetMs: BUDGET_MS,
    atMs: world.time.clock.nowMs(),
  }
  const { apply } = handler as Extract<AnyReceiveHandler, { kind: typeof kind }>
  const take = apply as (tx: unknown, items: readonly ReceivedItem[]) => Promise<HandlerAnswer[]>
  return (await world.store.transact('hand', (tx) => take(tx, [item as ReceivedItem])))[0]
}
let sent = 0

async function outbox<Body>(world: TestWorld, kind: string): Promise<readonly Body[]> {
  const rows = await world.store.read('outbox', (tx) =>
    tx.all('SELECT body FROM handoff_out WHERE kind = ? ORDER BY created_at, id', [kind]),
  )
  return rows.map(({ body }) => JSON.parse(String(body)) as Body)
}

const resultsOf = async (world: TestWorld) =>
  (await outbox<RecheckResults>(world, 'distributor.record-recheck')).flatMap(
    ({ results }) => results,
  )

async function certify({ verify }: Campaign): Promise<{
  readonly receipt: Receipt
  readonly asked: { readonly receiptId: ReceiptId; readonly certified: string }
}> {
  const { receipt: signed } = unwrap(await verify())
  if (signed === undefined) throw new Error('no receipt')
  const jws = unwrap(parseJws(encodeUtf8(signed.compact), { maxBytes: 40_000, maxDepth: 12 }))
  const receipt = jws.payload as unknown as Receipt
  return { receipt, asked: { receiptId: signed.id, certified: certifiedHash(receipt) } }
}

const ask = (
  world: TestWorld,
  receipts: RecheckReceipts['receipts'],
  { by = A, from = 'distributor', attempt = 1 } = {},
) => send(world, 'verifier.recheck-receipts', { campaignId, by, attempt, receipts }, from)

async function revoke(world: TestWorld, value = 1): Promise<void> {
  const at = world.time.nowMs()
  world.answers.set(STATUS_URI, await statusToken({ at, values: { [INDEX]: value } }))
}

describe('a receipt that is looked at once more', () => {
  it('is good as long as it would be certified today as well, and the answer says by which list', async () => {
    const campaign = await openCampaign()
    const { asked } = await certify(campaign)
    await ask(campaign.world, [asked])
    await campaign.world.verifier.sweep?.()
    expect(await resultsOf(campaign.world)).toEqual([
      { ...asked, outcome: 'good', seq: campaign.world.time.nowMs() / 1_000 },
    ])
    await campaign.world.verifier.sweep?.()
    expect(await resultsOf(campaign.world)).toHaveLength(1)
  })

  it('has changed when its credential was revoked since, by a list that is retrieved once for all who are asked about', async () => {
    const campaign = await openCampaign()
    const { world } = campaign
    const first = await certify(campaign)
    const second = await certify(campaign)
    await world.time.advance(590_000)
    await revoke(world)
    await world.time.advance(11_000)
    const fetched = world.fetches(STATUS_URI)
    await ask(world, [first.asked, second.asked])
    await world.verifier.sweep?.()
    expect(await resultsOf(world)).toMatchObject([
      { outcome: 'changed', reason: 'credential_revoked' },
      { outcome: 'changed', reason: 'credential_revoked' },
    ])
    expect(world.fetches(STATUS_URI) - fetched).toBeLessThanOrEqual(1)
  })

  it('has changed when an act that was announced for later counts by now', async () => {
    const campaign = await openCampaign()
    const { world } = campaign
    const at = world.time.nowMs()
    const effectiveAtMs = at + 60_000
    world.answers.set(
      ACCREDITATIONS_URL,
      await accreditationList({ at, records: [recordWithHeads], seq: 2 }),
    )
    const pending = [
      { index: INDEX, value: 1, effectiveAtMs, act: 'act-9', mode: 'coordinated' as const },
    ]
    world.answers.set(`${STATUS_URI}/head`, await statusHead({ at, pending } as never))
    const { asked } = await certify(campaign)
    await world.time.advance(61_000)
    await ask(world, [asked])
    await world.verifier.sweep?.()
    expect(await resultsOf(world)).toMatchObject([
      { outcome: 'changed', reason: 'credential_revoked' },
    ])
  })

  it('has changed when its issuer lost the accreditation since', async () => {
    const campaign = await openCampaign()
    const { world } = campaign
    const { asked } = await certify(campaign)
    await world.time.advance(3_590_000)
    const at = world.time.nowMs()
    const withdrawn = { ...record, status: 'withdrawn', statusFromMs: at - 5_000 } as const
    world.answers.set(
      ACCREDITATIONS_URL,
      await accreditationList({ at, seq: 2, records: [withdrawn] }),
    )
    world.answers.set(STATUS_URI, await statusToken({ at }))
    await world.time.advance(11_000)
    await ask(world, [asked])
    await world.verifier.sweep?.()
    expect(await resultsOf(world)).toMatchObject([
      { outcome: 'changed', reason: 'credential_issuer_not_accredited' },
    ])
  })

  it('is good after the credential has expired: what counted then was there', async () => {
    const campaign = await openCampaign()
    const { world } = campaign
    const { asked } = await certify(campaign)
    await world.time.advance(80_000_000)
    const at = world.time.nowMs()
    world.answers.set(
      ACCREDITATIONS_URL,
      await accreditationList({
        at,
        seq: 2,
        records: [{ ...record, validUntilMs: at + 86_400_000_0 }],
      }),
    )
    world.answers.set(STATUS_URI, await statusToken({ at }))
    await world.time.advance(6_500_000)
    const later = world.time.nowMs()
    world.answers.set(
      ACCREDITATIONS_URL,
      await accreditationList({
        at: later,
        seq: 3,
        records: [{ ...record, validUntilMs: later + 86_400_000_0 }],
      }),
    )
    world.answers.set(STATUS_URI, await statusToken({ at: later }))
    await ask(world, [asked])
    await world.verifier.sweep?.()
    expect(await resultsOf(world)).toMatchObject([{ outcome: 'good' }])
  })

  it.each([
    ['its credential is suspended, which may end', 'credential_suspended', 2],
    ['no list can be had', 'status_stale', undefined],
  ])(
    'is undetermined while %s, after half of the time that there is, and not before',
    async (_why, reason, value) => {
      const campaign = await openCampaign()
      const { world } = campaign
      const { asked } = await certify(campaign)
      await world.time.advance(601_000)
      if (value === undefined) world.answers.set(STATUS_URI, 'unreachable')
      else await revoke(world, value)
      await ask(world, [asked])
      await world.verifier.sweep?.()
      expect(await resultsOf(world)).toEqual([])
      await world.time.advance(BUDGET_MS / 2)
      await world.verifier.sweep?.()
      expect(await resultsOf(world)).toMatchObject([{ outcome: 'undetermined', reason }])
    },
  )

  it('keeps a sweep no longer than one list that hangs, however many do', async () => {
    const campaign = await openCampaign()
    const { world } = campaign
    for (const name of ['a', 'b', 'c', 'd']) {
      const uri = `${STATUS_URI}-${name}`
      const claims = { status: { status_list: { idx: INDEX, uri } } }
      const { asked } = await certify({
        ...campaign,
        verify: () => campaign.verify({ claims }),
      })
      world.answers.set(uri, 'hangs')
      for (let n = 0; n < RECHECKED_AT_A_TIME; n += 1) await ask(world, [asked])
      await world.time.advance(REFETCH_MS_MIN)
    }
    const beganMs = world.time.nowMs()
    let isOver = false
    const sweeping = world.verifier.sweep?.().then(() => {
      isOver = true
    })
    while (!isOver) await world.time.advance(100)
    await sweeping
    expect(world.time.nowMs() - beganMs).toBeLessThanOrEqual(FETCH_MS + 100)
  })

  it('has changed when it says that the person was another one in a campaign that is offset against', async () => {
    const earlier = brandId<CampaignId>('earlier-grant')
    const offsets = { campaigns: [earlier], sharePermilleMax: 250 }
    const world = await openWorld()
    await hand(world, { ...rule, id: earlier })
    const campaign = await openCampaign({ offsets }, { store: world.store, time: world.time })
    const { receipt, asked } = await certify(campaign)
    const { priorNullifiers: _, ...silent } = receipt
    const priorNullifiers = { [earlier]: brandId<Nullifier>('f'.repeat(64)) }
    expect(receipt.priorNullifiers).toBeDefined()
    await ask(campaign.world, [asked])
    for (const lie of [silent, { ...receipt, priorNullifiers }]) {
      await ask(campaign.world, [{ ...asked, certified: certifiedHash(lie) }])
    }
    await campaign.world.verifier.sweep?.()
    const results = await resultsOf(campaign.world)
    expect(results).toHaveLength(3)
    expect(results.filter(({ outcome }) => outcome === 'good')).toMatchObject([asked])
  })

  it('is undetermined without its evidence, and after a restart it is still answered', async () => {
    const campaign = await openCampaign()
    const { asked } = await certify(campaign)
    const unknown = { ...asked, receiptId: brandId<ReceiptId>('rcpt-none') }
    await ask(campaign.world, [asked, unknown])
    const world = await campaign.world.restart()
    await world.verifier.sweep?.()
    expect((await resultsOf(world)).map(({ outcome, reason }) => reason ?? outcome).sort()).toEqual(
      ['good', 'recheck_evidence_missing'],
    )
  })

  it('has changed when it certifies something else than its evidence, whatever that is', async () => {
    const campaign = await openCampaign()
    const { receipt, asked } = await certify(campaign)
    const lies: readonly Partial<Receipt>[] = [
      { nullifier: brandId('0'.repeat(64)) },
      { outputs: { ...receipt.outputs, tier: 'platinum' } },
      { payoutCommitment: '0'.repeat(64) },
      { holderKey: 'x'.repeat(43) },
      { iat: receipt.iat + 1 },
    ]
    for (const [attempt, lie] of lies.entries()) {
      const certified = certifiedHash({ ...receipt, ...lie })
      await ask(campaign.world, [{ ...asked, certified }], { attempt: attempt + 1 })
    }
    await campaign.world.verifier.sweep?.()
    const results = await resultsOf(campaign.world)
    expect(results).toHaveLength(lies.length)
    expect(new Set(results.map(({ reason }) => reason))).toEqual(new Set(['receipt_not_borne_out']))
  })
})

describe('receipts that are looked at together', () => {
  it('cost one read of what was kept, however many share it, and one batch of signatures', async () => {
    const reads: string[] = []
    const checked: number[] = []
    const raw = await openSqliteStore({ path: ':memory:' })
    const store: Store = {
      transact: (name, body) => raw.transact(name, body),
      read(name, body) {
        reads.push(name)
        return raw.read(name, body)
      },
      migrate: (migrations) => raw.migrate(migrations),
      close: () => raw.close(),
    }
    const compute: Compute = {
      verifySignatures(jobs) {
        checked.push(jobs.length)
        return inlineCompute.verifySignatures(jobs)
      },
    }
    const campaign = await openCampaign({}, { store, compute })
    const certified = await Promise.all([certify(campaign), certify(campaign), certify(campaign)])
    const asked = certified.map((one) => one.asked)
    // Another question in between, for somebody's receipt that is not there.
    const unknown = { receiptId: brandId<ReceiptId>('rcpt-none'), certified: '0'.repeat(64) }
    await ask(campaign.world, [...asked.slice(0, 1), unknown, ...asked.slice(1)])
    reads.length = 0
    checked.length = 0
    await campaign.world.verifier.sweep?.()
    const results = await resultsOf(campaign.world)
    const outcomeOf = new Map(results.map(({ receiptId, outcome }) => [receiptId, outcome]))
    expect(asked.map(({ receiptId }) => outcomeOf.get(receiptId))).toEqual(['good', 'good', 'good'])
    expect(outcomeOf.get(unknown.receiptId)).toBe('undetermined')
    expect(reads.filter((name) => name.startsWith('find-'))).toEqual(['find-bundles'])
    expect(checked).toEqual([6])
  })

  it('do not lend each other their signatures: one that does not hold is that one’s alone', async () => {
    const compute: Compute = {
      async verifySignatures(jobs) {
        const answers = await inlineCompute.verifySignatures(jobs)
        // As if the second of three holders' keys had been another's.
        return answers.map((holds, position) =>
          jobs.length === 6 && position === 3 ? false : holds,
        )
      },
    }
    const campaign = await openCampaign({}, { compute })
    const certified = await Promise.all([certify(campaign), certify(campaign), certify(campaign)])
    await ask(
      campaign.world,
      certified.map(({ asked }) => asked),
    )
    await campaign.world.verifier.sweep?.()
    const results = await resultsOf(campaign.world)
    expect(results.map(({ outcome }) => outcome)).toEqual(['good', 'changed', 'good'])
  })
})

describe('a question about receipts', () => {
  it('is for the distributor that brought the campaign, about verifiers of its rule', async () => {
    const campaign = await openCampaign()
    const { asked } = await certify(campaign)
    expect(await ask(campaign.world, [asked], { from: 'verifier-b' })).toMatchObject({
      reason: 'campaign_unknown',
    })
    expect(await ask(campaign.world, [asked], { by: B })).toMatchObject({
      reason: 'receipt_verifier_not_named',
    })
  })

  it('stays with its sender while too many wait', async () => {
    const { world } = await openCampaign()
    const receipts = (from: number) =>
      Array.from({ length: 128 }, (_, n) => ({
        receiptId: brandId<ReceiptId>(`rcpt-${from + n}`),
        certified: '0'.repeat(64),
      }))
    for (let from = 0; from < RECHECKS_WAITING_MAX; from += 128) {
      expect(await ask(world, receipts(from))).toMatchObject({ outcome: 'acknowledged' })
    }
    expect(await ask(world, receipts(RECHECKS_WAITING_MAX))).toMatchObject({ outcome: 'postponed' })
  })
})

describe('evidence that another verifier looks at', () => {
  async function openPair() {
    const campaign = await openCampaign(bothVerifiers)
    const second = await openWorld({ id: B, time: campaign.world.time })
    await hand(second, { ...rule, ...bothVerifiers })
    const passOn = async (change: Partial<RecheckEvidence> = {}, from: string = A) => {
      await campaign.world.verifier.sweep?.()
      const [evidence] = await outbox<RecheckEvidence>(campaign.world, 'verifier.recheck-evidence')
      if (evidence === undefined) throw new Error('nothing was handed over')
      return send(second, 'verifier.recheck-evidence', { ...evidence, ...change }, from)
    }
    return { campaign, second, passOn }
  }

  it('is handed over encrypted, and borne out by the second verifier on its own lists', async () => {
    const { campaign, second, passOn } = await openPair()
    const { asked } = await certify(campaign)
    await ask(campaign.world, [asked], { by: B })
    expect(await passOn()).toMatchObject({ outcome: 'acknowledged' })
    const [evidence] = await outbox<RecheckEvidence>(campaign.world, 'verifier.recheck-evidence')
    expect(Buffer.from(evidence?.sealed ?? '', 'base64url').toString('latin1')).not.toContain(
      'gold',
    )
    await second.verifier.sweep?.()
    expect(await resultsOf(second)).toMatchObject([{ ...asked, outcome: 'good' }])
    expect(await resultsOf(campaign.world)).toEqual([])
  })

  it('shows what the first verifier made up: the second finds no such person in it', async () => {
    const { campaign, second, passOn } = await openPair()
    const { receipt, asked } = await certify(campaign)
    const certified = certifiedHash({ ...receipt, nullifier: brandId('f'.repeat(64)) })
    await ask(campaign.world, [{ ...asked, certified }], { by: B })
    await passOn()
    await second.verifier.sweep?.()
    expect(await resultsOf(second)).toMatchObject([
      { outcome: 'changed', reason: 'receipt_not_borne_out' },
    ])
  })

  it('of one receipt does not count for another, and what cannot be read is nothing', async () => {
    const { campaign, second, passOn } = await openPair()
    const { receipt, asked } = await certify(campaign)
    await ask(campaign.world, [asked], { by: B })
    const certified = certifiedHash({ ...receipt, iat: receipt.iat + 1 })
    await passOn({ certified })
    await passOn({ sealed: 'AAAA' })
    await second.verifier.sweep?.()
    expect((await resultsOf(second)).map(({ reason }) => reason)).toEqual([
      'recheck_evidence_missing',
      'recheck_evidence_missing',
    ])
  })

  it('is taken from verifiers of the rule alone', async () => {
    const { campaign, passOn } = await openPair()
    const { asked } = await certify(campaign)
    await ask(campaign.world, [asked], { by: B })
    expect(await passOn({}, 'stranger')).toMatchObject({ reason: 'receipt_verifier_not_named' })
  })
})
