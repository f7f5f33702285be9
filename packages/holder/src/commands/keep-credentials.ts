import {
  type Alg,
  assert,
  brandId,
  type CredentialId,
  createSeededSigner,
  isId,
  ok,
  type PartyContext,
  type PublicJwk,
  type Reasoned,
  type Result,
  refuse,
  SEED_BYTES,
  type Signer,
} from '@evenkeel/kernel'
import type { HolderConfig } from '../config.ts'
import { PAGE_ENTRIES_MAX } from '../limits.ts'
import { type ReadCredential, readCredential } from '../model/read-credential.ts'

export interface HeldCredential {
  readonly credentialId: CredentialId
  readonly vct: string
  readonly issuer: string
  readonly storedAtMs: number
}

/** A credential with the means to use it. */
export interface UsableCredential extends ReadCredential {
  readonly signer: Signer
}

export interface Wallet {
  /** Makes a key for one credential and keeps its seed; the public half goes into the request to issue. */
  createKey(): Promise<PublicJwk>
  /**
   * Keeps a credential under the issuer's id; the same again changes nothing. Reasons: those of `readCredential`, malformed_message,
   * holder_key_unknown, credential_conflict.
   */
  storeCredential(held: {
    readonly credentialId: CredentialId
    readonly credential: string
  }): Promise<Result<HeldCredential, Reasoned>>
  /** Ordered by id, at most PAGE_ENTRIES_MAX; give the last id as `after` for the next page. */
  listCredentials(page?: { readonly after?: CredentialId }): Promise<readonly HeldCredential[]>
  /** Reason: not_found. */
  open(credentialId: CredentialId): Promise<Result<UsableCredential, Reasoned>>
}

/** Makes the part of the holder that keeps keys and credentials. */
export function createWallet(context: PartyContext, config: HolderConfig): Wallet {
  const { clock, random, store } = context.ports
  const { alg = 'EdDSA', createSigner = createSeededSigner } = config

  return {
    async createKey() {
      const seed = random.bytes(SEED_BYTES)
      const signer = createSigner(alg, seed)
      await store.transact('create-key', (tx) =>
        tx.run('INSERT INTO holder_key (key_id, alg, seed) VALUES (?, ?, ?)', [
          signer.keyId,
          signer.alg,
          seed,
        ]),
      )
      return signer.publicJwk
    },

    async storeCredential({ credentialId, credential }) {
      if (!isId(credentialId)) return refuse('malformed_message', 'credentialId')
      const read = readCredential(credential)
      if (!read.ok) return read
      const { claims, holderKey, sdJwt } = read.value
      if (sdJwt.keyBinding !== undefined) {
        return refuse('malformed_message', 'a presentation, not a credential')
      }
      const storedAtMs = clock.nowMs()
      const held: HeldCredential = { credentialId, vct: claims.vct, issuer: claims.iss, storedAtMs }
      return store.transact(
        'store-credential',
        async (tx): Promise<Result<HeldCredential, Reasoned>> => {
          const key = await tx.get('SELECT key_id FROM holder_key WHERE key_id = ?', [holderKey])
          if (key === undefined) return refuse('holder_key_unknown')
          const inserted = await tx.insertMany({
            table: 'held_credential',
            columns: ['id', 'key_id', 'vct', 'issuer', 'credential', 'stored_at_ms'],
            rows: [[credentialId, holderKey, claims.vct, claims.iss, credential, storedAtMs]],
            onConflict: 'ignore',
          })
          if (inserted.length === 1) return ok(held)
          const kept = await tx.get(
            'SELECT credential, stored_at_ms FROM held_credential WHERE id = ?',
            [credentialId],
          )
          if (kept?.credential !== credential) return refuse('credential_conflict', credentialId)
          return ok({ ...held, storedAtMs: Number(kept.stored_at_ms) })
        },
      )
    },

    async listCredentials({ after } = {}) {
      const rows = await store.read('list-credentials', (tx) =>
        tx.all(
          'SELECT id, vct, issuer, stored_at_ms FROM held_credential WHERE id > ? ORDER BY id LIMIT ?',
          [after ?? '', PAGE_ENTRIES_MAX],
        ),
      )
      return rows.map((row) => ({
        credentialId: brandId<CredentialId>(String(row.id)),
        vct: String(row.vct),
        issuer: String(row.issuer),
        storedAtMs: Number(row.stored_at_ms),
      }))
    },

    async open(credentialId) {
      if (!isId(credentialId)) return refuse('not_found')
      const row = await store.read('open-credential', (tx) =>
        tx.get(
          'SELECT c.credential, k.alg, k.seed FROM held_credential c JOIN holder_key k ON k.key_id = c.key_id WHERE c.id = ?',
          [credentialId],
        ),
      )
      if (row === undefined) return refuse('not_found', credentialId)
      const read = readCredential(String(row.credential))
      assert(read.ok && row.seed instanceof Uint8Array, 'what is kept was read before')
      return ok({ ...read.value, signer: createSigner(row.alg as Alg, row.seed) })
    },
  }
}
