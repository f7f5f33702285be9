import { describe, expect, test } from 'vitest'
import { compileExpression } from '../../src/conditions/index.ts'
import { epochMs, type JsonObject, unwrap } from '../../src/index.ts'

const NOW = epochMs(1_795_342_800_000)
const facts = (claims: JsonObject) => ({
  claims,
  issuer: { id: 'i', accreditation: 'n/i', assurance: 'high', jurisdictions: ['CH'] },
  credential: { type: 't' },
  now: NOW,
})
const evaluate = (text: string, claims: JsonObject = {}) =>
  unwrap(compileExpression(text)).evaluate(facts(claims))

describe('an expression', () => {
  test.each<readonly [text: string, claims: JsonObject, value: unknown]>([
    ['claims.age >= 18', { age: 18 }, true],
    ['claims.age >= 18 && claims.country in ["CH", "LI"]', { age: 30, country: 'DE' }, false],
    ['issuer.assurance == "high" && "CH" in issuer.jurisdictions', {}, true],
    ['credential.type == "t" ? "a" : "b"', {}, 'a'],
    ['has(claims.degree) ? 2 : 1', {}, 1n],
    ['int(claims.points) * 2 + 1', { points: 20 }, 41n],
    ['claims.degrees.exists(d, d.level >= 7.0)', { degrees: [{ level: 6 }, { level: 7 }] }, true],
    ['claims.address.country', { address: { country: 'CH' } }, 'CH'],
    ['claims["address"]["country"]', { address: { country: 'CH' } }, 'CH'],
    ['now >= timestamp(claims.from)', { from: '2026-11-22T10:20:00Z' }, true],
    ['now - timestamp(claims.born + "T00:00:00Z") > duration("24h")', { born: '2001-02-03' }, true],
    ['now.getFullYear() * 100 + now.getMonth()', {}, 202_610n],
    ['timestamp("2024-02-29T23:59:59Z").getDate()', {}, 29n],
    ['timestamp(60) == timestamp("1970-01-01T00:01:00Z")', {}, true],
    ['string(now)', {}, '2026-11-22T10:20:00Z'],
    ['claims.x == null', { x: null }, true],
    ['has(claims.x) || has(claims.o.y) || "y" in claims.o', { x: null, o: { y: null } }, false],
    ['int(claims.text)', { text: '-9223372036854775808' }, -9223372036854775808n],
  ])('`%s` of %j gives %s', (text, claims, value) => {
    expect(evaluate(text, claims)).toEqual({ ok: true, value })
  })

  test.each<readonly [text: string, claims: JsonObject, error: string]>([
    ['claims.age >= 18', {}, 'missing'],
    ['claims.address.country == "CH"', { address: {} }, 'missing'],
    ['claims["age"] >= 18', {}, 'missing'],
    ['claims["address"]["country"] == "CH"', { address: {} }, 'missing'],
    ['claims["address"]["country"] == "CH"', { address: 'CH' }, 'faulty'],
    ['claims.__proto__ == 1', {}, 'missing'],
    ['claims.list[3] == claims.other', { list: [1], other: 1 }, 'faulty'],
    ['timestamp(-62135596801) < now', {}, 'faulty'],
    ['claims.address.country == "CH"', { address: 'CH' }, 'faulty'],
    ['claims.age >= 18', { age: '18' }, 'faulty'],
    ['claims.age ? 1 : 2', { age: 1 }, 'faulty'],
    ['claims.list[3] == 1', { list: [1] }, 'faulty'],
    ['claims.list + claims.list == []', { list: [1] }, 'faulty'],
    ['9223372036854775807 + int(claims.one)', { one: 1 }, 'faulty'],
    ['1 / int(claims.zero)', { zero: 0 }, 'faulty'],
    ['int(claims.text)', { text: '' }, 'faulty'],
    ['int(claims.text)', { text: '0x10' }, 'faulty'],
    ['int(claims.text) > 0', { text: '9223372036854775808' }, 'faulty'],
    ['double(claims.text) > 0.0', { text: '' }, 'faulty'],
    ['double(claims.text) > 0.0', { text: '1e999' }, 'faulty'],
    ['duration(claims.text) >= duration("0s")', { text: '' }, 'faulty'],
    ['duration(claims.text) >= duration("0s")', { text: '-' }, 'faulty'],
    ['timestamp(claims.text) < now', { text: '2026-02-30T00:00:00Z' }, 'faulty'],
    ['timestamp(claims.text) < now', { text: '2026-01-01T00:00:00+01:00' }, 'faulty'],
    ['size(claims.text) > 0', { text: 'x'.repeat(1_025) }, 'faulty'],
    ['size(claims.list) > 0', { list: Array.from({ length: 300 }, () => 1) }, 'faulty'],
    ['size(claims.deep) > 0', { deep: [[[[[[[[1]]]]]]]] }, 'faulty'],
  ])('`%s` of %j is no value but %s', (text, claims, error) => {
    expect(evaluate(text, claims)).toEqual({ ok: false, error })
  })

  test('takes members by the names of an object’s own machinery for claims like others', () => {
    const claims = JSON.parse('{"o":{"__proto__":1,"constructor":{"name":"Object"}}}') as JsonObject
    expect(evaluate('has(claims.constructor)', claims)).toEqual({ ok: true, value: false })
    expect(evaluate('claims.hasOwnProperty == 1', claims)).toEqual({ ok: false, error: 'missing' })
    expect(evaluate('claims.o["__proto__"] == 1', claims)).toEqual({ ok: true, value: true })
    expect(evaluate('claims.o.constructor.name', claims)).toEqual({ ok: true, value: 'Object' })
    expect(evaluate('has(claims.o.toString)', claims)).toEqual({ ok: true, value: false })
  })

  test('is not stopped by a large claim that it does not read', () => {
    expect(evaluate('claims.a == 1', { a: 1, picture: 'x'.repeat(100_000) }).ok).toBe(true)
  })

  test('depends neither on the process’s time zone nor on what was evaluated before', () => {
    const zone = process.env.TZ
    const text = 'string(now) + string(now.getFullYear()) + string(now.getDate())'
    const results = ['UTC', 'Pacific/Kiritimati', 'America/St_Johns'].map((TZ) => {
      process.env.TZ = TZ
      return evaluate(text)
    })
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1)
  })
})

