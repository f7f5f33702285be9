import {
  assert,
  assertWitnesses,
  type NoteKey,
  type PartyContext,
  type PartyId,
} from '@evenkeel/kernel'
import type { JurisdictionChecks } from './commands/ask-overlays.ts'
import { EVIDENCE_RETENTION_MS, FETCH_MS, NONCE_TTL_MS, PRESENTATION_AGE_MS_MAX } from './limits.ts'

export interface VerifierConfig {
  /**
   * 32 secret bytes that a programme's verifiers share; handles, nullifiers and the reading of kept evidence depend on it, so it stays while a
   * campaign lives and value of it can be reclaimed.
   */
  readonly programmeKey: Uint8Array
  /** Stands in handles, so that those of another key are not taken for other credentials; 1 if absent. */
  readonly programmeKeyEpoch?: number
  /** Signs the accreditation list. */
  readonly network: PartyId
  /** Where the network publishes, no slash at the end. */
  readonly networkUrl: string
  /** The parties whose campaigns it gives receipts for. */
  readonly distributors: readonly PartyId[]
  /** ε: how far this verifier's clock may be off, in milliseconds. */
  readonly clockBoundMs: number
  /** Audience that presentations for campaigns must name; its own URL if absent. */
  readonly audience?: string
  /** Where heads are fetched in the place of their publishers: `<relayUrl>/<address, percent-encoded>`; no slash at the end. */
  readonly relayUrl?: string
  /** The log that heads have to be in, seen by witnesses (S8); no proof is asked for if absent. */
  readonly log?: LogSettings
  /** Who is asked for overlays of policies, by the names that they are asked under. */
  readonly jurisdictionChecks?: JurisdictionChecks
  readonly fetchMs?: number
  readonly presentationAgeMsMax?: number
  readonly nonceTtlMs?: number
  /** How long the evidence of a receipt is kept after its campaign has closed; milliseconds. */
  readonly evidenceRetentionMs?: number
}

/** The network's log, and whose word it takes for it. */
export interface LogSettings {
  readonly key: NoteKey
  readonly witnesses: readonly NoteKey[]
  /** How many of them have to have cosigned a checkpoint before it counts. */
  readonly quorum: number
  /** M: how long after its signature a head may be missing in the log; milliseconds. */
  readonly mergeDelayMs: number
}

/** The configuration with its defaults. */
export type Settings = Required<Omit<VerifierConfig, 'relayUrl' | 'log'>> &
  Pick<VerifierConfig, 'relayUrl' | 'log'>

/** Fills in the defaults and throws on what would break a promise. */
export function settingsOf(config: VerifierConfig, context: PartyContext): Settings {
  assert(config.programmeKey.length === 32, 'the programme key has 32 bytes')
  assert(Number.isSafeInteger(config.clockBoundMs) && config.clockBoundMs >= 0, 'ε is a duration')
  const { log } = config
  if (log !== undefined) {
    assertWitnesses(log.witnesses)
    const isQuorum = log.quorum >= 1 && log.quorum <= log.witnesses.length
    assert(isQuorum, 'a quorum is at least one of the known witnesses')
    assert(log.mergeDelayMs > 0, 'the log has time to take a head in')
  }
  return {
    programmeKeyEpoch: 1,
    audience: context.directory.urlOf(context.id),
    jurisdictionChecks: {},
    fetchMs: FETCH_MS,
    presentationAgeMsMax: PRESENTATION_AGE_MS_MAX,
    nonceTtlMs: NONCE_TTL_MS,
    evidenceRetentionMs: EVIDENCE_RETENTION_MS,
    ...config,
  }
}
