import {
  campaignRuleSchema,
  codeSchema,
  epochMsField,
  idField,
  minorField,
  sha256Schema,
  type TSchema,
  Type,
} from '@evenkeel/kernel'
import { revealSchema } from '@evenkeel/kernel/allocation'
import {
  CAMPAIGN_BODY_LINES_MAX,
  DRY_RUN_PEOPLE_MAX,
  NAME_CHARS_MAX,
  PAUSE_MS_MAX,
  RELEASES_SHOWN_MAX,
} from '../limits.ts'
import { campaignStates } from '../model/campaign-states.ts'
import { claimStates } from '../model/claim-states.ts'
import { aftermathMembers } from './recovery-schemas.ts'

const words = Type.String({ minLength: 1 })
const jws = Type.String({ pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$' })
const state = Type.Union(claimStates.map((name) => Type.Literal(name)))
const campaignState = Type.Union(campaignStates.map((name) => Type.Literal(name)))

/** State of a claim, as queries name it. */
export const claimStateSchema: TSchema = state

/** Answer to a claim that was taken. */
export const ticketSchema: TSchema = Type.Object({
  ticket: Type.Unsafe<string>({
    ...jws,
    description: 'Compact JWS: proof that the claim arrived in time, the same bytes at every retry',
  }),
  claimId: idField(),
  state,
  links: Type.Object({ state: Type.String(), events: Type.String(), campaign: Type.String() }),
})

/** Answer to an appeal. */
export const claimAppealedSchema: TSchema = Type.Object({
  claimId: idField(),
  caseId: idField(),
  links: Type.Object({ state: Type.String(), events: Type.String() }),
})

const reason = {
  code: codeSchema,
  words,
  appealable: Type.Boolean(),
  retryable: Type.Boolean(),
}
const reasonForClaimant = Type.Object(reason)
const reasonExplained = Type.Object({ ...reason, operator: words })

const vestingExplained = {
  paidMinor: minorField(),
  payments: Type.Integer({ minimum: 0 }),
  remainingMinor: minorField(),
  next: Type.Optional(Type.Object({ atMs: epochMsField(), amountMinor: minorField() })),
  endsAtMs: epochMsField(),
  cancelled: Type.Optional(Type.Literal(true)),
}

/** A VestingView. */
export const vestingViewSchema: TSchema = Type.Object({
  claimId: idField(),
  state,
  ...vestingExplained,
  amountMinor: minorField(),
  vestedMinor: minorField(),
  releases: Type.Array(
    Type.Object({
      number: Type.Integer({ minimum: 1 }),
      amountMinor: minorField(),
      railReceipt: Type.String(),
      paidAtMs: epochMsField(),
    }),
    { maxItems: RELEASES_SHOWN_MAX },
  ),
})

/** What one person proposes. */
export const cancelProposalSchema: TSchema = Type.Object({
  evidence: Type.Unsafe<string>({
    ...sha256Schema,
    description: 'Hash of what it rests on; the second person names the same',
  }),
})

/** A CancelProposed. */
export const cancelProposedSchema: TSchema = Type.Object({
  claimId: idField(),
  endsAtMs: Type.Optional(epochMsField()),
})

/** Members of a claim's story, whose reasons have these words. */
function storyMembers(why: TSchema): Readonly<Record<string, TSchema>> {
  return {
    claimId: idField(),
    campaignId: idField(),
    campaignTitle: Type.String(),
    state,
    terminal: Type.Boolean({ description: 'Nothing more happens by itself' }),
    words,
    reason: Type.Optional(why),
    concern: Type.Optional(why),
    asset: Type.Object({ code: Type.String(), scale: Type.Integer() }),
    amountMinor: Type.Optional(minorField()),
    sinceMs: epochMsField(),
    steps: Type.Array(
      Type.Object({
        state,
        atMs: epochMsField(),
        waitedMs: Type.Integer({ minimum: 0 }),
        words,
        reason: Type.Optional(why),
      }),
    ),
    next: Type.Optional(
      Type.Object({
        what: words,
        reason: Type.Optional(codeSchema),
        from: idField(),
        byMs: epochMsField(),
        byDefault: words,
      }),
    ),
    vesting: Type.Optional(Type.Object(vestingExplained)),
    appeal: Type.Object({
      possible: Type.Boolean(),
      how: words,
      caseId: Type.Optional(idField()),
      url: Type.Optional(Type.String()),
      untilMs: Type.Optional(epochMsField()),
      made: Type.Optional(
        Type.Object({
          state: Type.Union(
            (['sent', 'taken', 'not_taken', 'decided'] as const).map((name) => Type.Literal(name)),
          ),
          sentAtMs: epochMsField(),
          reason: Type.Optional(why),
        }),
      ),
    }),
    again: words,
    railReceipt: Type.Optional(Type.String()),
    ...aftermathMembers(why),
  }
}

/** A ClaimExplanation. */
export const claimExplanationSchema: TSchema = Type.Object(storyMembers(reasonExplained))

/** A ClaimStateDocument with its signature. */
export const claimStateDocumentSchema: TSchema = Type.Object({
  v: Type.Literal(1),
  ...storyMembers(reasonForClaimant),
  jws: Type.Unsafe<string>({
    ...jws,
    description: 'The same document with `iss` and `iat`, signed by the distributor',
  }),
})

const reasonInWords = Type.Object({ code: codeSchema, words })

/** A ClaimView. */
export const claimViewSchema: TSchema = Type.Object({
  claimId: idField(),
  campaignId: idField(),
  state,
  reason: Type.Optional(reasonInWords),
  concern: Type.Optional(reasonInWords),
  amountMinor: Type.Optional(minorField()),
  sinceMs: epochMsField(),
  history: Type.Array(
    Type.Object({ state, atMs: epochMsField(), reason: Type.Optional(codeSchema) }),
  ),
  next: Type.Optional(Type.Object({ what: words, byMs: Type.Optional(epochMsField()) })),
  appealable: Type.Boolean(),
  railReceipt: Type.Optional(Type.String()),
})

/** A rule document, with the lines of its table if its allocation is one. */
export const campaignBodySchema: TSchema = Type.Object({
  rule: campaignRuleSchema,
  table: Type.Optional(
    Type.Array(
      Type.Object({
        entry: Type.String({ minLength: 1, maxLength: 512 }),
        amountMinor: minorField(),
      }),
      { maxItems: CAMPAIGN_BODY_LINES_MAX },
    ),
  ),
})

/** A CampaignCreated. */
export const campaignCreatedSchema: TSchema = Type.Object({
  campaignId: idField(),
  ruleHash: sha256Schema,
  state: campaignState,
})

const standing = {
  campaignId: idField(),
  state: campaignState,
  ruleHash: sha256Schema,
  announcers: Type.Integer({ minimum: 0, maximum: 2 }),
  announcedAtMs: Type.Optional(epochMsField()),
  openedAtMs: Type.Optional(epochMsField()),
  closedAtMs: Type.Optional(epochMsField()),
  refusedAtMs: Type.Optional(epochMsField()),
  settledAtMs: Type.Optional(epochMsField()),
  pausedUntilMs: Type.Optional(epochMsField()),
}

/** A CampaignSummary. */
export const campaignSummarySchema: TSchema = Type.Object({
  ...standing,
  title: Type.String(),
  opensAtMs: epochMsField(),
  closesAtMs: epochMsField(),
})

const total = Type.Object({
  claims: Type.Integer({ minimum: 0 }),
  // A sum over claims may be longer than one amount.
  amountMinor: Type.String({ pattern: '^(0|[1-9][0-9]*)$' }),
})

/** What one person announces. */
export const announcementSchema: TSchema = Type.Object({
  ruleHash: Type.Unsafe<string>({
    ...sha256Schema,
    description: 'As this person has read it; the second confirms the one that the first proposed',
  }),
})

const claimValue = Type.Union([Type.String({ maxLength: 512 }), Type.Number(), Type.Boolean()])

/** A population on which a draft is tried. */
export const populationSchema: TSchema = Type.Object({
  people: Type.Array(
    Type.Object({
      person: Type.String({ minLength: 1, maxLength: NAME_CHARS_MAX }),
      claims: Type.Record(Type.String({ maxLength: 64 }), claimValue, { maxProperties: 32 }),
    }),
    { minItems: 1, maxItems: DRY_RUN_PEOPLE_MAX },
  ),
})

const count = Type.Integer({ minimum: 0 })
const signedMinor = Type.String({ pattern: '^(0|-?[1-9][0-9]*)$' })

/** A DryRunReport. */
export const dryRunReportSchema: TSchema = Type.Object({
  v: Type.Literal(1),
  ruleHash: sha256Schema,
  people: count,
  paid: count,
  amountMinor: Type.String({
    pattern: '^(0|[1-9][0-9]*)$',
    description: 'What it costs',
  }),
  leftMinor: signedMinor,
  fallsOut: Type.Array(Type.Object({ reason: codeSchema, people: count })),
  splitting: Type.Array(Type.Object({ identities: count, gainMinor: signedMinor }), {
    description: 'What one person would gain by coming as several',
  }),
  outcomeRoot: sha256Schema,
})

/** A pause. */
export const pauseSchema: TSchema = Type.Object({
  forMs: Type.Integer({ minimum: 1, maximum: PAUSE_MS_MAX }),
  reason: Type.String({ minLength: 1, maxLength: NAME_CHARS_MAX }),
})

/** A CampaignPaused. */
export const campaignPausedSchema: TSchema = Type.Object({
  campaignId: idField(),
  pausedUntilMs: epochMsField(),
})

/** A DrandBeacon. */
export const beaconSchema: TSchema = Type.Object({
  round: Type.Integer({ minimum: 1 }),
  signature: Type.String({ pattern: '^[0-9a-f]{96}$' }),
})

const windowView = Type.Object({
  tickets: Type.Integer({ minimum: 0 }),
  ticketRoot: sha256Schema,
  entryRoot: Type.Optional(sha256Schema),
  allocatesAtMs: epochMsField(),
  beaconRound: Type.Optional(Type.Integer({ minimum: 1 })),
  beacon: Type.Optional(beaconSchema),
  revealsUntilMs: Type.Optional(epochMsField()),
  reveals: Type.Optional(Type.Array(revealSchema)),
  silent: Type.Optional(Type.Array(idField())),
  allocation: Type.Optional(
    Type.Object({
      atMs: epochMsField(),
      root: sha256Schema,
      claims: Type.Integer({ minimum: 0 }),
    }),
  ),
})

/** A CampaignView. */
export const campaignViewSchema: TSchema = Type.Object({
  ...standing,
  rule: campaignRuleSchema,
  waitingFor: Type.Array(
    Type.Object({ handoff: Type.String(), reason: Type.Optional(codeSchema) }),
  ),
  window: Type.Optional(windowView),
  totals: Type.Object(Object.fromEntries(claimStates.map((name) => [name, total]))),
})
