import {
  assert,
  defineRoute,
  encodeUtf8,
  ok,
  READ_BUDGET_MS,
  type Route,
  type RouteAnswer,
  Type,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import type { Witness } from './create-witness.ts'
import { ADD_CHECKPOINT_BYTES_MAX, FORKS_MAX } from './limits.ts'

const NOTE_TYPE = 'text/plain; charset=utf-8'
const SIZE_TYPE = 'text/x.tlog.size'

const fork = Type.Object({
  origin: Type.String(),
  reason: Type.String(),
  held: Type.String({ description: 'The note that was cosigned.' }),
  offered: Type.String({ description: 'The note that does not go with it.' }),
  foundAtMs: Type.Integer(),
})

/** The HTTP routes of a witness: the door for logs of others (C2SP tlog-witness), and what it has seen. */
export function witnessRoutes(witness: Witness): readonly Route[] {
  return [addCheckpointRoute(witness), ...readingRoutes(witness)]
}

function addCheckpointRoute(witness: Witness): Route {
  return defineRoute<Uint8Array>({
    operation: 'addCheckpoint',
    method: 'POST',
    path: '/add-checkpoint',
    summary:
      'Cosign a checkpoint of a known log, given the proof that it only grew (C2SP tlog-witness).',
    access: { kind: 'own', credential: 'the signature of a log that this witness knows' },
    body: {
      schema: Type.String({ description: 'Old size, consistency proof, empty line, checkpoint.' }),
      mediaType: '*/*',
      bytesMax: ADD_CHECKPOINT_BYTES_MAX,
      parse: (input) => {
        assert(input instanceof Uint8Array, 'an offer comes as bytes')
        return ok(input)
      },
    },
    answers: {
      200: { description: 'The cosignature as a line of a note.', mediaType: NOTE_TYPE },
      403: { description: 'No signature by a known key of that log holds.', mediaType: NOTE_TYPE },
      409: { description: 'The size that was cosigned last.', mediaType: SIZE_TYPE },
    },
    reasons: [
      'malformed_message',
      'message_too_large',
      'log_note_malformed',
      'log_checkpoint_malformed',
      'log_proof_invalid',
      'not_found',
    ],
    // A tree that was cosigned is cosigned again.
    repeats: 'content',
    budgetMs: WRITE_BUDGET_MS,
    async handle({ body }) {
      const cosigned = await witness.addCheckpoint(body)
      if (cosigned.ok) return text(200, `${cosigned.value}\n`)
      const { code, size = 0 } = cosigned.error
      // The protocol's statuses, where they differ from those of the reasons.
      switch (code) {
        case 'log_conflict':
        case 'log_forked':
          return text(409, `${size}\n`, SIZE_TYPE)
        case 'log_key_unknown':
        case 'log_signature_invalid':
          return text(403, `${code}\n`)
      }
      return { problem: cosigned.error }
    },
  })
}

function readingRoutes(witness: Witness): readonly Route[] {
  const read = {
    method: 'GET',
    access: { kind: 'public' },
    repeats: 'safe',
    budgetMs: READ_BUDGET_MS,
  } as const
  return [
    defineRoute({
      ...read,
      operation: 'getCosigned',
      path: '/cosigned/:origin',
      summary:
        'The newest checkpoint of a log that this witness has cosigned, with its cosignature.',
      answers: { 200: { description: 'Signed note.', mediaType: NOTE_TYPE } },
      reasons: ['not_found'],
      async handle({ params: { origin = '' } }) {
        const note = await witness.cosigned(origin)
        return note.ok ? text(200, note.value) : { problem: note.error }
      },
    }),
    defineRoute({
      ...read,
      operation: 'listForks',
      path: '/forks',
      summary: 'Pairs of notes by one log that do not go together: proofs against it.',
      answers: {
        200: {
          description: 'All that are kept, oldest first.',
          schema: Type.Object({ items: Type.Array(fork, { maxItems: FORKS_MAX }) }),
        },
      },
      reasons: [],
      handle: async () => ({ status: 200, json: { items: await witness.forks() } }),
    }),
  ]
}

function text(status: number, body: string, mediaType = NOTE_TYPE): RouteAnswer {
  return { status, bytes: encodeUtf8(body), mediaType }
}
