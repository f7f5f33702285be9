import {
  brandId,
  CREDENTIAL_ISSUED,
  CREDENTIAL_TYP,
  type CredentialClaims,
  type CredentialId,
  createGroupCommit,
  createSdJwt,
  encodeBase64url,
  type GroupCommit,
  type JsonObject,
  ok,
  type PartyContext,
  type PublicKey,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import type { IssuerConfig } from '../config.ts'
import { RANDOM_BYTES } from '../limits.ts'
import { checkIssueRequest, type IssueRequest } from '../model/check-issue-request.ts'
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
 * published before the credential exists; a crash in between costs an index. Rejects when the signer does. Reasons: those of
 * `checkIssueRequest`, status_index_exhausted, queue_full.
 */
export function createIssueCredential(
  context: PartyContext,
  config: IssuerConfig,
  publisher: StatusPublisher,
): IssueCredential {
  const { clock, random, store } = context.ports
  const allotting: GroupCommit<NewCredential, AllottedIndex | undefined> = createGroupCommit({
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
          const place = allotted[position]
          if (place === undefined) return []
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
    const credentialId = brandId<CredentialId>(
      `cred-${encodeBase64url(random.bytes(RANDOM_BYTES))}`,
    )
    const submitted = await allotting.submit({
      id: credentialId,
      vct: request.vct,
      holderKey: holder.value.thumbprint,
      issuedAtMs: now,
      expiresAtMs: now + request.validForMs,
    })
    if (!submitted.ok) return submitted
    const place = submitted.value
    if (place === undefined) return refuse('status_index_exhausted')
    await publisher.ensurePublished(place.listNumber)
    const statusUri = publisher.uriOf(place.listNumber)
    const claims = claimsOf({
      request,
      config,
      now,
      holder: holder.value,
      status: { idx: place.index, uri: statusUri },
    })
    const credential = await createSdJwt({
      header: { typ: CREDENTIAL_TYP, kid: config.signer.keyId },
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
  readonly now: number
  readonly holder: PublicKey
  readonly status: { readonly idx: number; readonly uri: string }
}): CredentialClaims & JsonObject {
  const { request, config, now, holder, status } = parts
  const registered: CredentialClaims = {
    iss: config.issuerId ?? config.issuerUrl,
    vct: request.vct,
    iat: Math.floor(now / 1_000),
    exp: Math.floor((now + request.validForMs) / 1_000),
    cnf: { jwk: holder.jwk },
    status: { status_list: status },
  }
  const { notBeforeMs = 0 } = request
  const nbf = notBeforeMs > 0 ? { nbf: Math.ceil((now + notBeforeMs) / 1_000) } : {}
  return { ...request.claims, ...registered, ...nbf } as CredentialClaims & JsonObject
}
