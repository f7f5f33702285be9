import { type CelEnv, celEnv, isCelError, parse, plan } from '@bufbuild/cel'
import { isJsonObject, type JsonObject } from '../json/json-value.ts'
import { EXPRESSION_CHARS_MAX } from '../messages/rule/conditions.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { err, ok, type Result } from '../result.ts'
import type { ConditionFacts } from './facts.ts'
import { flowingClaims } from './flowing-claims.ts'
import { celInstant, OWN_FUNCTIONS } from './functions.ts'
import { ExpressionFault, type Inspection, inspectExpression } from './inspect-expression.ts'
import {
  BRACKET_DEPTH_MAX,
  BRACKETS_MAX,
  EXPRESSION_NODES_MAX,
  EXPRESSION_STEPS_MAX,
  EXPRESSIONS_HELD_MAX,
} from './limits.ts'
import { type CelJson, toCelValue } from './to-cel-value.ts'

/** An expression that was looked over and can be evaluated. */
export interface Expression extends Pick<Inspection, 'claims' | 'optional' | 'steps'> {
  /** The claims whose values can get into what it gives; of others it tells only what it compares them with. */
  readonly flowing: ReadonlySet<string>
  evaluate(facts: ConditionFacts): Result<unknown, EvaluationFault>
}

/** `missing`: it reads a claim that is not there; `faulty`: types, ranges or sizes that do not fit. */
export type EvaluationFault = 'missing' | 'faulty'

const held = new Map<string, Result<Expression, Reasoned>>()
let environment: CelEnv | undefined

/**
 * Compiles an expression of the part of CEL that is pure, bounded and the same everywhere. Reasons: expression_malformed, expression_too_costly, with
 * the place in the text.
 */
export function compileExpression(text: string): Result<Expression, Reasoned> {
  const known = held.get(text)
  if (known !== undefined) return known
  const compiled = compile(text)
  if (held.size >= EXPRESSIONS_HELD_MAX) held.clear()
  held.set(text, compiled)
  return compiled
}

function compile(text: string): Result<Expression, Reasoned> {
  if (text.length > EXPRESSION_CHARS_MAX) {
    return refuse('expression_too_costly', `longer than ${EXPRESSION_CHARS_MAX} characters`)
  }
  const { opened, deepest } = countBrackets(text)
  if (opened > BRACKETS_MAX) {
    return refuse('expression_too_costly', `${opened} brackets of at most ${BRACKETS_MAX}`)
  }
  if (deepest > BRACKET_DEPTH_MAX) {
    return refuse('expression_too_costly', `brackets nest deeper than ${BRACKET_DEPTH_MAX}`)
  }
  const parsed = parseText(text)
  if (!parsed.ok) return parsed
  const { expr, sourceInfo } = parsed.value
  if (expr === undefined) return refuse('expression_malformed', 'says nothing')
  let inspection: Inspection
  try {
    inspection = inspectExpression(expr)
  } catch (fault) {
    if (!(fault instanceof ExpressionFault)) throw fault
    const at = (sourceInfo?.positions[String(fault.at)] ?? 0) + 1
    return refuse('expression_malformed', `at ${at}: ${fault.message}`)
  }
  const { claims, optional, paths, nodes, steps } = inspection
  if (nodes > EXPRESSION_NODES_MAX) {
    return refuse('expression_too_costly', `${nodes} parts of at most ${EXPRESSION_NODES_MAX}`)
  }
  if (steps > EXPRESSION_STEPS_MAX) {
    return refuse('expression_too_costly', `${steps} steps of at most ${EXPRESSION_STEPS_MAX}`)
  }
  environment ??= celEnv({ funcs: [...OWN_FUNCTIONS] })
  const run = plan(environment, expr)
  return ok({
    claims,
    optional,
    steps,
    flowing: flowingClaims(expr),
    evaluate(facts) {
      const bindings = bindingsOf(facts, claims)
      if (bindings === undefined) return err('faulty')
      const result = run(bindings)
      if (!isCelError(result)) return ok(result)
      const path = result.exprId === undefined ? undefined : paths.get(result.exprId)
      return err(path !== undefined && isAbsent(facts.claims, path) ? 'missing' : 'faulty')
    },
  })
}

function parseText(text: string): Result<ReturnType<typeof parse>, Reasoned> {
  try {
    return ok(parse(text))
  } catch (fault) {
    // Whatever the parser throws is about the text, which is all that it was given.
    const words = fault instanceof Error ? fault.message : String(fault)
    return refuse('expression_malformed', words.replace('<input>:1:', 'at '))
  }
}

/** Brackets in texts and comments count too. There a closing one hides how deep it is, but not how many were opened. */
function countBrackets(text: string): { readonly opened: number; readonly deepest: number } {
  let opened = 0
  let depth = 0
  let deepest = 0
  for (const char of text) {
    if ('([{'.includes(char)) {
      opened++
      deepest = Math.max(deepest, ++depth)
    } else if (')]}'.includes(char)) depth--
  }
  return { opened, deepest }
}

type Bindings = Parameters<ReturnType<typeof plan>>[0]

/** Only what the expression names; undefined when a claim of that is too large. */
function bindingsOf(
  { claims, issuer, credential, now }: ConditionFacts,
  names: ReadonlySet<string>,
): Bindings {
  const read = new Map<string, CelJson>()
  for (const name of names) {
    const claim = Object.hasOwn(claims, name) ? claims[name] : undefined
    if (claim === undefined) continue
    const value = toCelValue(claim)
    if (value === undefined) return undefined
    read.set(name, value)
  }
  const [about, of] = [issuer, credential].map((facts) => toCelValue(facts as JsonObject))
  const isWhole = about !== undefined && of !== undefined
  return isWhole
    ? ({ claims: read, issuer: about, credential: of, now: celInstant(now) } as Bindings)
    : undefined
}

/** Whether the claims end somewhere on the path, rather than being of another shape. */
function isAbsent(claims: JsonObject, [name = '', ...rest]: readonly string[]): boolean {
  if (!Object.hasOwn(claims, name)) return true
  const value = claims[name]
  return rest.length > 0 && isJsonObject(value) && isAbsent(value, rest)
}
