import { encodeBase64, encodeUtf8, type PartyId, unwrap } from '@evenkeel/kernel'
import { callRoute, type RouteReply } from '@evenkeel/kernel/testing'
import { describe, expect, it } from 'vitest'
import { witnessRoutes } from '../../src/witness/index.ts'
import { createLogUnderTest } from './log-under-test.ts'
import { offer, openWitness, witnessSigner } from './witness-under-test.ts'

const log = createLogUnderTest()
const main = ['a', 'b', 'c', 'd']
const fork = ['a', 'b', 'x', 'y']

async function openRoutes() {
  const { witness } = await openWitness({ logs: [{ key: log.key }] })
  const routes = witnessRoutes(witness)
  const add = (body: Uint8Array): Promise<RouteReply> =>
    callRoute(routes, 'addCheckpoint', { body })
  return { witness, routes, add }
}

/** What the protocol answers with: a status and a text, or a problem. */
function answerOf({ status, text, problem }: RouteReply): readonly unknown[] {
  return problem === undefined ? [status, text] : [problem]
}

describe('the routes of a witness (C2SP tlog-witness)', () => {
  it('answer an offer with the line of the cosignature', async () => {
    const { witness, routes, add } = await openRoutes()
    const note = await log.note(main)
    const [status, line] = answerOf(await add(offer(0, [], note)))
    expect([status, line]).toEqual([200, expect.stringMatching(/^— witness\.example \S+\n$/)])
    const shown = await callRoute(routes, 'getCosigned', { params: { origin: log.key.name } })
    expect(shown.text).toBe(`${note}${line}`)
    expect(unwrap(await witness.cosigned(log.key.name))).toBe(shown.text)
    const none = await callRoute(routes, 'getCosigned', { params: { origin: 'other' } })
    expect(none).toEqual({ problem: 'not_found' })
  })

  it('have room for a checkpoint with sixteen signatures of another kind of key', async () => {
    const { routes } = await openRoutes()
    const line = `— log.example ${encodeBase64(new Uint8Array(5_000))}\n`
    const body = offer(0, [], (await log.note(main)) + line.repeat(16))
    const route = routes.find(({ operation }) => operation === 'addCheckpoint')
    expect(body.length).toBeLessThan(route?.body?.bytesMax ?? 0)
  })

  it('answer every refusal with the status of the protocol', async () => {
    const { routes, add } = await openRoutes()
    await add(offer(0, [], await log.note(main.slice(0, 3))))
    const grown = await log.note(main)
    const stranger = createLogUnderTest('other.example')
    const impostor = createLogUnderTest(log.key.name, witnessSigner)
    for (const [body, ...answer] of [
      [offer(2, await log.prove(main, 2), grown), 409, '3\n'],
      [offer(3, [], await log.note(fork.slice(0, 3))), 409, '3\n'],
      [offer(3, [], await impostor.note(main.slice(0, 3))), 403, 'log_key_unknown\n'],
      [offer(3, [], grown.replace('\n4\n', '\n5\n')), 403, 'log_signature_invalid\n'],
      [offer(3, await log.prove(fork, 3), await log.note(fork)), 'log_proof_invalid'],
      [offer(0, [], await stranger.note(main)), 'not_found'],
      [offer(5, [], grown), 'malformed_message'],
      [encodeUtf8('old 3\n'), 'malformed_message'],
      [encodeUtf8('old 3\n\nnothing\n'), 'log_note_malformed'],
      [encodeUtf8('old 3\n\nno\ncheckpoint\n\n— a AAAAAAA=\n'), 'log_checkpoint_malformed'],
    ] as const) {
      expect(answerOf(await add(body))).toEqual(answer)
    }
    const { json } = await callRoute(routes, 'listForks')
    expect(json).toMatchObject({ items: [{ reason: 'log_forked', origin: log.key.name }] })
  })
})

describe('a witness', () => {
  it('knows each log once, and signs with Ed25519', async () => {
    const twice = [{ key: log.key }, { key: log.key, network: 'network' as PartyId }]
    await expect(openWitness({ logs: twice })).rejects.toThrow('origin')
    const signer = { ...witnessSigner, alg: 'ES256' as const }
    await expect(openWitness({ logs: [], signer })).rejects.toThrow('Ed25519')
  })
})
