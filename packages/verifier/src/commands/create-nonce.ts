import { deriveKey, type PartyContext } from '@evenkeel/kernel'
import type { Settings } from '../config.ts'
import { RANDOM_BYTES } from '../limits.ts'
import { createNonce, isLiveNonce } from '../model/nonce.ts'

export interface NonceIssuer {
  /** A nonce for one session; nothing is stored for it until it is used. */
  createNonce(): string
  /** Says whether this verifier gave the nonce out and it has not expired. */
  isOurs(nonce: string): boolean
}

/** Makes nonces under a key of this verifier's own, so that another verifier of the programme does not take them. */
export function createNonceIssuer(context: PartyContext, settings: Settings): NonceIssuer {
  const { clock, random } = context.ports
  const key = deriveKey(settings.programmeKey, ['nonce', context.id])
  return {
    createNonce: () =>
      createNonce(key, random.bytes(RANDOM_BYTES), clock.nowMs() + settings.nonceTtlMs),
    isOurs: (nonce) => isLiveNonce(key, nonce, clock.nowMs()),
  }
}
