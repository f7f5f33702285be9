import type { Alg, Directory, PartyId, Ports, Signer } from '@evenkeel/kernel'
import type { JurisdictionChecks } from '@evenkeel/verifier'
import type { WorldTiming } from './world-config.ts'

/** Everything that a world stands on. The file platform gives it real adapters, the lab simulated ones. */
export interface WorldPlatform {
  /** The times that its world was made with; the default ones if absent. */
  readonly timing?: WorldTiming
  /** Public keys of all parties. */
  readonly directory: Directory
  /** Ports for one life of a party, over the store that it had in its earlier lives. */
  portsFor(party: PartyId): Promise<Ports>
  /** What an issuer calls itself in credentials (`iss`): its URL or a DID. */
  issuerId(issuer: PartyId): string
  /** An issuer's key for credentials and status lists. */
  credentialSigner(issuer: PartyId): Signer
  /** Algorithm of the holder's keys. */
  readonly holderAlg: Alg
  /** The signer of a seed; the same key for the same seed for ever. */
  createSigner(alg: Alg, seed: Uint8Array): Signer
  /** 32 secret bytes, the same at every call with one name. */
  secret(name: 'programme' | 'payout' | 'issuer' | 'openid4vci' | 'openid4vp'): Uint8Array
  /** Whom verifiers ask for overlays of policies; nobody if absent. */
  readonly jurisdictionChecks?: JurisdictionChecks
  /** Makes an opened party reachable. */
  attach(party: PartyId, receiver: Reachable): void
}

/** A party as the transport sees it; a refused envelope is a rejection, which the sender sees as no answer. */
export interface Reachable {
  receive(envelope: Uint8Array): Promise<Uint8Array>
  document(path: string): Promise<Uint8Array | undefined>
}
