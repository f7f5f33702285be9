import { describe, expect, it } from 'vitest'
import { createApiKey, listApiKeys, revokeApiKey } from '../../src/http/api-keys.ts'
import {
  API_KEY_CACHE_MAX,
  API_KEY_CACHE_MS,
  API_KEY_KEPT_MS,
  API_KEYS_MAX,
} from '../../src/http/limits.ts'
import { serveToy, THINGS, type ToyServer, toyRead } from './support/toy-server.ts'

const guarded = (scope: string, path = '/things') =>
  toyRead(async ({ caller }) => ({ status: 200, json: { label: caller?.label ?? '' } }), {
    operation: `show${path.length}`,
    path,
    access: { kind: 'key', scope },
  })

const ask = async ({ server }: ToyServer, authorization?: string) => {
  const answer = await server.inject({
    url: THINGS,
    headers: authorization === undefined ? {} : { authorization },
  })
  return { ...answer.json<{ code?: string; label?: string }>(), answer }
}

describe('a route that asks for a key', () => {
  it('is closed to callers without one, with another one, and with one for something else', async () => {
    const toy = await serveToy([guarded('toy:read'), guarded('toy:other', '/others')])
    const other = await serveToy([guarded('toy:read')])
    const missing = await ask(toy)
    expect(missing.code).toBe('api_key_missing')
    expect(missing.answer.headers['www-authenticate']).toBe('Bearer')
    for (const wrong of ['Basic abc', 'Bearer', 'Bearer ek_x', `Bearer ek_${'a'.repeat(43)}`]) {
      expect((await ask(toy, wrong)).answer.statusCode).toBe(401)
    }
    const foreign = await ask(toy, `Bearer ${await other.key('toy:read')}`)
    expect(foreign.code).toBe('api_key_not_accepted')
    const scopeless = await ask(toy, `Bearer ${await toy.key('toy:other')}`)
    expect(scopeless.answer.statusCode).toBe(403)
    expect(scopeless.answer.headers['www-authenticate']).toContain('scope="toy:read"')
    expect((await ask(toy, `bearer ${await toy.key('toy:read')}`)).label).toBe('a test')
  })

  it('closes at the end of the key’s time, and soon after the key was revoked', async () => {
    const toy = await serveToy([guarded('toy:read')])
    const short = await toy.key('toy:read', 1_000)
    expect((await ask(toy, `Bearer ${short}`)).answer.statusCode).toBe(200)
    toy.skip(1_000)
    expect((await ask(toy, `Bearer ${short}`)).code).toBe('api_key_not_accepted')

    const long = await toy.key('toy:read')
    expect((await ask(toy, `Bearer ${long}`)).answer.statusCode).toBe(200)
    const [{ keyId } = { keyId: '' }] = await listApiKeys(toy.mount)
    expect(await revokeApiKey(toy.mount, keyId)).toMatchObject({ ok: true })
    toy.skip(API_KEY_CACHE_MS)
    expect((await ask(toy, `Bearer ${long}`)).code).toBe('api_key_not_accepted')
  })

  it('reads the store once for a key that is used again and again, and remembers no more keys than it may', async () => {
    const toy = await serveToy([guarded('toy:read')])
    const key = await toy.key('toy:read')
    await ask(toy, `Bearer ${key}`)
    await toy.store.transact('break', (tx) => tx.run('DELETE FROM api_key'))
    expect((await ask(toy, `Bearer ${key}`)).answer.statusCode).toBe(200)
    toy.skip(API_KEY_CACHE_MS)
    expect((await ask(toy, `Bearer ${key}`)).answer.statusCode).toBe(401)
    expect(API_KEY_CACHE_MAX).toBeLessThanOrEqual(API_KEYS_MAX)
  })
})

describe('an API key', () => {
  it('is in the store as its hash only, and in no list', async () => {
    const toy = await serveToy([guarded('toy:read')])
    const key = await toy.key('toy:read')
    expect(key).toMatch(/^ek_[A-Za-z0-9_-]{43}$/)
    const rows = await toy.store.read('all', (tx) => tx.all('SELECT * FROM api_key'))
    expect(JSON.stringify(rows)).not.toContain(key.slice(3))
    expect(JSON.stringify(await listApiKeys(toy.mount))).not.toContain(key.slice(3))
  })

  it.each([
    ['a scope that no route asks for', { scopes: ['toy:read', 'toy:all'] }, 'scope_unknown'],
    ['no scope', { scopes: [] }, 'scope_unknown'],
    ['no label', { label: '' }, 'malformed_message'],
    ['a label of two lines', { label: 'a\nb' }, 'malformed_message'],
    ['no end', { validForMs: Number.POSITIVE_INFINITY }, 'malformed_message'],
    ['an end in the past', { validForMs: -1 }, 'malformed_message'],
  ])('is not made with %s', async (_what, parts, code) => {
    const { mount } = await serveToy([guarded('toy:read')])
    const request = { label: 'x', scopes: ['toy:read'], validForMs: 1_000, ...parts }
    expect(await createApiKey(mount, request)).toMatchObject({ ok: false, error: { code } })
  })

  it('is not made beyond the limit of keys in force', async () => {
    const { mount, store } = await serveToy([guarded('toy:read')])
    const request = { label: 'x', scopes: ['toy:read'], validForMs: 1_000 }
    await store.transact('fill', (tx) =>
      tx.insertMany({
        table: 'api_key',
        columns: ['key_hash', 'key_id', 'label', 'scopes', 'created_at', 'expires_at'],
        rows: Array.from({ length: API_KEYS_MAX }, (_, n) => [
          new Uint8Array([n >> 8, n & 255]),
          `key-${n}`,
          'x',
          'toy:read',
          0,
          8e15,
        ]),
        onConflict: 'fail',
      }),
    )
    const refused = await createApiKey(mount, request)
    expect(refused).toMatchObject({ ok: false, error: { code: 'api_key_limit_reached' } })
    await revokeApiKey(mount, 'key-7')
    expect(await createApiKey(mount, request)).toMatchObject({ ok: true })
    expect(await revokeApiKey(mount, 'key-none')).toMatchObject({ error: { code: 'not_found' } })
  })
})

describe('the list of keys', () => {
  it('has every key in force, however many newer ones are over', async () => {
    const toy = await serveToy([guarded('toy:read')])
    await toy.key('toy:read', 600_000)
    const [old] = await listApiKeys(toy.mount)
    for (let made = 0; made < API_KEYS_MAX; made += 1) {
      if (made % 500 === 0) toy.skip(10)
      await toy.key('toy:read', 1)
    }
    toy.skip(10)
    expect((await listApiKeys(toy.mount))[0]?.keyId).toBe(old?.keyId)
  })

  it('forgets a key long after its end', async () => {
    const toy = await serveToy([guarded('toy:read')])
    await toy.key('toy:read', 1_000)
    toy.skip(API_KEY_KEPT_MS)
    await toy.key('toy:read')
    expect(await listApiKeys(toy.mount)).toHaveLength(2)
    toy.skip(1_000)
    await toy.key('toy:read')
    expect(await listApiKeys(toy.mount)).toHaveLength(2)
  })
})
