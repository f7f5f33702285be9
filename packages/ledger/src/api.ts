import {
  answerResult,
  brandId,
  type CampaignId,
  defineRoute,
  formatMinor,
  isId,
  listPageSchema,
  listQuery,
  type MinorUnits,
  minorField,
  ok,
  READ_BUDGET_MS,
  type Reasoned,
  type Result,
  type Route,
  type RouteAnswer,
  type RouteRequest,
  refuse,
  type TransferId,
  Type,
} from '@evenkeel/kernel'
import type { Ledger } from './create-ledger.ts'
import { JOURNAL_PAGE_MAX, PROOF_BUDGET_MS } from './limits.ts'
import {
  type Account,
  availableBalance,
  campaignAccount,
  campaignAccountNames,
  postedBalance,
  RESERVED_CAMPAIGN_ID,
} from './model/account.ts'
import { formatEntry } from './model/journal-entry.ts'
import { isBalanced } from './queries/project-trial-balance.ts'
import type { TransferStory } from './queries/show-transfer.ts'

const text = Type.String()
const amount = minorField()
const position = Type.Integer({ minimum: 0 })
/** Sums over accounts may have more digits than an amount. */
const sum = Type.String({ pattern: '^(0|[1-9][0-9]*)$' })

const account = Type.Object({
  name: Type.Union(campaignAccountNames.map((name) => Type.Literal(name))),
  posted: amount,
  pending: Type.Object({ debits: amount, credits: amount }),
  available: amount,
  lastSeq: position,
})
const totals = Type.Object({
  campaignId: text,
  asset: text,
  funded: amount,
  returned: amount,
  free: amount,
  reserved: amount,
  held: amount,
  inFlight: amount,
  settled: amount,
  forfeited: amount,
  receivable: amount,
})
const transfer = Type.Object({
  id: text,
  state: text,
  refused: Type.Optional(text),
  entries: Type.Array(
    Type.Object({ seq: position }, { additionalProperties: true, description: 'As journalled.' }),
  ),
  payment: Type.Optional(
    Type.Object({
      rail: text,
      state: Type.Union(
        (['prepared', 'submitted', 'unknown', 'settled'] as const).map((state) =>
          Type.Literal(state),
        ),
      ),
      receipt: Type.Optional(text),
    }),
  ),
})
const journalRow = Type.Object({
  seq: Type.Integer({ minimum: 1 }),
  hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  entry: Type.String({ description: 'Canonical JSON, exactly as hashed.' }),
})
const proof = Type.Object({
  journal: Type.Union([
    Type.Object({ sound: Type.Literal(true), entries: position, headHash: text }),
    Type.Object({ sound: Type.Literal(false), seq: position, fault: text }),
  ]),
  trialBalance: Type.Array(
    Type.Object({
      asset: text,
      balanced: Type.Boolean(),
      accounts: position,
      debitsPosted: sum,
      creditsPosted: sum,
      debitsPending: sum,
      creditsPending: sum,
    }),
  ),
})

const read = {
  method: 'GET',
  access: { kind: 'key', scope: 'ledger:read' },
  repeats: 'safe',
  budgetMs: READ_BUDGET_MS,
} as const

