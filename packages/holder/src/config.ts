import type { Alg, Signer } from '@evenkeel/kernel'

export interface HolderConfig {
  /** Of new keys; EdDSA if absent. */
  readonly alg?: Alg
  /** Makes the signer of a stored 32-byte seed; `createSeededSigner` if absent. It must derive the same key from the same seed for ever. */
  readonly createSigner?: (alg: Alg, seed: Uint8Array) => Signer
}
