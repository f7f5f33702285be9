import { encodeBase64url, ok, type Reasoned, type Result, refuse, type Tx } from '@evenkeel/kernel'
import { RANDOM_BYTES } from '../limits.ts'
import { NONCE_MS } from './limits.ts'
import type { Openid4vciParts } from './parts.ts'

export interface Nonces {
  /** A nonce for one request; nothing is stored until it is used. */
  create(): string
  /** Uses a nonce up. Reasons: nonce_mismatch (not ours, or too old), nonce_replayed. */
  take(tx: Tx, nonce: string): Promise<Result<undefined, Reasoned>>
}

/** Makes the nonces that proofs of possession answer (OpenID4VCI 1.0 §7). */
export function createNonces({ context, capabilities }: Openid4vciParts): Nonces {
  const { clock, random } = context.ports
  return {
    create: () =>
      capabilities.make(
        'nonce',
        encodeBase64url(random.bytes(RANDOM_BYTES)),
        String(clock.nowMs() + NONCE_MS),
      ),
    async take(tx, nonce) {
      const [id, endsMs] = capabilities.read('nonce', nonce) ?? []
      if (id === undefined || Number(endsMs) <= clock.nowMs()) return refuse('nonce_mismatch')
      const inserted = await tx.insertMany({
        table: 'vci_nonce',
        columns: ['nonce', 'ends_ms'],
        rows: [[id, Number(endsMs)]],
        onConflict: 'ignore',
      })
      return inserted.length === 1 ? ok(undefined) : refuse('nonce_replayed')
    },
  }
}
