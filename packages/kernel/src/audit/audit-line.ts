import { type TSchema, Type } from 'typebox'
import type { DrandBeacon } from '../allocation/drand-beacon.ts'
import { SEED_PARTIES_MAX } from '../allocation/limits.ts'
import type { Reveal } from '../allocation/lottery-seed.ts'
import type { CampaignId, Nullifier, PartyId } from '../ids.ts'
import type { CampaignRule } from '../messages/campaign-rule.ts'
import { codeSchema, sha256Schema } from '../messages/common.ts'
import { type LimitKeys, limitKinds } from '../messages/rule/limits.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { bytesField, epochMsField, idField, minorField, wholeField } from '../schema/fields.ts'
import {
  AUDIT_ACCOUNTS_MAX,
  AUDIT_CLAIM_TRANSFERS_MAX,
  AUDIT_LINE_BYTES_MAX,
  AUDIT_LINE_DEPTH_MAX,
  AUDIT_MOVEMENTS_MAX,
} from './limits.ts'

/**
 * One line of a bundle. Everything in it may be read by anybody (E5). No line has a claim's id, since whoever has it sees the claim and may appeal
 * it; a receipt or a ticket itself; a payout target; a credential's handle; or a time at which one person did something.
 */
export type AuditLine =
  | CampaignLine
  | ClaimLine
  | RowLine
  | SealLine
  | LeafLine
  | CheckpointLine
  | BookLine
  | PostingLine
  | BalancesLine

interface Line<Kind extends string> {
  readonly kind: Kind
  /** Where the section's chain stood before this line. */
  readonly prev: string
}

/** The campaign and its times. The rule is published before it opens. */
export interface CampaignLine extends Line<'campaign'> {
  readonly v: 1
  readonly campaignId: CampaignId
  readonly distributor: PartyId
  readonly rule: CampaignRule
  readonly openedAtMs?: number
  readonly closedAtMs: number
  /** Of a batch window: when the entries were fixed. */
  readonly allocatedAtMs?: number
  readonly settledAtMs: number
  /** Of a draw: the round that decided it. */
  readonly beacon?: DrandBeacon
  /** Of a draw by committed values: those that were revealed, in the order of the parties' names. */
  readonly reveals?: readonly Reveal[]
}

/** One claim that got a ticket, in the order of nullifiers. */
export interface ClaimLine extends Line<'claim'> {
  /** A keyed hash: names nobody without the programme's key, and the same person differently in every campaign. */
  readonly nullifier: Nullifier
  /** SHA-256 of the signed ticket, hex. Whoever has the ticket finds their line by it, nobody else can make it. */
  readonly ticket: string
  /** The claim's transfers in the ledger in the order in which they were asked for; see `auditTransferName`. None if no payment was ever due. */
  readonly transfers: readonly string[]
  readonly state: 'settled' | 'refused'
  /** Of a refusal, and of a payment in parts that ended early: a code of the registry. */
  readonly reason?: string
  /** What it was entitled to, if it ever was; what it was paid, if its parts ended early. */
  readonly amountMinor?: string
  /** Of a batch window: its share when the entries were fixed; not there if it had left the window before. */
  readonly shareMinor?: string
  /** By what it was allocated, as the rule asks for. */
  readonly tier?: string
  readonly weight?: string
  /** What it has in common with others, for the limits of the rule. A payout target is a keyed hash. */
  readonly limitKeys?: LimitKeys
}

/** One row of the table to which the rule commits, in its order. The list is as public as the rule's root makes it. */
export interface RowLine extends Line<'row'> {
  readonly entry: string
  readonly amountMinor: string
  /** The first transfer of the claim that took it. */
  readonly transfer?: string
}

/** A party's signature over its section; see `AuditSeal`. */
export interface SealLine extends Line<'seal'> {
  readonly jws: string
}

/** One leaf of the log about the campaign, with its place under the checkpoint. */
export interface LeafLine extends Line<'leaf'> {
  /** Canonical JSON, exactly as hashed. */
  readonly entry: string
  readonly index: number
  /** Sibling hashes from the leaf up, in base64 (RFC 9162 §2.1.3). */
  readonly proof: readonly string[]
}

/** The signed note under which the leaves are, with what witnesses said of it. */
export interface CheckpointLine extends Line<'checkpoint'> {
  readonly note: string
}

/** The ledger's account of the campaign, as of one entry of its journal. */
export interface BookLine extends Line<'book'> {
  readonly v: 1
  readonly campaignId: CampaignId
  readonly ledger: PartyId
  readonly asset: string
  readonly owner: PartyId
  /** The last entry that was looked at, with its hash in the journal's chain. */
  readonly head: { readonly seq: number; readonly hash: string }
}

/** One entry of the journal that moved the campaign's value, with the movements that touched its accounts. */
export interface PostingLine extends Line<'posting'> {
  readonly seq: number
  /** Its hash in the journal's chain, hex: whoever may read the journal finds that these are its entries. */
  readonly hash: string
  /** See `auditTransferName`. */
  readonly transfer: string
  readonly movements: readonly AuditMovement[]
}

export interface AuditMovement {
  readonly kind: 'single' | 'reserve' | 'post' | 'void' | 'expire' | 'reversal'
  /** One of the campaign's own accounts by its name, or `funding`, where its pool came from. What goes on outside, payees above all, is not here. */
  readonly debit: string
  readonly credit: string
  readonly amountMinor: string
  /** The transfer that it ends or reverses. */
  readonly refers?: string
}

