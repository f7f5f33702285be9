import { describe, expect, test } from 'vitest'
import {
  answerResult,
  CURSOR_CHARS_MAX,
  createParser,
  jsonBody,
  listPageSchema,
  listQuery,
  ok,
  refuse,
  routeQuery,
  Type,
} from '../../src/index.ts'

const refused = { ok: false, error: { code: 'malformed_message' } }

describe('the parts of a JSON route', () => {
  test('a list takes a cursor and nothing that it does not know', () => {
    expect(listQuery.parse({})).toMatchObject({ ok: true })
    expect(listQuery.parse({ after: 'x'.repeat(CURSOR_CHARS_MAX) })).toMatchObject({ ok: true })
    for (const query of [{ after: '' }, { after: 'x'.repeat(CURSOR_CHARS_MAX + 1) }, { page: '2' }])
      expect(listQuery.parse(query)).toMatchObject(refused)
  })

  test('a page has at most as many items as its list allows', () => {
    const parse = createParser(listPageSchema(Type.Integer(), 2), { maxBytes: 100, maxDepth: 2 })
    expect(parse({ items: [1, 2], next: '2' })).toMatchObject({ ok: true })
    for (const page of [{ items: [1, 2, 3] }, { items: [1], next: '' }, { items: ['1'] }])
      expect(parse(page)).toMatchObject(refused)
  })

  test('a body is refused beyond its limits before its schema is asked', () => {
    const body = jsonBody(Type.Object({ a: Type.Integer() }), { maxBytes: 16, maxDepth: 1 })
    const parse = (text: string) => body.parse(new TextEncoder().encode(text))
    expect([body.mediaType, body.bytesMax]).toEqual(['application/json', 16])
    expect(parse('{"a":1}')).toMatchObject({ ok: true, value: { a: 1 } })
    expect(parse('{"a":1}'.padEnd(17))).toMatchObject({ error: { code: 'message_too_large' } })
    expect(parse('{"a":[1]}')).toMatchObject({ error: { code: 'nesting_too_deep' } })
    expect(parse('{"a":1,"a":1}')).toMatchObject({ error: { code: 'duplicate_key' } })
    expect(parse('{"a":1,"b":1}')).toMatchObject(refused)
  })

  test('query parameters are those of the schema, with their types', () => {
    const query = routeQuery(Type.Object({ from: Type.Integer() }))
    expect(query.parse({ from: 3 })).toMatchObject({ ok: true })
    for (const wrong of [{}, { from: '3' }, { from: 3, to: 4 }])
      expect(query.parse(wrong)).toMatchObject(refused)
  })

  test('an outcome becomes its value under a status, a refusal a problem', () => {
    expect(answerResult(ok({ a: 1 }), 201)).toEqual({ status: 201, json: { a: 1 } })
    expect(answerResult(refuse('case_unknown', 'x'))).toEqual({
      problem: { code: 'case_unknown', detail: 'x' },
    })
  })
})
