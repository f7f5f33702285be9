import type { Scenario } from '../../scenario.ts'
import { runStatus, type StatusReport } from './run-status.ts'
import { createStatusSummary } from './summarise-status.ts'

/** Two issuers, a network and verifiers with clocks, caches and fates of their own, for hours. */
export const status: Scenario<StatusReport> = {
  name: 'status',
  description:
    'Hours of changes of status in every mode under outages, cuts, caches and wrong clocks, with plain readers beside.',
  run: runStatus,
  createSummary: createStatusSummary,
}
