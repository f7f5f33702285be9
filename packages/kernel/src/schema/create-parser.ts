import type { Static, TSchema } from 'typebox'
import { Compile, Errors, type Validator } from 'typebox/schema'
import { type JsonLimits, parseJson } from '../json/parse-json.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { closeObjects } from './close-objects.ts'
import { pickForms } from './pick-forms.ts'

/**
 * Reads a message: a Uint8Array is taken as its JSON text in UTF-8, anything else as the value already parsed. Reasons: malformed_message
 * with the JSON pointer of the first fault; for bytes also those of `parseJson`.
 */
export type Parser<T> = (input: unknown) => Result<T, Reasoned>

/**
 * Makes the parser of one message from its TypeBox schema. Objects refuse members that the schema does not name, unless it sets
 * `additionalProperties` itself. The schema is compiled at the first use.
 *
 * @example
 * export interface Ping { readonly id: string }
 * const schema = Type.Object({ id: Type.String({ maxLength: 128 }) })
 * export const parsePing: Parser<Ping> = createParser(schema, { maxBytes: 1024, maxDepth: 2 })
 */
export function createParser<S extends TSchema>(schema: S, limits: JsonLimits): Parser<Static<S>> {
  let closed: object | undefined
  let validator: Validator | undefined
  return (input) => {
    const parsed = input instanceof Uint8Array ? parseJson(input, limits) : ok(input)
    if (!parsed.ok) return parsed
    closed ??= closeObjects(schema)
    validator ??= Compile(closed)
    if (validator.Check(parsed.value)) return ok(parsed.value as Static<S>)
    return refuse('malformed_message', firstFault(closed, parsed.value))
  }
}

function firstFault(schema: object, value: unknown): string {
  const [, faults] = Errors(pickForms(schema, value) as object, value)
  const fault = faults[0]
  if (fault === undefined) return 'does not match its schema'
  // A member that a closed object does not know is reported by the validator as a value that matches `false`.
  const message =
    fault.keyword === 'boolean'
      ? 'is not expected here'
      : fault.keyword === 'enum'
        ? `must be one of ${fault.params.allowedValues.join(', ')}`
        : fault.message
  return `${fault.instancePath || '(whole message)'} ${message}`
}
