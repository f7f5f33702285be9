import { brandId, type HandoffRetention, type PartyId } from '@evenkeel/kernel'

export type RoleName =
  | 'governance'
  | 'network'
  | 'issuer'
  | 'verifier'
  | 'distributor'
  | 'ledger'
  | 'observer'
  | 'holder'

export interface PartySpec {
  readonly id: PartyId
  readonly role: RoleName
}

const spec = (id: string, role: RoleName): PartySpec => ({ id: brandId<PartyId>(id), role })

/** Who is in the demo world: an authority, a strict and a sloppy issuer, two verifiers, one of everything else. */
export const worldParties: readonly PartySpec[] = [
  spec('authority', 'governance'),
  spec('network', 'network'),
  spec('issuer-strict', 'issuer'),
  spec('issuer-sloppy', 'issuer'),
  spec('verifier-a', 'verifier'),
  spec('verifier-b', 'verifier'),
  spec('distributor', 'distributor'),
  spec('ledger', 'ledger'),
  spec('observer', 'observer'),
  spec('holder', 'holder'),
]

/** The one party of each role that others are configured with. */
export const wellKnown: {
  readonly authority: PartyId
  readonly network: PartyId
  readonly distributor: PartyId
  readonly ledger: PartyId
  readonly observer: PartyId
} = {
  authority: brandId('authority'),
  network: brandId('network'),
  distributor: brandId('distributor'),
  ledger: brandId('ledger'),
  observer: brandId('observer'),
}

/** What differs between a world that people watch and one that the lab hurries through. */
export interface WorldTiming {
  /** Lease of every status list, in milliseconds. */
  readonly statusLeaseMs: number
  /** Lease of the accreditation list, in milliseconds. */
  readonly accreditationLeaseMs: number
  /** How wrong any party's clock may be, in milliseconds. */
  readonly clockBoundMs: number
  /** How long handoffs that are over are remembered; the kernel's own default if absent. */
  readonly handoffRetention?: HandoffRetention
}

/** Shipped defaults: the shortest lease class of DESIGN §5, because people watch. */
export const defaultTiming: WorldTiming = {
  statusLeaseMs: 60_000,
  accreditationLeaseMs: 300_000,
  clockBoundMs: 2_000,
}
