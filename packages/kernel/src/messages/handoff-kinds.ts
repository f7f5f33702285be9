import type { CampaignRule } from './campaign-rule.ts'
import type { CaseAppeal, CaseDecision, CaseOpening } from './case.ts'
import type { ActEffect, GovernanceAct } from './governance-act.ts'
import type { LifecycleEventBatch } from './lifecycle-event.ts'
import type { LogCosignature } from './log-cosignature.ts'
import type { LogLeaf } from './log-leaf.ts'
import type { RecheckEvidence, RecheckReceipts, RecheckResults } from './receipt-recheck.ts'
import type { ClawBack, PayeeChange, Recovery } from './recovery.ts'
import type {
  CampaignAccounts,
  PaymentOutcome,
  ReserveTransfer,
  ReturnedPool,
  SettleTransfer,
  VoidTransfer,
} from './transfer.ts'
import type { CancelVesting, PauseReleases, VestingEnd } from './vesting.ts'

/**
 * Every kind of work that one party hands to another, with the shape of its body: the whole vocabulary between roles.
 * A kind is named `<receiving role>.<imperative>`.
 */
export interface HandoffBodies {
  'ledger.open-campaign': CampaignAccounts
  'ledger.return-pool': ReturnedPool
  'ledger.reserve': ReserveTransfer
  'ledger.settle': SettleTransfer
  'ledger.void': VoidTransfer
  'ledger.claw-back': ClawBack
  'ledger.recover': Recovery
  'ledger.change-payee': PayeeChange
  'ledger.cancel-vesting': CancelVesting
  'ledger.pause-releases': PauseReleases
  'distributor.record-payment': PaymentOutcome
  'distributor.record-recheck': RecheckResults
  'distributor.end-vesting': VestingEnd
  'distributor.apply-decision': CaseDecision
  'governance.open-case': CaseOpening
  'governance.appeal-case': CaseAppeal
  'governance.record-effect': ActEffect
  'network.append': LogLeaf
  'network.cosign': LogCosignature
  'network.apply-act': GovernanceAct
  'verifier.accept-rule': CampaignRule
  'verifier.recheck-receipts': RecheckReceipts
  'verifier.recheck-evidence': RecheckEvidence
  'observer.record': LifecycleEventBatch
}

export type HandoffKind = keyof HandoffBodies