/** Where the value is, as the ledger's accounts have it at the entry that the book names. */
export interface BalancesLine extends Line<'balances'> {
  readonly fundedMinor: string
  readonly returnedMinor: string
  /** What is posted, by account, and what is set aside of it. */
  readonly accounts: Readonly<
    Record<string, { readonly postedMinor: string; readonly reservedMinor: string }>
  >
}

const prev = Type.String({ pattern: '^[0-9a-f]{16}$' })
const transfer = Type.String({ pattern: '^[0-9a-f]{64}(/[A-Za-z0-9._:~/-]{1,64})?$' })
const account = Type.String({ pattern: '^[a-z][a-z_]{0,31}$' })
const base64Hash = Type.String({ minLength: 44, maxLength: 44 })
/** Characters of a table's key, and of what claims have in common. Source: the longest output of a receipt. */
const ENTRY_CHARS_MAX = 512

const schemas: Readonly<Record<AuditLine['kind'], TSchema>> = {
  campaign: Type.Object({
    kind: Type.Literal('campaign'),
    prev,
    v: Type.Literal(1),
    campaignId: idField<CampaignId>(),
    distributor: idField<PartyId>(),
    // Read on its own, so that a rule that this version does not know is told apart from a line that is none.
    rule: Type.Unsafe<CampaignRule>(Type.Object({}, { additionalProperties: true })),
    openedAtMs: Type.Optional(epochMsField()),
    closedAtMs: epochMsField(),
    allocatedAtMs: Type.Optional(epochMsField()),
    settledAtMs: epochMsField(),
    beacon: Type.Optional(
      Type.Object({
        round: wholeField(1),
        signature: Type.String({ pattern: '^[0-9a-f]{96}$' }),
      }),
    ),
    reveals: Type.Optional(
      Type.Array(
        Type.Object({
          party: idField<PartyId>(),
          salt: bytesField(32),
          value: bytesField(32),
          revealedAtMs: epochMsField(),
        }),
        { maxItems: SEED_PARTIES_MAX },
      ),
    ),
  }),
  claim: Type.Object({
    kind: Type.Literal('claim'),
    prev,
    nullifier: idField<Nullifier>(),
    ticket: sha256Schema,
    transfers: Type.Array(transfer, { maxItems: AUDIT_CLAIM_TRANSFERS_MAX }),
    state: Type.Union([Type.Literal('settled'), Type.Literal('refused')]),
    reason: Type.Optional(codeSchema),
    amountMinor: Type.Optional(minorField()),
    shareMinor: Type.Optional(minorField()),
    tier: Type.Optional(Type.String({ maxLength: 64 })),
    weight: Type.Optional(minorField()),
    limitKeys: Type.Optional(
      Type.Object(
        Object.fromEntries(
          limitKinds.map((kind) => [
            kind,
            Type.Optional(Type.String({ maxLength: ENTRY_CHARS_MAX })),
          ]),
        ),
      ),
    ),
  }),
  row: Type.Object({
    kind: Type.Literal('row'),
    prev,
    entry: Type.String({ minLength: 1, maxLength: ENTRY_CHARS_MAX }),
    amountMinor: minorField(),
    transfer: Type.Optional(transfer),
  }),
  seal: Type.Object({ kind: Type.Literal('seal'), prev, jws: Type.String({ maxLength: 4096 }) }),
  leaf: Type.Object({
    kind: Type.Literal('leaf'),
    prev,
    entry: Type.String(),
    index: wholeField(),
    proof: Type.Array(base64Hash, { maxItems: 64 }),
  }),
  checkpoint: Type.Object({ kind: Type.Literal('checkpoint'), prev, note: Type.String() }),
  book: Type.Object({
    kind: Type.Literal('book'),
    prev,
    v: Type.Literal(1),
    campaignId: idField<CampaignId>(),
    ledger: idField<PartyId>(),
    asset: Type.String({ pattern: '^[A-Z0-9]{2,12}$' }),
    owner: idField<PartyId>(),
    head: Type.Object({ seq: wholeField(), hash: sha256Schema }),
  }),
  posting: Type.Object({
    kind: Type.Literal('posting'),
    prev,
    seq: wholeField(1),
    hash: sha256Schema,
    transfer,
    movements: Type.Array(
      Type.Object({
        kind: Type.Union(
          (['single', 'reserve', 'post', 'void', 'expire', 'reversal'] as const).map((kind) =>
            Type.Literal(kind),
          ),
        ),
        debit: account,
        credit: account,
        amountMinor: minorField(),
        refers: Type.Optional(transfer),
      }),
      { minItems: 1, maxItems: AUDIT_MOVEMENTS_MAX },
    ),
  }),
  balances: Type.Object({
    kind: Type.Literal('balances'),
    prev,
    fundedMinor: minorField(),
    returnedMinor: minorField(),
    accounts: Type.Record(
      account,
      Type.Object({ postedMinor: minorField(), reservedMinor: minorField() }),
      { maxProperties: AUDIT_ACCOUNTS_MAX },
    ),
  }),
}

const limits = { maxBytes: AUDIT_LINE_BYTES_MAX, maxDepth: AUDIT_LINE_DEPTH_MAX }

/** The reader of each kind of line. A kind's own: a union's faults would not say what is wrong. */
export const auditLineParsers: ReadonlyMap<string, Parser<AuditLine>> = new Map(
  Object.entries(schemas).map(([kind, schema]) => [
    kind,
    createParser(schema, limits) as Parser<AuditLine>,
  ]),
)
