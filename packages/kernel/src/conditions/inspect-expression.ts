import type { parse } from '@bufbuild/cel'
import { CREDENTIAL_FACTS, ISSUER_FACTS } from './facts.ts'
import { FUNCTION_STEPS } from './functions.ts'
import { CLAIM_ITEMS_MAX, COMPARE_STEPS, TEXT_STEPS } from './limits.ts'

/** A node of the parser's syntax tree. */
export type Expr = NonNullable<ReturnType<typeof parse>['expr']>
type Kind<Case> = Extract<Expr['exprKind'], { readonly case: Case }>

/** What an expression reads and costs. */
export interface Inspection {
  /** The claims that it names. */
  readonly claims: ReadonlySet<string>
  /** Those of them that it asks `has` of, and so does without. */
  readonly optional: ReadonlySet<string>
  /** The path below the claims that each node reads, by the node's id; the library reports an index under the id of what it begins with. */
  readonly paths: ReadonlyMap<bigint, readonly string[]>
  readonly nodes: number
  /** At worst. */
  readonly steps: number
}

/** Something that an expression may not contain, and the node that it stands in. */
export class ExpressionFault extends Error {
  readonly at: bigint
  constructor(at: bigint, message: string) {
    super(message)
    this.at = at
  }
}

const FACTS: Readonly<Record<string, readonly string[]>> = {
  issuer: ISSUER_FACTS,
  credential: CREDENTIAL_FACTS,
}
/** Claims about the credential and its key: in an output they would tie together what one person does in several programmes. */
const CLAIMS_KEPT_BACK: readonly string[] = ['cnf', 'status']
const ROOTS: readonly string[] = ['claims', 'now', ...Object.keys(FACTS)]
/** What the macros call their intermediate result. */
const ACCUMULATOR = '@result'

const COMPARISONS: ReadonlySet<string> = new Set(['_==_', '_!=_', '@in'])

/** The variables of the loop that a node is in, if it is in one. */
type Scope = readonly string[]

/** Looks an expression over before it is ever evaluated; throws an ExpressionFault on what it may not contain. */
export function inspectExpression(root: Expr): Inspection {
  const claims = new Set<string>()
  const optional = new Set<string>()
  const paths = new Map<bigint, readonly string[]>()
  let nodes = 0

  function visit(expr: Expr | undefined, scope: Scope): number {
    if (expr === undefined) return 0
    nodes += 1
    const { id, exprKind: kind } = expr
    switch (kind.case) {
      case 'constExpr':
        return visitConstant(id, kind.value)
      case 'identExpr':
        return visitName(id, kind.value.name, scope)
      case 'selectExpr':
        return visitSelect(expr, kind, scope)
      case 'callExpr':
        return visitCall(expr, kind, scope)
      case 'listExpr':
        return sum(kind.value.elements, scope) + 1
      case 'comprehensionExpr':
        return visitLoop(id, kind, scope)
      default:
        throw new ExpressionFault(id, 'makes a map or a message')
    }
  }

  function sum(exprs: readonly Expr[], scope: Scope): number {
    return exprs.reduce((steps, expr) => steps + visit(expr, scope), 0)
  }

  function visitConstant(id: bigint, { constantKind }: Kind<'constExpr'>['value']): number {
    if (!isInRange(constantKind)) throw new ExpressionFault(id, 'a number beyond 64 bits')
    return 1
  }

  function visitName(id: bigint, name: string, scope: Scope): number {
    if (name !== 'now' && !scope.includes(name)) {
      const hint = ROOTS.includes(name) ? `: \`${name}.\` and a name` : ', which nothing is called'
      throw new ExpressionFault(id, `reads ${name}${hint}`)
    }
    return 1
  }

  /** A member of something: of a root, whose members are known, or of what was read before. */
  function visitMember(expr: Expr, operand: Expr | undefined, scope: Scope): number {
    const [root, ...path] = pathOf(expr) ?? []
    const [name = ''] = path
    if (root === undefined) return visit(operand, scope) + 1
    if (root === 'claims') {
      if (CLAIMS_KEPT_BACK.includes(name)) {
        throw new ExpressionFault(expr.id, `reads claims.${name}, which tells of no person`)
      }
      claims.add(name)
      paths.set(expr.id, path)
      const begin = beginOf(expr).id
      if (!paths.has(begin)) paths.set(begin, path)
    } else if (FACTS[root]?.includes(name) !== true) {
      throw new ExpressionFault(expr.id, `reads ${root}.${name}, which there is not`)
    }
    return path.length === 1 ? 1 : visit(operand, scope) + 1
  }

  function visitSelect(expr: Expr, { value }: Kind<'selectExpr'>, scope: Scope): number {
    const steps = visitMember(expr, value.operand, scope)
    const path = paths.get(expr.id)
    if (value.testOnly && path?.length === 1) optional.add(value.field)
    return steps
  }

  function visitCall(expr: Expr, { value }: Kind<'callExpr'>, scope: Scope): number {
    const { function: name, target, args } = value
    const steps = FUNCTION_STEPS.get(name)
    if (steps === undefined) throw new ExpressionFault(expr.id, `calls ${name}, which is not there`)
    const [operand, index] = args
    if (name.startsWith('get') && operand !== undefined) {
      throw new ExpressionFault(expr.id, 'names a time zone: what it means changes')
    }
    if (name === '_[_]' && isText(index)) return visitMember(expr, operand, scope) + 1
    const searched = name === 'contains' ? [target, ...args] : name === '@in' ? [index] : []
    if (!searched.every(isPlain)) throw new ExpressionFault(expr.id, 'searches what is computed')
    const compared = COMPARISONS.has(name) ? compareSteps(operand, index) : 0
    const read = target === undefined ? args : [target, ...args]
    // What looks at every character looks at all of those that were put together.
    const texts = steps < TEXT_STEPS ? 1 : Math.max(1, ...read.map(textsIn))
    return sum(read, scope) + steps * texts + compared
  }

  /** `all`, `exists` and `exists_one`: one loop, over something that is there, with a result of one value. */
  function visitLoop(id: bigint, { value }: Kind<'comprehensionExpr'>, scope: Scope): number {
    const { iterVar, iterRange, accuInit, loopCondition, loopStep, result } = value
    if (accuInit?.exprKind.case !== 'constExpr') throw new ExpressionFault(id, 'makes a list')
    if (scope.length > 0) throw new ExpressionFault(id, 'loops within a loop')
    if (!isPlain(iterRange)) throw new ExpressionFault(id, 'loops over what is computed')
    if (ROOTS.includes(iterVar)) throw new ExpressionFault(id, `calls its variable ${iterVar}`)
    const inside = [iterVar, ACCUMULATOR]
    const range = visit(iterRange, scope)
    const body = visit(loopCondition, inside) + visit(loopStep, inside)
    return range + body * CLAIM_ITEMS_MAX + visit(result, inside) + 1
  }

  const steps = visit(root, [])
  return { claims, optional, paths, nodes, steps }
}

