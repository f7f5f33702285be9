import type { DcqlQueryResult } from '@credo-ts/core'
import type { CredoAgent } from './credo-agent.ts'

export interface PresentOptions {
  /** Shown each transaction; `false` declines, and nothing is sent. */
  readonly approve?: (transaction: Readonly<Record<string, unknown>>) => boolean
  /** The credential to present, as it was issued; else Credo chooses. */
  readonly credential?: string
}

export type Presented =
  | { readonly sent: false; readonly because: 'declined' | 'no_match' }
  | {
      readonly sent: true
      readonly status: number
      readonly redirectUri?: string
      /** Whether what was sent was a JWE. */
      readonly isEncrypted: boolean
    }

/** Answers a presentation request with what the wallet holds, and approves its transactions. */
export async function presentTo(
  agent: CredoAgent,
  requestUri: string,
  { approve = () => true, credential }: PresentOptions,
): Promise<Presented> {
  const { holder } = agent.openid4vc
  const resolved = await holder.resolveOpenId4VpAuthorizationRequest(requestUri)
  const result = resolved.dcql?.queryResult
  if (result?.can_be_satisfied !== true) return { sent: false, because: 'no_match' }
  const transactions = resolved.transactionData ?? []
  const declined = transactions.some(({ entry }) => !approve(entry.transactionData))
  if (declined) return { sent: false, because: 'declined' }
  const approvals = transactions.map(({ matchedCredentialIds: [credentialId = ''] }) => ({
    credentialId,
  }))
  const answer = await holder.acceptOpenId4VpAuthorizationRequest({
    authorizationRequestPayload: resolved.authorizationRequestPayload,
    dcql: { credentials: holder.selectCredentialsForDcqlRequest(only(credential, result)) },
    ...(approvals.length > 0 && { transactionData: approvals }),
  })
  if (answer.serverResponse === undefined) throw new Error('nothing was posted')
  const { redirectUri } = answer as { redirectUri?: string }
  return {
    sent: true,
    status: answer.serverResponse.status,
    isEncrypted: 'response' in answer.authorizationResponse,
    ...(redirectUri === undefined ? {} : { redirectUri }),
  }
}

/** The matches with one credential alone; all of them without one. */
function only(credential: string | undefined, result: DcqlQueryResult): DcqlQueryResult {
  if (credential === undefined) return result
  // Credo's type of a match leaves out the record that it adds to one.
  const isIt = (match: object) =>
    (match as { record?: { encoded: string } }).record?.encoded === credential
  const narrowed = Object.entries(result.credential_matches).map(([id, match]) => [
    id,
    { ...match, valid_credentials: match.valid_credentials?.filter(isIt) },
  ])
  return { ...result, credential_matches: Object.fromEntries(narrowed) }
}
