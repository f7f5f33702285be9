import {
  type AccountId,
  type CampaignId,
  createGroupCommit,
  err,
  ok,
  type PartyContext,
  parseCampaignAccounts,
  parseCancelVesting,
  parseClawBack,
  parsePauseReleases,
  parsePayeeChange,
  parseRecovery,
  parseReserveTransfer,
  parseReturnedPool,
  parseSettleTransfer,
  parseVoidTransfer,
  type Reasoned,
  type Result,
  type Role,
  refuse,
  type SendPolicy,
  type TransferId,
} from '@evenkeel/kernel'
import { applyBatch } from './commands/apply-batch.ts'
import { cancelVestings } from './commands/cancel-vestings.ts'
import { changePayees } from './commands/change-payees.ts'
import { clawBackTransfers } from './commands/claw-back-transfers.ts'
import { driveRail } from './commands/drive-rail.ts'
import { expireReserves } from './commands/expire-reserves.ts'
import { openCampaigns } from './commands/open-campaigns.ts'
import { pauseReleases } from './commands/pause-releases.ts'
import { rebuildFromJournal } from './commands/rebuild-from-journal.ts'
import { recoverReceivables } from './commands/recover-receivables.ts'
import { releaseVested } from './commands/release-vested.ts'
import { reserveTransfers } from './commands/reserve-transfers.ts'
import { returnPools } from './commands/return-pools.ts'
import { settleTransfers } from './commands/settle-transfers.ts'
import { voidTransfers } from './commands/void-transfers.ts'
import type { LedgerConfig, LedgerDeps } from './ledger-deps.ts'
import { TRANSFERS_PER_BATCH_MAX } from './limits.ts'
import type { Account } from './model/account.ts'
import { assertTransfer } from './model/apply-transfers.ts'
import type { CampaignTotals } from './model/campaign-totals.ts'
import { internalRail } from './model/internal-rail.ts'
import type { Transfer, TransferOutcome } from './model/transfer.ts'
import { exportCampaignJournal } from './queries/export-campaign-journal.ts'
import { type JournalRow, listJournal } from './queries/list-journal.ts'
import { projectCampaignTotals } from './queries/project-campaign-totals.ts'
import { projectTrialBalance, type TrialBalance } from './queries/project-trial-balance.ts'
import { readAccounts } from './queries/read-books.ts'
import { showTransfer, type TransferStory } from './queries/show-transfer.ts'
import { showVesting, type VestingStory } from './queries/show-vesting.ts'
import { type JournalFault, type JournalSound, verifyJournal } from './queries/verify-journal.ts'

export interface Ledger extends Role {
  /**
   * Applies one transfer by the operator of the ledger, sharing its transaction with others (group commit). Resolves after COMMIT with the
   * outcome, a refusal included; `queue_full` says that the transfer was not looked at. Throws on a transfer that is not well-formed.
   */
  postTransfer(transfer: Transfer): Promise<Result<TransferOutcome, Reasoned>>
  /** The accounts that exist among the ids, in the order of the ids. */
  balances(ids: readonly AccountId[]): Promise<readonly Account[]>
  trialBalance(): Promise<readonly TrialBalance[]>
  /** Where a campaign's money is (D1). Reason: campaign_unknown. */
  showCampaign(campaignId: CampaignId): Promise<Result<CampaignTotals, Reasoned>>
  /** See `exportCampaignJournal`. */
  exportAudit(campaignId: CampaignId): Promise<Result<AsyncIterable<string>, Reasoned>>
  /** Reason: transfer_unknown. */
  showTransfer(id: TransferId): Promise<Result<TransferStory, Reasoned>>
  /** What of a vesting transfer is payable, paid and to come. Reason: transfer_unknown. */
  showVesting(id: TransferId): Promise<Result<VestingStory, Reasoned>>
  /** The journal's rows after a position, at most JOURNAL_PAGE_MAX. */
  journal(after: number): Promise<readonly JournalRow[]>
  verifyJournal(): Promise<Result<JournalSound, JournalFault>>
  /** Verifies the journal and, if it is sound, writes all balances again from it. Returns the number of entries. */
  rebuild(): Promise<Result<number, JournalFault>>
}

