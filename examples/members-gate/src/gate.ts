import {
  checkReceipt,
  createJws,
  encodeHex,
  type KeyOf,
  type Migration,
  ok,
  type Ports,
  type Reasoned,
  type Receipt,
  type Result,
  refuse,
  sha256,
} from '@evenkeel/kernel'
import { CLOCK_BOUND_MS, FORGET_BATCH_MAX, PASS_MS } from './limits.ts'

/** JWS `typ` of a pass. */
export const PASS_TYP = 'members-gate-pass+jwt'

export interface GateConfig {
  /** The name under which policies list this gate among their audiences. */
  readonly name: string
  /** The verifiers that it trusts. */
  readonly keyOf: KeyOf
  /** Oldest status that opens the gate, in milliseconds; the campaign's own policy may be more patient. */
  readonly statusAgeMaxMs: number
}

export interface Admission {
  /** Compact JWS: what the doors behind the gate check. */
  readonly pass: string
  readonly untilMs: number
}

export interface Gate {
  /**
   * Lets whoever brings a receipt in, once per receipt; the same request again gets the same pass. Reasons: those of `checkReceipt`,
   * receipt_replayed.
   */
  admit(receipt: string, requestId: string): Promise<Result<Admission, Reasoned>>
  /** Forgets the receipts that have expired: they are refused as such. Returns how many it forgot. */
  sweep(): Promise<number>
}

export const gateMigrations: readonly Migration[] = [
  {
    id: 'members-gate/0001-admissions',
    statements: [
      `CREATE TABLE admission (
        receipt TEXT NOT NULL PRIMARY KEY,
        request TEXT NOT NULL,
        admitted_at BIGINT NOT NULL,
        receipt_ends BIGINT NOT NULL
      ) CLUSTERED`,
      'CREATE INDEX admission_end ON admission (receipt_ends, receipt)',
    ],
  },
]

/** Makes a gate that takes receipts for access: it sees no credential, asks no issuer and talks to no verifier. */
export function createGate(
  { store, clock, signer }: Pick<Ports, 'store' | 'clock' | 'signer'>,
  { name, keyOf, statusAgeMaxMs }: GateConfig,
): Gate {
  return {
    async admit(compact, requestId) {
      const now = clock.nowMs()
      const receipt = checkReceipt(compact, {
        audience: name,
        keyOf,
        nowMs: now,
        clockBoundMs: CLOCK_BOUND_MS,
        statusAgeMaxMs,
      })
      if (!receipt.ok) return receipt
      const used = nameOf(receipt.value)
      // Durable before it is signed: a crash in between costs nothing but a repeat of the same request.
      const admittedAtMs = await store.transact('admit', async (tx) => {
        await tx.insertMany({
          table: 'admission',
          columns: ['receipt', 'request', 'admitted_at', 'receipt_ends'],
          rows: [[used, requestId, now, receipt.value.exp * 1_000]],
          onConflict: 'ignore',
        })
        const row = await tx.get(
          'SELECT admitted_at FROM admission WHERE receipt = ? AND request = ?',
          [used, requestId],
        )
        return row && Number(row.admitted_at)
      })
      if (admittedAtMs === undefined) return refuse('receipt_replayed')
      const untilMs = admittedAtMs + PASS_MS
      const pass = await createJws({
        header: { typ: PASS_TYP, kid: signer.keyId },
        payload: {
          iss: name,
          // Names this admission, to whoever has the receipt no more than to others: the request's key is the member's own.
          sub: encodeHex(sha256(`${requestId} ${used}`)),
          iat: Math.floor(admittedAtMs / 1_000),
          exp: Math.floor(untilMs / 1_000),
          outputs: receipt.value.outputs,
        },
        signer,
      })
      return ok({ pass, untilMs })
    },
    async sweep() {
      const endedMs = clock.nowMs() - 2 * CLOCK_BOUND_MS
      let forgotten = 0
      for (;;) {
        const count = await store.transact('forget-admissions', (tx) =>
          tx.run(
            'DELETE FROM admission WHERE receipt IN (SELECT receipt FROM admission WHERE receipt_ends < ? ORDER BY receipt_ends, receipt LIMIT ?)',
            [endedMs, FORGET_BATCH_MAX],
          ),
        )
        forgotten += count
        if (count < FORGET_BATCH_MAX) return forgotten
      }
    },
  }
}

/** What is remembered of a receipt. Not the hash of its text: the same receipt can be written with another signature. */
function nameOf({ iss, id }: Receipt): string {
  return encodeHex(sha256(`${iss} ${id}`))
}
