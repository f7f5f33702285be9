import {
  type CredentialId,
  createSeededSigner,
  MESSAGE_LIMITS,
  type PublicJwk,
  parseSdJwt,
  presentSdJwt,
  type Signer,
  type StatusEntry,
  unwrap,
} from '@evenkeel/kernel'
import { MEMBERSHIP_TYPE } from '@evenkeel/node'
import type { IssuerName, StoryPlan } from './draw-plan.ts'
import type { StatusWorld } from './status-world.ts'
import type { Change } from './truth.ts'

/** A credential, whoever shows it, and what became of it. */
export interface LabCredential {
  readonly name: string
  readonly issuer: IssuerName
  readonly story: StoryPlan
  readonly credentialId: CredentialId
  readonly entry: StatusEntry
  readonly holder: Signer
  /** With every claim shown; ends in `~`. */
  readonly shown: string
  /** In the order in which they were ordered. */
  readonly changes: Change[]
}

const YEAR_MS = 31_536_000_000

/** Has a credential issued for each story. */
export async function issueCredentials(world: StatusWorld): Promise<readonly LabCredential[]> {
  const issued: LabCredential[] = []
  for (const [number, story] of world.plan.stories.entries()) {
    issued.push(await issue(world, `credential-${number}`, story))
  }
  return issued
}

async function issue(world: StatusWorld, name: string, story: StoryPlan): Promise<LabCredential> {
  const holder = createSeededSigner('EdDSA', world.simulation.secret(`holder/${name}`))
  const answer = await world.insist('issuer', story.issuer, (issuer) =>
    issuer.issueCredential({
      vct: MEMBERSHIP_TYPE,
      claims: { member_id: name },
      disclose: ['member_id'],
      holderJwk: holder.publicJwk as PublicJwk,
      validForMs: YEAR_MS,
    }),
  )
  const { credential, credentialId, statusUri, statusIndex } = unwrap(answer)
  const parsed = unwrap(parseSdJwt(credential, MESSAGE_LIMITS))
  return {
    name,
    issuer: story.issuer,
    story,
    credentialId,
    entry: { uri: statusUri, idx: statusIndex },
    holder,
    shown: unwrap(presentSdJwt(parsed, ['member_id'])),
    changes: [],
  }
}
