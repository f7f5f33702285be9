import { tests as conformance } from '@bufbuild/cel-spec/testdata/conformance.js'
import { describe, expect, test } from 'vitest'
import { compileExpression } from '../../src/conditions/index.ts'
import { epochMs } from '../../src/index.ts'

type Suite = typeof conformance
type Original = NonNullable<Suite['tests']>[number]['original']

const facts = { claims: {}, issuer: {}, credential: {}, now: epochMs(0) }

/** Where we are narrower than CEL: what grows, and what is finer than a clock. */
const NARROWER: ReadonlySet<string> = new Set([
  '[0, 1, 2] + [3, 4, 5] == [0, 1, 2, 3, 4, 5]',
  '[0, 1, 2] + [3, 4, 5] == [3, 4, 5, 0, 1, 2]',
  "string(timestamp('9999-12-31T23:59:59.999999999Z'))",
  "timestamp('0001-01-01T00:00:01.000000001Z') + duration('-999999999ns') == timestamp('0001-01-01T00:00:00.000000002Z')",
  "timestamp('0001-01-01T00:00:01.999999999Z') + duration('999999999ns') == timestamp('0001-01-01T00:00:02.999999998Z')",
])

function originals({ tests = [], suites = [] }: Suite): readonly Original[] {
  return [...tests.map(({ original }) => original), ...suites.flatMap(originals)]
}

/** Texts, numbers and truth values; undefined for what a receipt cannot carry, which no result of ours is compared as. */
function expected({ value, evalError }: Original): string | undefined {
  if (evalError !== undefined) return 'error'
  const { int64Value, doubleValue, stringValue, boolValue } = (value ?? {}) as Readonly<
    Record<string, unknown>
  >
  if (int64Value !== undefined) return `int ${int64Value}`
  if (doubleValue !== undefined) return `double ${Number(doubleValue)}`
  if (stringValue !== undefined) return `string ${stringValue}`
  return boolValue === undefined ? undefined : `boolean ${boolValue}`
}

function given(value: unknown): string {
  if (typeof value === 'bigint') return `int ${value}`
  return typeof value === 'number' ? `double ${value}` : `${typeof value} ${String(value)}`
}

describe('the conformance tests of CEL', () => {
  const compared = originals(conformance).flatMap((original) => {
    const compiled = compileExpression(original.expr)
    const want = expected(original)
    if (!compiled.ok || want === undefined) return []
    const result = compiled.value.evaluate(facts)
    return [{ expr: original.expr, want, got: result.ok ? given(result.value) : 'error' }]
  })

  test('come out as they should for every expression that is accepted here', () => {
    expect(compared.length).toBeGreaterThan(500)
    expect(compared.filter(({ expr, want, got }) => want !== got && !NARROWER.has(expr))).toEqual(
      [],
    )
  })

  test('come to an error, and no other value, where we are narrower', () => {
    const narrower = compared.filter(({ expr }) => NARROWER.has(expr))
    expect(narrower.map(({ got }) => got)).toEqual([...NARROWER].map(() => 'error'))
  })
})
