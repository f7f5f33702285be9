/** The part of `@digitalbazaar/oid4-client` 5.10.0 that is used here; the package has no types. */
declare module '@digitalbazaar/oid4-client' {
  import type { Agent } from 'node:https'

  export interface Offer {
    readonly credential_issuer: string
    readonly credential_configuration_ids: readonly string[]
  }
  export interface Options {
    readonly agent: Agent
  }
  export function getCredentialOffer(options: Options & { url: string }): Promise<Offer>
  export function signJWT(options: {
    readonly payload: object
    readonly protectedHeader: object
    readonly signer: { sign(options: { data: Uint8Array }): Promise<Uint8Array> }
  }): Promise<string>
  export class OID4Client {
    static fromCredentialOffer(
      options: Options & { offer: Offer; supportedFormats: readonly string[] },
    ): Promise<OID4Client>
    getNonce(options: Options): Promise<{ nonce: string }>
    requestCredentials(
      options: Options & { requests: readonly object[] },
    ): Promise<{ credentials: readonly { credential: string }[] }>
  }
}
