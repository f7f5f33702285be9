import type { HttpLimits } from '@evenkeel/node'

/** A campaign beside the demo's, with a policy and a uniqueness of its own. */
export const OTHER_CAMPAIGN = 'other-grant'

/** What the process of the world says once it serves. */
export interface Ready {
  readonly url: string
  /** Where its stores and key files are. */
  readonly directory: string
  /** An API key of each party that takes any, with all its scopes. */
  readonly keys: Readonly<Record<string, string>>
  readonly limits: HttpLimits
  readonly routes: readonly ServedRoute[]
}

/** What is to be known of a route from outside. */
export interface ServedRoute {
  /** Method and path as it is declared, below its party. */
  readonly name: string
  readonly party: string
  readonly method: string
  /** Below its party, with `:parameters`. */
  readonly path: string
  readonly takesKey: boolean
  /** Milliseconds within which it promises to answer. */
  readonly budgetMs: number
  readonly body?: { readonly mediaType: string; readonly bytesMax: number }
}

/** What the process of the world is asked, and what it answers. */
export interface Answers {
  /** Lets the parties hand over all that waits. */
  readonly quiesce: undefined
  /** A digest of everything that hostile input must not change. */
  readonly fingerprint: string
  /** What parties and server threw since the last time. */
  readonly faults: readonly string[]
  /** What is reachable once all garbage is gone, and the most that the process ever had. */
  readonly memory: { readonly heldBytes: number; readonly peakBytes: number }
  readonly stop: undefined
}

export type Ask = keyof Answers
