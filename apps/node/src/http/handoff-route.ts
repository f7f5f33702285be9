import {
  ACKNOWLEDGEMENT_BYTES_MAX,
  assert,
  DELIVERY_TIMEOUT_MS,
  defineRoute,
  ENVELOPE_BYTES_MAX,
  HANDOFF_MEDIA_TYPE,
  HANDOFF_PATH,
  ok,
  type Party,
  type Route,
  Type,
} from '@evenkeel/kernel'

/** The route by which a party takes over work from others: every party has it. */
export function handoffRoute(party: Pick<Party, 'receive'>): Route {
  return defineRoute<Uint8Array>({
    operation: 'receiveHandoffs',
    method: 'POST',
    path: HANDOFF_PATH,
    summary:
      'Take an envelope of work from another party and answer with a signed acknowledgement.',
    access: { kind: 'own', credential: 'the signature of a party that this one knows' },
    body: {
      schema: Type.String({ description: 'an envelope as a compact JWS' }),
      mediaType: HANDOFF_MEDIA_TYPE,
      bytesMax: ENVELOPE_BYTES_MAX,
      parse: (input) => {
        assert(input instanceof Uint8Array, 'an envelope comes as bytes')
        return ok(input)
      },
    },
    answers: {
      200: {
        description: `What became of each item, signed; a compact JWS of at most ${ACKNOWLEDGEMENT_BYTES_MAX} bytes.`,
        mediaType: HANDOFF_MEDIA_TYPE,
      },
    },
    reasons: [
      'handoff_signature_invalid',
      'handoff_party_unknown',
      'handoff_key_unknown',
      'handoff_not_for_me',
      'handoff_unknown_kind',
      'malformed_message',
      'message_too_large',
      'nesting_too_deep',
      'duplicate_key',
    ],
    // Each item's id is for ever, whoever sends the envelope again.
    repeats: 'content',
    budgetMs: DELIVERY_TIMEOUT_MS,
    async handle({ body }) {
      const answer = await party.receive(body)
      if (!answer.ok) return { problem: answer.error }
      return { status: 200, bytes: answer.value, mediaType: HANDOFF_MEDIA_TYPE }
    },
  })
}
