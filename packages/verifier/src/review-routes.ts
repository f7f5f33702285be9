import {
  type CredentialHandle,
  codeSchema,
  defineRoute,
  diffVerdicts,
  epochMsField,
  idField,
  jsonBody,
  listPageSchema,
  listQuery,
  READ_BUDGET_MS,
  type ReceiptId,
  type Route,
  type Static,
  Type,
  type Verdict,
  verdictSchema,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import { EQUIVOCATIONS_PAGE_MAX, VERIFICATION_BYTES_MAX, VERIFICATION_DEPTH_MAX } from './limits.ts'
import { outageOrThrow } from './model/outage.ts'
import type { Verifier } from './verifier.ts'

const LIMITS = { maxBytes: VERIFICATION_BYTES_MAX, maxDepth: VERIFICATION_DEPTH_MAX }
const side = Type.Union([
  Type.Object({ receiptId: idField<ReceiptId>() }),
  Type.Object({ verdict: Type.Unsafe<Verdict>(verdictSchema) }),
])
const pair = Type.Object({ a: side, b: side })
const decisionWindow = Type.Object({
  handle: idField<CredentialHandle>(),
  fromMs: epochMsField(),
  untilMs: epochMsField(),
  after: Type.Optional(idField<ReceiptId>()),
})
const text = Type.String()
const reading = Type.Object({
  verdictHash: text,
  outcome: text,
  reason: Type.Optional(codeSchema),
  statusSeq: Type.Optional(Type.Integer({ minimum: 0 })),
})
const reconciliation = Type.Object({
  decisions: Type.Array(
    Type.Object({
      receiptId: idField<ReceiptId>(),
      decidedAtMs: epochMsField(),
      decided: reading,
      today: Type.Optional(reading),
      because: Type.Optional(codeSchema),
    }),
  ),
  notReplayable: Type.Integer({ minimum: 0 }),
  next: Type.Optional(idField<ReceiptId>()),
})
const diff = Type.Object({
  sentence: text,
  differences: Type.Array(Type.Object({ check: text, a: text, b: text })),
  first: Type.Optional(text),
})

const position = Type.Integer({ minimum: 0 })
const equivocation = {
  id: text,
  kind: text,
  scope: text,
  seq: position,
  detectedAtMs: epochMsField(),
}
const signed = Type.String({ description: 'Compact JWS.' })

/** The routes for looking back at decisions, and at what they could not rest on. */
export function reviewRoutes(verifier: Verifier): readonly Route[] {
  return [diffRoute(verifier), reconcileRoute(verifier), ...equivocationRoutes(verifier)]
}

/** What publishers have signed is no secret, but who looks at whose lists is the verifier's own. */
function equivocationRoutes(verifier: Verifier): readonly Route[] {
  const read = {
    method: 'GET',
    access: { kind: 'key', scope: 'verifier:read' },
    repeats: 'safe',
    budgetMs: READ_BUDGET_MS,
  } as const
  return [
    defineRoute({
      ...read,
      operation: 'listEquivocations',
      path: '/equivocations',
      summary: 'Publishers that said two things of one state of a scope (S8).',
      query: listQuery,
      answers: {
        200: {
          description: 'A page.',
          schema: listPageSchema(Type.Object(equivocation), EQUIVOCATIONS_PAGE_MAX),
        },
      },
      reasons: [],
      async handle({ query }) {
        const items = await verifier.listEquivocations(query.after)
        const next = items.length < EQUIVOCATIONS_PAGE_MAX ? undefined : items.at(-1)?.id
        return { status: 200, json: { items, ...(next && { next }) } }
      },
    }),
    defineRoute({
      ...read,
      operation: 'showEquivocation',
      path: '/equivocations/:equivocationId',
      summary: 'Both documents of one of them: with the publisher’s keys a proof for anybody.',
      answers: {
        200: {
          description: 'The proof.',
          schema: Type.Object({ ...equivocation, a: signed, b: signed }),
        },
      },
      reasons: ['not_found'],
      async handle({ params: { equivocationId = '' } }) {
        const proof = await verifier.showEquivocation(equivocationId)
        return proof === undefined
          ? { problem: { code: 'not_found' } }
          : { status: 200, json: proof }
      },
    }),
  ]
}

function diffRoute(verifier: Verifier): Route {
  const verdictOf = async (given: Static<typeof side>): Promise<Verdict | undefined> =>
    'verdict' in given ? given.verdict : verifier.showVerdict(given.receiptId)
  return defineRoute<Static<typeof pair>>({
    operation: 'diffVerdicts',
    method: 'POST',
    path: '/verdicts/diff',
    summary: 'Why two verdicts are not the same, in one sentence; each a receipt’s or given whole.',
    access: { kind: 'key', scope: 'verifier:read' },
    body: jsonBody(pair, LIMITS),
    answers: { 200: { description: 'The sentence and every difference.', schema: diff } },
    reasons: ['receipt_unknown'],
    repeats: 'content',
    budgetMs: READ_BUDGET_MS,
    async handle({ body }) {
      const [a, b] = await Promise.all([verdictOf(body.a), verdictOf(body.b)])
      return a === undefined || b === undefined
        ? { problem: { code: 'receipt_unknown' } }
        : { status: 200, json: diffVerdicts(a, b) }
    },
  })
}

function reconcileRoute(verifier: Verifier): Route {
  return defineRoute<Static<typeof decisionWindow>>({
    operation: 'reconcileDecisions',
    method: 'POST',
    path: '/reconciliations',
    summary:
      'What was decided about a credential in a window, and what it would have been with the status known now.',
    access: { kind: 'key', scope: 'verifier:read' },
    body: jsonBody(decisionWindow, LIMITS),
    answers: { 200: { description: 'A page of decisions, by receipt.', schema: reconciliation } },
    reasons: ['store_unavailable'],
    repeats: 'content',
    budgetMs: WRITE_BUDGET_MS,
    async handle({ body, deadlineMs }) {
      const found = await verifier.reconcileDecisions({ ...body, deadlineMs }).catch(outageOrThrow)
      return typeof found === 'string'
        ? { problem: { code: 'store_unavailable' } }
        : { status: 200, json: found }
    },
  })
}