/** The HTTP routes of the ledger. None moves value: that takes the signed handoff of a party whose campaign it is. */
export function ledgerRoutes(ledger: Ledger): readonly Route[] {
  const prove = shareRuns(() => proveLedger(ledger))
  return [
    defineRoute({
      ...read,
      operation: 'showCampaignTotals',
      path: '/campaigns/:campaignId/totals',
      summary: 'Where a campaign’s money is; what came in and did not go back is all there.',
      answers: { 200: { description: 'The totals, in minor units.', schema: totals } },
      reasons: ['campaign_unknown'],
      handle: async ({ params }) => {
        const id = readCampaignId(params)
        const shown = id.ok ? await ledger.showCampaign(id.value) : id
        if (!shown.ok) return { problem: shown.error }
        const { campaignId, asset, ...amounts } = shown.value
        return { status: 200, json: { campaignId, asset, ...formatAmounts(amounts) } }
      },
    }),
    defineRoute({
      ...read,
      operation: 'listCampaignAccounts',
      path: '/campaigns/:campaignId/accounts',
      summary: 'A campaign’s own accounts with what is posted and pending on them.',
      answers: {
        200: {
          description: 'All of them, in a fixed order.',
          schema: listPageSchema(account, campaignAccountNames.length),
        },
      },
      reasons: ['campaign_unknown'],
      handle: async ({ params }) => {
        const id = readCampaignId(params)
        return id.ok ? listAccounts(ledger, id.value) : { problem: id.error }
      },
    }),
    defineRoute({
      ...read,
      operation: 'showTransfer',
      path: '/transfers/:transferId',
      summary: 'One transfer with everything that the journal says about it. Names payees.',
      answers: { 200: { description: 'Its story.', schema: transfer } },
      reasons: ['transfer_unknown'],
      async handle({ params: { transferId = '' } }) {
        const shown: Result<TransferStory, Reasoned> = isId(transferId)
          ? await ledger.showTransfer(brandId<TransferId>(transferId))
          : refuse('transfer_unknown')
        if (!shown.ok) return answerResult(shown)
        const { entries, ...story } = shown.value
        return {
          status: 200,
          json: { ...story, entries: entries.map((entry) => JSON.parse(formatEntry(entry))) },
        }
      },
    }),
    defineRoute({
      ...read,
      operation: 'listJournal',
      path: '/journal',
      summary:
        'The hash-chained journal from its beginning, for whoever recomputes it. Names payees.',
      query: listQuery,
      answers: {
        200: { description: 'A page.', schema: listPageSchema(journalRow, JOURNAL_PAGE_MAX) },
      },
      reasons: ['malformed_message'],
      async handle({ query: { after = '0' } }) {
        if (!/^\d{1,15}$/.test(after))
          return { problem: refuse('malformed_message', 'after').error }
        const items = await ledger.journal(Number(after))
        const last = items.at(-1)
        const isFull = last !== undefined && items.length === JOURNAL_PAGE_MAX
        return { status: 200, json: { items, ...(isFull && { next: String(last.seq) }) } }
      },
    }),
    defineRoute({
      ...read,
      operation: 'proveLedger',
      path: '/proof',
      summary: 'Recomputes the journal’s chain and adds up all accounts.',
      access: { kind: 'key', scope: 'ledger:audit' },
      answers: { 200: { description: 'What was found, sound or not.', schema: proof } },
      reasons: [],
      budgetMs: PROOF_BUDGET_MS,
      handle: prove,
    }),
  ]
}

/** An id that no campaign can have is one that no campaign has; some would name accounts of payees (F4). */
function readCampaignId({ campaignId = '' }: RouteRequest['params']): Result<CampaignId, Reasoned> {
  const isOne = isId(campaignId) && !RESERVED_CAMPAIGN_ID.test(`${campaignId}:`)
  return isOne ? ok(brandId(campaignId)) : refuse('campaign_unknown')
}

function formatAmounts(amounts: Readonly<Record<string, MinorUnits>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(amounts).map(([name, value]) => [name, formatMinor(value)]),
  )
}

async function listAccounts(ledger: Ledger, campaignId: CampaignId): Promise<RouteAnswer> {
  const ids = campaignAccountNames.map((name) => campaignAccount(campaignId, name))
  const accounts = new Map((await ledger.balances(ids)).map((found) => [found.id, found]))
  const items = campaignAccountNames.flatMap((name) => {
    const found = accounts.get(campaignAccount(campaignId, name))
    return found === undefined ? [] : [{ name, ...toAccount(found) }]
  })
  return items.length === 0
    ? { problem: refuse('campaign_unknown').error }
    : { status: 200, json: { items } }
}

function toAccount(account: Account): object {
  return {
    posted: postedBalance(account).toString(),
    pending: {
      debits: formatMinor(account.debitsPending),
      credits: formatMinor(account.creditsPending),
    },
    available: availableBalance(account).toString(),
    lastSeq: account.lastSeq,
  }
}

async function proveLedger(ledger: Ledger): Promise<RouteAnswer> {
  const sound = await ledger.verifyJournal()
  const balances = await ledger.trialBalance()
  return {
    status: 200,
    json: {
      journal: sound.ok ? { sound: true, ...sound.value } : { sound: false, ...sound.error },
      trialBalance: balances.map((balance) => ({
        asset: balance.asset,
        balanced: isBalanced(balance),
        accounts: balance.accounts,
        debitsPosted: balance.debitsPosted.toString(),
        creditsPosted: balance.creditsPosted.toString(),
        debitsPending: balance.debitsPending.toString(),
        creditsPending: balance.creditsPending.toString(),
      })),
    },
  }
}

/** Whoever asks while a run is under way gets that run's answer, so that any number of callers costs one walk at a time. */
function shareRuns<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () => {
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }
}
