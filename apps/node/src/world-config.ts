import {
  brandId,
  type HandoffRetention,
  LEASE_CLASSES,
  type LeaseClass,
  type PartyId,
  type StatusObligations,
} from '@evenkeel/kernel'

export type RoleName =
  | 'governance'
  | 'network'
  | 'witness'
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

/** Who is in the demo world: an authority, a log with a witness, a strict and a sloppy issuer, two verifiers, one of everything else. */
export const worldParties: readonly PartySpec[] = [
  spec('authority', 'governance'),
  spec('network', 'network'),
  spec('witness', 'witness'),
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
  readonly witness: PartyId
  readonly distributor: PartyId
  readonly ledger: PartyId
  readonly observer: PartyId
} = {
  authority: brandId('authority'),
  network: brandId('network'),
  witness: brandId('witness'),
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

/** What is chosen when a world is made, and stays. */
export interface WorldLease {
  /** Class of every status list's lease. */
  readonly lease: LeaseClass
  /** ε, in milliseconds. */
  readonly clockBoundMs: number
}

/** The shortest class of DESIGN §5, because people watch. */
export const DEFAULT_LEASE: WorldLease = { lease: '60s', clockBoundMs: 2_000 }

/** The times of a world with such leases. */
export function timingOf({ lease, clockBoundMs }: WorldLease): WorldTiming {
  return { statusLeaseMs: LEASE_CLASSES[lease], accreditationLeaseMs: 300_000, clockBoundMs }
}

export const defaultTiming: WorldTiming = timingOf(DEFAULT_LEASE)

/** What a demo issuer's accreditation obliges it to: the strict one announces what it ends; the other publishes plain lists only. */
export function statusObligationsOf(issuer: PartyId): StatusObligations | undefined {
  return issuer === 'issuer-strict'
    ? { heads: true, leaseMsMax: 86_400_000, modes: ['coordinated', 'immediate', 'online'] }
    : undefined
}
