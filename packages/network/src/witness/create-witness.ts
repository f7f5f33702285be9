import {
  assert,
  createNoteKey,
  encodeUtf8,
  importPublicJwk,
  type NoteKey,
  ok,
  type PartyContext,
  parseCheckpoint,
  type Reasoned,
  type Result,
  type Role,
  refuse,
  type SendPolicy,
  unwrap,
} from '@evenkeel/kernel'
import { cosignLog, logNote, readHeld } from './cosign-log.ts'
import { keepFork, type LogFork, listForks } from './keep-fork.ts'
import { WITNESS_LOOK_MS } from './limits.ts'
import { lookAtLog } from './look-at-log.ts'
import { readOffer } from './read-offer.ts'
import type { WitnessConfig, WitnessDeps, WitnessedLog } from './witness-deps.ts'

/** A witness of logs (C2SP tlog-witness): its cosignature says that a log shows everybody one tree, and when. */
export interface Witness extends Role {
  /** What its cosignatures are verified with. */
  readonly witnessKey: NoteKey
  /** Looks at all logs of parties now; the sweep does so every WITNESS_LOOK_MS. */
  look(): Promise<void>
  /**
   * Takes an add-checkpoint request of a log that comes to the door. Reasons: malformed_message, those of `parseNote`; not_found for a log that
   * it does not cosign here; those of `cosignLog`, for log_conflict and log_forked with the size that was cosigned last.
   */
  addCheckpoint(body: Uint8Array): Promise<Result<string, Reasoned & { readonly size?: number }>>
  /** The newest checkpoint of a log that it cosigned, with its cosignature. Reason: not_found. */
  cosigned(origin: string): Promise<Result<string, Reasoned>>
  /** Proofs against logs. */
  forks(): Promise<readonly LogFork[]>
}

/** A cosignature that is late is replaced by the next one: nobody needs to be told. */
const cosignPolicy: SendPolicy<'network.cosign'> = {
  kind: 'network.cosign',
  budgetMs: 3_600_000,
  defaults: [
    { afterMs: 5_000, act: 'resend' },
    { afterMs: 60_000, act: 'resend' },
  ],
}

/** Makes a witness over its party's ports. Throws on a configuration that could not keep its promises. */
export function createWitness(context: PartyContext, config: WitnessConfig): Witness {
  const { store, signer, clock } = context.ports
  assert(signer.alg === 'EdDSA', 'cosignatures are Ed25519: a witness signs with EdDSA')
  assert(
    new Set(config.logs.map(({ key }) => key.name)).size === config.logs.length,
    'a witness knows a log by its origin',
  )
  const publicKey = unwrap(importPublicJwk(signer.publicJwk))
  const witnessKey = createNoteKey(config.name, publicKey, 'cosignature/v1')
  const deps: WitnessDeps = { context, config, witnessKey }
  const watched = config.logs.filter(({ network }) => network !== undefined)
  let lookedMs = Number.NEGATIVE_INFINITY

  async function look(): Promise<void> {
    await Promise.all(watched.map((log) => lookAtLog(deps, log)))
  }

  return {
    sendPolicies: [cosignPolicy],
    receiveHandlers: [],
    witnessKey,
    look,
    addCheckpoint: (body) => addCheckpoint(deps, body),
    cosigned: (origin) => showCosigned(deps, origin),
    forks: () => listForks(store),
    async document(path) {
      const [, encoded] = /^\/cosigned\/([^/]+)$/.exec(path) ?? []
      const log = config.logs.find(({ key }) => encodeURIComponent(key.name) === encoded)
      if (log === undefined) return undefined
      const note = await showCosigned(deps, log.key.name)
      return note.ok ? encodeUtf8(note.value) : undefined
    },
    async sweep() {
      if (clock.monotonicMs() - lookedMs < WITNESS_LOOK_MS) return
      lookedMs = clock.monotonicMs()
      await look()
    },
  }
}

async function addCheckpoint(
  deps: WitnessDeps,
  body: Uint8Array,
): Promise<Result<string, Reasoned & { readonly size?: number }>> {
  const offer = readOffer(body)
  if (!offer.ok) return offer
  const { note } = offer.value
  const read = parseCheckpoint(note.text)
  if (!read.ok) return read
  const log = deps.config.logs.find(
    ({ key, network }) => network === undefined && key.name === read.value.origin,
  )
  if (log === undefined) return refuse('not_found', 'not a log that is cosigned here')
  const cosigned = await cosignLog(deps, log, offer.value)
  if (cosigned.ok) return cosigned
  const held = await heldTree(deps, log)
  const { code } = cosigned.error
  // Whoever asks may have made the proof up; two trees of one size only the log itself can have signed.
  if (code === 'log_forked' && held !== undefined) {
    const forked = { held: held.note, offered: logNote(note, log) }
    await keepFork(deps, { origin: log.key.name, reason: code, ...forked })
  }
  return { ok: false, error: { ...cosigned.error, size: held?.size ?? 0 } }
}

async function showCosigned(deps: WitnessDeps, origin: string): Promise<Result<string, Reasoned>> {
  const log = deps.config.logs.find(({ key }) => key.name === origin)
  const held = log && (await heldTree(deps, log))
  if (held?.line === undefined) return refuse('not_found')
  return ok(`${held.note}${held.line}\n`)
}

function heldTree({ context }: WitnessDeps, log: WitnessedLog) {
  return context.ports.store.read('held-tree', (tx) => readHeld(tx, log))
}
