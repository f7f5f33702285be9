import {
  ACCREDITATION_LIST_TYP,
  ACCREDITATIONS_SCOPE,
  type AccreditationListPayload,
  type AccreditationRecord,
  canonicalJson,
  createJws,
  encodeHex,
  type GovernanceAct,
  type LogLeaf,
  type PendingRecord,
  type ReadTx,
  type Row,
  type Store,
  sha256,
  type Tx,
} from '@evenkeel/kernel'
import { ACCREDITATION_ACTS_MAX } from '../limits.ts'
import { type PublishedList, planList } from '../model/plan-list.ts'
import { foldActs, readPending } from './accreditation-schedule.ts'
import { storeLeaves } from './append-leaves.ts'
import type { NetworkDeps } from './network-deps.ts'

/**
 * Publishes the accreditation list anew when it is due. Payload, `exp` and the leaf with its hash become durable first; only then is it signed,
 * so a crash never leaves a signed list that the store does not know. Returns whether a list was signed.
 */
export async function publishAccreditations(deps: NetworkDeps): Promise<boolean> {
  const { context } = deps
  await context.ports.store.transact('plan-accreditations', (tx) => writeList(deps, tx))
  return signNewest(deps)
}

async function writeList({ context, config }: NetworkDeps, tx: Tx): Promise<void> {
  const now = context.ports.clock.nowMs()
  const rule = config.accreditationRule
  await foldActs(tx, now, rule.clockBoundMs)
  const newest = await tx.get(
    'SELECT seq, iat, exp, acts, body_hash FROM accreditation_list ORDER BY seq DESC LIMIT 1',
  )
  const counted = await tx.get('SELECT count(*) AS n FROM accreditation_act')
  const plan = planList(toList(newest), Number(counted?.n), rule, now)
  if (plan === undefined) return
  const { seq, iat, exp, acts } = plan
  const prev = newest && String(newest.body_hash)
  const list: AccreditationListPayload = {
    v: 1,
    sub: config.accreditationListUrl,
    seq,
    iat,
    exp,
    ...(prev !== undefined && { prev }),
    rule,
    records: await readRecords(tx),
    pending: await readPending(tx),
  }
  const payload = canonicalJson(list)
  const bodyHash = encodeHex(sha256(payload))
  // Served is the newest signed list alone, and the others are in the log by hash: one that a failing signer left unsigned is not needed.
  await tx.run(
    'DELETE FROM accreditation_list WHERE token IS NULL OR seq < (SELECT max(seq) FROM accreditation_list WHERE token IS NOT NULL)',
  )
  await tx.run(
    'INSERT INTO accreditation_list (seq, iat, exp, acts, body_hash, payload) VALUES (?, ?, ?, ?, ?, ?)',
    [seq, iat, exp, acts, bodyHash, payload],
  )
  // As durable as the list itself, before it is signed: an act that a list tells of until after T cannot be taken back.
  await tx.run("UPDATE accreditation_act SET listed_until = ? WHERE state = 'announced'", [
    exp * 1_000,
  ])
  const leaf: LogLeaf = {
    v: 1,
    kind: 'accreditation',
    scope: ACCREDITATIONS_SCOPE,
    seq,
    actor: context.id,
    bodyHash,
    decidedAtMs: now,
    effectiveAtMs: now,
    ...(prev !== undefined && { prev }),
  }
  await storeLeaves(tx, [leaf], now)
}

function toList(row: Row | undefined): PublishedList | undefined {
  if (row === undefined) return undefined
  return {
    seq: Number(row.seq),
    iat: Number(row.iat),
    exp: Number(row.exp),
    acts: Number(row.acts),
  }
}

async function signNewest({ context }: NetworkDeps): Promise<boolean> {
  const { store, signer } = context.ports
  const newest = await store.read('newest-accreditations', (tx) =>
    tx.get(
      'SELECT seq, payload FROM accreditation_list WHERE token IS NULL AND seq = (SELECT max(seq) FROM accreditation_list)',
    ),
  )
  if (newest === undefined) return false
  const token = await createJws({
    header: { typ: ACCREDITATION_LIST_TYP, kid: signer.keyId },
    payload: JSON.parse(String(newest.payload)),
    signer,
  })
  // Two processes may sign the same payload; the token that is stored first is the one published.
  const stored = await store.transact('sign-accreditations', (tx) =>
    tx.run('UPDATE accreditation_list SET token = ? WHERE seq = ? AND token IS NULL', [
      token,
      Number(newest.seq),
    ]),
  )
  return stored === 1
}

/** The newest signed list. */
export interface PublishedAccreditations {
  /** Compact JWS. */
  readonly token: string
  /** End of its lease, in seconds since the epoch. */
  readonly exp: number
}

/** Returns the newest signed list; undefined before the first. */
export function readAccreditationList(store: Store): Promise<PublishedAccreditations | undefined> {
  return store.read('accreditation-list', async (tx) => {
    const row = await tx.get(
      'SELECT token, exp FROM accreditation_list WHERE token IS NOT NULL ORDER BY seq DESC LIMIT 1',
    )
    return row && { token: String(row.token), exp: Number(row.exp) }
  })
}

/** Returns the records that stand, by subject and action. */
export function listAccreditations(store: Store): Promise<readonly AccreditationRecord[]> {
  return store.read('accreditations', readRecords)
}

async function readRecords(tx: ReadTx): Promise<readonly AccreditationRecord[]> {
  const rows = await tx.all('SELECT record FROM accreditation ORDER BY subject, action')
  return rows.map((row) => JSON.parse(String(row.record)) as AccreditationRecord)
}

/** Returns what is announced, in the order of T. */
export function listAnnouncements(store: Store): Promise<readonly PendingRecord[]> {
  return store.read('announcements', readPending)
}

/** Returns the acts about one subject, newest first, at most ACCREDITATION_ACTS_MAX. */
export function listAccreditationActs(
  store: Store,
  subject: string,
): Promise<readonly GovernanceAct[]> {
  return store.read('accreditation-acts', async (tx) => {
    if (!subject.isWellFormed() || subject.includes('\0')) return []
    const rows = await tx.all(
      'SELECT act FROM accreditation_act WHERE subject = ? ORDER BY decided_at DESC, act_id DESC LIMIT ?',
      [subject, ACCREDITATION_ACTS_MAX],
    )
    return rows.map((row) => JSON.parse(String(row.act)) as GovernanceAct)
  })
}