describe('an expression is refused, with the place,', () => {
  test.each<readonly [why: string, text: string, detail: string]>([
    ['that does not parse', 'claims.age >', 'at 12: '],
    ['that reads a name which nothing has', 'age >= 18', 'at 1: reads age'],
    ['that reads all claims at once', 'size(claims) > 1', 'at 6: reads claims'],
    ['that reads a claim whose name is computed', 'claims[claims.a] == 1', 'at 1: reads claims'],
    ['that reads more of the issuer than its accreditation', 'issuer.keys == []', 'at 7: '],
    ['with a pattern, which costs what its author likes', 'claims.a.matches("a+")', 'at 9: '],
    ['that makes a list of each item', 'claims.a.map(x, [x, x]) == []', 'at 9: makes a list'],
    ['that keeps some items', 'claims.a.filter(x, x > 1) == []', 'at 9: makes a list'],
    ['with a loop within a loop', '[1].all(x, [2].all(y, y > x))', 'at 15: loops within'],
    [
      'with a loop over what it computes',
      '(claims.a + claims.b).all(x, true)',
      'at 22: loops over',
    ],
    ['that searches what it computes', '(claims.a + "b").contains("c")', 'at 17: searches'],
    ['that gives its variable the name of something else', '[1].all(now, now > 0)', 'at 4: '],
    ['with a map', '{"a": 1}.a == 1', 'at 1: makes a map'],
    ['in a time zone, whose rules change', 'now.getDate("Europe/Zurich")', 'at 4: names a time'],
    ['with a number beyond 64 bits', '9223372036854775808 > 1', 'at 1: a number'],
    ['with a number beyond 64 bits that has no sign', '18446744073709551616u > 1u', 'at 1: a numb'],
    ['with a number that nothing holds', '1e999 > 1.0', 'at 1: a number'],
    ['that asks for types', 'type(claims.a) == int', 'at 1: calls type'],
  ])('%s', (_, text, detail) => {
    const compiled = compileExpression(text)
    if (compiled.ok) throw new Error(`accepted ${text}`)
    expect(compiled.error.code).toBe('expression_malformed')
    expect(compiled.error.detail?.slice(0, detail.length)).toBe(detail)
  })

  test.each<readonly [why: string, text: string]>([
    ['that is longer than a screen', `claims.a == "${'x'.repeat(1_024)}"`],
    ['that nests deeper than anybody reads', `${'('.repeat(17)}1${')'.repeat(17)} == 1`],
    ['that hides in a text how deep it nests', `"${')'.repeat(300)}" == ${'('.repeat(300)}`],
    ['of more parts than its length is for', `1${' + 1'.repeat(200)} == 1`],
    ['whose loop runs a search', 'claims.a.exists(x, x.contains("a"))'],
    [
      'whose loop measures what it puts together',
      `claims.a.all(x, size(${Array.from({ length: 20 }, () => 'claims.b').join(' + ')}) > 0)`,
    ],
    [
      'whose loop compares too much',
      `claims.a.all(x, ${Array.from({ length: 6 }, (_, n) => `x == claims.b${n}`).join(' || ')})`,
    ],
  ])('for its cost: one %s', (_, text) => {
    expect(compileExpression(text)).toMatchObject({ error: { code: 'expression_too_costly' } })
  })
})
