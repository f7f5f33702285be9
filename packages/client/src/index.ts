import createClient, { type Client } from 'openapi-fetch'
import type { paths as DistributorPaths } from '../generated/distributor.ts'
import type { paths as GovernancePaths } from '../generated/governance.ts'
import type { paths as HolderPaths } from '../generated/holder.ts'
import type { paths as IssuerPaths } from '../generated/issuer.ts'
import type { paths as LedgerPaths } from '../generated/ledger.ts'
import type { paths as NetworkPaths } from '../generated/network.ts'
import type { paths as ObserverPaths } from '../generated/observer.ts'
import type { paths as VerifierPaths } from '../generated/verifier.ts'
import type { paths as WitnessPaths } from '../generated/witness.ts'

export interface ClientOptions {
  /** The party's URL, no slash at the end. */
  readonly baseUrl: string
  /** An API key of that party; without one only its public operations answer. */
  readonly apiKey?: string
  /** The platform's own if absent. */
  readonly fetch?: (request: Request) => Promise<Response>
}

export type DistributorClient = Client<DistributorPaths>
export type GovernanceClient = Client<GovernancePaths>
export type HolderClient = Client<HolderPaths>
export type IssuerClient = Client<IssuerPaths>
export type LedgerClient = Client<LedgerPaths>
export type NetworkClient = Client<NetworkPaths>
export type ObserverClient = Client<ObserverPaths>
export type VerifierClient = Client<VerifierPaths>
export type WitnessClient = Client<WitnessPaths>

/** Each makes the client of one party; an operation answers `{data}` or, for a problem, `{error}`. */
export const createDistributorClient: (options: ClientOptions) => DistributorClient = connect
export const createGovernanceClient: (options: ClientOptions) => GovernanceClient = connect
export const createHolderClient: (options: ClientOptions) => HolderClient = connect
export const createIssuerClient: (options: ClientOptions) => IssuerClient = connect
export const createLedgerClient: (options: ClientOptions) => LedgerClient = connect
export const createNetworkClient: (options: ClientOptions) => NetworkClient = connect
export const createObserverClient: (options: ClientOptions) => ObserverClient = connect
export const createVerifierClient: (options: ClientOptions) => VerifierClient = connect
export const createWitnessClient: (options: ClientOptions) => WitnessClient = connect

function connect<Paths extends object>({ baseUrl, apiKey, fetch }: ClientOptions): Client<Paths> {
  return createClient<Paths>({
    baseUrl,
    ...(fetch && { fetch }),
    ...(apiKey !== undefined && { headers: { authorization: `Bearer ${apiKey}` } }),
  })
}