/** What became of value is told until it is heard: resend, then tell people, for ever. */
const untilHeard = {
  budgetMs: 86_400_000,
  defaults: [
    { afterMs: 3_600_000, act: 'resend' },
    { afterMs: 82_800_000, act: 'escalate' },
  ],
} as const
const recordPaymentPolicy: SendPolicy<'distributor.record-payment'> = {
  ...untilHeard,
  kind: 'distributor.record-payment',
}
const endVestingPolicy: SendPolicy<'distributor.end-vesting'> = {
  ...untilHeard,
  kind: 'distributor.end-vesting',
}

/** Makes the ledger role (DESIGN §3): accounts, two-phase transfers and rails; it does not know why a payment is due. */
export function createLedger(context: PartyContext, config: LedgerConfig): Ledger {
  const { store, clock } = context.ports
  const { distributors, rail = internalRail } = config
  const deps: LedgerDeps = { context, distributors: new Set(distributors), rail }
  const posting = createGroupCommit<Transfer, TransferOutcome>({
    store,
    name: 'post-transfers',
    clock,
    batchMax: TRANSFERS_PER_BATCH_MAX,
    apply: (tx, transfers) => applyBatch(tx, transfers, clock.nowMs()),
  })

  return {
    sendPolicies: [recordPaymentPolicy, endVestingPolicy],
    receiveHandlers: [
      {
        kind: 'ledger.open-campaign',
        parse: parseCampaignAccounts,
        apply: (tx, items) => openCampaigns(deps, tx, items),
      },
      {
        kind: 'ledger.return-pool',
        parse: parseReturnedPool,
        apply: (tx, items) => returnPools(deps, tx, items),
      },
      {
        kind: 'ledger.reserve',
        parse: parseReserveTransfer,
        apply: (tx, items) => reserveTransfers(deps, tx, items),
      },
      {
        kind: 'ledger.settle',
        parse: parseSettleTransfer,
        apply: (tx, items) => settleTransfers(deps, tx, items),
      },
      {
        kind: 'ledger.void',
        parse: parseVoidTransfer,
        apply: (tx, items) => voidTransfers(deps, tx, items),
      },
      {
        kind: 'ledger.cancel-vesting',
        parse: parseCancelVesting,
        apply: (tx, items) => cancelVestings(deps, tx, items),
      },
      {
        kind: 'ledger.pause-releases',
        parse: parsePauseReleases,
        apply: (tx, items) => pauseReleases(deps, tx, items),
      },
      {
        kind: 'ledger.change-payee',
        parse: parsePayeeChange,
        apply: (tx, items) => changePayees(deps, tx, items),
      },
      {
        kind: 'ledger.claw-back',
        parse: parseClawBack,
        apply: (tx, items) => clawBackTransfers(deps, tx, items),
      },
      {
        kind: 'ledger.recover',
        parse: parseRecovery,
        apply: (tx, items) => recoverReceivables(deps, tx, items),
      },
    ],
    async sweep() {
      await expireReserves(deps)
      await releaseVested(deps)
      await driveRail(deps)
    },
    async postTransfer(transfer) {
      // Before it joins a batch, so that a faulty caller harms nobody else.
      assertTransfer(transfer)
      const submitted = await posting.submit(transfer)
      return submitted.ok ? submitted : refuse(submitted.error.code)
    },
    balances: (ids) =>
      store.read('balances', async (tx) => [...(await readAccounts(tx, ids)).values()]),
    trialBalance: () => store.read('trial-balance', projectTrialBalance),
    showCampaign: (campaignId) =>
      store.read('campaign-totals', async (tx) => {
        const [totals] = await projectCampaignTotals(tx, [campaignId])
        return totals === undefined ? refuse('campaign_unknown') : ok(totals)
      }),
    exportAudit: (campaignId) => exportCampaignJournal(context, campaignId),
    showTransfer: (id) => store.read('show-transfer', (tx) => showTransfer(tx, id)),
    showVesting: (id) => store.read('show-vesting', (tx) => showVesting(tx, id, clock.nowMs())),
    journal: (after) => store.read('list-journal', (tx) => listJournal(tx, after)),
    verifyJournal: () => store.read('verify-journal', verifyJournal),
    rebuild: () =>
      store.transact('rebuild-from-journal', async (tx) => {
        const sound = await verifyJournal(tx)
        return sound.ok ? ok(await rebuildFromJournal(tx)) : err(sound.error)
      }),
  }
}
