import {
  assert,
  checkLeaseRule,
  type LeaseRule,
  type PartyId,
  type Signer,
  type StatusObligations,
} from '@evenkeel/kernel'
import {
  STATUS_FETCH_BUDGET_MS,
  STATUS_LIST_ENTRIES_MAX,
  STATUS_LIST_ENTRIES_MIN,
} from './limits.ts'
import { DEFAULT_STATUS_MODES, type StatusModes } from './model/status-modes.ts'

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
  /** The times of every status list: how long a publication may be relied on, how often there is one, when announced changes count. */
  readonly leaseRule: LeaseRule
  /** In which mode a change is made, by its reason; DEFAULT_STATUS_MODES if absent. */
  readonly statusModes?: StatusModes
  /** The same for credentials of one type (`vct`), where another law says otherwise; asked first. */
  readonly typeModes?: Readonly<Record<string, StatusModes>>
  /** What its accreditation obliges it to: longer leases and orders in other modes are refused. No obligations if absent. */
  readonly statusObligations?: Pick<StatusObligations, 'leaseMsMax' | 'modes'>
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
  const rule = checkLeaseRule(config.leaseRule, STATUS_FETCH_BUDGET_MS)
  assert(rule.ok, rule.ok ? '' : `${rule.error.code}: ${rule.error.detail}`)
  if (config.statusObligations !== undefined) assertObliged(config, config.statusObligations)
}

/** What the rules say of themselves has to be allowed; an order may still ask for what is not. */
function assertObliged(
  { leaseRule, statusModes = DEFAULT_STATUS_MODES, typeModes = {} }: IssuerConfig,
  { leaseMsMax, modes }: Pick<StatusObligations, 'leaseMsMax' | 'modes'>,
): void {
  assert(leaseRule.leaseMs <= leaseMsMax, `the accreditation allows leases of ${leaseMsMax} ms`)
  const used = [statusModes, ...Object.values(typeModes)].flatMap((rule) => Object.values(rule))
  for (const mode of new Set([...used, 'coordinated' as const])) {
    assert(modes.includes(mode), `the accreditation does not allow the mode ${mode}`)
  }
}
