import { type JsonObject, ok, type Reasoned, type Result } from '@evenkeel/kernel'
import type { World, WorldRoles } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { once } from '../idempotency.ts'
import {
  DAY_MS,
  quote,
  readClaims,
  readId,
  readWholeNumber,
  VALID_DAYS_MAX,
} from '../read-arguments.ts'
import type { Session } from '../session.ts'

interface CredentialIssueOptions {
  readonly issuer: string
  readonly type: string
  readonly claim?: readonly string[]
  readonly validDays: string
  readonly idempotencyKey?: string
}

type IssueRequest = Omit<Parameters<WorldRoles['issuer']['issueCredential']>[0], 'holderJwk'>

type Issued = {
  readonly credentialId: string
  readonly vct: string
  readonly statusUri: string
  readonly statusIndex: number
}

/** `evenkeel credential issue`: a new key in the holder's wallet, a credential bound to it, kept in the wallet. */
export async function credentialIssue(
  { output, directory, withWorld }: Session,
  options: CredentialIssueOptions,
): Promise<ExitCode> {
  const claims = readClaims(options.claim ?? [])
  const validDays = readWholeNumber(options.validDays, {
    flag: '--valid-days',
    min: 1,
    max: VALID_DAYS_MAX,
  })
  const { issuer, type, idempotencyKey } = options
  const key = idempotencyKey === undefined ? undefined : readId<string>(idempotencyKey, 'request')
  return withWorld(async (world) => {
    if (world.find('issuer', issuer) === undefined) {
      return output.refuse({ what: `No issuer is called ${quote(issuer)}.`, code: 'not_found' })
    }
    const issue = () =>
      issueToHolder(world, issuer, {
        vct: type,
        claims,
        disclose: Object.keys(claims),
        validForMs: validDays * DAY_MS,
      })
    const issued = await (key === undefined
      ? issueOnce(issue)
      : once({ directory, key, request: { issuer, type, claims, validDays } }, issue))
    if (!issued.ok)
      return output.refuse({ what: 'The credential was not issued.', ...issued.error })
    await world.quiesce()
    const { outcome, repeated } = issued.value
    output.result('evenkeel.credential-issued/v1', { ...outcome, issuer, repeated }, [
      `${repeated ? 'issued earlier under this key:' : 'issued'} ${outcome.credentialId}`,
      `  by ${issuer}, type ${outcome.vct}, status ${outcome.statusUri} #${outcome.statusIndex}`,
      `  next: evenkeel credential verify ${outcome.credentialId}`,
    ])
    return EXIT.done
  })
}

async function issueOnce(issue: () => Promise<Result<Issued, Reasoned>>) {
  const issued = await issue()
  return issued.ok ? ok({ outcome: issued.value, repeated: false }) : issued
}

async function issueToHolder(
  world: World,
  issuer: string,
  request: IssueRequest & { readonly claims: JsonObject },
): Promise<Result<Issued, Reasoned>> {
  const holder = world.the('holder').role
  const holderJwk = await holder.createKey()
  const issued = await world.the('issuer', issuer).role.issueCredential({ ...request, holderJwk })
  if (!issued.ok) return issued
  const { credentialId, credential, statusUri, statusIndex } = issued.value
  const stored = await holder.storeCredential({ credentialId, credential })
  if (!stored.ok) return stored
  return ok({ credentialId, vct: stored.value.vct, statusUri, statusIndex })
}
