import { compileExpression } from './compile-expression.ts'
import type { ConditionTerms } from './evaluate-policy.ts'

/** The claims that a policy's expressions read, in the order of their names; `optional`: those that they ask for before they read them. */
export interface ClaimsRead {
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

/** Tells what a wallet has to be asked for, besides what the policy copies and demands. */
export function claimsRead({ condition, computedOutputs = {} }: ConditionTerms): ClaimsRead {
  const texts = [...(condition === undefined ? [] : [condition]), ...Object.values(computedOutputs)]
  const expressions = texts.flatMap((text) => {
    const compiled = compileExpression(text)
    return compiled.ok ? [compiled.value] : []
  })
  const optional = new Set(expressions.flatMap((expression) => [...expression.optional]))
  const all = new Set(expressions.flatMap((expression) => [...expression.claims]))
  return {
    required: [...all].filter((name) => !optional.has(name)).sort(),
    optional: [...optional].sort(),
  }
}
