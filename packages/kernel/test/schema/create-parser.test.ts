import Type from 'typebox'
import { describe, expect, test } from 'vitest'
import { parseAllocationRule } from '../../src/allocation/allocation-rule.ts'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import type { CampaignId } from '../../src/ids.ts'
import { createParser, type Parser } from '../../src/schema/create-parser.ts'
import { bytesField, epochMsField, idField, minorField } from '../../src/schema/fields.ts'

interface Sample {
  readonly id: CampaignId
  readonly amountMinor: string
  readonly atMs: number
  readonly hash?: string
  readonly rows: readonly { readonly type: string }[]
  readonly choice: 'x' | { readonly const: { readonly n: number } }
  readonly open: { readonly known?: string }
}

const schema = Type.Object({
  id: idField<CampaignId>(),
  amountMinor: minorField(),
  atMs: epochMsField(),
  hash: Type.Optional(bytesField(32)),
  rows: Type.Array(Type.Object({ type: Type.String() })),
  choice: Type.Union([
    Type.Literal('x'),
    Type.Object({ const: Type.Object({ n: Type.Number() }) }),
  ]),
  open: Type.Object({ known: Type.Optional(Type.String()) }, { additionalProperties: true }),
})
const parseSample: Parser<Sample> = createParser(schema, { maxBytes: 2_000, maxDepth: 3 })

const sample = {
  id: 'campaign-1',
  amountMinor: '0',
  atMs: 0,
  rows: [{ type: 'a' }],
  choice: { const: { n: 1 } },
  open: { other: [1] },
}

function detailOf(changes: object): string | undefined {
  const result = parseSample({ ...sample, ...changes })
  if (result.ok) return 'ok'
  expect(result.error.code).toBe('malformed_message')
  return result.error.detail
}

describe('a parser made from a schema', () => {
  test('bytes and the value already parsed give the same result', () => {
    expect(parseSample(sample)).toEqual({ ok: true, value: sample })
    expect(parseSample(encodeUtf8(JSON.stringify(sample)))).toEqual({ ok: true, value: sample })
  })

  test('the detail names the JSON pointer of the first fault', () => {
    expect(detailOf({ rows: [{ type: 'a' }, { type: 1 }] })).toBe('/rows/1/type must be string')
    expect(detailOf({ id: undefined, atMs: -1 })).toMatch(/^\/(id|atMs) /)
    expect(parseSample('text')).toMatchObject({
      error: { detail: '(whole message) must be object' },
    })
  })

  test('the detail is about the form of a union that the value means', () => {
    const told = (allocation: object) => {
      const parsed = parseAllocationRule(allocation)
      return parsed.ok ? 'ok' : parsed.error.detail
    }
    expect(told({ kind: 'tiered', tiers: { small: '1' } })).toBe('ok')
    expect(told({ kind: 'tiered', tiers: { small: 1 } })).toBe('/tiers/small must be string')
    expect(told({ kind: 'tiered' })).toBe('(whole message) must have required properties tiers')
    const draw = { kind: 'lottery', winners: 1, amountMinor: '1' }
    const seed = { kind: 'drand', chain: 'quicknet', delayMs: -1 }
    expect(told({ ...draw, seed })).toMatch(/^\/seed\/delayMs /)
    expect(told({ ...draw, seed: { ...seed, chain: 'other', delayMs: 1 } })).toMatch(
      /^\/seed\/chain must be equal/,
    )
    expect(told({ kind: 'none' })).toBe(
      '/kind must be one of fixed, tiered, equal-capped, pro-rata, table, lottery',
    )
    expect(told({})).toBe('(whole message) must have required properties kind')
    // Of one of two that no constant tells apart: as the validator says.
    expect(told({ ...draw, seed: { kind: 'commit-reveal' } })).not.toBe('ok')
  })

  test('a form is chosen also inside, and never where one constant does not tell all of them apart', () => {
    const form = (constant: string, word: string, member: string) =>
      Type.Object({ [constant]: Type.Literal(word), [member]: Type.Number() })
    const told = (one: object, two: object, value: object) => {
      const both = Type.Object({ a: Type.Union([one, two]), b: Type.Number() })
      const parsed = createParser(both, { maxBytes: 99, maxDepth: 3 })(value)
      return parsed.ok ? 'ok' : parsed.error.detail
    }
    const [x, y] = [form('kind', 'x', 'n'), form('kind', 'y', 'm')]
    expect(told(x, y, { a: { kind: 'y' }, b: 1 })).toBe('/a must have required properties m')
    expect(told(x, form('kind', 'x', 'm'), { a: { kind: 'x', m: 1 }, b: 'no' })).toBe(
      '/b must be number',
    )
    expect(
      told(x, form('type', 'z', 'm'), { a: { kind: 'q', type: 'q', m: 1 }, b: 1 }),
    ).not.toMatch(/one of/)
  })

  test('members that the schema does not name are refused at every level', () => {
    expect(detailOf({ extra: 1 })).toBe('/extra is not expected here')
    expect(detailOf({ rows: [{ type: 'a', 'x/y': 1 }] })).toBe('/rows/0/x~1y is not expected here')
    expect(detailOf({ choice: { const: { n: 1 }, more: 2 } })).not.toBe('ok')
    expect(detailOf({ choice: { const: { n: 1, more: 2 } } })).not.toBe('ok')
    expect(detailOf(JSON.parse('{"__proto__":1}'))).toBe('/__proto__ is not expected here')
  })

  test('an object that the schema leaves open keeps members it does not name', () => {
    expect(detailOf({ open: { anything: { at: 'all' } } })).toBe('ok')
    expect(detailOf({ open: { known: 1 } })).toBe('/open/known must be string')
  })

  test.each([
    ['an id with a slash', { id: 'a/b' }],
    ['an amount with a sign', { amountMinor: '+1' }],
    ['an amount with a leading zero', { amountMinor: '01' }],
    ['an amount of 40 digits', { amountMinor: '1'.repeat(40) }],
    ['a time with a fraction', { atMs: 0.5 }],
    ['a time after the year 9999', { atMs: 253_402_300_800_000 }],
    ['a hash of 31 bytes', { hash: 'A'.repeat(42) }],
    ['a hash with padding', { hash: `${'A'.repeat(42)}=` }],
  ])('%s is refused', (_, changes) => {
    expect(detailOf(changes)).not.toBe('ok')
  })

  test('faults of the bytes keep their own reasons', () => {
    expect(parseSample(encodeUtf8('[[[[1]]]]'))).toMatchObject({
      error: { code: 'nesting_too_deep' },
    })
    expect(parseSample(encodeUtf8('{"a":1,"a":2}'))).toMatchObject({
      error: { code: 'duplicate_key' },
    })
    expect(parseSample(new Uint8Array(2_001))).toMatchObject({
      error: { code: 'message_too_large' },
    })
  })

  test('a hostile name cannot make a detail long', () => {
    expect(detailOf({ ['n'.repeat(100_000)]: 1 })?.length).toBe(200)
  })

  test('a constant that looks like a schema is left as it is', () => {
    const parse = createParser(Type.Unsafe({ const: { type: 'object' } }), {
      maxBytes: 99,
      maxDepth: 2,
    })
    expect(parse({ type: 'object' }).ok).toBe(true)
  })
})
