import {
  type CredentialHandle,
  codeSchema,
  defineRoute,
  diffVerdicts,
  epochMsField,
  idField,
  jsonBody,
  READ_BUDGET_MS,
  type ReceiptId,
  type Route,
  type Static,
  Type,
  type Verdict,
  verdictSchema,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import { VERIFICATION_BYTES_MAX, VERIFICATION_DEPTH_MAX } from './limits.ts'
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
  next: Type.Optional(idField<ReceiptId>()),
})
const diff = Type.Object({
  sentence: text,
  differences: Type.Array(Type.Object({ check: text, a: text, b: text })),
  first: Type.Optional(text),
})

/** The routes for looking back at decisions. */
export function reviewRoutes(verifier: Verifier): readonly Route[] {
  return [diffRoute(verifier), reconcileRoute(verifier)]
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
