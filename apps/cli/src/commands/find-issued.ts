import {
  type CredentialId,
  ok,
  type Party,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import type { World, WorldRoles } from '@evenkeel/node'

type Issuer = WorldRoles['issuer']
type IssuedRecord = Extract<
  Awaited<ReturnType<Issuer['showCredential']>>,
  { readonly ok: true }
>['value']

export interface FoundCredential {
  readonly issuer: Party<Issuer>
  readonly record: IssuedRecord
}

/** Finds who issued a credential: only the issuers know their own. Reason: not_found. */
export async function findIssued(
  world: World,
  credentialId: CredentialId,
): Promise<Result<FoundCredential, Reasoned>> {
  for (const party of world.parties.values()) {
    const issuer = world.find('issuer', party.id)
    const record = await issuer?.role.showCredential(credentialId)
    if (issuer !== undefined && record?.ok) return ok({ issuer, record: record.value })
  }
  return refuse('not_found', 'no issuer of this world knows it')
}
