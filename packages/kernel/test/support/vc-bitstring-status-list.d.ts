/** The W3C editors' library has no types; these are what our tests call. */
declare module '@digitalbazaar/vc-bitstring-status-list' {
  export interface BitstringStatusList {
    readonly length: number
    getStatus(index: number): boolean
    setStatus(index: number, status: boolean): void
    encode(): Promise<string>
  }

  export function createList(options: { readonly length: number }): Promise<BitstringStatusList>
  export function decodeList(options: {
    readonly encodedList: string
  }): Promise<BitstringStatusList>

  export interface StatusResult {
    readonly verified: boolean
    readonly error?: Error
    readonly results?: readonly { readonly verified: boolean; readonly status: boolean }[]
  }

  export function checkStatus(options: {
    readonly credential: object
    readonly documentLoader: (url: string) => Promise<{ readonly document: object }>
    /** Off for a list credential that is enveloped: the loader checks its signature. */
    readonly verifyBitstringStatusListCredential: false
    readonly verifyMatchingIssuers: boolean
  }): Promise<StatusResult>
}
