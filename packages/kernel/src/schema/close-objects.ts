import type { TSchema } from 'typebox'

/** Keywords whose contents are values, not schemas. */
const VALUE_KEYWORDS: ReadonlySet<string> = new Set(['const', 'enum', 'default', 'examples'])
/** Keywords whose members are names that the schema's author chose, each with a schema. */
const NAME_KEYWORDS: ReadonlySet<string> = new Set(['properties', 'patternProperties', '$defs'])

/**
 * Returns a copy of a JSON Schema in which every object schema that says nothing about further members refuses them: a member that the
 * receiver ignores is one that the sender believed in.
 */
export function closeObjects(schema: TSchema): object {
  return close(schema) as object
}

function close(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(close)
  if (typeof node !== 'object' || node === null) return node
  const closed: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(node)) {
    if (VALUE_KEYWORDS.has(keyword)) closed[keyword] = value
    else if (NAME_KEYWORDS.has(keyword)) closed[keyword] = closeEach(value)
    else closed[keyword] = close(value)
  }
  if (closed.type === 'object') closed.additionalProperties ??= false
  return closed
}

function closeEach(schemas: object): object {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, close(schema)]))
}
