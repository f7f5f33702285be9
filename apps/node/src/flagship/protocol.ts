import type { CampaignRule } from '@evenkeel/kernel'

/** What the process of the world is started with. */
export interface WorldArguments {
  readonly directory: string
  readonly bankUrl: string
  readonly rule: CampaignRule
  /** The drop's file, and how many rows of it count. */
  readonly data: string
  readonly limit: number
}

/** Messages to the process of the world, each answered by one. */
export type WorldRequest =
  | { readonly kind: 'prepare' }
  | { readonly kind: 'announce' }
  | { readonly kind: 'withdraw-issuer' }
  | { readonly kind: 'look' }
  | { readonly kind: 'judge'; readonly withdrawnAtMs: number | undefined }

/** The first message of the process. */
export interface WorldOpened {
  readonly url: string
}

/** Sent beside the answers while work is long. */
export interface WorldProgress {
  readonly progress: number
}

/** How far claims and money are. */
export interface WorldLook {
  /** Claims by state. */
  readonly claims: Readonly<Record<string, number>>
  readonly rssMib: number
}

export interface IssuerWithdrawn {
  /** When the act was published, and when the last older list ends. */
  readonly publishedAtMs: number
  readonly everywhereAtMs: number
}

/** What the stores say when everything has ended. */
export interface WorldJudged {
  /** Claims by their last state. */
  readonly states: Readonly<Record<string, number>>
  /** Claims of the withdrawn issuer: paid before the act was known, and taken out after it. */
  readonly ofWithdrawnIssuer: { readonly paid: number; readonly refused: number }
  /** Refused claims by reason. */
  readonly refusals: Readonly<Record<string, number>>
  /** How often each invariant was looked at, and how often it did not hold. */
  readonly checks: Readonly<Record<string, number>>
  readonly violations: readonly string[]
  /** Where the settled claims are listed for the bank: account, minor units and receipt, a line each. */
  readonly settledPath: string
}
