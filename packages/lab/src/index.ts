export type { Violation } from './invariants.ts'
export type { LabReport, Scenario, ScenarioOptions } from './scenario.ts'
export { scenarios } from './scenarios/scenarios.ts'
