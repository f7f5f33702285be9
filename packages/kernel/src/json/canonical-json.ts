import { assert } from '../assert.ts'

/** Names that are sorted here, by insertion. Measured: above it `Array.sort` is as fast; below it makes ten times the garbage. */
const NAMES_BY_INSERTION_MAX = 32

/**
 * Writes a value in its one canonical form (RFC 8785): no white space, members sorted by UTF-16 code units, numbers and strings as
 * ECMAScript writes them. Equal values give equal strings. Throws on anything that JSON cannot carry exactly: undefined, functions, bigint,
 * NaN, infinities, lone surrogates, and objects that are not plain. Nesting is the caller's to bound: `parseJson` does.
 */
export function canonicalJson(value: unknown): string {
  // An ordered copy through JSON.stringify: measured on a verdict, a third of the time and a sixth of the garbage of joining strings.
  const copying: Copying = { keepsOrder: true }
  const copy = copyInOrder(value, copying)
  return copying.keepsOrder ? JSON.stringify(copy) : writeInOrder(value)
}

interface Copying {
  /** False once a name was met that no object keeps in its place: digits always come first, `__proto__` is no ordinary member. */
  keepsOrder: boolean
}

function copyInOrder(value: unknown, copying: Copying): unknown {
  switch (typeof value) {
    case 'string':
      assert(value.isWellFormed(), 'canonical JSON has no form for a lone surrogate')
      return value
    case 'number':
      assert(Number.isFinite(value), 'canonical JSON has no form for NaN and infinities')
      return value
    case 'boolean':
      return value
    case 'object':
      if (value === null) return null
      return Array.isArray(value) ? copyArray(value, copying) : copyObject(value, copying)
    case 'undefined':
    case 'function':
    case 'bigint':
    case 'symbol':
      assert(false, `canonical JSON has no form for a ${typeof value}`)
  }
}

function copyArray(items: readonly unknown[], copying: Copying): unknown[] {
  const copy: unknown[] = []
  for (let i = 0; i < items.length; i++) copy.push(copyInOrder(items[i], copying))
  return copy
}

function copyObject(object: object, copying: Copying): object {
  const prototype: unknown = Object.getPrototypeOf(object)
  assert(
    prototype === Object.prototype || prototype === null,
    'canonical JSON takes plain objects only',
  )
  const members = object as Readonly<Record<string, unknown>>
  const copy: Record<string, unknown> = {}
  for (const name of sortedNames(members)) {
    assert(name.isWellFormed(), 'canonical JSON has no form for a lone surrogate')
    const member = copyInOrder(members[name], copying)
    const first = name.charCodeAt(0)
    if ((first >= 0x30 && first <= 0x39) || name === '__proto__') copying.keepsOrder = false
    else copy[name] = member
  }
  return copy
}

/** By UTF-16 code units, as both `>` and the default order of sort compare (RFC 8785 §3.2.3). */
function sortedNames(members: object): string[] {
  const names = Object.keys(members)
  if (names.length > NAMES_BY_INSERTION_MAX) return names.sort()
  for (let i = 1; i < names.length; i++) {
    const name = names[i] as string
    let place = i
    for (; place > 0 && (names[place - 1] as string) > name; place--) {
      names[place] = names[place - 1] as string
    }
    names[place] = name
  }
  return names
}

/** Writes a value of which a copy was made, so that it is known to have a form. */
function writeInOrder(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(writeInOrder).join(',')}]`
  const members = value as Readonly<Record<string, unknown>>
  const written = sortedNames(members).map(
    (name) => `${JSON.stringify(name)}:${writeInOrder(members[name])}`,
  )
  return `{${written.join(',')}}`
}
