export type { Violation } from './invariants.ts'
export type { LabReport, Scenario, ScenarioOptions, Summary } from './scenario.ts'
export { scenarios } from './scenarios/scenarios.ts'
