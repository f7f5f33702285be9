import { randomUUID } from 'node:crypto'
import {
  createDistributorClient,
  createGovernanceClient,
  createHolderClient,
  createIssuerClient,
  createLedgerClient,
  createNetworkClient,
  createObserverClient,
  createVerifierClient,
  createWitnessClient,
  type DistributorClient,
  type GovernanceClient,
  type HolderClient,
  type IssuerClient,
  type LedgerClient,
  type NetworkClient,
  type ObserverClient,
  type VerifierClient,
  type WitnessClient,
} from '@evenkeel/client'
import type { JourneyWorld } from './journey-world.ts'

/** Everybody who runs a party, with a key of theirs, and everybody else without one. */
export interface Clients {
  readonly governance: GovernanceClient
  readonly appeals: GovernanceClient
  readonly network: NetworkClient
  readonly witness: WitnessClient
  readonly issuer: IssuerClient
  readonly sloppy: IssuerClient
  readonly verifier: VerifierClient
  readonly otherVerifier: VerifierClient
  readonly distributor: DistributorClient
  /** The same party by another person. */
  readonly secondDistributor: DistributorClient
  readonly ledger: LedgerClient
  readonly observer: ObserverClient
  readonly holder: HolderClient
  /** Without a key, as wallets and claimants. */
  readonly anybody: {
    readonly issuer: IssuerClient
    readonly sloppy: IssuerClient
    readonly verifier: VerifierClient
    readonly otherVerifier: VerifierClient
    readonly distributor: DistributorClient
  }
}

export async function createClients({ optionsFor }: JourneyWorld): Promise<Clients> {
  const operator = 'operator'
  return {
    governance: createGovernanceClient(await optionsFor('authority', 'reviewer-1')),
    appeals: createGovernanceClient(await optionsFor('authority', 'reviewer-2')),
    network: createNetworkClient(await optionsFor('network', operator)),
    witness: createWitnessClient(await optionsFor('witness')),
    issuer: createIssuerClient(await optionsFor('issuer-strict', operator)),
    sloppy: createIssuerClient(await optionsFor('issuer-sloppy', operator)),
    verifier: createVerifierClient(await optionsFor('verifier-a', operator)),
    otherVerifier: createVerifierClient(await optionsFor('verifier-b', operator)),
    distributor: createDistributorClient(await optionsFor('distributor', operator)),
    secondDistributor: createDistributorClient(await optionsFor('distributor', 'second-operator')),
    ledger: createLedgerClient(await optionsFor('ledger', operator)),
    observer: createObserverClient(await optionsFor('observer', operator)),
    holder: createHolderClient(await optionsFor('holder', operator)),
    anybody: {
      issuer: createIssuerClient(await optionsFor('issuer-strict')),
      sloppy: createIssuerClient(await optionsFor('issuer-sloppy')),
      verifier: createVerifierClient(await optionsFor('verifier-a')),
      otherVerifier: createVerifierClient(await optionsFor('verifier-b')),
      distributor: createDistributorClient(await optionsFor('distributor')),
    },
  }
}

/** Parameters of a request with an Idempotency-Key of its own. */
export function once(): { readonly header: { readonly 'Idempotency-Key': string } } {
  return { header: { 'Idempotency-Key': randomUUID() } }
}

/** A copy as it would come out of a JSON file: the client's types know nothing of our branded and readonly ones. */
// biome-ignore lint/suspicious/noExplicitAny: what it is, the server decides
export function plainJson(value: object): any {
  return JSON.parse(JSON.stringify(value))
}
