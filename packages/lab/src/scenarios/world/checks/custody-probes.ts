import { encodeHex, type HandoffKind, type ReadTx, type Row, sha256 } from '@evenkeel/kernel'
import type { RoleName } from '@evenkeel/node'
import type { CustodyProbe } from '../../../check-custody.ts'
import type { LabCampaign } from '../lab-campaigns.ts'

type CountEffects = NonNullable<CustodyProbe['effects']>

/** How often each receiver applied what it was given, read from what its role keeps: H3 for the handoffs of the real roles. */
export function custodyProbes(
  campaigns: readonly LabCampaign[],
): Readonly<Partial<Record<RoleName, CustodyProbe>>> {
  return {
    ledger: { effects: countPostings(campaigns) },
    network: {
      // A cosignature gives way to the next: that it was taken once leaves no trace to count.
      effects: countBut(
        'cosign:',
        countBodies({
          'network.append':
            'SELECT leaf AS body FROM log_pending UNION ALL SELECT leaf FROM log_entry',
          'network.apply-act': 'SELECT act AS body FROM accreditation_act',
        }),
      ),
    },
    governance: {
      effects: countBodies({
        'governance.open-case': 'SELECT opening AS body FROM governance_case',
        'governance.appeal-case': APPEALS,
        'governance.record-effect': ACT_EFFECTS,
      }),
    },
    verifier: {
      effects: countBodies({ 'verifier.accept-rule': 'SELECT rule AS body FROM campaign_rule' }),
    },
    observer: { effects: countEvents },
  }
}

/** Appeals in the name of a case's subject, as the bodies that asked for them. */
const APPEALS = `SELECT '{"by":"' || a.actor || '","caseId":"' || a.case_id || '"}' AS body FROM governance_act a
  JOIN governance_case c ON c.case_id = a.case_id WHERE a.act = 'appeal' AND a.actor = c.subject`

/** What became of acts upon accreditations, as the bodies that said so. */
const ACT_EFFECTS = `SELECT '{"actId":"' || act_id || '","effectiveAtMs":' || effective_at || ',"state":"' || state || '"}' AS body
  FROM governance_act_effect`

/** For the ledger: applied entries of its journal. An item's id begins with what it asks for and ends with what it is about. */
function countPostings(campaigns: readonly LabCampaign[]): CountEffects {
  const openings = new Map(campaigns.map(({ rule, ruleHash }) => [`${rule.id}/open`, ruleHash]))
  const effectOf = (transferId: string): string => {
    const opening = openings.get(transferId)
    if (opening !== undefined) return `open ${opening}`
    const [reserve, verb = 'reserve'] = transferId.split('/')
    return `${verb} ${reserve}`
  }
  return async (tx, ids) => {
    const rows = await tx.all('SELECT entry FROM ledger_journal')
    const done = countEach(
      rows.flatMap((row) => {
        const entry = JSON.parse(String(row.entry)) as { transferId: string; refused?: string }
        return entry.refused === undefined ? [effectOf(entry.transferId)] : []
      }),
    )
    const parts = ids.map((id) => [id, id.split(':')] as const)
    return new Map(parts.map(([id, part]) => [id, done.get(`${part[0]} ${part.at(-1)}`) ?? 0]))
  }
}

/** For roles that keep an item's body as it came: the inbox keeps the hash of kind and body beside the id. */
function countBodies(queries: Partial<Record<HandoffKind, string>>): CountEffects {
  const hashes = new Map<string, string>()
  const hashOf = (kind: string, body: string): string => {
    const text = `{"body":${body},"kind":${JSON.stringify(kind)}}`
    let hash = hashes.get(text)
    if (hash === undefined) {
      hash = encodeHex(sha256(text))
      hashes.set(text, hash)
    }
    return hash
  }
  return async (tx, ids) => {
    const given = await tx.selectIn({
      table: 'handoff_in',
      columns: ['id', 'body_hash'],
      key: 'id',
      keys: ids,
    })
    const idOf = new Map(given.map((row) => [hexOf(row.body_hash), String(row.id)]))
    const done: string[] = []
    for (const [kind, sql] of Object.entries(queries)) {
      for (const row of given.length === 0 ? [] : await tx.all(sql)) {
        const id = idOf.get(hashOf(kind, String(row.body)))
        if (id !== undefined) done.push(id)
      }
    }
    return countEach(done)
  }
}

/** Takes items of a kind that leaves nothing to count, known by how their ids begin, for applied once. */
function countBut(prefix: string, count: CountEffects): CountEffects {
  return async (tx, ids) => {
    const [exempt, others] = [true, false].map((is) =>
      ids.filter((id) => id.startsWith(prefix) === is),
    )
    return new Map([...(await count(tx, others ?? [])), ...countEach(exempt ?? [])])
  }
}

/** For the observer: the first event of each item, which has the number that the item's id ends in. */
async function countEvents(
  tx: ReadTx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const done: string[] = []
  const parties = new Set(ids.map((id) => id.split(':')[1] ?? ''))
  for (const party of parties) {
    const prefix = `events:${party}:`
    const ours = ids.filter((id) => id.startsWith(prefix))
    const rows = await tx.selectIn({
      table: 'observer_event',
      columns: ['seq'],
      key: 'seq',
      keys: ours.map((id) => Number(id.slice(prefix.length))),
      where: { party },
    })
    done.push(...rows.map((row) => `${prefix}${row.seq}`))
  }
  return countEach(done)
}

function countEach(ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

function hexOf(value: Row[string] | undefined): string {
  return value instanceof Uint8Array ? encodeHex(value) : ''
}
