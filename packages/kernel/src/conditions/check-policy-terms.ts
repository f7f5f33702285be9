import { declaresOutput, type Policy } from '../messages/policy.ts'
import { OUTPUTS_MAX } from '../messages/rule/conditions.ts'
import { checkSubjectTerms } from '../nullifier/check-subject-terms.ts'
import { subjectClaimOf } from '../nullifier/read-subject.ts'
import { subjectKinds } from '../nullifier/subject-kinds.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { compileExpression } from './compile-expression.ts'
import { EXPRESSION_STEPS_MAX, EXPRESSIONS_CHARS_MAX } from './limits.ts'

/**
 * Says whether the policy of a campaign that matches its schema can be kept: distributor and verifier both ask before they take it. Reasons: those
 * of `checkSubjectTerms` and `checkConditions`.
 */
export function checkPolicyTerms(policy: Policy): Result<undefined, Reasoned> {
  const subject = checkSubjectTerms(policy)
  return subject.ok ? checkConditions(policy) : subject
}

/**
 * Says whether a policy's expressions can be evaluated, within their cost, and its overlays be told apart; also of a policy that counts nobody.
 * Reasons: expression_malformed, expression_too_costly, campaign_rule_inconsistent.
 */
export function checkConditions(policy: Policy): Result<undefined, Reasoned> {
  const expressions = checkExpressions(policy)
  if (!expressions.ok) return expressions
  const contradiction = findContradiction(policy)
  return contradiction === undefined
    ? ok(undefined)
    : refuse('campaign_rule_inconsistent', contradiction)
}

function checkExpressions({
  condition,
  computedOutputs = {},
}: Policy): Result<undefined, Reasoned> {
  const texts = Object.entries(computedOutputs).map(
    ([name, text]): [member: string, text: string] => [`computedOutputs.${name}`, text],
  )
  if (condition !== undefined) texts.unshift(['condition', condition])
  const chars = texts.reduce((sum, [, text]) => sum + text.length, 0)
  if (chars > EXPRESSIONS_CHARS_MAX) {
    return refuse(
      'expression_too_costly',
      `${chars} characters of at most ${EXPRESSIONS_CHARS_MAX}`,
    )
  }
  let steps = 0
  for (const [member, text] of texts) {
    const compiled = compileExpression(text)
    if (!compiled.ok) {
      const { code, detail = '' } = compiled.error
      return refuse(code, `${member}: ${detail}`)
    }
    steps += compiled.value.steps
  }
  if (steps > EXPRESSION_STEPS_MAX) {
    return refuse('expression_too_costly', `${steps} steps of at most ${EXPRESSION_STEPS_MAX}`)
  }
  return ok(undefined)
}

function findContradiction(policy: Policy): string | undefined {
  const { outputs, computedOutputs = {} } = policy
  const twice = Object.keys(computedOutputs).find((name) => Object.hasOwn(outputs, name))
  if (twice !== undefined) return `copies and computes the output ${twice}`
  const count = Object.keys(outputs).length + Object.keys(computedOutputs).length
  if (count > OUTPUTS_MAX) return `has ${count} outputs of at most ${OUTPUTS_MAX}`
  return findPersonalOutput(policy) ?? findOverlayFault(policy)
}

/** What is personal cannot get into a receipt (E5); what an expression finds out about it can. */
function findPersonalOutput(policy: Policy): string | undefined {
  const { subject, credentialTypes, computedOutputs = {} } = policy
  if (subject === undefined || subjectKinds[subject.kind].isPersonal !== true) return undefined
  const carriers = new Set(credentialTypes.map((type) => subjectClaimOf(policy, type)))
  for (const [name, text] of Object.entries(computedOutputs)) {
    const compiled = compileExpression(text)
    const flowing = compiled.ok ? [...compiled.value.flowing] : []
    if (flowing.some((claim) => carriers.has(claim))) {
      return `the output ${name} would put something of the ${subject.kind} into every receipt`
    }
  }
  return undefined
}

function findOverlayFault(policy: Policy): string | undefined {
  const { overlays, onUndetermined, statusLadder = [] } = policy
  if (overlays === undefined) return undefined
  if (!declaresOutput(policy, 'jurisdiction')) {
    return 'has overlays and no output `jurisdiction`, by which they go'
  }
  const names = overlays.map((overlay) =>
    overlay.effect === 'deny' ? overlay.jurisdiction : `${overlay.jurisdiction} ${overlay.check}`,
  )
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) return `has two overlays for ${twice}`
  const holds = [onUndetermined, ...statusLadder.map((step) => step.onUndetermined)]
  const isHeld = holds.every((outcome) => outcome === 'hold')
  const isHolding = overlays.some(
    (overlay) => overlay.effect === 'check' && overlay.whenLate === 'hold',
  )
  return isHolding && !isHeld
    ? 'has an overlay that holds what is late, and does not hold what is undetermined'
    : undefined
}
