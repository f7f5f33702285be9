import {
  type Clock,
  type EpochMs,
  encodeBase64url,
  encodeHex,
  encodeUtf8,
  epochMs,
  ok,
  type Party,
  type Reasoned,
  type Result,
  type Route,
  type Row,
  refuse,
  type Store,
  sha256,
} from '@evenkeel/kernel'
import { httpMigrations } from './http-migrations.ts'
import {
  API_KEY_CACHE_MAX,
  API_KEY_CACHE_MS,
  API_KEY_KEPT_MS,
  API_KEY_VALID_MS_MAX,
  API_KEYS_MAX,
} from './limits.ts'

/** Random bytes of a key: nobody guesses it, so its hash needs no salt and no slowness. */
const KEY_BYTES = 32
const KEY_PATTERN = /^ek_[A-Za-z0-9_-]{43}$/
const KEY_ID_BYTES = 9
const LABEL_PATTERN = /^[^\p{C}]{1,100}$/u

/** A party and the routes that it answers to. */
export interface PartyApi {
  readonly party: Pick<Party, 'id' | 'ports'>
  readonly routes: readonly Route[]
}

/** What is known of a key; the key itself is only in the hands of its owner. */
export interface ApiKey {
  readonly keyId: string
  /** Who it was given to, in the operator's words. */
  readonly label: string
  readonly scopes: readonly string[]
  readonly createdAtMs: EpochMs
  readonly expiresAtMs: EpochMs
  readonly revokedAtMs?: EpochMs
}

export interface ApiKeyRequest {
  readonly label: string
  /** Scopes that routes of the party ask for, at least one. */
  readonly scopes: readonly string[]
  readonly validForMs: number
}

/** A key is shown once: only its hash is kept. */
export interface CreatedApiKey extends ApiKey {
  readonly key: string
}

/** The scopes that routes ask for, sorted. */
export function scopesOf(routes: readonly Route[]): readonly string[] {
  const scopes = routes.flatMap(({ access }) => (access.kind === 'key' ? [access.scope] : []))
  return [...new Set(scopes)].sort()
}

/** Makes a key of one party, and forgets keys that were over API_KEY_KEPT_MS ago. Reasons: malformed_message, scope_unknown, api_key_limit_reached. */
export async function createApiKey(
  { party, routes }: PartyApi,
  { label, scopes, validForMs }: ApiKeyRequest,
): Promise<Result<CreatedApiKey, Reasoned>> {
  if (!LABEL_PATTERN.test(label)) return refuse('malformed_message', 'the label')
  if (!Number.isSafeInteger(validForMs) || validForMs <= 0 || validForMs > API_KEY_VALID_MS_MAX) {
    return refuse('malformed_message', `a key is valid for at most ${API_KEY_VALID_MS_MAX} ms`)
  }
  const known = scopesOf(routes)
  const unknown = scopes.filter((scope) => !known.includes(scope))
  if (unknown.length > 0 || scopes.length === 0) {
    return refuse('scope_unknown', `${unknown.join(' ')} (known: ${known.join(' ')})`)
  }
  const { clock, random, store } = party.ports
  const key = `ek_${encodeBase64url(random.bytes(KEY_BYTES))}`
  const now = clock.nowMs()
  const created: CreatedApiKey = {
    key,
    keyId: `key-${encodeHex(random.bytes(KEY_ID_BYTES))}`,
    label,
    scopes: [...new Set(scopes)].sort(),
    createdAtMs: now,
    expiresAtMs: epochMs(now + validForMs),
  }
  await store.migrate(httpMigrations)
  return store.transact('create-api-key', async (tx) => {
    await tx.run('DELETE FROM api_key WHERE expires_at <= ?', [now - API_KEY_KEPT_MS])
    const inForce = await tx.get(
      'SELECT COUNT(*) AS n FROM api_key WHERE revoked_at IS NULL AND expires_at > ?',
      [now],
    )
    if (Number(inForce?.n) >= API_KEYS_MAX) return refuse('api_key_limit_reached')
    await tx.insertMany({
      table: 'api_key',
      columns: ['key_hash', 'key_id', 'label', 'scopes', 'created_at', 'expires_at'],
      rows: [
        [hashKey(key), created.keyId, label, created.scopes.join(' '), now, created.expiresAtMs],
      ],
      onConflict: 'fail',
    })
    return ok(created)
  })
}

