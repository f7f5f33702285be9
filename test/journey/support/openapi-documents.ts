import { listFiles, readText } from '../../repo.ts'

/** The parts of an OpenAPI 3.1 document that an exchange can be compared with. */
export interface OpenapiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, object>>
    readonly parameters: Readonly<Record<string, Parameter>>
  }
}

export interface Operation {
  readonly operationId: string
  readonly security: readonly object[]
  readonly parameters: readonly (Parameter | { readonly $ref: string })[]
  readonly requestBody?: { readonly content: Readonly<Record<string, MediaType>> }
  readonly responses: Readonly<Record<string, DocumentedAnswer>>
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: object
}

export interface DocumentedAnswer {
  readonly headers?: Readonly<
    Record<string, { readonly required?: boolean; readonly schema: object }>
  >
  readonly content?: Readonly<Record<string, MediaType>>
}

export interface MediaType {
  readonly schema: object
  /** Of each event of a stream. */
  readonly 'x-event-data'?: object
}

const FOLDER = 'docs/reference/openapi'

/** The committed documents, by role. */
export function readOpenapiDocuments(): ReadonlyMap<string, OpenapiDocument> {
  return new Map(
    listFiles(FOLDER, '.json').map((path) => [
      path.slice(FOLDER.length + 1, -'.json'.length),
      JSON.parse(readText(path)) as OpenapiDocument,
    ]),
  )
}

/** Every operation of every role, as `role operation`. */
export function operationNames(documents: ReadonlyMap<string, OpenapiDocument>): readonly string[] {
  return [...documents].flatMap(([role, { paths }]) =>
    Object.values(paths)
      .flatMap((methods) => Object.values(methods))
      .map(({ operationId }) => `${role} ${operationId}`),
  )
}

/** Finds the operation behind a method and a path below the party's URL; a literal segment goes before a named one. */
export function findOperation(
  { paths }: OpenapiDocument,
  method: string,
  path: string,
): Operation | undefined {
  const segments = path.split('/')
  const found = Object.entries(paths)
    .map(([template, methods]) => ({ names: template.split('/'), methods }))
    .filter(
      ({ names, methods }) =>
        methods[method.toLowerCase()] !== undefined &&
        names.length === segments.length &&
        names.every((name, at) => name.startsWith('{') || name === segments[at]),
    )
    .sort((one, other) => namedIn(one.names) - namedIn(other.names))
  return found[0]?.methods[method.toLowerCase()]
}

function namedIn(names: readonly string[]): number {
  return names.filter((name) => name.startsWith('{')).length
}
