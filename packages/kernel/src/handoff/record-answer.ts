import { encodeHex } from '../bytes/hex.ts'
import { sha256 } from '../crypto/hash.ts'
import type { EpochMs } from '../ids.ts'
import type { LifecycleEvent } from '../messages/lifecycle-event.ts'
import type { Row, Tx } from '../ports.ts'
import { isReasonCode } from '../reasons/registry.ts'
import type { Acknowledgement, ItemOutcome, SignedOutcome } from './envelope.ts'
import type { RefusedItem, SentItem } from './handoff-policy.ts'
import { holdForgotten } from './hold-forgotten.ts'
import { isolateFaults, recordFaults } from './isolate-faults.ts'
import { itemHash } from './item-hash.ts'
import { groupByKind, itemFault, type Sender, sentItem } from './outbox-rows.ts'

type Outcomes = ReadonlyMap<string, ItemOutcome>

/**
 * Records an answer: closes the items that it speaks of and runs their hooks. Returns how many it closed, and the rows that are left with
 * the sender and due again: those it does not mention, and those whose hook throws.
 */
export async function recordAnswer(
  sender: Sender,
  rows: readonly Row[],
  acknowledgement: Acknowledgement,
  message: Uint8Array,
): Promise<{ readonly closed: number; readonly left: readonly Row[] }> {
  const said = new Map(acknowledgement.outcomes.map((outcome) => [outcome.id as string, outcome]))
  const outcomes = new Map<string, ItemOutcome>()
  const forgotten: Row[] = []
  for (const row of rows) {
    const outcome = said.get(String(row.id))
    if (outcome?.outcome === 'forgotten') forgotten.push(row)
    // A word about another content is no word about this item.
    else if (outcome !== undefined && isAbout(outcome, row)) {
      outcomes.set(outcome.id, known(outcome))
    }
  }
  await holdForgotten(sender, forgotten)
  const proof = { hash: sha256(message), message }
  const answered = rows.filter((row) => outcomes.has(String(row.id)))
  const { outputs, faults } = await isolateFaults(answered, (some) =>
    close(sender, some, outcomes, proof),
  )
  await recordFaults(sender, faults.map(itemFault))
  const silent = rows.filter((row) => !outcomes.has(String(row.id)) && !forgotten.includes(row))
  return { closed: outputs.length, left: [...silent, ...faults.map(({ item }) => item)] }
}

/** Stores the answer, closes the items and runs their hooks in one transaction; returns the items that were still open. */
function close(
  sender: Sender,
  rows: readonly Row[],
  outcomes: Outcomes,
  proof: { readonly hash: Uint8Array; readonly message: Uint8Array },
): Promise<readonly Row[]> {
  return sender.ports.store.transact('handoff-answer', async (tx) => {
    const now = sender.ports.clock.nowMs()
    await tx.insertMany({
      table: 'handoff_proof',
      columns: ['hash', 'message', 'stored_at'],
      rows: [[proof.hash, proof.message, now]],
      onConflict: 'ignore',
    })
    const changed = await tx.runMany(
      // The body may be personal data, as a payout target is, and is needed no more: its hash tells a repeat from another content.
      `UPDATE handoff_out SET state = ?, reason = ?, resolved_at = ?, proof = ?, body_hash = ?, body = '' WHERE id = ? AND state = 'open'`,
      rows.map((row) => {
        const outcome = outcomes.get(String(row.id))
        const reason = outcome?.outcome === 'refused' ? outcome.reason : null
        const bodyHash = itemHash(String(row.kind), String(row.body))
        return [outcome?.outcome ?? '', reason, now, proof.hash, bodyHash, String(row.id)]
      }),
    )
    // Another process may have recorded the same answer first: its transaction ran the hooks.
    const mine = rows.filter((_, position) => changed[position] === 1)
    await runHooks(sender, tx, mine, outcomes, now)
    return mine
  })
}

async function runHooks(
  sender: Sender,
  tx: Tx,
  rows: readonly Row[],
  outcomes: Outcomes,
  now: EpochMs,
): Promise<void> {
  for (const [kind, ofKind] of groupByKind(rows)) {
    const policy = sender.policyOf(kind)
    const taken: SentItem[] = []
    const refused: RefusedItem[] = []
    for (const row of ofKind) {
      const outcome = outcomes.get(String(row.id))
      if (outcome?.outcome === 'refused')
        refused.push({ ...sentItem(row, now), reason: outcome.reason })
      else taken.push(sentItem(row, now))
    }
    if (taken.length > 0) await policy.onAcknowledged?.(tx, taken)
    if (refused.length === 0) continue
    if (policy.onRefused !== undefined) await policy.onRefused(tx, refused)
    // Nobody is accountable for these any more and no hook looks at them: they have to be seen somewhere (H2).
    else
      await sender.recordEvents(
        tx,
        refused.map((item) => refusedEvent(kind, item)),
      )
  }
}

/** Only the refusal of an id whose body never arrived comes without a hash. */
function isAbout({ bodyHash, outcome }: SignedOutcome, { kind, body }: Row): boolean {
  if (bodyHash === undefined) return outcome === 'refused'
  return bodyHash === encodeHex(itemHash(String(kind), String(body)))
}

/** A newer receiver may give a reason that this version does not know; its own words stay in the stored proof. */
function known(outcome: ItemOutcome): ItemOutcome {
  if (outcome.outcome !== 'refused' || isReasonCode(outcome.reason)) return outcome
  return { outcome: 'refused', reason: 'reason_unknown' }
}

function refusedEvent(kind: string, { id, to, reason, atMs }: RefusedItem): LifecycleEvent {
  return {
    event: 'HandoffRefused',
    atMs,
    ids: { handoff: id },
    detail: { kind, to, reason },
  }
}
