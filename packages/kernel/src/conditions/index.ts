// Apart from the kernel's own list: CEL takes 90 ms to load, which nobody has to wait for who evaluates nothing.
export { checkConditions, checkPolicyTerms } from './check-policy-terms.ts'
export { type ClaimsRead, claimsRead } from './claims-read.ts'
export {
  compileExpression,
  type EvaluationFault,
  type Expression,
} from './compile-expression.ts'
export { type ConditionTerms, evaluatePolicy, hasConditions } from './evaluate-policy.ts'
export { type ConditionFacts, issuerFacts } from './facts.ts'
export { copiedOutputs, evaluateOutputs, faultOfDisclosed } from './policy-outputs.ts'
