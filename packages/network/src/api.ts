import {
  ACCREDITATION_LIST_PATH,
  ACCREDITATION_LIST_TYP,
  answerResult,
  defineRoute,
  encodeBase64,
  encodeUtf8,
  listPageSchema,
  listQuery,
  READ_BUDGET_MS,
  type Route,
  type RouteAnswer,
  refuse,
  routeQuery,
  Type,
} from '@evenkeel/kernel'
import { inclusionJson } from './commands/publish-document.ts'
import type { Network } from './create-network.ts'
import {
  ACCREDITATIONS_MAX_AGE_S,
  CHECKPOINT_MAX_AGE_S,
  LOG_PAGE_MAX,
  SCOPE_ENTRIES_MAX,
  TILE_MAX_AGE_S,
} from './limits.ts'

const NOTE_TYPE = 'text/plain; charset=utf-8'
const TILE_TYPE = 'application/octet-stream'
const LIST_TYPE = `application/${ACCREDITATION_LIST_TYP}`

const position = Type.Integer({ minimum: 0 })
const leafText = Type.String({ description: 'Canonical JSON, exactly as hashed.' })
const hashes = Type.Array(Type.String({ description: 'SHA-256 in base64.' }), { maxItems: 64 })
const entries = Type.Object({
  from: position,
  entries: Type.Array(leafText, { minItems: 1, maxItems: LOG_PAGE_MAX }),
})
const inclusion = Type.Object({
  index: position,
  leafHash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  proof: hashes,
  checkpoint: Type.String({ description: 'The C2SP signed note.' }),
})
const scopeEntry = Type.Object({ index: position, entry: leafText })
const backlog = Type.Object({ waiting: position, overdue: position })
const sizes = Type.Object({ from: position, to: position })

const read = {
  method: 'GET',
  access: { kind: 'public' },
  repeats: 'safe',
  budgetMs: READ_BUDGET_MS,
} as const

const nothing: RouteAnswer = { problem: refuse('not_found').error }

/** The HTTP routes of the network: a public log and a public list. What enters either comes as a signed handoff, never by a route. */
export function networkRoutes(network: Network): readonly Route[] {
  return [accreditationsRoute(network), ...tileRoutes(network), ...logRoutes(network)]
}

function accreditationsRoute(network: Network): Route {
  return defineRoute({
    ...read,
    operation: 'getAccreditations',
    path: ACCREDITATION_LIST_PATH,
    summary: 'The signed list of accreditations; no cache keeps it beyond its lease.',
    answers: { 200: { description: 'Compact JWS.', mediaType: LIST_TYPE } },
    reasons: ['not_found'],
    async handle() {
      const list = await network.accreditationList()
      if (!list.ok) return { problem: list.error }
      const { token, leaseLeftMs } = list.value
      const leftS = Math.max(0, Math.floor(leaseLeftMs / 1_000))
      return cached(encodeUtf8(token), LIST_TYPE, Math.min(ACCREDITATIONS_MAX_AGE_S, leftS))
    },
  })
}

/** C2SP tlog-tiles, `/log` being the log's prefix. */
function tileRoutes(network: Network): readonly Route[] {
  return [
    defineRoute({
      ...read,
      operation: 'getCheckpoint',
      path: '/log/checkpoint',
      summary: 'The newest signed checkpoint of the log (C2SP tlog-checkpoint).',
      answers: { 200: { description: 'Signed note.', mediaType: NOTE_TYPE } },
      reasons: ['not_found'],
      async handle() {
        const note = await network.document?.('/log/checkpoint')
        return note === undefined ? nothing : cached(note, NOTE_TYPE, CHECKPOINT_MAX_AGE_S)
      },
    }),
    defineRoute({
      ...read,
      operation: 'getTile',
      path: '/log/tile/*',
      summary: 'A tile of hashes or a bundle of entries (C2SP tlog-tiles). It never changes.',
      answers: { 200: { description: 'The tile.', mediaType: TILE_TYPE } },
      reasons: ['not_found'],
      async handle({ params: { '*': rest = '' } }) {
        const tile = await network.document?.(`/log/tile/${rest}`)
        return tile === undefined ? nothing : cached(tile, TILE_TYPE, TILE_MAX_AGE_S, ', immutable')
      },
    }),
  ]
}

