import { createDistributor, type Distributor, distributorMigrations } from '@evenkeel/distributor'
import { createGovernance, type Governance, governanceMigrations } from '@evenkeel/governance'
import { createHolder, type Holder, holderMigrations } from '@evenkeel/holder'
import { createIssuer, type Issuer, issuerMigrations } from '@evenkeel/issuer'
import {
  createOpenid4vci,
  type Openid4vci,
  openid4vciMigrations,
} from '@evenkeel/issuer/openid4vci'
import {
  ACCREDITATION_LIST_PATH,
  createCredentialNaming,
  deriveHandleKey,
  leaseRuleOf,
  type Migration,
  openParty,
  type Party,
  type PartyContext,
  type Role,
} from '@evenkeel/kernel'
import { createLedger, type Ledger, ledgerMigrations, type Rail } from '@evenkeel/ledger'
import { createNetwork, type Network, networkMigrations } from '@evenkeel/network'
import { createWitness, type Witness, witnessMigrations } from '@evenkeel/network/witness'
import { createObserver, type Observer, observerMigrations } from '@evenkeel/observer'
import { createVerifier, type Verifier, verifierMigrations } from '@evenkeel/verifier'
import { createOpenid4vp, type Openid4vp, openid4vpMigrations } from '@evenkeel/verifier/openid4vp'
import { MEMBERSHIP_TYPE } from './demo/demo-campaign.ts'
import {
  type PartySpec,
  type RoleName,
  statusObligationsOf,
  type WorldTiming,
  wellKnown,
} from './world-config.ts'
import { LOG_ORIGIN, logOf, MERGE_DELAY_MS, WITNESS_NAME } from './world-log.ts'
import type { WorldPlatform } from './world-platform.ts'

/** The role behind each name. */
export interface WorldRoles {
  readonly governance: Governance
  readonly network: Network
  readonly witness: Witness
  readonly issuer: IssuerWithWallets
  readonly verifier: VerifierWithWallets
  readonly distributor: Distributor
  readonly ledger: Ledger
  readonly observer: Observer
  readonly holder: Holder
}

/** An issuer that also gives credentials to ordinary wallets. */
export interface IssuerWithWallets extends Issuer {
  readonly openid4vci: Openid4vci
}

/** A verifier to which ordinary wallets can present too. */
export interface VerifierWithWallets extends Verifier {
  readonly openid4vp: Openid4vp
}

const migrationsOf: { readonly [Name in RoleName]: readonly Migration[] } = {
  governance: governanceMigrations,
  network: networkMigrations,
  witness: witnessMigrations,
  issuer: [...issuerMigrations, ...openid4vciMigrations],
  verifier: [...verifierMigrations, ...openid4vpMigrations],
  distributor: distributorMigrations,
  ledger: ledgerMigrations,
  observer: observerMigrations,
  holder: holderMigrations,
}

export interface WorldPartyOptions {
  /** Whether its lifecycle events go to the world's observer; they do unless this is false. */
  readonly observed?: boolean
  /** The rail over which a ledger pays; its own books if absent. */
  readonly rail?: Rail
}

