import type { CaseId, PartyContext, Reasoned, Result, Role } from '@evenkeel/kernel'
import {
  type Accredit,
  type AccreditationActView,
  accredit,
  actPolicy,
  type CancelAct,
  cancelAct,
  leafPolicy,
  showAct,
} from './commands/accredit.ts'
import { type AppealCase, appealCase, appealCasesHandler } from './commands/appeal-case.ts'
import { type DecideCase, decideCase } from './commands/decide-case.ts'
import { fireDeadlines } from './commands/fire-deadlines.ts'
import type { GovernanceConfig, GovernanceDeps } from './commands/hand-over.ts'
import { openCasesHandler } from './commands/open-cases.ts'
import { decisionPolicy } from './commands/record-answers.ts'
import { recordEffectsHandler } from './commands/record-effects.ts'
import {
  type CaseCursor,
  type CasePage,
  type CaseView,
  listCases,
  showCase,
} from './commands/show-case.ts'
import { SWEEP_BATCH_MAX } from './limits.ts'
import type { CaseRecord } from './model/case-record.ts'

/** Decides, and lets the owning roles carry out (DESIGN §8): it touches no balance and no status. */
export interface Governance extends Role {
  /** Reasons: malformed_message, case_unknown, case_conflict, case_transition_not_allowed, case_own_decision, case_actor_not_allowed. */
  decideCase(command: DecideCase): Promise<Result<CaseRecord, Reasoned>>
  /** Reasons: malformed_message, case_unknown, case_transition_not_allowed, appeal_window_over, appeal_made_already. */
  appealCase(command: AppealCase): Promise<Result<CaseRecord, Reasoned>>
  /** Reason: case_unknown. */
  showCase(caseId: CaseId): Promise<Result<CaseView, Reasoned>>
  /** The cases that are not closed, least time left first. */
  listCases(after?: CaseCursor): Promise<CasePage>
  /** Reasons: malformed_message, case_actor_not_allowed, act_conflict. */
  accredit(command: Accredit): Promise<Result<AccreditationActView, Reasoned>>
  /** Takes an announced act upon an accreditation back. Reasons: malformed_message, not_found, act_conflict. */
  cancelAct(command: CancelAct): Promise<Result<AccreditationActView, Reasoned>>
  /** Reason: not_found. */
  showAct(actId: string): Promise<Result<AccreditationActView, Reasoned>>
}

/** Makes the governance of a programme over its party's ports. */
export function createGovernance(context: PartyContext, config: GovernanceConfig): Governance {
  const deps: GovernanceDeps = { context, config }
  const { store, clock } = context.ports
  return {
    sendPolicies: [decisionPolicy(deps), actPolicy, leafPolicy],
    receiveHandlers: [openCasesHandler(deps), appealCasesHandler(deps), recordEffectsHandler(deps)],
    decideCase: (command) => decideCase(deps, command),
    appealCase: (command) => appealCase(deps, command),
    showCase: (caseId) => showCase(store, caseId, clock.nowMs()),
    listCases: (after) => listCases(store, after),
    accredit: (command) => accredit(deps, command),
    cancelAct: (command) => cancelAct(deps, command),
    showAct: (actId) => showAct(store, actId),
    async sweep() {
      while ((await fireDeadlines(deps)) === SWEEP_BATCH_MAX);
    },
  }
}
