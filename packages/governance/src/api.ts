import {
  type AccreditationRecord,
  type ActMode,
  accreditationRecordSchema,
  actEffectSchema,
  actModeSchema,
  answerResult,
  assert,
  type CaseId,
  caseOpeningSchema,
  defineRoute,
  epochMsField,
  governanceActSchema,
  HANDOFF_BODY_LIMITS,
  isId,
  jsonBody,
  listPageSchema,
  listQuery,
  ok,
  READ_BUDGET_MS,
  type Reasoned,
  type Result,
  type Route,
  type RouteRequest,
  refuse,
  Type,
  WRITE_BUDGET_MS,
} from '@evenkeel/kernel'
import type { CaseCursor } from './commands/show-case.ts'
import type { Governance } from './create-governance.ts'
import {
  ACT_ID_CHARS_MAX,
  APPEAL_BODY_BYTES_MAX,
  APPEAL_REASON_CHARS_MAX,
  CASE_PAGE_MAX,
} from './limits.ts'

const literals = <T extends string>(...values: readonly T[]) =>
  Type.Union(values.map((value) => Type.Literal(value)))
const text = Type.String()
const count = Type.Integer({ minimum: 0 })
const decision = literals('release', 'refuse')
const caseAct = literals('decide', 'lapse', 'appeal', 'end_appeals', 'escalate', 'close')

const caseMembers = {
  opening: caseOpeningSchema,
  openedAtMs: epochMsField(),
  state: literals('opened', 'decided', 'appealed', 'final', 'closed'),
  version: Type.Integer({ minimum: 1, description: 'Send it back with a decision.' }),
  decisions: count,
  decision: Type.Optional(decision),
  decidedBy: Type.Optional(text),
  decidedAtMs: Type.Optional(epochMsField()),
  appealedBy: Type.Optional(text),
  answered: count,
  answerReason: Type.Optional(text),
  bodyHash: text,
}
const caseRecord = Type.Object(caseMembers)
const caseEntry = Type.Object({ ...caseMembers, dueAtMs: epochMsField() })
const caseView = Type.Object({
  ...caseMembers,
  acts: Type.Array(
    Type.Object({
      version: Type.Integer({ minimum: 1 }),
      act: Type.Union([caseAct, Type.Literal('open')]),
      actor: text,
      decision: Type.Optional(decision),
      reason: Type.Optional(text),
      atMs: epochMsField(),
    }),
  ),
  clocks: Type.Array(
    Type.Object({
      name: literals('decide', 'appeal', 'decide_appeal', 'acknowledge'),
      dueAtMs: epochMsField(),
      byDefault: caseAct,
      outcome: literals('running', 'met', 'fired'),
      endedAtMs: Type.Optional(epochMsField()),
      leftMs: Type.Optional(Type.Integer()),
    }),
  ),
})
const actView = Type.Object({
  act: governanceActSchema,
  state: literals('handed_over', 'applied', 'refused'),
  reason: Type.Optional(text),
  effects: Type.Array(actEffectSchema),
})
const accreditBody = Type.Object({
  record: Type.Unsafe<AccreditationRecord>(accreditationRecordSchema),
  mode: Type.Optional(Type.Unsafe<ActMode>(actModeSchema)),
})
const cancelBody = Type.Object({
  actId: Type.String({
    minLength: 1,
    maxLength: ACT_ID_CHARS_MAX,
    description: 'The id of the act that takes the other back.',
  }),
})
const decideBody = Type.Object({ decision, expectedVersion: Type.Integer({ minimum: 1 }) })
const appealBody = Type.Object({
  reason: Type.String({ minLength: 1, maxLength: APPEAL_REASON_CHARS_MAX }),
})
const APPEAL_LIMITS = { maxBytes: APPEAL_BODY_BYTES_MAX, maxDepth: 1 }

/** The HTTP routes of governance. Who acts is whom the caller's key is labelled for, never whom a body names: one key, one person (G5). */
export function governanceRoutes(governance: Governance): readonly Route[] {
  return [...caseRoutes(governance), ...accreditationRoutes(governance)]
}

