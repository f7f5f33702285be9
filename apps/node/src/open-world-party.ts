import { createDistributor, type Distributor, distributorMigrations } from '@evenkeel/distributor'
import { createGovernance, type Governance, governanceMigrations } from '@evenkeel/governance'
import { createHolder, type Holder, holderMigrations } from '@evenkeel/holder'
import { createIssuer, type Issuer, issuerMigrations } from '@evenkeel/issuer'
import {
  ACCREDITATION_LIST_PATH,
  createCredentialNaming,
  deriveHandleKey,
  type Migration,
  openParty,
  type Party,
  type PartyContext,
  type PartyId,
  type Role,
} from '@evenkeel/kernel'
import { createLedger, type Ledger, ledgerMigrations } from '@evenkeel/ledger'
import { createNetwork, type Network, networkMigrations } from '@evenkeel/network'
import { createObserver, type Observer, observerMigrations } from '@evenkeel/observer'
import { createVerifier, type Verifier, verifierMigrations } from '@evenkeel/verifier'
import { type PartySpec, type RoleName, type WorldTiming, wellKnown } from './world-config.ts'
import type { WorldPlatform } from './world-platform.ts'

/** The role behind each name. */
export interface WorldRoles {
  readonly governance: Governance
  readonly network: Network
  readonly issuer: Issuer
  readonly verifier: Verifier
  readonly distributor: Distributor
  readonly ledger: Ledger
  readonly observer: Observer
  readonly holder: Holder
}

const migrationsOf: { readonly [Name in RoleName]: readonly Migration[] } = {
  governance: governanceMigrations,
  network: networkMigrations,
  issuer: issuerMigrations,
  verifier: verifierMigrations,
  distributor: distributorMigrations,
  ledger: ledgerMigrations,
  observer: observerMigrations,
  holder: holderMigrations,
}

export interface WorldPartyOptions {
  /** Whether its lifecycle events go to the world's observer; they do unless this is false. */
  readonly observed?: boolean
}

/** Opens one party of a world over its store and makes it reachable: at start, and again after a crash. */
export async function openWorldParty<Name extends RoleName>(
  spec: PartySpec & { readonly role: Name },
  platform: WorldPlatform,
  timing: WorldTiming,
  { observed = true }: WorldPartyOptions = {},
): Promise<Party<WorldRoles[Name]>> {
  const createRole = (context: PartyContext): Role =>
    roleFactories(platform, timing)[spec.role](context)
  const party = await openParty({
    id: spec.id,
    ports: await platform.portsFor(spec.id),
    directory: platform.directory,
    migrations: migrationsOf[spec.role],
    // The observer does not observe itself.
    ...(observed && spec.id !== wellKnown.observer ? { observer: wellKnown.observer } : {}),
    createRole,
  })
  platform.attach(spec.id, {
    async receive(envelope) {
      const answer = await party.receive(envelope)
      if (answer.ok) return answer.value
      throw new Error(
        `${spec.id} refused an envelope: ${answer.error.code} ${answer.error.detail ?? ''}`,
      )
    },
    document: (path) => party.document(path),
  })
  return party as Party<WorldRoles[Name]>
}

function roleFactories(
  platform: WorldPlatform,
  timing: WorldTiming,
): { readonly [Name in RoleName]: (context: PartyContext) => WorldRoles[Name] } {
  return {
    governance: (context) => createGovernance(context, { network: wellKnown.network }),
    network: (context) =>
      createNetwork(context, {
        authority: wellKnown.authority,
        logOrigin: 'evenkeel.example/log',
        mergeDelayMs: 60_000,
        accreditationListUrl: `${platform.directory.urlOf(wellKnown.network)}${ACCREDITATION_LIST_PATH}`,
        accreditationLeaseMs: timing.accreditationLeaseMs,
      }),
    issuer: (context) => createIssuer(context, issuerConfig(context.id, platform, timing)),
    verifier: (context) =>
      createVerifier(context, {
        programmeKey: platform.secret('programme'),
        network: wellKnown.network,
        networkUrl: platform.directory.urlOf(wellKnown.network),
        distributors: [wellKnown.distributor],
        clockBoundMs: timing.clockBoundMs,
      }),
    distributor: (context) =>
      createDistributor(context, {
        ledger: wellKnown.ledger,
        network: wellKnown.network,
        governance: wellKnown.authority,
        payoutKey: platform.secret('payout'),
      }),
    ledger: (context) => createLedger(context, { distributors: [wellKnown.distributor] }),
    observer: (context) =>
      createObserver(context, {
        naming: createCredentialNaming(deriveHandleKey(platform.secret('programme')), 1),
      }),
    holder: (context) =>
      createHolder(context, { alg: platform.holderAlg, createSigner: platform.createSigner }),
  }
}

function issuerConfig(issuer: PartyId, platform: WorldPlatform, timing: WorldTiming) {
  return {
    signer: platform.credentialSigner(issuer),
    network: wellKnown.network,
    issuerUrl: platform.directory.urlOf(issuer),
    issuerId: platform.issuerId(issuer),
    statusListSize: 131_072,
    statusLeaseMs: timing.statusLeaseMs,
  }
}
