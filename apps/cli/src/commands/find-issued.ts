import type { CredentialId } from '@evenkeel/kernel'
import { isId, ok, type Party, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import type { World, WorldRoles } from '@evenkeel/node'

export type IssuerParty = Party<WorldRoles['issuer']>

/** Finds who issued a credential: only the issuers know their own. Reason: not_found. */
export async function findIssued(
  world: World,
  id: string,
): Promise<
  Result<{ readonly issuer: IssuerParty; readonly credentialId: CredentialId }, Reasoned>
> {
  if (!isId(id)) return refuse('malformed_message', 'not a credential id')
  const credentialId = id as CredentialId
  for (const party of world.parties.values()) {
    const issuer = world.find('issuer', party.id)
    if (issuer === undefined) continue
    const record = await issuer.role.showCredential(credentialId)
    if (record.ok) return ok({ issuer, credentialId })
  }
  return refuse('not_found', 'no issuer of this world knows it')
}
