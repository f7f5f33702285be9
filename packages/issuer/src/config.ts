import { assert, type PartyId, type Signer } from '@evenkeel/kernel'
import { STATUS_LEASE_MS_MIN, STATUS_LIST_ENTRIES_MAX, STATUS_LIST_ENTRIES_MIN } from './limits.ts'

export interface IssuerConfig {
  /** Signs credentials and status lists: one of the keys in the issuer's accreditation record. */
  readonly signer: Signer
  /** 32 secret bytes, which stay: by them a repeated request is told from another of the same id, as claims are not kept. */
  readonly secret: Uint8Array
  /** The party that keeps the transparency log. */
  readonly network: PartyId
  /** Where the status lists are: an https URL, or http on a loopback host; no slash at the end. */
  readonly issuerUrl: string
  /** `iss` of every credential and the subject of the accreditation: a URL or a DID; `issuerUrl` if absent. */
  readonly issuerId?: string
  /** Entries of each status list, at least 131,072. */
  readonly statusListSize: number
  /** How long a published list may be relied on, in whole seconds' worth of milliseconds. A revocation is effective everywhere after it. */
  readonly statusLeaseMs: number
}

/** Browsers and wallets treat plain http to the machine itself as secure; anything else is not. */
const ISSUER_URL =
  /^(https:\/\/[^/?#]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)(\/[^?#]*[^/?#])?$/

/** Refuses a configuration that would break a promise; throws. */
export function assertIssuerConfig(config: IssuerConfig): void {
  assert(config.secret.length === 32, 'the secret has 32 bytes')
  assert(ISSUER_URL.test(config.issuerUrl), 'issuerUrl is an https URL, or http on this machine')
  assert(
    config.statusListSize >= STATUS_LIST_ENTRIES_MIN &&
      config.statusListSize <= STATUS_LIST_ENTRIES_MAX,
    `a status list has ${STATUS_LIST_ENTRIES_MIN} to ${STATUS_LIST_ENTRIES_MAX} entries`,
  )
  assert(
    config.statusLeaseMs >= STATUS_LEASE_MS_MIN && config.statusLeaseMs % 1_000 === 0,
    `a lease has whole seconds, at least ${STATUS_LEASE_MS_MIN} ms`,
  )
}