/** The party's keys: all in force, then the newest of those that are over; API_KEYS_MAX together at most. */
export async function listApiKeys({ party }: Pick<PartyApi, 'party'>): Promise<readonly ApiKey[]> {
  const { clock, store } = party.ports
  await store.migrate(httpMigrations)
  const rows = await store.read('list-api-keys', (tx) =>
    tx.all(
      'SELECT * FROM api_key ORDER BY CASE WHEN revoked_at IS NULL AND expires_at > ? THEN 0 ELSE 1 END, created_at DESC, key_id LIMIT ?',
      [clock.nowMs(), API_KEYS_MAX],
    ),
  )
  return rows.map(toApiKey)
}

/** Ends a key; servers stop taking it within API_KEY_CACHE_MS. One that is over already stays as it is. Reason: not_found. */
export async function revokeApiKey(
  { party }: Pick<PartyApi, 'party'>,
  keyId: string,
): Promise<Result<ApiKey, Reasoned>> {
  const { clock, store } = party.ports
  await store.migrate(httpMigrations)
  return store.transact('revoke-api-key', async (tx) => {
    await tx.run('UPDATE api_key SET revoked_at = ? WHERE key_id = ? AND revoked_at IS NULL', [
      clock.nowMs(),
      keyId,
    ])
    const row = await tx.get('SELECT * FROM api_key WHERE key_id = ?', [keyId])
    return row === undefined ? refuse('not_found', 'no such key') : ok(toApiKey(row))
  })
}

/** Answers whom a key belongs to. */
export type FindApiKey = (key: string) => Promise<ApiKey | undefined>

/** Makes the look-up of one party's keys in force: by hash, so that nothing is compared that a caller could time. */
export function createKeyLookup(store: Store, clock: Clock): FindApiKey {
  const good = new Map<string, { readonly apiKey: ApiKey; readonly seenMs: number }>()
  return async (key) => {
    if (!KEY_PATTERN.test(key)) return undefined
    const hash = hashKey(key)
    const name = encodeHex(hash)
    const nowMs = clock.monotonicMs()
    const remembered = good.get(name)
    if (remembered !== undefined && nowMs - remembered.seenMs < API_KEY_CACHE_MS) {
      return inForce(remembered.apiKey, clock)
    }
    good.delete(name)
    const row = await store.read('find-api-key', (tx) =>
      tx.get('SELECT * FROM api_key WHERE key_hash = ?', [hash]),
    )
    const apiKey = row === undefined ? undefined : inForce(toApiKey(row), clock)
    if (apiKey === undefined) return undefined
    const oldest = good.keys().next()
    if (good.size >= API_KEY_CACHE_MAX && oldest.done !== true) good.delete(oldest.value)
    good.set(name, { apiKey, seenMs: nowMs })
    return apiKey
  }
}

function inForce(apiKey: ApiKey, clock: Clock): ApiKey | undefined {
  return apiKey.revokedAtMs === undefined && clock.nowMs() < apiKey.expiresAtMs ? apiKey : undefined
}

function hashKey(key: string): Uint8Array {
  return sha256(encodeUtf8(key))
}

function toApiKey(row: Row): ApiKey {
  return {
    keyId: String(row.key_id),
    label: String(row.label),
    scopes: String(row.scopes).split(' '),
    createdAtMs: epochMs(Number(row.created_at)),
    expiresAtMs: epochMs(Number(row.expires_at)),
    ...(row.revoked_at !== null && { revokedAtMs: epochMs(Number(row.revoked_at)) }),
  }
}
