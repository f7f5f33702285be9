import {
  answerResult,
  assert,
  brandId,
  type CampaignId,
  defineRoute,
  idField,
  isId,
  jsonBody,
  minorField,
  ok,
  type Policy,
  policySchema,
  READ_BUDGET_MS,
  type Reasoned,
  type ReceiptId,
  type Result,
  type Route,
  refuse,
  type Static,
  type TSchema,
  type Tx,
  Type,
  verdictSchema,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import type { KeptVerdict, Verified } from './commands/verify-presentation.ts'
import {
  PRESENTATION_BYTES_MAX,
  TRANSACTION_CHARS_MAX,
  VERIFICATION_BYTES_MAX,
  VERIFICATION_DEPTH_MAX,
} from './limits.ts'
import { POLICY_REASONS } from './model/check-policy.ts'
import { outageOrThrow } from './model/outage.ts'
import { reviewRoutes } from './review-routes.ts'
import { describeVerdict } from './verdict-view.ts'
import type { Verifier } from './verifier.ts'

const asked = {
  presentation: Type.String({ maxLength: PRESENTATION_BYTES_MAX, description: 'SD-JWT+KB' }),
  nonce: Type.String({ minLength: 1, maxLength: 256 }),
}
const transactionData = Type.String({ pattern: `^[A-Za-z0-9_-]{1,${TRANSACTION_CHARS_MAX}}$` })
const forCampaign = Type.Object({ ...asked, campaignId: idField<CampaignId>(), transactionData })
const forPolicy = Type.Object({
  ...asked,
  policy: Type.Unsafe<Policy>(policySchema),
  audience: Type.String({ minLength: 1, maxLength: 1_024 }),
  transactionData: Type.Optional(transactionData),
  valueMinor: Type.Optional(minorField()),
})
const verification = Type.Union([forCampaign, forPolicy])
const verified = Type.Object({
  verdict: verdictSchema,
  timings: Type.Record(Type.String(), Type.Number({ description: 'Milliseconds.' }), {
    description: 'Of this attempt; empty when an earlier one had the answer.',
  }),
  receipt: Type.Optional(Type.Object({ id: idField<ReceiptId>(), compact: Type.String() })),
})
const replayed: TSchema = Type.Union([
  Type.Object({ kind: Type.Literal('same'), verdict: verdictSchema }),
  Type.Object({
    kind: Type.Literal('changed'),
    verdict: verdictSchema,
    recorded: verdictSchema,
  }),
  Type.Object({ kind: Type.Literal('not_replayable'), because: Type.String() }),
])
const LIMITS = { maxBytes: VERIFICATION_BYTES_MAX, maxDepth: VERIFICATION_DEPTH_MAX }

/** The HTTP routes of a verifier as a service. Wallets have their own: see `openid4vp/routes.ts`. */
export function verifierRoutes(verifier: Verifier): readonly Route[] {
  return [
    ...verificationRoutes(verifier),
    nullifierKeyRoute(verifier),
    ...receiptRoutes(verifier),
    ...reviewRoutes(verifier),
  ]
}

function verificationRoutes(verifier: Verifier): readonly Route[] {
  return [
    defineRoute<Static<typeof verification>>({
      operation: 'verify',
      method: 'POST',
      path: '/verifications',
      summary: 'Verifies a presentation, for a campaign or under a policy of the caller’s own.',
      access: { kind: 'key', scope: 'verifier:verify' },
      body: jsonBody(verification, LIMITS),
      answers: {
        200: { description: 'A verdict, whatever its outcome.', schema: verified },
      },
      reasons: [
        'malformed_message',
        // The payout is a message of its own inside the body.
        'nesting_too_deep',
        'duplicate_key',
        'audience_mismatch',
        'nonce_mismatch',
        'campaign_unknown',
        'nullifier_key_mismatch',
        ...POLICY_REASONS,
        'deadline_passed',
        'store_unavailable',
        'compute_unavailable',
      ],
      repeats: 'key',
      budgetMs: WRITE_BUDGET_MS,
      handle: async ({ body, requestId, deadlineMs }) => {
        assert(requestId !== undefined, 'a request that is repeated by its key has an id')
        return answerResult(await verifyOnce(verifier, body, { requestId, deadlineMs }))
      },
    }),
    defineRoute({
      operation: 'createNonce',
      method: 'POST',
      path: '/nonces',
      summary: 'A nonce, and the audience, for one presentation that the caller will verify here.',
      // Nothing is kept for it: a nonce can be told from anybody else's.
      access: { kind: 'key', scope: 'verifier:verify' },
      answers: {
        201: {
          description: 'The nonce.',
          schema: Type.Object({
            nonce: Type.String(),
            audience: Type.String(),
            ttlMs: Type.Integer({ minimum: 1 }),
          }),
        },
      },
      reasons: [],
      repeats: 'content',
      budgetMs: READ_BUDGET_MS,
      async handle() {
        const { audience, nonceTtlMs: ttlMs } = verifier
        return { status: 201, json: { nonce: verifier.createNonce(), audience, ttlMs } }
      },
    }),
  ]
}

function nullifierKeyRoute({ identifiers }: Verifier): Route {
  return defineRoute({
    operation: 'showNullifierKey',
    method: 'GET',
    path: '/nullifier-keys/:campaignId',
    summary: 'What a campaign’s rule commits to so that all its verifiers count people alike.',
    access: { kind: 'key', scope: 'verifier:read' },
    answers: {
      200: {
        description: 'Nothing secret: it goes into `uniqueness.keyCheck` of the rule.',
        schema: Type.Object({ campaignId: idField<CampaignId>(), keyCheck: Type.String() }),
      },
    },
    reasons: ['campaign_unknown'],
    repeats: 'safe',
    budgetMs: READ_BUDGET_MS,
    async handle({ params: { campaignId = '' } }) {
      if (!isId(campaignId)) return { problem: { code: 'campaign_unknown' } }
      const id = brandId<CampaignId>(campaignId)
      return { status: 200, json: { campaignId: id, keyCheck: identifiers.keyCheck(id) } }
    },
  })
}

/** Verifies; an attempt after one whose answer got lost on the way, as in a crash, is given that answer. */
async function verifyOnce(
  { answers, checkPolicy, verifyForCampaign, verifyPresentation }: Verifier,
  body: Static<typeof verification>,
  { requestId, deadlineMs }: { readonly requestId: string; readonly deadlineMs: number },
): Promise<Result<object, Reasoned>> {
  const before = await answers.find(requestId).catch(outageOrThrow)
  if (typeof before === 'string') return refuse(before)
  if (before !== undefined) return ok(viewOf({ ...before, timings: {} }))
  const policy = 'policy' in body ? checkPolicy(body.policy) : ok(undefined)
  if (!policy.ok) return policy
  const request = {
    deadlineMs,
    keep: (tx: Tx, kept: KeptVerdict) => answers.keep(tx, requestId, kept),
  }
  const result =
    'campaignId' in body
      ? await verifyForCampaign({ ...body, ...request })
      : ok(await verifyPresentation({ ...body, ...request }))
  if (!result.ok) return result
  // No answer to remember: in more time there is a better one.
  if (result.value.verdict.reason === 'deadline_passed') return refuse('deadline_passed')
  return ok(viewOf(result.value))
}

function viewOf({ verdict, timings, receipt }: KeptVerdict & Pick<Verified, 'timings'>): object {
  return { verdict: describeVerdict(verdict), timings, ...(receipt && { receipt }) }
}

function receiptRoutes(verifier: Verifier): readonly Route[] {
  const access = { kind: 'key', scope: 'verifier:read' } as const
  return [
    defineRoute({
      operation: 'showVerdict',
      method: 'GET',
      path: '/receipts/:receiptId/verdict',
      summary: 'The verdict behind a receipt of this verifier.',
      access,
      answers: { 200: { description: 'The verdict.', schema: verdictSchema } },
      reasons: ['receipt_unknown'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      async handle({ params }) {
        const id = receiptIdOf(params)
        const verdict = id && (await verifier.showVerdict(id))
        return verdict === undefined
          ? { problem: { code: 'receipt_unknown' } }
          : { status: 200, json: describeVerdict(verdict) }
      },
    }),
    defineRoute({
      operation: 'replayReceipt',
      method: 'POST',
      path: '/receipts/:receiptId/replay',
      summary: 'Decides the verdict behind a receipt once more from the evidence kept for it.',
      access,
      answers: { 200: { description: 'Whether it is the same.', schema: replayed } },
      reasons: ['receipt_unknown', 'store_unavailable'],
      repeats: 'content',
      budgetMs: WRITE_BUDGET_MS,
      async handle({ params }) {
        const id = receiptIdOf(params)
        if (id === undefined) return { problem: { code: 'receipt_unknown' } }
        const replay = await verifier.replayReceipt(id)
        if (replay.kind === 'not_replayable') {
          const { because } = replay
          const isProblem = because === 'receipt_unknown' || because === 'store_unavailable'
          return isProblem ? { problem: { code: because } } : { status: 200, json: replay }
        }
        const verdict = describeVerdict(replay.verdict)
        const json =
          replay.kind === 'same'
            ? { kind: replay.kind, verdict }
            : { kind: replay.kind, verdict, recorded: describeVerdict(replay.recorded) }
        return { status: 200, json }
      },
    }),
  ]
}

function receiptIdOf({ receiptId = '' }: Readonly<Record<string, string>>): ReceiptId | undefined {
  return isId(receiptId) ? brandId<ReceiptId>(receiptId) : undefined
}
