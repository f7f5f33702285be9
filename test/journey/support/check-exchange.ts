import { closeObjects } from '@evenkeel/kernel'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import {
  type DocumentedAnswer,
  findOperation,
  type MediaType,
  type OpenapiDocument,
  type Operation,
  type Parameter,
} from './openapi-documents.ts'

/** One request and its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string
  /** Below the party's URL, with the query. */
  readonly target: string
  readonly sent: { readonly headers: Headers; readonly body: string }
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

export interface CheckedExchange {
  /** As `role operation`. */
  readonly name: string
  /** What the exchange says that the document does not, or the reverse. */
  readonly complaints: readonly string[]
}

export type CheckExchange = (role: string, exchange: Exchange) => CheckedExchange

/** Says what is wrong with a value. */
type CheckValue = (schema: object, value: unknown) => readonly string[]

/**
 * Compares exchanges with the OpenAPI document of their role, by another validator than ours. An answer may have nothing that is not
 * documented: no status, no content type, no member. What the server took must be what the document says that it takes.
 */
export function createExchangeChecker(
  documents: ReadonlyMap<string, OpenapiDocument>,
): CheckExchange {
  const values = new Map([...documents].map(([role, document]) => [role, createCheck(document)]))
  return (role, exchange) => {
    const document = documents.get(role)
    const check = values.get(role)
    if (document === undefined || check === undefined) throw new Error(`no document of ${role}`)
    const { method, target, status } = exchange
    const operation = findOperation(document, method, target.split('?', 1)[0] ?? '')
    if (operation === undefined) {
      return { name: role, complaints: [`${role}: no operation is ${method} ${target}`] }
    }
    const name = `${role} ${operation.operationId}`
    const answer = operation.responses[status]
    const complaints =
      answer === undefined
        ? ['is not documented']
        : [
            ...checkHeaders(answer, exchange, check),
            ...checkContent(answer, exchange, check),
            ...(status < 400 ? checkRequest(operation, document, exchange, check) : []),
          ]
    return { name, complaints: complaints.map((text) => `${name}: ${status} ${text}`) }
  }
}

function createCheck({ components }: OpenapiDocument): CheckValue {
  const ajv = new Ajv2020({ strict: true, allErrors: true })
  ajv.addFormat('uri', (text: string) => URL.canParse(text))
  for (const [name, schema] of Object.entries(components.schemas)) ajv.addSchema(schema, name)
  const compiled = new Map<object, ValidateFunction>()
  return (schema, value) => {
    let validate = compiled.get(schema)
    if (validate === undefined) {
      const text = JSON.stringify(schema).replaceAll('"#/components/schemas/', '"')
      validate = ajv.compile(JSON.parse(text) as object)
      compiled.set(schema, validate)
    }
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    )
  }
}

function checkHeaders(
  { headers: documented = {} }: DocumentedAnswer,
  { headers }: Exchange,
  check: CheckValue,
): readonly string[] {
  return Object.entries(documented).flatMap(([name, { required, schema }]) => {
    const value = headers.get(name)
    if (value === null) return required === true ? [`has no ${name}`] : []
    return check(schema, typed(schema, value)).map((complaint) => `${name}: ${complaint}`)
  })
}

function checkContent(
  { content, headers: documented = {} }: DocumentedAnswer,
  { body, headers }: Exchange,
  check: CheckValue,
): readonly string[] {
  if (content === undefined) return body === '' ? [] : ['has a body, and none is documented']
  const type = headers.get('content-type') ?? ''
  const media = content[type]
  if (media === undefined) return [`${type} is not documented`]
  if (type === 'text/event-stream') return checkEvents(media, body, check)
  if (!type.endsWith('json')) return body === '' ? ['has no body'] : []
  const json: unknown = JSON.parse(body)
  // The problem's own schema is closed already, and its parts cannot be.
  if (type !== 'application/problem+json') return check(closed(media.schema), json)
  const { retryable, retryAfterSeconds } = json as Record<string, unknown>
  const wait = headers.get('retry-after')
  const names = wait === null ? wait : Number(wait)
  const isHonest = retryable === true ? names === retryAfterSeconds : wait === null
  return [
    ...check(media.schema, json),
    ...(isHonest ? [] : [`Retry-After is ${wait} where retryable is ${retryable}`]),
    ...(wait === null || 'Retry-After' in documented ? [] : ['Retry-After is not documented']),
  ]
}

function checkEvents(media: MediaType, body: string, check: CheckValue): readonly string[] {
  const schema = media['x-event-data']
  if (schema === undefined) return ['says nothing about its events']
  const lines = body.split('\n').filter((line) => line.startsWith('data: '))
  if (lines.length === 0) return ['has no event']
  return lines.flatMap((line) => check(closed(schema), JSON.parse(line.slice('data: '.length))))
}

function checkRequest(
  operation: Operation,
  document: OpenapiDocument,
  { target, sent }: Exchange,
  check: CheckValue,
): readonly string[] {
  const query = new URLSearchParams(target.split('?')[1] ?? '')
  const parameters = operation.parameters.map((each) =>
    'name' in each ? each : parameterAt(document, each.$ref),
  )
  const names = new Set(parameters.map(({ name }) => name))
  const complaints = [...query.keys()]
    .filter((name) => !names.has(name))
    .map((name) => `took the undocumented parameter ${name}`)
  for (const { in: place, name, required, schema } of parameters) {
    if (place === 'path') continue
    const value = place === 'query' ? query.get(name) : sent.headers.get(name)
    if (value === null && required === true) complaints.push(`did without ${name}`)
    if (value !== null) complaints.push(...check(schema, typed(schema, value)))
  }
  if (operation.security.length > 0 && !sent.headers.has('authorization')) {
    complaints.push('asked for no key')
  }
  return [...complaints, ...checkBody(operation, sent, check)]
}

function parameterAt({ components }: OpenapiDocument, reference: string): Parameter {
  const name = reference.split('/').at(-1) ?? ''
  const found = components.parameters[name]
  if (found === undefined) throw new Error(`no parameter ${reference}`)
  return found
}

function checkBody(
  { requestBody }: Operation,
  { headers, body }: Exchange['sent'],
  check: CheckValue,
): readonly string[] {
  if (requestBody === undefined) return body === '' ? [] : ['took a body, and none is documented']
  const type = headers.get('content-type') ?? ''
  const media = requestBody.content[type]
  if (media === undefined) return [`took ${type}, which is not documented`]
  return check(media.schema, readBody(type, body)).map((complaint) => `took ${complaint}`)
}

function readBody(type: string, body: string): unknown {
  if (type.endsWith('json')) return JSON.parse(body)
  if (type !== 'application/x-www-form-urlencoded') return body
  return Object.fromEntries(new URLSearchParams(body))
}

/** What stands in a header or a query as the type that its schema names. */
function typed(schema: object, value: string): string | number | boolean {
  const type = 'type' in schema ? schema.type : undefined
  if (type === 'integer') return Number(value)
  return type === 'boolean' ? value === 'true' : value
}

const closedSchemas = new WeakMap<object, object>()

/** The schema with every object that says nothing about further members refusing them. */
function closed(schema: object): object {
  const known = closedSchemas.get(schema) ?? closeObjects(schema)
  closedSchemas.set(schema, known)
  return known
}
