import {
  type CredentialId,
  encodeBase64url,
  isId,
  type JsonObject,
  ok,
  type ReadTx,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { RANDOM_BYTES } from '../../limits.ts'
import { checkIssueContent } from '../../model/check-issue-request.ts'
import type { CredentialConfiguration } from '../config.ts'
import { BATCH_SIZE_MAX, OFFER_MS_MAX, OFFER_MS_MIN, TX_CODE_DIGITS } from '../limits.ts'
import { PRE_AUTHORIZED_GRANT } from '../model/metadata.ts'
import { type OfferContent, readOffer } from '../offer-rows.ts'
import type { Openid4vciParts } from '../parts.ts'

export interface OfferRequest {
  /** `credential_configuration_id`. */
  readonly configurationId: string
  readonly claims: JsonObject
  /** Names of the claims that the holder may withhold; all of them if absent. */
  readonly disclose?: readonly string[]
  /** Whether the wallet has to send a code that the person gets in another way. */
  readonly transactionCode?: boolean
  /** Most credentials that the wallet gets, each for a key of its own; BATCH_SIZE_MAX if absent. */
  readonly batchSize?: number
  /** Whether the operator decides only after the wallet has asked. */
  readonly deferred?: boolean
  /** Of the credential, in milliseconds from its issue. */
  readonly validForMs: number
  /** Of the credential, in milliseconds from its issue until it is valid. */
  readonly notBeforeMs?: number
  /** Of the offer, in milliseconds from now. */
  readonly expiresMs: number
  /** The same for every attempt of one request; drawn if absent. */
  readonly offerId?: string
}

export interface CredentialOffer {
  readonly credential_issuer: string
  readonly credential_configuration_ids: readonly string[]
  readonly grants: JsonObject
}

export interface CreatedOffer {
  readonly offerId: string
  /** By value. Its code is for one use; the one behind the URI is renewed as long as nothing was issued. */
  readonly credentialOffer: CredentialOffer
  readonly credentialOfferUri: string
  /** `openid-credential-offer://` with the URI: for a link or a QR code. */
  readonly link: string
  /** For the person, by another way than the link. It is shown here and never again. */
  readonly transactionCode?: string
  readonly endsAtMs: number
}

/** What makes an offer a re-issue. */
export interface Replacement {
  readonly credentialId: CredentialId
  /** The offer that it was issued under, if it was. */
  readonly previous: string | undefined
  readonly oldEndsMs: number
}

export type CreateOffer = (
  request: OfferRequest,
  replacement?: Replacement,
) => Promise<Result<CreatedOffer, Reasoned>>

/** The claim by which a re-issued credential names the one before. */
export const REPLACES_CLAIM = 'replaces'

/**
 * Makes the command that offers a credential to whoever holds the link (OpenID4VCI 1.0 §4.1). The same id with the same content is the same
 * offer. Reasons: those of `checkIssueContent`, credential_configuration_unknown, idempotency_conflict,
 * reissue_pending, queue_full.
 */
export function createCreateOffer(parts: Openid4vciParts): CreateOffer {
  const { context, capabilities, commit } = parts
  const { clock, random } = context.ports

  return async (request, replacement) => {
    const configuration = parts.configuration(request.configurationId)
    if (configuration === undefined) return refuse('credential_configuration_unknown')
    const content = contentOf(request, replacement)
    const checked = checkOffer(request, configuration, content)
    if (!checked.ok) return checked
    const offerId = request.offerId ?? `offer-${encodeBase64url(random.bytes(RANDOM_BYTES))}`
    const { transactionCode = false, deferred = false, batchSize = BATCH_SIZE_MAX } = request
    const now = clock.nowMs()
    const requestTag = capabilities.tag('request', {
      ...request,
      offerId,
      replaces: replacement?.credentialId ?? null,
    })
    const row = {
      id: offerId,
      configuration: configuration.id,
      state: 'offered',
      content: parts.seal(offerId, content),
      request_tag: requestTag,
      subject_tag: subjectTag(parts, configuration, request.claims),
      batch_size: batchSize,
      deferred: deferred ? 1 : 0,
      tx_code: transactionCode ? 1 : 0,
      tx_code_attempts: 0,
      exchanges: 0,
      token_ends_ms: 0,
      previous: replacement?.previous ?? null,
      replaces: replacement?.credentialId ?? null,
      old_ends_ms: replacement?.oldEndsMs ?? null,
      created_ms: now,
      ends_ms: now + request.expiresMs,
      kept_until_ms: now + request.expiresMs,
    }
    const made = await commit(async (tx): Promise<Result<number, Reasoned>> => {
      const other = replacement && (await readReplacement(tx, replacement))
      if (other !== undefined && other !== offerId) return refuse('reissue_pending', other)
      const last = await tx.get('SELECT max(seq) AS seq FROM vci_offer')
      const inserted = await tx.insertMany({
        table: 'vci_offer',
        columns: ['seq', ...Object.keys(row)],
        // By the clock, because rows go: a number that was given again would be behind somebody's cursor.
        rows: [[Math.max(Number(last?.seq ?? 0) + 1, now), ...Object.values(row)]],
        onConflict: 'ignore',
      })
      if (inserted.length === 0) {
        const before = await readOffer(tx, offerId)
        return before?.requestTag === requestTag
          ? ok(before.endsMs ?? before.createdMs)
          : refuse('idempotency_conflict', offerId)
      }
      const replaced = replacement === undefined ? {} : { credential: replacement.credentialId }
      const detail = { configuration: configuration.id, deferred }
      await context.recordEvents(tx, [
        { event: 'CredentialOffered', atMs: now, ids: { offer: offerId, ...replaced }, detail },
      ])
      return ok(row.ends_ms)
    })
    if (!made.ok) return made
    if (!made.value.ok) return made.value
    const credentialOfferUri = offerUri(parts, offerId)
    return ok({
      offerId,
      credentialOffer: credentialOffer(parts, {
        id: offerId,
        configuration: configuration.id,
        txCode: transactionCode,
        exchanges: 0,
      }),
      credentialOfferUri,
      link: `openid-credential-offer://?credential_offer_uri=${encodeURIComponent(credentialOfferUri)}`,
      ...(transactionCode && { transactionCode: capabilities.txCode(offerId, TX_CODE_DIGITS) }),
      endsAtMs: made.value.value,
    })
  }
}

/** Where an offer is, for who was given the URI. */
export function offerUri({ config, capabilities }: Openid4vciParts, offerId: string): string {
  return `${config.issuerUrl}/offers/${capabilities.make('offer', offerId)}`
}

/** The offer with the code that its next exchange takes. */
export function credentialOffer(
  { config, capabilities }: Openid4vciParts,
  offer: {
    readonly id: string
    readonly configuration: string
    readonly txCode: boolean
    readonly exchanges: number
  },
): CredentialOffer {
  const txCode = { input_mode: 'numeric', length: TX_CODE_DIGITS }
  return {
    credential_issuer: config.issuerUrl,
    credential_configuration_ids: [offer.configuration],
    grants: {
      [PRE_AUTHORIZED_GRANT]: {
        'pre-authorized_code': capabilities.make('code', offer.id, String(offer.exchanges)),
        ...(offer.txCode && { tx_code: txCode }),
      },
    },
  }
}

/** Says of whom the claims are, without telling. */
export function subjectTag(
  { capabilities }: Openid4vciParts,
  { claims }: CredentialConfiguration,
  values: JsonObject,
): string {
  const names = claims.flatMap(({ name, subject }) => (subject === true ? [name] : []))
  return capabilities.tag(
    'subject',
    names.map((name) => [name, values[name] ?? null]),
  )
}

/** The offer that replaces the credential already, or the batch that it is of. */
async function readReplacement(
  tx: ReadTx,
  { credentialId, previous }: Replacement,
): Promise<string | undefined> {
  const [row] = await tx.all(
    `SELECT id FROM vci_offer WHERE (replaces = ? OR previous = ?)
     AND state IN ('offered', 'claimed', 'deferred', 'approved', 'issued') ORDER BY seq LIMIT 1`,
    [credentialId, previous ?? ''],
  )
  return row === undefined ? undefined : String(row.id)
}

function contentOf(request: OfferRequest, replacement: Replacement | undefined): OfferContent {
  const { claims, disclose = Object.keys(claims), validForMs, notBeforeMs } = request
  const named = withReplaced({ claims, disclose }, replacement?.credentialId)
  return { ...named, validForMs, ...(notBeforeMs !== undefined && { notBeforeMs }) }
}

/** Adds the name of the credential before, for the holder to show or to withhold. */
export function withReplaced(
  content: Pick<OfferContent, 'claims' | 'disclose'>,
  replaces: CredentialId | undefined,
): Pick<OfferContent, 'claims' | 'disclose'> {
  if (replaces === undefined) return content
  return {
    claims: { ...content.claims, [REPLACES_CLAIM]: replaces },
    disclose: [...content.disclose, REPLACES_CLAIM],
  }
}

function checkOffer(
  request: OfferRequest,
  { vct }: CredentialConfiguration,
  content: OfferContent,
): Result<undefined, Reasoned> {
  const { batchSize = 1, expiresMs, offerId, claims } = request
  if (Object.hasOwn(claims, REPLACES_CLAIM)) {
    return refuse('malformed_message', `${REPLACES_CLAIM} is the issuer's own`)
  }
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > BATCH_SIZE_MAX) {
    return refuse('malformed_message', 'batchSize')
  }
  if (!Number.isSafeInteger(expiresMs) || expiresMs < OFFER_MS_MIN || expiresMs > OFFER_MS_MAX) {
    return refuse('malformed_message', 'expiresMs')
  }
  // An id goes into codes, whose parts are separated by dots.
  if (offerId !== undefined && (!isId(offerId) || offerId.includes('.'))) {
    return refuse('malformed_message', 'offerId')
  }
  return checkIssueContent({ vct, ...content })
}
