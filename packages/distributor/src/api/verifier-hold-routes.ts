import {
  answerResult,
  defineRoute,
  epochMsField,
  idField,
  isId,
  jsonBody,
  listPageSchema,
  MESSAGE_LIMITS,
  minorField,
  type PartyId,
  READ_BUDGET_MS,
  type Reasoned,
  type Result,
  type Route,
  type RouteAnswer,
  type RouteBody,
  type RouteSchema,
  refuse,
  routeQuery,
  Type,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import type { Distributor } from '../distributor.ts'
import { CLAIMS_PAGE_MAX, VERIFIER_HOLD_MS_MAX } from '../limits.ts'
import { personOf } from './campaign-change-routes.ts'
import { claimStateSchema } from './schemas.ts'

interface HoldBody {
  readonly sinceMs: number
  readonly forMs: number
  readonly evidence: string
}

interface SinceQuery {
  readonly sinceMs?: number
  readonly after?: string
}

const sha256Hex = Type.String({ pattern: '^[0-9a-f]{64}$' })
const holdBody = Type.Object({
  sinceMs: epochMsField(),
  forMs: Type.Integer({ minimum: 1, maximum: VERIFIER_HOLD_MS_MAX }),
  evidence: sha256Hex,
})
const held = Type.Object({
  verifier: idField(),
  sinceMs: epochMsField(),
  heldUntilMs: Type.Optional(epochMsField()),
})
const sinceQuery = routeQuery(
  Type.Object({ sinceMs: Type.Optional(epochMsField()), after: Type.Optional(idField()) }),
) as RouteSchema<SinceQuery>
const exposure = Type.Object({
  verifier: idField(),
  holds: Type.Array(
    Type.Object({
      sinceMs: epochMsField(),
      evidence: sha256Hex,
      proposedAtMs: epochMsField(),
      proposedBy: Type.String(),
      confirmedBy: Type.Optional(Type.String()),
      heldUntilMs: Type.Optional(epochMsField()),
    }),
  ),
  campaigns: Type.Array(
    Type.Object({
      campaignId: idField(),
      byState: Type.Record(
        Type.String(),
        Type.Object({ claims: Type.Integer({ minimum: 0 }), amountMinor: Type.String() }),
      ),
    }),
  ),
})
const exposedClaim = Type.Object({
  claimId: idField(),
  campaignId: idField(),
  state: claimStateSchema,
  amountMinor: Type.Optional(minorField()),
})

/** How two people hold a verifier whose word is in doubt, and what rests on it. */
export function verifierHoldRoutes(distributor: Distributor): readonly Route[] {
  const access = { kind: 'key', scope: 'distributor:campaigns' } as const
  return [
    defineRoute<HoldBody>({
      operation: 'holdVerifier',
      method: 'POST',
      path: '/verifiers/:verifierId/hold',
      summary:
        'Holds what rests on a verifier’s word, in the name of one person: the first proposes it upon evidence, a second confirms the same.',
      access,
      body: jsonBody(holdBody, MESSAGE_LIMITS) as RouteBody<HoldBody>,
      answers: { 200: { description: 'Proposed, or held until it lapses.', schema: held } },
      reasons: [
        'malformed_message',
        'verifier_hold_not_allowed',
        'verifier_hold_second_person_needed',
      ],
      repeats: 'key',
      budgetMs: WRITE_BUDGET_MS,
      handle: ({ params, body, caller }) =>
        withVerifier(params.verifierId, (verifier) =>
          distributor.holdVerifier({ verifier, ...body, by: personOf(caller) }),
        ),
    }),
    defineRoute<undefined, SinceQuery>({
      operation: 'showExposure',
      method: 'GET',
      path: '/verifiers/:verifierId/exposure',
      summary:
        'How many claims and how much rest on a verifier’s word since a time, and the holds upon it.',
      access: { kind: 'key', scope: 'distributor:read' },
      query: sinceQuery,
      answers: { 200: { description: 'By campaign and state.', schema: exposure } },
      reasons: ['verifier_hold_not_allowed'],
      repeats: 'safe',
      budgetMs: WRITE_BUDGET_MS,
      handle: ({ params, query }) =>
        withVerifier(params.verifierId, async (verifier) => ({
          ok: true,
          value: await distributor.showExposure({ verifier, sinceMs: query.sinceMs ?? 0 }),
        })),
    }),
    defineRoute<undefined, SinceQuery>({
      operation: 'listPaidOnWord',
      method: 'GET',
      path: '/verifiers/:verifierId/paid',
      summary: 'The claims that were paid, or are being paid, on a verifier’s word since a time.',
      access: { kind: 'key', scope: 'distributor:read' },
      query: sinceQuery,
      answers: {
        200: {
          description: 'A page of claims.',
          schema: listPageSchema(exposedClaim, CLAIMS_PAGE_MAX),
        },
      },
      reasons: ['verifier_hold_not_allowed'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: ({ params, query: { sinceMs = 0, after } }) =>
        withVerifier(params.verifierId, async (verifier) => ({
          ok: true,
          value: await distributor.listPaidOnWord({ verifier, sinceMs, ...(after && { after }) }),
        })),
    }),
  ]
}

async function withVerifier<T extends object>(
  verifier: string | undefined,
  act: (verifier: PartyId) => Promise<Result<T, Reasoned>>,
): Promise<RouteAnswer> {
  // Not every text can be looked for in a store.
  const isParty = verifier !== undefined && isId(verifier)
  return answerResult(
    isParty
      ? await act(verifier as PartyId)
      : refuse('verifier_hold_not_allowed', 'there is no such party'),
  )
}
