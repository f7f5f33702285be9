import type { IncomingHttpHeaders } from 'node:http'
import {
  decodeUtf8,
  ok,
  parseJson,
  type Reasoned,
  type Result,
  type Route,
  type RouteBody,
  type RouteSchema,
  refuse,
} from '@evenkeel/kernel'
import { BODY_DEPTH_MAX, FIELDS_MAX } from './limits.ts'

const FORM = 'application/x-www-form-urlencoded'

/** Says whether a body of this type is one that the route reads. Reason: media_type_not_accepted. */
export function checkMediaType(
  route: Route,
  headers: IncomingHttpHeaders,
): Result<undefined, Reasoned> {
  const encoding = headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') {
    return refuse('media_type_not_accepted', 'a body with a Content-Encoding is not read')
  }
  if (route.body === undefined) return ok(undefined)
  const { mediaType } = route.body
  const given = headers['content-type'] ?? ''
  if (mediaType !== '*/*' && essence(given) !== mediaType) {
    return refuse('media_type_not_accepted', `the body is ${mediaType}`)
  }
  const charset = /;\s*charset="?([^";\s]+)/i.exec(given)?.[1]
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') {
    return refuse('media_type_not_accepted', 'text is UTF-8')
  }
  return ok(undefined)
}

/** Reads a body as its route says: JSON, a form, or bytes. Reasons: those of `parseJson` and of the route's parser. */
export function parseBody(body: RouteBody<unknown>, bytes: Uint8Array): Result<unknown, Reasoned> {
  const { mediaType, parse, bytesMax, depthMax = BODY_DEPTH_MAX } = body
  if (mediaType === 'application/json' || mediaType.endsWith('+json')) {
    const json = parseJson(bytes, { maxBytes: bytesMax, maxDepth: depthMax })
    return json.ok ? parse(json.value) : json
  }
  if (mediaType !== FORM) return parse(bytes)
  const text = decodeUtf8(bytes)
  if (text === undefined) return refuse('malformed_message', 'not UTF-8')
  const fields = readFields(text)
  return fields.ok ? parse(fields.value) : fields
}

/** Reads query parameters by the schema of their object. Without one they are ignored, as RFC 6749 §3.1 and its kin ask. */
export function parseQuery(
  query: RouteSchema<unknown> | undefined,
  text: string,
): Result<unknown, Reasoned> {
  if (query === undefined) return ok(undefined)
  const fields = readFields(text)
  if (!fields.ok) return fields
  const { properties = {} } = query.schema as { readonly properties?: Record<string, object> }
  const typed = Object.entries(fields.value).map(([name, value]) => [
    name,
    toTyped(properties[name], value),
  ])
  return query.parse(Object.fromEntries(typed))
}

function toTyped(schema: object | undefined, value: string): string | number | boolean {
  const type = schema !== undefined && 'type' in schema ? schema.type : undefined
  if (type === 'integer' && /^-?[0-9]{1,15}$/.test(value)) return Number(value)
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}

/** A field named twice is refused: two readers would differ on which one counts. */
function readFields(text: string): Result<Readonly<Record<string, string>>, Reasoned> {
  const fields = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) {
    if (fields.has(name)) return refuse('duplicate_key', 'a field is named twice')
    if (fields.size === FIELDS_MAX) return refuse('malformed_message', 'too many fields')
    fields.set(name, value)
  }
  return ok(Object.fromEntries(fields))
}

function essence(contentType: string): string {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