/** Opens one party of a world over its store and makes it reachable: at start, and again after a crash. */
export async function openWorldParty<Name extends RoleName>(
  spec: PartySpec & { readonly role: Name },
  platform: WorldPlatform,
  timing: WorldTiming,
  { observed = true, rail }: WorldPartyOptions = {},
): Promise<Party<WorldRoles[Name]>> {
  const createRole = (context: PartyContext): Role =>
    roleFactories(platform, timing, rail)[spec.role](context)
  const party = await openParty({
    id: spec.id,
    ports: await platform.portsFor(spec.id),
    directory: platform.directory,
    migrations: migrationsOf[spec.role],
    // The observer does not observe itself.
    ...(observed && spec.id !== wellKnown.observer ? { observer: wellKnown.observer } : {}),
    ...(timing.handoffRetention && { retention: timing.handoffRetention }),
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
  rail: Rail | undefined,
): { readonly [Name in RoleName]: (context: PartyContext) => WorldRoles[Name] } {
  return {
    governance: (context) => createGovernance(context, { network: wellKnown.network }),
    network: (context) => {
      const log = logOf(platform)
      return createNetwork(context, {
        authority: wellKnown.authority,
        logOrigin: LOG_ORIGIN,
        mergeDelayMs: MERGE_DELAY_MS,
        accreditationListUrl: `${platform.directory.urlOf(wellKnown.network)}${ACCREDITATION_LIST_PATH}`,
        accreditationRule: leaseRuleOf({
          leaseMs: timing.accreditationLeaseMs,
          clockBoundMs: timing.clockBoundMs,
        }),
        ...(log && { witnesses: { keys: log.witnesses, quorum: log.quorum } }),
      })
    },
    witness: (context) => {
      const log = logOf(platform)
      const logs = log === undefined ? [] : [{ key: log.key, network: wellKnown.network }]
      return createWitness(context, { name: WITNESS_NAME, logs })
    },
    issuer: (context) => openIssuer(context, platform, timing),
    verifier: (context) => openVerifier(context, platform, timing),
    distributor: (context) =>
      createDistributor(context, {
        ledger: wellKnown.ledger,
        network: wellKnown.network,
        governance: wellKnown.authority,
        statusDelayMs: timing.statusLeaseMs + leaseRuleOf(statusLeaseOf(timing)).periodMs,
        payoutKey: platform.secret('payout'),
      }),
    ledger: (context) =>
      createLedger(context, { distributors: [wellKnown.distributor], ...(rail && { rail }) }),
    observer: (context) =>
      createObserver(context, {
        naming: createCredentialNaming(deriveHandleKey(platform.secret('programme')), 1),
      }),
    holder: (context) =>
      createHolder(context, { alg: platform.holderAlg, createSigner: platform.createSigner }),
  }
}

function statusLeaseOf({ statusLeaseMs, clockBoundMs }: WorldTiming) {
  return { leaseMs: statusLeaseMs, clockBoundMs }
}

function openIssuer(
  context: PartyContext,
  platform: WorldPlatform,
  timing: WorldTiming,
): IssuerWithWallets {
  const identity = {
    issuerUrl: platform.directory.urlOf(context.id),
    issuerId: platform.issuerId(context.id),
  }
  const signer = platform.credentialSigner(context.id)
  const statusObligations = statusObligationsOf(context.id)
  const issuer = createIssuer(context, {
    ...identity,
    signer,
    secret: platform.secret('issuer'),
    network: wellKnown.network,
    statusListSize: 131_072,
    leaseRule: leaseRuleOf(statusLeaseOf(timing)),
    ...(statusObligations && { statusObligations }),
  })
  const openid4vci = createOpenid4vci(context, issuer, {
    ...identity,
    signerJwks: [signer.publicJwk],
    secret: platform.secret('openid4vci'),
    displayName: context.id,
    configurations: [
      {
        id: 'membership',
        vct: MEMBERSHIP_TYPE,
        name: 'Membership',
        claims: [
          { name: 'member_id', label: 'Member number', subject: true },
          { name: 'tier', label: 'Tier' },
        ],
      },
    ],
  })
  return { ...issuer, openid4vci, sweep: sweepBoth(issuer, openid4vci) }
}

function openVerifier(
  context: PartyContext,
  platform: WorldPlatform,
  timing: WorldTiming,
): VerifierWithWallets {
  const log = logOf(platform)
  const verifier = createVerifier(context, {
    programmeKey: platform.secret('programme'),
    network: wellKnown.network,
    networkUrl: platform.directory.urlOf(wellKnown.network),
    distributors: [wellKnown.distributor],
    clockBoundMs: timing.clockBoundMs,
    ...(platform.jurisdictionChecks && { jurisdictionChecks: platform.jurisdictionChecks }),
    ...(log && { log }),
  })
  const openid4vp = createOpenid4vp(context, verifier, { secret: platform.secret('openid4vp') })
  return { ...verifier, openid4vp, sweep: sweepBoth(verifier, openid4vp) }
}

function sweepBoth(role: Role, protocol: Required<Pick<Role, 'sweep'>>): () => Promise<void> {
  return async () => {
    await role.sweep?.()
    await protocol.sweep()
  }
}
