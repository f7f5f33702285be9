import {
  type InsertMany,
  minorFromBytes,
  minorToBytes,
  minorUnits,
  type SelectIn,
  type SqlValue,
  type Store,
  type Tx,
} from '@evenkeel/kernel'
import type { OutsideRail, RailAnswer } from '@evenkeel/ledger'
import { roughFaults } from '../../src/faults.ts'
import type { RoleName, Sabotage } from '../../src/scenarios/pressure/parties.ts'
import type { DistributionPlan } from './plan.ts'

/** A way to break a distribution, and the invariant that has to notice. */
export interface Mutant {
  readonly promise: string
  readonly invariant: string
  readonly sabotage: Sabotage
  /** What the run must have for the fault to show. */
  readonly plan?: Partial<DistributionPlan>
}

export const mutants: readonly Mutant[] = [
  {
    promise: 'a distributor that forgets who has claimed is caught',
    invariant: 'D2',
    sabotage: {
      store: onlyOf('distributor', (store) =>
        withTx(store, (tx) => ({
          ...tx,
          selectIn: async (query: SelectIn) =>
            query.table === 'nullifier' ? [] : tx.selectIn(query),
          insertMany: (insert: InsertMany) =>
            tx.insertMany(
              insert.table === 'nullifier' ? { ...insert, onConflict: 'ignore' } : insert,
            ),
        })),
      ),
    },
  },
  {
    promise: 'a distributor that gives more than the rule does is caught',
    invariant: 'D3',
    sabotage: {
      store: onlyOf('distributor', (store) =>
        afterEach(store, 'claim-commit', (tx) =>
          tx.run('UPDATE claim SET amount = ? WHERE amount IS NOT NULL', [
            new Uint8Array(16).fill(1),
          ]),
        ),
      ),
    },
  },
  {
    promise: 'a distributor that loses a place in a window is caught',
    invariant: 'D9',
    sabotage: {
      store: onlyOf('distributor', (store) =>
        withTx(store, (tx) => ({
          ...tx,
          insertMany: (insert: InsertMany) =>
            tx.insertMany(insert.table === 'window_entry' ? { ...insert, rows: [] } : insert),
        })),
      ),
    },
  },
  {
    promise: 'a distributor that writes down more than a share is caught',
    invariant: 'D3',
    sabotage: {
      store: onlyOf('distributor', (store) =>
        withTx(store, (tx) => ({
          ...tx,
          runMany: (sql, lists) =>
            tx.runMany(
              sql,
              sql.startsWith('UPDATE claim SET amount')
                ? lists.map((list) => [doubled(list[0]), ...list.slice(1)])
                : lists,
            ),
        })),
      ),
    },
    plan: { fixedMinor: 1_000n },
  },
  {
    promise: 'a distributor that leaves a claim where it was when its reserve is refused is caught',
    invariant: 'D9',
    sabotage: {
      role: (_, role) => ({
        ...role,
        sendPolicies: role.sendPolicies.map(({ ...policy }) =>
          policy.kind === 'ledger.reserve' ? { ...policy, onRefused: forgetful } : policy,
        ),
      }),
    },
    plan: { shares: 1 },
  },
  {
    promise: 'a ledger that takes silence of its rail for absence is caught',
    invariant: 'D5',
    sabotage: {
      rail: (rail) => (rail.kind === 'outside' ? { ...rail, observe: guessing(rail) } : rail),
    },
    plan: { rail: 'outside' },
  },
  {
    promise: 'a ledger that loses one side of a movement is caught',
    invariant: 'D1',
    sabotage: {
      store: onlyOf('ledger', (store) =>
        afterEach(store, 'handoff-receive', (tx) =>
          tx.run(
            "UPDATE ledger_account SET credits_posted = debits_posted WHERE id LIKE '%:settled'",
          ),
        ),
      ),
    },
  },
  {
    promise: 'a ledger that acknowledges a reserve before it is durable is caught',
    invariant: 'D9',
    sabotage: { store: onlyOf('ledger', hasty) },
    // The crash has to fall between the answer and the COMMIT.
    plan: { rail: 'book', faults: { ...roughFaults, workMsMax: 20, crashPerMille: 150 } },
  },
]

function doubled(amount: SqlValue | undefined): SqlValue {
  return amount instanceof Uint8Array ? minorToBytes(minorUnits(2n * minorFromBytes(amount))) : null
}

async function forgetful(): Promise<void> {
  // The refusal is heard, and nothing follows from it.
}

function onlyOf(victim: RoleName, change: (store: Store) => Store): NonNullable<Sabotage['store']> {
  return (name, store) => (name === victim ? change(store) : store)
}

/** Changes what the party's code can do in its transactions. */
function withTx(store: Store, change: (tx: Tx) => Tx): Store {
  return {
    ...delegating(store),
    transact: (name, body) => store.transact(name, (tx) => body(change(bound(tx)))),
  }
}

/** Does something more at the end of each transaction of one name. */
function afterEach(store: Store, wanted: string, more: (tx: Tx) => Promise<unknown>): Store {
  return {
    ...delegating(store),
    transact: (name, body) =>
      store.transact(name, async (tx) => {
        const value = await body(tx)
        if (name === wanted) await more(tx)
        return value
      }),
  }
}

/** Tells its caller that the work is done when the body has ended, and makes it durable a good while later. */
function hasty(store: Store): Store {
  return {
    ...delegating(store),
    transact: (name, body) =>
      new Promise((resolve, reject) => {
        const commit = store.transact(name, async (tx) => {
          const value = await body(tx)
          resolve(value)
          for (let wait = 0; wait < 15; wait += 1) await tx.get('SELECT 1 AS one')
          return value
        })
        commit.catch(reject)
      }),
  }
}

function delegating(store: Store): Store {
  return {
    transact: (name, body) => store.transact(name, body),
    read: (name, body) => store.read(name, body),
    migrate: (migrations) => store.migrate(migrations),
    close: () => store.close(),
  }
}

function bound(tx: Tx): Tx {
  return {
    all: (sql, parameters) => tx.all(sql, parameters),
    get: (sql, parameters) => tx.get(sql, parameters),
    selectIn: (query) => tx.selectIn(query),
    run: (sql, parameters) => tx.run(sql, parameters),
    insertMany: (insert) => tx.insertMany(insert),
    runMany: (sql, lists) => tx.runMany(sql, lists),
  }
}

/** Reports every payment whose outcome is unknown as absent, without proof. */
function guessing(rail: OutsideRail): OutsideRail['observe'] {
  return async (payments) =>
    (await rail.observe(payments)).map(
      (answer): RailAnswer => (answer.outcome === 'unknown' ? { outcome: 'absent' } : answer),
    )
}
