import { Type } from 'typebox'
import { importPublicJwk, type PublicKey } from '../crypto/import-public-jwk.ts'
import { publicJwkSchema } from '../messages/common.ts'
import { type NoteKey, parseVkey } from '../notes/note-key.ts'
import type { PublicJwk } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { AUDIT_PARTY_KEYS_MAX, AUDIT_TRUST_BYTES_MAX } from './limits.ts'

/** Everything that an auditor believes without being shown. */
export interface AuditTrust {
  readonly logKey: NoteKey
  /** May be none: then nobody vouches that everybody sees the same log. */
  readonly witnessKeys: readonly NoteKey[]
  /** How many of them have to have cosigned. */
  readonly quorum: number
  /** The keys, present and former, with which each party signs. */
  readonly distributorKeys: readonly PublicKey[]
  readonly ledgerKeys: readonly PublicKey[]
}

/** The same as a document. Keys of log and witnesses as vkey lines (C2SP signed-note), those of parties as JWK. */
export interface AuditTrustDocument {
  readonly log: string
  readonly witnesses?: readonly string[]
  readonly quorum?: number
  readonly distributor: readonly PublicJwk[]
  readonly ledger: readonly PublicJwk[]
}

const vkey = Type.String({ maxLength: 1024 })
const jwks = Type.Array(publicJwkSchema, { minItems: 1, maxItems: AUDIT_PARTY_KEYS_MAX })
const parseDocument: Parser<AuditTrustDocument> = createParser(
  Type.Object({
    log: vkey,
    witnesses: Type.Optional(Type.Array(vkey, { maxItems: AUDIT_PARTY_KEYS_MAX })),
    quorum: Type.Optional(Type.Integer({ minimum: 1 })),
    distributor: jwks,
    ledger: jwks,
  }),
  { maxBytes: AUDIT_TRUST_BYTES_MAX, maxDepth: 4 },
)

/**
 * Reads whom an auditor trusts. With witnesses all have to have cosigned unless `quorum` says fewer. Reasons: those of the parser, key_malformed.
 */
export function parseAuditTrust(input: unknown): Result<AuditTrust, Reasoned> {
  const read = parseDocument(input)
  if (!read.ok) return read
  const { log, witnesses = [], quorum = witnesses.length, distributor, ledger } = read.value
  const logKey = parseVkey(log)
  if (!logKey.ok) return logKey
  if (logKey.value.type !== 'ed25519')
    return refuse('key_malformed', 'a witness’s key as the log’s')
  const witnessKeys: NoteKey[] = []
  for (const one of witnesses) {
    const key = parseVkey(one)
    if (!key.ok) return key
    const isNew = witnessKeys.every(
      ({ publicKey }) => publicKey.thumbprint !== key.value.publicKey.thumbprint,
    )
    if (key.value.type !== 'cosignature/v1' || !isNew) {
      return refuse('key_malformed', 'a witness has a key of its own, of the type cosignature/v1')
    }
    witnessKeys.push(key.value)
  }
  if (quorum > witnessKeys.length) return refuse('key_malformed', 'a quorum is of known witnesses')
  const distributorKeys = importAll(distributor)
  if (!distributorKeys.ok) return distributorKeys
  const ledgerKeys = importAll(ledger)
  if (!ledgerKeys.ok) return ledgerKeys
  return ok({
    logKey: logKey.value,
    witnessKeys,
    quorum,
    distributorKeys: distributorKeys.value,
    ledgerKeys: ledgerKeys.value,
  })
}

function importAll(all: readonly PublicJwk[]): Result<readonly PublicKey[], Reasoned> {
  const keys: PublicKey[] = []
  for (const jwk of all) {
    const key = importPublicJwk(jwk)
    if (!key.ok) return key
    keys.push(key.value)
  }
  return ok(keys)
}