function cached(
  bytes: Uint8Array,
  mediaType: string,
  maxAgeS: number,
  more = '',
): Extract<RouteAnswer, { bytes: Uint8Array }> {
  const headers = { 'cache-control': `public, max-age=${maxAgeS}${more}` }
  return { status: 200, bytes, mediaType, headers }
}

function logRoutes(network: Network): readonly Route[] {
  return [
    defineRoute({
      ...read,
      operation: 'listLogEntries',
      path: '/log/entries/:from',
      summary:
        'Entries of the log from one index on, as far as they are under a signed checkpoint.',
      answers: { 200: { description: 'A page.', schema: entries } },
      reasons: ['not_found'],
      async handle({ params }) {
        const from = readIndex(params.from)
        const page = from === undefined ? [] : await network.entries(from, from + LOG_PAGE_MAX)
        if (page.length === 0) return nothing
        return { status: 200, json: { from, entries: page.map((entry) => entry.text) } }
      },
    }),
    defineRoute({
      ...read,
      operation: 'proveInclusion',
      path: '/log/inclusion/:index',
      summary: 'Proof that an entry is under the newest signed checkpoint (RFC 9162 §2.1.3).',
      answers: { 200: { description: 'The proof.', schema: inclusion } },
      reasons: ['not_found'],
      async handle({ params }) {
        const index = readIndex(params.index)
        if (index === undefined) return nothing
        const proven = await network.inclusionProof(index)
        return proven.ok
          ? { status: 200, json: inclusionJson(proven.value) }
          : { problem: proven.error }
      },
    }),
    defineRoute({
      ...read,
      operation: 'proveConsistency',
      path: '/log/consistency',
      summary:
        'Proof that the log of one size is a beginning of the log of another (RFC 9162 §2.1.4).',
      query: routeQuery(sizes),
      answers: { 200: { description: 'The proof.', schema: Type.Object({ proof: hashes }) } },
      reasons: ['not_found'],
      async handle({ query }) {
        const proven = await network.consistencyProof(query.from, query.to)
        return proven.ok
          ? { status: 200, json: { proof: proven.value.map(encodeBase64) } }
          : answerResult(proven)
      },
    }),
    defineRoute({
      ...read,
      operation: 'listLogEntriesByScope',
      path: '/log/scopes/:scope',
      summary: 'Entries about one scope, in the order of the log.',
      query: listQuery,
      answers: {
        200: { description: 'A page.', schema: listPageSchema(scopeEntry, SCOPE_ENTRIES_MAX) },
      },
      reasons: ['malformed_message'],
      async handle({ params: { scope = '' }, query: { after } }) {
        const from = after === undefined ? -1 : readIndex(after)
        if (from === undefined) return { problem: refuse('malformed_message', 'after').error }
        const found = await network.findByScope(scope, from)
        const last = found.at(-1)
        const isFull = last !== undefined && found.length === SCOPE_ENTRIES_MAX
        const items = found.map(({ index, text }) => ({ index, entry: text }))
        return { status: 200, json: { items, ...(isFull && { next: String(last.index) }) } }
      },
    }),
    defineRoute({
      ...read,
      operation: 'measureLogBacklog',
      path: '/log/backlog',
      summary: 'How many leaves wait for the log, and how many beyond its merge delay.',
      access: { kind: 'key', scope: 'network:read' },
      answers: { 200: { description: 'The counts.', schema: backlog } },
      reasons: [],
      handle: async () => ({ status: 200, json: await network.backlog() }),
    }),
  ]
}

/** An index in decimal digits, one form for each; undefined for anything else. */
function readIndex(text = ''): number | undefined {
  return /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined
}
