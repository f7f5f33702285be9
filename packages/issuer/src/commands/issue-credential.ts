import {
  brandId,
  CREDENTIAL_ISSUED,
  CREDENTIAL_TYP,
  type CredentialClaims,
  type CredentialId,
  canonicalJson,
  createGroupCommit,
  createSdJwt,
  deriveKey,
  encodeBase64url,
  encodeUtf8,
  type GroupCommit,
  hmacSha256,
  type JsonObject,
  ok,
  type PartyContext,
  type PublicKey,
  type Reasoned,
  type Result,
} from '@evenkeel/kernel'
import type { IssuerConfig } from '../config.ts'
import { RANDOM_BYTES } from '../limits.ts'
import { checkIssueRequest, type IssueRequest } from '../model/check-issue-request.ts'
import { credentialTimes } from '../model/credential-times.ts'
import { headerKid } from '../model/header-kid.ts'
import { type AllottedIndex, allotIndices, type NewCredential } from './allot-index.ts'
import type { StatusPublisher } from './publish-status.ts'

export interface IssuedCredential {
  readonly credentialId: CredentialId
  /** Compact SD-JWT VC with all disclosures, for the holder only. */
  readonly credential: string
  readonly statusUri: string
  readonly statusIndex: number
}

export type IssueCredential = (request: IssueRequest) => Promise<Result<IssuedCredential, Reasoned>>

/**
 * Makes the command that issues an SD-JWT VC (dc+sd-jwt) with a status index and key binding. The record is durable and the status list
 * published before the credential exists; a crash in between costs an index. With a given id, a repeat gets the same index and times under
 * new salts, and another content is a conflict. Rejects when the signer does. Reasons: those of `checkIssueRequest`, idempotency_conflict,
 * status_index_exhausted, queue_full.
 */
export function createIssueCredential(
  context: PartyContext,
  config: IssuerConfig,
  publisher: StatusPublisher,
): IssueCredential {
  const { clock, random, store } = context.ports
  const kid = headerKid(config)
  const tagKey = deriveKey(config.secret, ['issued-content', context.id])
  const allotting: GroupCommit<NewCredential, Result<AllottedIndex, Reasoned>> = createGroupCommit({
    store,
    name: 'issue-credential',
    clock,
    apply: async (tx, credentials) => {
      const allotted = await allotIndices(tx, credentials, {
        random,
        listSize: config.statusListSize,
      })
      await context.recordEvents(
        tx,
        credentials.flatMap(({ id, vct, issuedAtMs }, position) => {
          const allotment = allotted[position]
          if (!allotment?.ok || !allotment.value.isNew) return []
          const place = allotment.value
          return [
            {
              event: CREDENTIAL_ISSUED,
              atMs: issuedAtMs,
              ids: { credential: id },
              detail: {
                vct,
                statusUri: publisher.uriOf(place.listNumber),
                statusIndex: place.index,
              },
            },
          ]
        }),
      )
      return allotted
    },
  })

  return async (request) => {
    const holder = checkIssueRequest(request)
    if (!holder.ok) return holder
    const now = clock.nowMs()
    const credentialId =
      request.credentialId ??
      brandId<CredentialId>(`cred-${encodeBase64url(random.bytes(RANDOM_BYTES))}`)
    const submitted = await allotting.submit({
      id: credentialId,
      vct: request.vct,
      holderKey: holder.value.thumbprint,
      contentTag: contentTag(tagKey, request),
      issuedAtMs: now,
      expiresAtMs: credentialTimes(now, request).exp * 1_000,
    })
    if (!submitted.ok) return submitted
    if (!submitted.value.ok) return submitted.value
    const place = submitted.value.value
    await publisher.ensurePublished(place.listNumber)
    const statusUri = publisher.uriOf(place.listNumber)
    const claims = claimsOf({
      request,
      config,
      place,
      holder: holder.value,
      status: { idx: place.index, uri: statusUri },
    })
    const credential = await createSdJwt({
      header: { typ: CREDENTIAL_TYP, kid },
      claims,
      disclose: request.disclose,
      salts: request.disclose.map(() => random.bytes(RANDOM_BYTES)),
      signer: config.signer,
    })
    return ok({ credentialId, credential, statusUri, statusIndex: place.index })
  }
}

function claimsOf(parts: {
  readonly request: IssueRequest
  readonly config: IssuerConfig
  readonly place: AllottedIndex
  readonly holder: PublicKey
  readonly status: { readonly idx: number; readonly uri: string }
}): CredentialClaims & JsonObject {
  const { request, config, place, holder, status } = parts
  const registered: CredentialClaims = {
    iss: config.issuerId ?? config.issuerUrl,
    vct: request.vct,
    ...credentialTimes(place.issuedAtMs, request),
    cnf: { jwk: holder.jwk },
    status: { status_list: status },
  }
  return { ...request.claims, ...registered } as CredentialClaims & JsonObject
}

/** Says by a keyed hash what a credential is to say: claims can be guessed, so a bare one would tell them to a reader of the store. */
function contentTag(key: Uint8Array, request: IssueRequest): string {
  const { claims, disclose, validForMs, notBeforeMs = 0 } = request
  const content = canonicalJson({ claims, disclose, validForMs, notBeforeMs })
  return encodeBase64url(hmacSha256(key, encodeUtf8(content)))
}
