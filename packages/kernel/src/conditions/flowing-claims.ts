import { type Expr, pathOf } from './inspect-expression.ts'

/** Calls whose result is true or false, whatever they compare. */
const PREDICATES: ReadonlySet<string> = new Set([
  ...['_&&_', '_||_', '!_', '_==_', '_!=_', '_<_', '_<=_', '_>_', '_>=_', '@in'],
  ...['startsWith', 'endsWith', 'contains'],
])

/** The claims whose values, or parts of them, can get into what an expression gives. */
export function flowingClaims(expr: Expr): ReadonlySet<string> {
  const { exprKind } = expr
  const [root, name] = pathOf(expr) ?? []
  if (exprKind.case === 'selectExpr' && exprKind.value.testOnly) return new Set()
  if (root === 'claims' && name !== undefined) return new Set([name])
  switch (exprKind.case) {
    case 'selectExpr':
      return union([exprKind.value.operand])
    case 'callExpr': {
      const { function: called, target, args } = exprKind.value
      if (PREDICATES.has(called)) return new Set()
      // Which branch was taken tells as little as a comparison does.
      return union(called === '_?_:_' ? args.slice(1) : [target, ...args])
    }
    case 'listExpr':
      return union(exprKind.value.elements)
    default:
      return new Set()
  }
}

function union(exprs: readonly (Expr | undefined)[]): ReadonlySet<string> {
  return new Set(exprs.flatMap((expr) => (expr === undefined ? [] : [...flowingClaims(expr)])))
}