function caseRoutes(governance: Governance): readonly Route[] {
  return [
    defineRoute({
      operation: 'listCases',
      method: 'GET',
      path: '/cases',
      summary: 'The cases that are not closed, least time left first.',
      access: { kind: 'key', scope: 'governance:read' },
      query: listQuery,
      answers: {
        200: { description: 'A page.', schema: listPageSchema(caseEntry, CASE_PAGE_MAX) },
      },
      reasons: ['malformed_message'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      async handle({ query }) {
        const after = readCursor(query.after)
        if (!after.ok) return { problem: after.error }
        const { cases, next } = await governance.listCases(after.value)
        return {
          status: 200,
          json: { items: cases, ...(next && { next: `${next.dueAtMs}~${next.caseId}` }) },
        }
      },
    }),
    defineRoute({
      operation: 'showCase',
      method: 'GET',
      path: '/cases/:caseId',
      summary: 'One case with its history and its clocks.',
      access: { kind: 'key', scope: 'governance:read' },
      answers: { 200: { description: 'The case.', schema: caseView } },
      reasons: ['case_unknown'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: async ({ params }) => answerResult(await governance.showCase(caseIdOf(params))),
    }),
    defineRoute({
      operation: 'decideCase',
      method: 'POST',
      path: '/cases/:caseId/decision',
      summary:
        'Decides a case, or decides it again after an appeal, as the person whose key it is.',
      access: { kind: 'key', scope: 'governance:decide' },
      body: jsonBody(decideBody, APPEAL_LIMITS),
      answers: { 200: { description: 'The case as it stands now.', schema: caseRecord } },
      reasons: [
        'malformed_message',
        'case_unknown',
        'case_conflict',
        'case_transition_not_allowed',
        'case_own_decision',
        'case_actor_not_allowed',
      ],
      repeats: 'key',
      budgetMs: WRITE_BUDGET_MS,
      handle: async (request) =>
        answerResult(
          await governance.decideCase({
            caseId: caseIdOf(request.params),
            decidedBy: callerOf(request),
            ...request.body,
          }),
        ),
    }),
    defineRoute({
      operation: 'appealCase',
      method: 'POST',
      path: '/cases/:caseId/appeal',
      summary: 'Asks for a second decision by somebody else, while the appeal window is open.',
      access: { kind: 'key', scope: 'governance:appeal' },
      body: jsonBody(appealBody, APPEAL_LIMITS),
      answers: { 200: { description: 'The case as it stands now.', schema: caseRecord } },
      reasons: [
        'malformed_message',
        'case_unknown',
        'case_transition_not_allowed',
        'appeal_window_over',
        'appeal_made_already',
      ],
      repeats: 'key',
      budgetMs: WRITE_BUDGET_MS,
      handle: async (request) =>
        answerResult(
          await governance.appealCase({
            caseId: caseIdOf(request.params),
            by: callerOf(request),
            reason: request.body.reason,
          }),
        ),
    }),
  ]
}

function accreditationRoutes(governance: Governance): readonly Route[] {
  return [
    defineRoute({
      operation: 'accredit',
      method: 'POST',
      path: '/accreditations',
      summary: 'Makes, changes or ends an accreditation; the same record again is the same act.',
      access: { kind: 'key', scope: 'governance:accredit' },
      body: jsonBody(accreditBody, HANDOFF_BODY_LIMITS),
      answers: { 200: { description: 'The act, and what the network answered.', schema: actView } },
      reasons: ['malformed_message', 'case_actor_not_allowed', 'act_conflict'],
      repeats: 'content',
      budgetMs: WRITE_BUDGET_MS,
      handle: async ({ body }) => answerResult(await governance.accredit(body)),
    }),
    defineRoute({
      operation: 'cancelAct',
      method: 'POST',
      path: '/acts/:actId/cancellation',
      summary:
        'Takes an announced act back, while no verifier can go by it; the same id again is the same act.',
      access: { kind: 'key', scope: 'governance:accredit' },
      body: jsonBody(cancelBody, HANDOFF_BODY_LIMITS),
      answers: { 200: { description: 'The act, and what the network answered.', schema: actView } },
      reasons: ['malformed_message', 'not_found', 'act_conflict'],
      repeats: 'content',
      budgetMs: WRITE_BUDGET_MS,
      handle: async ({ params: { actId = '' }, body }) =>
        answerResult(await governance.cancelAct({ actId: body.actId, cancels: actId })),
    }),
    defineRoute({
      operation: 'showAct',
      method: 'GET',
      path: '/acts/:actId',
      summary: 'An act upon the accreditations, and what the network answered.',
      access: { kind: 'key', scope: 'governance:read' },
      answers: { 200: { description: 'The act.', schema: actView } },
      reasons: ['not_found'],
      repeats: 'safe',
      budgetMs: READ_BUDGET_MS,
      handle: async ({ params }) => answerResult(await governance.showAct(params.actId ?? '')),
    }),
  ]
}

/** An id that no case can have is one that no case has. */
function caseIdOf({ caseId = '' }: RouteRequest['params']): CaseId {
  return caseId as CaseId
}

function callerOf({ caller }: RouteRequest): string {
  assert(caller !== undefined, 'a route with a key knows its caller')
  return caller.label
}

function readCursor(text: string | undefined): Result<CaseCursor | undefined, Reasoned> {
  if (text === undefined) return ok(undefined)
  const [, dueAt, caseId = ''] = /^(\d{1,15})~(.+)$/s.exec(text) ?? []
  if (dueAt === undefined || !isId(caseId)) return refuse('malformed_message', 'after')
  return ok({ dueAtMs: Number(dueAt), caseId })
}
