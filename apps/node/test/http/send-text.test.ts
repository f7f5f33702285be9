import { once } from 'node:events'
import { get } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { serveToy, THINGS, toyRead } from './support/toy-server.ts'

const LINES = 'text/plain'
const answers = { 200: { description: 'Lines.', mediaType: LINES } }

/** Serves what a generator makes, on a port. */
async function serveText(text: () => AsyncIterable<string>, limits = {}) {
  const route = toyRead(async () => ({ status: 200, text: text(), mediaType: LINES }), { answers })
  const toy = await serveToy([route], { listen: true, limits })
  return { ...toy, url: (toy.listener?.url ?? '') + THINGS }
}

describe('a body that is sent as it is made', () => {
  it('comes whole, with its media type', async () => {
    const { url, faults } = await serveText(async function* () {
      for (let i = 0; i < 1_000; i += 1) yield `${i}\n`
    })
    const answer = await fetch(url)
    expect(answer.headers.get('content-type')).toBe(LINES)
    expect((await answer.text()).split('\n')).toHaveLength(1_001)
    expect(faults).toEqual([])
  })

  it('breaks off where it fails, which its reader sees and the operator is told: a part never passes for the whole', async () => {
    const { url, faults } = await serveText(async function* () {
      yield 'the first line\n'
      throw new Error('the store is gone')
    })
    await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow()
    expect(faults).toMatchObject([{ message: 'the store is gone' }])
  })

  it('waits for a reader that is slow, and ends when it leaves, which is no fault', async () => {
    let made = 0
    let ended: () => void = () => undefined
    const over = new Promise<void>((resolve) => {
      ended = resolve
    })
    const { url, faults } = await serveText(async function* () {
      try {
        for (;;) {
          made += 1
          yield 'x'.repeat(65_536)
        }
      } finally {
        ended()
      }
    })
    const request = get(url)
    const [answer] = await once(request, 'response')
    answer.pause()
    // Until it makes no more: a sender that waits for nobody would never come to that.
    for (let before = -1; made > before; ) {
      before = made
      expect(made).toBeLessThan(1_000)
      for (let turn = 0; turn < 100; turn += 1) await setImmediate()
    }
    request.destroy()
    await over
    expect(faults).toEqual([])
  })

  it('is not made for who asks for its headers only, nor when there are too many streams', async () => {
    let isMade = false
    const text = async function* () {
      isMade = true
      yield 'a line\n'
    }
    const { url } = await serveText(text)
    const headers = await fetch(url, { method: 'HEAD' })
    expect([headers.status, headers.headers.get('content-type')]).toEqual([200, LINES])
    const full = await serveText(text, { streamsMax: 0 })
    expect(await (await fetch(full.url)).json()).toMatchObject({ code: 'queue_full' })
    expect(isMade).toBe(false)
  })
})
