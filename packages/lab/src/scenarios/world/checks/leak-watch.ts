import { isReasonCode, type PartyId, type ReadTx } from '@evenkeel/kernel'
import { worldParties } from '@evenkeel/node'
import type { Simulation } from '../../../simulation.ts'

/** Sees to it that nobody's name or purse gets where anybody may read it (E5), and that refusals between parties are explained (E3). */
export interface LeakWatch {
  /** For the history: looks at each line and passes it on. */
  readonly onLine: (line: string) => void
  /** Looks at everything that is published, logged, observed or receipted. */
  atEnd(simulation: Simulation): Promise<void>
}

/** What identifies somebody in this world: `member-7`, `purse-member-7`. */
const PERSONAL = /member-\d|purse-/
/** A claim's id, with which anybody may act for its claimant: what keeps the log never sees one. */
const CLAIM_ID = /\bc[0-9a-f]{40}\b/
const LOGGED =
  'SELECT leaf AS text FROM log_entry UNION ALL SELECT leaf FROM log_pending UNION ALL SELECT id FROM handoff_in'

/** Where each party keeps what others may read. */
const PUBLIC_TEXTS: Readonly<Partial<Record<string, string>>> = {
  network: LOGGED,
  observer: 'SELECT ids || detail AS text FROM observer_event',
  verifier: 'SELECT verdict AS text FROM receipt',
  governance: 'SELECT opening AS text FROM governance_case',
}
/** What waits to be told; what was told is looked at where it arrived. */
const OWN_EVENTS = `SELECT body AS text FROM lifecycle_event
  UNION ALL SELECT body FROM handoff_out WHERE state = 'open' AND kind IN ('observer.record', 'network.append', 'governance.open-case', 'governance.appeal-case')`
/** Bodies that were answered and are still there: a payout target would stay readable for ever. */
const KEPT_BODIES = "SELECT id FROM handoff_out WHERE state <> 'open' AND body <> '' ORDER BY id"
const REFUSALS = `SELECT id, reason FROM handoff_out WHERE state = 'refused'
  UNION ALL SELECT id, reason FROM handoff_in WHERE outcome = 'refused'`

/** Makes the watch over one run; `onLine` is given each line of the history all the same. */
export function createLeakWatch(onLine?: (line: string) => void): LeakWatch {
  let leak: string | undefined

  async function checkTexts(
    simulation: Simulation,
    party: PartyId,
    sql: string,
    secret = PERSONAL,
  ): Promise<void> {
    const rows = await simulation.durable(party, (tx: ReadTx) => tx.all(sql))
    for (const { text } of rows) {
      const isClean = !secret.test(String(text))
      simulation.invariants.check('E5', isClean, () => `${party} gives away ${text}`)
    }
  }

  return {
    onLine(line) {
      if (leak === undefined && PERSONAL.test(line)) leak = line
      onLine?.(line)
    },
    async atEnd(simulation) {
      const { invariants } = simulation
      invariants.check('E5', leak === undefined, () => `the history gives away ${leak}`)
      for (const { id, role } of worldParties) {
        await checkTexts(simulation, id, OWN_EVENTS)
        const kept = await simulation.durable(id, (tx) => tx.all(KEPT_BODIES))
        invariants.check('E5', kept.length === 0, () => `${id} keeps the body of ${kept[0]?.id}`)
        const sql = PUBLIC_TEXTS[role]
        if (sql !== undefined) await checkTexts(simulation, id, sql)
        if (role === 'network') await checkTexts(simulation, id, LOGGED, CLAIM_ID)
        for (const refusal of await simulation.durable(id, (tx) => tx.all(REFUSALS))) {
          const isKnown = isReasonCode(String(refusal.reason))
          const detail = () => `${id} was refused ${refusal.id} for ${refusal.reason}`
          invariants.check('E3', isKnown, detail)
        }
      }
    },
  }
}
