import { createIssuer, type Issuer, issuerMigrations } from '@evenkeel/issuer'
import {
  brandId,
  createAddressBook,
  type EpochMs,
  epochMs,
  importPublicJwk,
  leaseRuleOf,
  openParty,
  type PartyId,
  type Signer,
  type StatusList,
  unwrap,
} from '@evenkeel/kernel'
import {
  createLoopbackTransport,
  createNativeSigner,
  inlineCompute,
  openSqliteStore,
  systemClock,
  systemRandom,
} from '@evenkeel/kernel/adapters'
import { ISSUER_ID, VCT } from '../verify/scene.ts'
import { ENTRIES, KEPT_VALID } from './large-list.ts'

export interface LargeIssuer {
  readonly issuer: Issuer
  readonly leaseMs: number
  /** Lets the issuer's time go on by so much. */
  pass(ms: number): void
  /** Revokes one more credential, which was valid, at once; served when it resolves. */
  revokeNext(): Promise<void>
  close(): Promise<void>
}

export interface LargeIssuerParts {
  /** Where its store is: a file on a disk, so that fsync means something. */
  readonly storePath: string
  readonly list: StatusList
  readonly signer: Signer
  /** Credentials that can be revoked. */
  readonly credentials: number
}

/**
 * Opens the issuer's role as a party runs it, over its file store, with the list as its first one. Only its clock is not the system's: it goes
 * on when told to, so that nothing waits for a new second.
 */
export async function openLargeIssuer(parts: LargeIssuerParts): Promise<LargeIssuer> {
  const { storePath, list, signer, credentials } = parts
  const store = await openSqliteStore({ path: storePath })
  let nowMs: number = systemClock.nowMs()
  const leaseRule = leaseRuleOf({ leaseMs: 300_000, clockBoundMs: 5_000 })
  const partySigner = createNativeSigner('EdDSA', systemRandom.bytes(32))
  const party = await openParty({
    id: brandId<PartyId>('issuer'),
    ports: {
      store,
      transport: createLoopbackTransport(),
      clock: { nowMs: (): EpochMs => epochMs(nowMs), monotonicMs: systemClock.monotonicMs },
      // Places at the list's beginning, where everything is valid.
      random: {
        ...systemRandom,
        below: (bound) => systemRandom.below(Math.min(bound, KEPT_VALID)),
      },
      timers: {
        async sleep(ms) {
          nowMs += ms
        },
        every: () => async () => undefined,
      },
      signer: partySigner,
      compute: inlineCompute,
    },
    directory: {
      ...createAddressBook(),
      keyOf: () => unwrap(importPublicJwk(partySigner.publicJwk)),
    },
    migrations: issuerMigrations,
    observer: brandId<PartyId>('observer'),
    createRole: (context) =>
      createIssuer(context, {
        signer,
        secret: systemRandom.bytes(32),
        network: brandId<PartyId>('network'),
        issuerUrl: ISSUER_ID,
        statusListSize: ENTRIES,
        leaseRule,
      }),
  })
  const issuer = party.role
  const request = {
    vct: VCT,
    claims: { tier: 'gold' },
    disclose: [],
    holderJwk: partySigner.publicJwk,
    validForMs: 86_400_000,
  }
  const issued = await Promise.all(
    Array.from({ length: credentials }, () => issuer.issueCredential(request)),
  )
  await store.transact('keep-bits', async (tx) => {
    const pages = await tx.all(
      'SELECT page, octet_length(bits) AS bytes FROM status_page ORDER BY page',
    )
    await tx.runMany(
      'UPDATE status_page SET bits = ? WHERE number = 1 AND page = ?',
      pages.map(({ page, bytes }) => {
        const start = Number(page) * Number(pages[0]?.bytes)
        return [list.bytes.slice(start, start + Number(bytes)), Number(page)]
      }),
    )
    await tx.run('UPDATE status_list SET change_seq = change_seq + 1 WHERE number = 1')
  })
  const revocable = issued.map((each) => unwrap(each).credentialId)
  return {
    issuer,
    leaseMs: leaseRule.leaseMs,
    pass(ms) {
      nowMs += ms
    },
    async revokeNext() {
      const credentialId = revocable.pop()
      if (credentialId === undefined) throw new Error('all are revoked')
      unwrap(await issuer.revokeCredential(credentialId, 'fraud', { mode: 'immediate' }))
    },
    close: () => store.close(),
  }
}
