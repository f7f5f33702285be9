import { type Static, type TObject, type TSchema, Type } from 'typebox'
import type { JsonLimits } from '../json/parse-json.ts'
import type { Reasoned } from '../reasons/reasoned.ts'
import type { Result } from '../result.ts'
import { createParser } from '../schema/create-parser.ts'
import { CURSOR_CHARS_MAX, QUERY_LIMITS } from './limits.ts'
import type { RouteAnswer, RouteBody, RouteSchema } from './route.ts'

/** A JSON body that a route takes. */
export function jsonBody<S extends TSchema>(schema: S, limits: JsonLimits): RouteBody<Static<S>> {
  return {
    mediaType: 'application/json',
    bytesMax: limits.maxBytes,
    depthMax: limits.maxDepth,
    schema,
    parse: createParser(schema, limits),
  }
}

/** Query parameters that a route takes. */
export function routeQuery<S extends TObject>(schema: S): RouteSchema<Static<S>> {
  return { schema, parse: createParser(schema, QUERY_LIMITS) }
}

/** One page of a list; its length is the list's own named maximum. */
export interface ListPage<T> {
  readonly items: readonly T[]
  /** `after` of the next page; absent on the last. */
  readonly next?: string
}

export interface ListQuery {
  /** `next` of the page before. */
  readonly after?: string
}

const cursor = Type.String({ minLength: 1, maxLength: CURSOR_CHARS_MAX })

/** The query of a list. What a cursor says is its route's own affair; callers give back what they got. */
export const listQuery: RouteSchema<ListQuery> = routeQuery(
  Type.Object({
    after: Type.Optional(
      Type.Unsafe<string>({ ...cursor, description: '`next` of the page before' }),
    ),
  }),
)

/** Schema of a ListPage with at most `itemsMax` items. */
export function listPageSchema(item: TSchema, itemsMax: number): TSchema {
  return Type.Object({
    items: Type.Array(item, { maxItems: itemsMax }),
    next: Type.Optional(cursor),
  })
}

/** Answers with a command's outcome: its value under `status`, or its refusal as a problem. */
export function answerResult<T extends object>(
  result: Result<T, Reasoned>,
  status = 200,
): RouteAnswer {
  return result.ok ? { status, json: result.value } : { problem: result.error }
}