/** How many texts of claims the text that an expression gives may be put together from. */
function textsIn(expr: Expr): number {
  const { exprKind } = expr
  if (exprKind.case !== 'callExpr') return 1
  const { function: name, target, args } = exprKind.value
  const each = [...(target === undefined ? [] : [target]), ...args].map(textsIn)
  return name === '_+_' ? each.reduce((sum, texts) => sum + texts, 0) : Math.max(1, ...each)
}

function isInRange(constant: Kind<'constExpr'>['value']['constantKind']): boolean {
  switch (constant.case) {
    case 'int64Value':
      return BigInt.asIntN(64, constant.value) === constant.value
    case 'uint64Value':
      return BigInt.asUintN(64, constant.value) === constant.value
    case 'doubleValue':
      return Number.isFinite(constant.value)
    default:
      return true
  }
}

/** The name that a path begins with. */
function beginOf(expr: Expr): Expr {
  const { exprKind: kind } = expr
  const operand =
    kind.case === 'selectExpr'
      ? kind.value.operand
      : kind.case === 'callExpr'
        ? kind.value.args[0]
        : undefined
  return operand === undefined ? expr : beginOf(operand)
}

/** What comparing takes beside reading: next to nothing where one side is written down. */
function compareSteps(one: Expr | undefined, other: Expr | undefined): number {
  if (other?.exprKind.case === 'listExpr') {
    return other.exprKind.value.elements.reduce((sum, each) => sum + compareSteps(one, each), 0)
  }
  const isShort = [one, other].some((side) => side?.exprKind.case === 'constExpr')
  return isShort ? 0 : COMPARE_STEPS
}

/** The root and the members below it that a node reads, if it reads nothing else. */
export function pathOf({ exprKind }: Expr): string[] | undefined {
  const below = (operand: Expr | undefined, field: string) => {
    const path = operand && pathOf(operand)
    path?.push(field)
    return path
  }
  switch (exprKind.case) {
    case 'identExpr':
      return ROOTS.includes(exprKind.value.name) ? [exprKind.value.name] : undefined
    case 'selectExpr':
      return below(exprKind.value.operand, exprKind.value.field)
    case 'callExpr': {
      const [operand, index] = exprKind.value.args
      return exprKind.value.function === '_[_]' && isText(index)
        ? below(operand, index.exprKind.value.constantKind.value)
        : undefined
    }
    default:
      return undefined
  }
}

type Text = Expr & {
  readonly exprKind: {
    readonly value: {
      readonly constantKind: { readonly case: 'stringValue'; readonly value: string }
    }
  }
}

function isText(expr: Expr | undefined): expr is Text {
  const { exprKind } = expr ?? {}
  return exprKind?.case === 'constExpr' && exprKind.value.constantKind.case === 'stringValue'
}

/** Whether a node is written down or read, so that it is no larger than a claim may be or the expression is. */
function isPlain(expr: Expr | undefined): boolean {
  const { exprKind } = expr ?? {}
  switch (exprKind?.case) {
    case 'constExpr':
    case 'identExpr':
      return true
    case 'selectExpr':
      return isPlain(exprKind.value.operand)
    case 'listExpr':
      return exprKind.value.elements.every(isPlain)
    case 'callExpr':
      return exprKind.value.function === '_[_]' && exprKind.value.args.every(isPlain)
    default:
      return false
  }
}
