import {
  brandId,
  createAddressBook,
  err,
  type HandoffId,
  importPublicJwk,
  ok,
  openParty,
  type PartyId,
  type Signer,
  type Transport,
  unwrap,
} from '@evenkeel/kernel'
import {
  createLoopbackTransport,
  createNativeSigner,
  inlineCompute,
  openSqliteStore,
  systemClock,
  systemRandom,
  systemTimers,
} from '@evenkeel/kernel/adapters'
import { createVerifier, type Verifier, verifierMigrations } from '@evenkeel/verifier'
import { ANSWER_MS_MAX } from '../limits.ts'
import type { Presented } from './presentations.ts'
import { CAMPAIGN, campaignRule, DISTRIBUTOR, NETWORK, NETWORK_URL, VERIFIER } from './scene.ts'

export interface OpenVerifier {
  readonly verifier: Verifier
  /** Takes a presentation for the campaign to its receipt; throws when there is none. */
  accept(presented: Presented): Promise<void>
  close(): Promise<void>
}

export interface VerifierParts {
  /** Where its store is: a file on a disk, so that fsync means something, or `:memory:`. */
  readonly storePath: string
  readonly network: Signer
  /** What is published, by URL; asked for whenever the verifier retrieves something. */
  readonly documentAt: (url: string) => Uint8Array | undefined
}

/**
 * Opens the verifier's role as a party runs it: over its file store, with the system's clock and randomness, its events kept for an observer,
 * every signature on the one thread. Only the network is in memory. It has the campaign's rule.
 */
export async function openVerifier(parts: VerifierParts): Promise<OpenVerifier> {
  const { storePath, network, documentAt } = parts
  const store = await openSqliteStore({ path: storePath })
  const transport: Transport = {
    ...createLoopbackTransport(),
    async retrieve(url) {
      const bytes = documentAt(url)
      return bytes === undefined ? err({ code: 'not_found' }) : ok(bytes)
    },
  }
  const party = await openParty({
    id: VERIFIER,
    ports: {
      store,
      transport,
      clock: systemClock,
      random: systemRandom,
      timers: systemTimers,
      signer: createNativeSigner('EdDSA', systemRandom.bytes(32)),
      compute: inlineCompute,
    },
    directory: {
      ...createAddressBook(new Map([[VERIFIER, 'https://verifier.example']])),
      keyOf: (name) => (name === NETWORK ? unwrap(importPublicJwk(network.publicJwk)) : undefined),
    },
    migrations: verifierMigrations,
    observer: brandId<PartyId>('observer'),
    createRole: (context) =>
      createVerifier(context, {
        programmeKey: systemRandom.bytes(32),
        network: NETWORK,
        networkUrl: NETWORK_URL,
        distributors: [DISTRIBUTOR],
        clockBoundMs: 250,
      }),
  })
  const handler = party.role.receiveHandlers.find(({ kind }) => kind === 'verifier.accept-rule')
  if (handler?.kind !== 'verifier.accept-rule') throw new Error('the verifier takes no rules')
  const nowMs = systemClock.nowMs()
  const body = campaignRule(nowMs)
  const id = brandId<HandoffId>(`rule:${CAMPAIGN}`)
  await store.transact('hand-rule', (tx) =>
    handler.apply(tx, [{ id, from: DISTRIBUTOR, body, budgetMs: 1_000, atMs: nowMs }]),
  )
  const verifier = party.role
  return {
    verifier,
    async accept({ presentation, nonce, transactionData }) {
      const deadlineMs = systemClock.monotonicMs() + ANSWER_MS_MAX
      const asked = { campaignId: CAMPAIGN, presentation, nonce, transactionData, deadlineMs }
      const { verdict, receipt } = unwrap(await verifier.verifyForCampaign(asked))
      if (verdict.outcome !== 'accepted' || receipt === undefined) {
        throw new Error(`not accepted: ${JSON.stringify(verdict)}`)
      }
    },
    close: () => store.close(),
  }
}
