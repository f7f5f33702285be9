/** What the generator is told to do against one server. */
export interface Phase {
  readonly port: number
  /** Claims that may be used: those from this position on that have no ticket of this server yet. */
  readonly from: number
  readonly to: number
  /** How claims arrive. */
  readonly arrivals:
    | { readonly kind: 'closed'; readonly connections: number }
    | { readonly kind: 'open'; readonly perSecond: number }
    /** So many within the first second, each until it has a ticket. */
    | { readonly kind: 'flock'; readonly claimants: number }
  readonly durationMs: number
  /** Answers before this count for nothing: what came before has to have its effect first. */
  readonly settleInMs: number
  readonly tries: number
  /** Whether a refused claimant waits as long as it was told; else it comes again after an exponential pause, as naive clients do. */
  readonly obeys: boolean
  /** What the caller states in its header; it gives up half a second later. With 0 it asks for what can only be refused. */
  readonly budgetMs: number
  /** Whether tickets are tickets; at the floor the same claims are sent again and again. */
  readonly keeps: boolean
}

/** What claimants saw in one phase. */
export interface PhaseResult {
  /** Claimants that came. */
  readonly arrived: number
  readonly requests: number
  /** First tickets of claims, after `settleInMs`. */
  readonly tickets: number
  readonly goodputPerSecond: number
  /** Answers with 503 over the whole phase, and tickets over the whole phase. */
  readonly refusals: number
  readonly ticketsInAll: number
  /** Answers with 504 or 408. */
  readonly serverTimeouts: number
  /** Requests that were given up without an answer. */
  readonly callerTimeouts: number
  readonly brokenConnections: number
  /** Any other answer, the first ten in words. */
  readonly unexpected: readonly string[]
  /** From sending the request to its ticket. */
  readonly ticketMs: { readonly p50: number; readonly p99: number }
  /** When nine in ten of a flock had their tickets; absent if they never did. */
  readonly ninetyPercentMs?: number
  /** When the last request was refused, timed out or got its ticket later than a second; 0 if all went well. */
  readonly lastTroubleMs: number
}

/** Messages to the generator, each answered by one. */
export type GeneratorRequest =
  | { readonly kind: 'run'; readonly phase: Phase }
  /** Writes the tickets held of a server into a file, a line each: claim id and ticket; says how many. */
  | { readonly kind: 'tickets'; readonly port: number; readonly path: string }

/** Messages to a server, each answered by one. */
export type ServerRequest =
  | { readonly kind: 'cpu' }
  /** Of the floor's server. */
  | { readonly kind: 'checks' }
  /** Does everything that is due behind the door, so that it is not taken for the work of what comes. */
  | { readonly kind: 'drain' }
  /** Pays everything that is due and compares the tickets in the file with the books. */
  | { readonly kind: 'reconcile'; readonly path: string }

export interface ServerStarted {
  readonly port: number
}

/** Core time that a server's process has taken so far. */
export interface CpuTaken {
  readonly cpuUs: number
}

/** What one claim's two signature checks take, in microseconds. */
export interface ChecksTimed {
  readonly wallUs: number
  readonly cpuUs: number
}

export interface Reconciled {
  readonly claims: number
  /** Tickets whose claim is not in the store, or with another ticket. */
  readonly ticketsLost: number
  /** Payees that got more than once what they are due. */
  readonly doublePayments: number
  /** Claims with a ticket that were not paid. */
  readonly unpaid: number
}
