import { rmSync } from 'node:fs'
import { ok, refuse } from '@evenkeel/kernel'
import { afterAll, describe, expect, it } from 'vitest'
import { once } from '../src/idempotency.ts'
import { makeTempDirectory } from './support/run-cli.ts'

const directory = makeTempDirectory()
const request = { what: 'a' }

afterAll(() => rmSync(directory, { recursive: true, force: true }))

describe('work under an idempotency key', () => {
  it('is done by one of several runs that begin together', async () => {
    let done = 0
    const work = async () => {
      done += 1
      return ok({ n: done })
    }
    const runs = await Promise.all(
      Array.from({ length: 8 }, () => once({ directory, key: 'together', request }, work)),
    )
    expect(done).toBe(1)
    expect(runs.filter((run) => run.ok && !run.value.repeated)).toHaveLength(1)
    expect(await once({ directory, key: 'together', request }, work)).toEqual(
      ok({ outcome: { n: 1 }, repeated: true }),
    )
  })

  it('is not repeated when nobody saw how its first run ended', async () => {
    const crash = async () => {
      throw new Error('crash')
    }
    await expect(once({ directory, key: 'crashed', request }, crash)).rejects.toThrow('crash')
    const again = await once({ directory, key: 'crashed', request }, async () => ok({ n: 2 }))
    expect(again).toMatchObject({ ok: false, error: { code: 'idempotency_conflict' } })
  })

  it('may be tried again after it was refused, and then counts', async () => {
    const asked = { directory, key: 'refused', request }
    const first = await once(asked, async () => refuse('not_found'))
    expect(first).toMatchObject({ ok: false, error: { code: 'not_found' } })
    expect(await once(asked, async () => ok({ n: 1 }))).toMatchObject({ ok: true })
  })
})
