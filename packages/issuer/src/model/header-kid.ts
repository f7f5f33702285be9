import type { Signer } from '@evenkeel/kernel'

/**
 * The `kid` of a credential's header. Under a DID it is the absolute DID URL of the key, which is how wallets find it; under a URL the key's
 * thumbprint. did:jwk and did:key have one key with a fixed fragment; a did:web document names keys by thumbprint.
 */
export function headerKid(config: {
  readonly issuerId?: string
  readonly signer: Pick<Signer, 'keyId'>
}): string {
  const { issuerId, signer } = config
  if (issuerId === undefined || !issuerId.startsWith('did:')) return signer.keyId
  if (issuerId.startsWith('did:jwk:')) return `${issuerId}#0`
  if (issuerId.startsWith('did:key:')) return `${issuerId}#${issuerId.slice('did:key:'.length)}`
  return `${issuerId}#${signer.keyId}`
}
