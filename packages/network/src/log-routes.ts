import {
  answerResult,
  defineRoute,
  encodeBase64,
  HEAD_ENTRIES_MAX,
  listPageSchema,
  listQuery,
  type Route,
  refuse,
  routeQuery,
  Type,
} from '@evenkeel/kernel'
import { inclusionJson } from './commands/publish-document.ts'
import type { Network } from './create-network.ts'
import {
  CHECKPOINT_MAX_AGE_S,
  EQUIVOCATIONS_PAGE_MAX,
  LOG_PAGE_MAX,
  SCOPE_ENTRIES_MAX,
  TILE_MAX_AGE_S,
} from './limits.ts'
import { cached, nothing, read, readIndex } from './route-parts.ts'

const NOTE_TYPE = 'text/plain; charset=utf-8'
const TILE_TYPE = 'application/octet-stream'

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

const headProof = Type.Object({
  entries: Type.Array(Type.Object({ entry: leafText, index: position, proof: hashes }), {
    maxItems: HEAD_ENTRIES_MAX,
  }),
  checkpoint: Type.String({ description: 'The newest witnessed one, a C2SP signed note.' }),
})
const equivocation = Type.Object({
  scope: Type.String(),
  seq: position,
  actor: Type.String(),
  first: position,
  second: position,
})

/** C2SP tlog-tiles, `/log` being the log's prefix. */
export function tileRoutes(network: Network): readonly Route[] {
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
      operation: 'getCheckpointFor',
      path: '/log/checkpoint/:purpose',
      summary:
        'The newest checkpoint with its quorum of witnesses (`witnessed`), or the one that witnesses are asked to cosign (`offered`).',
      answers: { 200: { description: 'Signed note.', mediaType: NOTE_TYPE } },
      reasons: ['not_found'],
      async handle({ params: { purpose } }) {
        const note = await network.document?.(`/log/checkpoint/${purpose}`)
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

/** Entries and proofs. */
export function logRoutes(network: Network): readonly Route[] {
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
      operation: 'proveHead',
      path: '/log/scopes/:scope/:seq/:actor',
      summary:
        'Everything that the log has of one publisher’s scope and seq, under its newest witnessed checkpoint.',
      answers: { 200: { description: 'The entries with their proofs.', schema: headProof } },
      reasons: ['not_found'],
      async handle({ params: { scope = '', seq, actor = '' } }) {
        const number = readIndex(seq)
        if (number === undefined) return nothing
        return answerResult(await network.headProof(scope, number, actor))
      },
    }),
    defineRoute({
      ...read,
      operation: 'listLoggedEquivocations',
      path: '/log/equivocations',
      summary: 'Publishers that logged two heads of one scope and seq, in the order of the log.',
      query: listQuery,
      answers: {
        200: {
          description: 'A page.',
          schema: listPageSchema(equivocation, EQUIVOCATIONS_PAGE_MAX),
        },
      },
      reasons: ['malformed_message'],
      async handle({ query: { after } }) {
        const from = after === undefined ? -1 : readIndex(after)
        if (from === undefined) return { problem: refuse('malformed_message', 'after').error }
        const items = await network.equivocations(from)
        const last = items.at(-1)
        const isFull = last !== undefined && items.length === EQUIVOCATIONS_PAGE_MAX
        return { status: 200, json: { items, ...(isFull && { next: String(last.second) }) } }
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
