import type { HandoffId, PartyId, ReceivedItem, ReceiveHandler } from '@evenkeel/kernel'
import { CREDENTIAL_ISSUED, createCredentialNaming, epochMs, unwrap } from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { event, openWorld } from './world.ts'

describe('what the observer keeps', () => {
  it('is each event once, however often and in whatever batches it is delivered', async () => {
    const { observer } = await openWorld([])
    const handler = observer.role.receiveHandlers[0] as ReceiveHandler<'observer.record'>
    const events = [1, 2, 3].map((n) => event('TransferSettled', n, { transfer: `transfer-${n}` }))
    const deliver = (id: string, firstSeq: number, from: number, to: number): Promise<unknown> => {
      const item: ReceivedItem<'observer.record'> = {
        id: id as HandoffId,
        from: 'ledger' as PartyId,
        body: { firstSeq, events: events.slice(from, to) },
        budgetMs: 1_000,
        atMs: epochMs(1_800_000_000_500),
      }
      return observer.ports.store.transact('deliver', (tx) => handler.apply(tx, [item, item]))
    }
    await deliver('events:1', 1, 0, 2)
    await deliver('events:1-again', 1, 0, 3)
    await deliver('events:2', 2, 1, 3)
    expect((await observer.role.listRecent()).events.map((kept) => kept.seq)).toEqual([3, 2, 1])
    const story = await observer.role.traceTimeline('transfer-2')
    expect(story.ok && story.value.rows.length).toBe(1)
  })

  it('joins an issuer’s story with the verifiers’ by the handle, and does not keep the place in the list', async () => {
    const naming = createCredentialNaming(new Uint8Array(32).fill(7), 1)
    const place = { uri: 'https://issuer.evenkeel.example/status/1', idx: 4_711 }
    const { observer, speakers, settle } = await openWorld(['issuer', 'verifier'], { naming })
    await speakers[0]?.role.say(
      event(
        CREDENTIAL_ISSUED,
        1,
        { credential: 'cred-1' },
        { statusUri: place.uri, statusIndex: place.idx },
      ),
    )
    await speakers[1]?.role.say(event('VerdictReached', 2, { credential: naming(place) }))
    await settle()
    const story = unwrap(await observer.role.traceTimeline('cred-1'))
    expect(story.rows.map((row) => row.event)).toEqual([CREDENTIAL_ISSUED, 'VerdictReached'])
    expect(JSON.stringify(story)).not.toContain('4711')
  })

  it('is bounded: the events received first are forgotten with their ids', async () => {
    const { observer, speakers, settle } = await openWorld(['ledger'], { eventsKeptMax: 10 })
    await speakers[0]?.role.say(
      ...Array.from({ length: 25 }, (_, n) => event('TransferSettled', n, { transfer: `t-${n}` })),
    )
    await settle()
    expect((await observer.role.listRecent()).events.length).toBe(10)
    expect(await observer.role.traceTimeline('t-14')).toMatchObject({ ok: false })
    expect(await observer.role.traceTimeline('t-15')).toMatchObject({ ok: true })
  })
})
