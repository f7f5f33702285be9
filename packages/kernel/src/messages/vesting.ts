import { Type } from 'typebox'
import type { CampaignId, TransferId } from '../ids.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, idField, minorField } from '../schema/fields.ts'
import { codeSchema, HANDOFF_BODY_LIMITS, sha256Schema } from './common.ts'

/** Ends a vesting early: what is payable when it is taken stays the payee's (D4), the rest goes where it says. */
export interface CancelVesting {
  /** Of one whose releases wait: what fell due from then on, and has not left, is part of the rest. */
  readonly dueBeforeMs?: number
  readonly transferId: TransferId
  readonly rest: 'forfeited' | 'pool'
  readonly reason: string
  /** Hash of what it rests on, 64 hex digits (D7). */
  readonly evidence: string
}

/** What a cancelled vesting came to: the two sum to the amount that vested. */
export interface VestingEnd {
  readonly transferId: TransferId
  /** Paid, or still to be paid. */
  readonly keptMinor: string
  readonly withheldMinor: string
}

/** Lets releases wait until a time; then they go on by themselves, and nothing is lost. It can only be moved ahead (G7). */
export interface PauseReleases {
  readonly campaignId: CampaignId
  /** Whose releases wait; all of the campaign's without it. */
  readonly transferId?: TransferId
  readonly untilMs: number
}

const cancelVesting = Type.Object({
  dueBeforeMs: Type.Optional(epochMsField()),
  transferId: idField<TransferId>(),
  rest: Type.Union([Type.Literal('forfeited'), Type.Literal('pool')]),
  reason: codeSchema,
  evidence: sha256Schema,
})
const vestingEnd = Type.Object({
  transferId: idField<TransferId>(),
  keptMinor: minorField(),
  withheldMinor: minorField(),
})
const pauseReleases = Type.Object({
  campaignId: idField<CampaignId>(),
  transferId: Type.Optional(idField<TransferId>()),
  untilMs: epochMsField(),
})

export const parseCancelVesting: Parser<CancelVesting> = createParser(
  cancelVesting,
  HANDOFF_BODY_LIMITS,
)
export const parseVestingEnd: Parser<VestingEnd> = createParser(vestingEnd, HANDOFF_BODY_LIMITS)
export const parsePauseReleases: Parser<PauseReleases> = createParser(
  pauseReleases,
  HANDOFF_BODY_LIMITS,
)
