import { assert } from '../assert.ts'

/**
 * Writes a value in its one canonical form (RFC 8785): no white space, members sorted by UTF-16 code units, numbers and strings as
 * ECMAScript writes them. Equal values give equal strings. Throws on anything that JSON cannot carry exactly: undefined, functions, bigint,
 * NaN, infinities, lone surrogates, and objects that are not plain. Nesting is the caller's to bound: `parseJson` does.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return canonicalString(value)
    case 'number':
      assert(Number.isFinite(value), 'canonical JSON has no form for NaN and infinities')
      return String(value === 0 ? 0 : value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value)
    case 'undefined':
    case 'function':
    case 'bigint':
    case 'symbol':
      assert(false, `canonical JSON has no form for a ${typeof value}`)
  }
}

function canonicalString(text: string): string {
  assert(text.isWellFormed(), 'canonical JSON has no form for a lone surrogate')
  return JSON.stringify(text)
}

function canonicalArray(items: readonly unknown[]): string {
  let json = '['
  for (let i = 0; i < items.length; i++) {
    json += (i === 0 ? '' : ',') + canonicalJson(items[i])
  }
  return `${json}]`
}

function canonicalObject(object: object): string {
  const prototype: unknown = Object.getPrototypeOf(object)
  assert(
    prototype === Object.prototype || prototype === null,
    'canonical JSON takes plain objects only',
  )
  const members = object as Readonly<Record<string, unknown>>
  let json = '{'
  // The default order of sort is by UTF-16 code units: RFC 8785 §3.2.3.
  for (const name of Object.keys(members).sort()) {
    json += `${json.length === 1 ? '' : ','}${canonicalString(name)}:${canonicalJson(members[name])}`
  }
  return `${json}}`
}
