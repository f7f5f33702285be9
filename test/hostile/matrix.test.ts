import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actOut, type HostileRow, REQUIRED, reasonOf } from './row.ts'
import { BOMB_FITS } from './rows/status-lists.ts'
import {
  askFor,
  certify,
  joinMember,
  liveThrough,
  plainRequest,
  postClaim,
  postVerification,
  present,
  respond,
  signClaim,
} from './support/honest.ts'
import { type HostileWorld, openHostileWorld } from './support/hostile-world.ts'
import type { Answer } from './support/raw-http.ts'
import { hostileTable } from './table.ts'

/** Bytes that the world may hold on to after the whole table, of the more than half a gigabyte that was sent at it. Measured: below 1 MB. */
const HELD_BYTES_MAX = 16_777_216
/**
 * Bytes that its process may grow by at its worst moment. Measured: 85 to 160 MB, and 280 MB on a machine too busy to collect garbage in time; its
 * heap is capped below that (EXEC_ARGV), so this is about buffers.
 */
const PEAK_BYTES_MAX = 402_653_184

/** Rivals that come together. */
const AT_ONCE = 24

/**
 * What no answer may show: a stack, a path of the machine, a statement, a module, a value that nobody rendered, a thief's address, or
 * whether there is a host inside.
 */
const INTERNAL =
  /\n\s+at |\.ts\b|\.js\b|node:|node_modules|file:\/\/|\/(?:tmp|home|usr|var)\/|SELECT |INSERT |SQLITE|ENOENT|ECONN|TypeError|Error:|\[object |undefined|evil\.example|address_not_allowed|transport_/

let world: HostileWorld
let atRest: { readonly heldBytes: number; readonly peakBytes: number }

beforeAll(async () => {
  world = await openHostileWorld()
  await liveThrough(world)
  await liveThrough(world)
  atRest = await world.ask('memory')
}, 60_000)

afterAll(() => world?.stop())

/** Milliseconds that whoever sends this was promised an answer within. */
function budgetOf({ route, name }: HostileRow): number {
  const { headersMsMax, bodyMsMax } = world.limits
  if (route === undefined) return headersMsMax + bodyMsMax + 2_000
  const found = world.routes.find((each) => each.name === route)
  if (found === undefined) throw new Error(`${name}: there is no route ${route}`)
  return found.budgetMs
}

describe('hostile input', () => {
  it.each(hostileTable)('is refused for its own reason: $name', async (row) => {
    const { answer, code, ...acted } = await actOut(row, world)
    expect([answer.status, code], answer.text).toEqual([row.status, row.code])
    expect(acted).toMatchObject({ changed: false, faults: [], trapped: 0 })
    expect(acted.tookMs).toBeLessThan(budgetOf(row))
    expect(answer.text).not.toMatch(INTERNAL)
    if (row.route !== undefined) expect(answer.headers['x-content-type-options']).toBe('nosniff')
    if (answer.text !== '') {
      expect(answer.headers['content-type']).toMatch(/^application\/(problem\+)?json$/)
    }
    const good = await world.http('distributor', { method: 'GET', path: '/campaigns/demo-grant' })
    expect(good.status).toBe(200)
  })

  it('of every required kind is in the table, each row under a name of its own', () => {
    const covered = new Set(hostileTable.map(({ covers }) => covers))
    expect(REQUIRED.filter((kind) => !covered.has(kind))).toEqual([])
    const names = hostileTable.map(({ name }) => name)
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([])
    expect(BOMB_FITS).toBe(true)
  })

  it('of any kind is refused by every route that takes a body', async () => {
    const FORMS = ['application/json', 'application/x-www-form-urlencoded']
    for (const { name, party, method, path, takesKey, body } of world.routes) {
      if (body === undefined) continue
      const send = async (type: string, bytes: string | Uint8Array) => {
        const question = { method, path: path.replaceAll(/:\w+/g, 'x'), asOperator: takesKey }
        const { status, json, text } = await world.http(party, {
          ...question,
          body: bytes,
          headers: { 'content-type': type },
        })
        expect(text, name).not.toMatch(INTERNAL)
        return [name, status, json?.code]
      }
      const { mediaType, bytesMax } = body
      expect(await send(mediaType, Buffer.alloc(bytesMax + 1, ' '))).toEqual([
        name,
        413,
        'message_too_large',
      ])
      // Who takes any type of body refuses this one for what is in it.
      const refusal =
        mediaType === '*/*' ? [400, 'malformed_message'] : [415, 'media_type_not_accepted']
      expect(await send('text/html', '{}')).toEqual([name, ...refusal])
      if (mediaType === FORMS[0]) {
        expect(await send(mediaType, '{"a":1,"a":2}')).toEqual([name, 400, 'duplicate_key'])
        expect(await send(mediaType, '['.repeat(100))).toEqual([name, 400, 'nesting_too_deep'])
      } else if (mediaType === FORMS[1]) {
        expect(await send(mediaType, 'a=1&a=2')).toEqual([name, 400, 'duplicate_key'])
      }
    }
    expect(await world.ask('faults')).toEqual([])
  })

  it('that comes many times at once counts once', async () => {
    const many = <T>(act: (index: number) => Promise<T>): Promise<readonly T[]> =>
      Promise.all(Array.from({ length: AT_ONCE }, (_, index) => act(index)))
    const countOf = (answers: readonly Answer[], status: number, code?: string) =>
      answers.filter((answer) => answer.status === status && reasonOf(answer) === code).length

    const certified = await certify(world)
    const { receipt } = certified
    const claims = await many(async (iat) => ({
      v: 1,
      receipt,
      claim: await signClaim(certified, { iat }),
    }))
    const claimed = await many((index) => postClaim(world, claims[index] as object))
    expect(countOf(claimed, 201)).toBe(1)
    expect(countOf(claimed, 409, 'claim_conflict')).toBe(AT_ONCE - 1)

    const request = await plainRequest(world, await joinMember(world))
    const verified = await many(() => postVerification(world, request))
    expect(verified.filter(({ json }) => json.verdict.outcome === 'accepted')).toHaveLength(1)
    expect(countOf(verified, 200, 'nonce_replayed')).toBe(AT_ONCE - 1)

    const asked = await askFor(world)
    const rivals = await many(async () => present(await joinMember(world), asked))
    const answered = await many((index) => respond(world, asked, rivals[index] ?? ''))
    expect(countOf(answered, 200)).toBe(1)
    expect(countOf(answered, 409, 'presentation_answered')).toBe(AT_ONCE - 1)
  })

  it('leaves a world in which people are still paid', async () => {
    await liveThrough(world)
  })

  it('never makes the world grow beyond a bound', async () => {
    const { heldBytes, peakBytes } = await world.ask('memory')
    expect(heldBytes - atRest.heldBytes).toBeLessThan(HELD_BYTES_MAX)
    expect(peakBytes - atRest.peakBytes).toBeLessThan(PEAK_BYTES_MAX)
  })
})
