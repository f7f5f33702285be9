import { Agent } from 'node:https'
import { getCredentialOffer, OID4Client, signJWT } from '@digitalbazaar/oid4-client'
import { didJwkOf, type Signer } from '@evenkeel/kernel'

/**
 * Takes up an offer with Digital Bazaar's client as it comes. It insists on https, so it is given the certificate to trust. Its own proof
 * lacks `typ` and `iat`, which OpenID4VCI 1.0 §F.1 requires, so the proof is made with the function that it exports for that.
 */
export async function receiveWithOid4Client(
  link: string,
  { ca, holder }: { readonly ca: string; readonly holder: Signer },
): Promise<readonly string[]> {
  const agent = new Agent({ ca })
  try {
    const offer = await getCredentialOffer({ url: link, agent })
    const client = await OID4Client.fromCredentialOffer({
      offer,
      supportedFormats: ['dc+sd-jwt'],
      agent,
    })
    const { nonce } = await client.getNonce({ agent })
    const proof = await signJWT({
      protectedHeader: {
        alg: holder.alg,
        typ: 'openid4vci-proof+jwt',
        kid: `${didJwkOf(holder.publicJwk)}#0`,
      },
      payload: { aud: offer.credential_issuer, nonce, iat: Math.floor(Date.now() / 1_000) },
      signer: { sign: ({ data }) => holder.sign(data) },
    })
    const [configurationId] = offer.credential_configuration_ids
    const { credentials } = await client.requestCredentials({
      requests: [{ credential_configuration_id: configurationId, proofs: { jwt: [proof] } }],
      agent,
    })
    return credentials.map(({ credential }) => credential)
  } finally {
    agent.destroy()
  }
}
