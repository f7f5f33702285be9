import type {
  CredentialId,
  PartyContext,
  Reasoned,
  Result,
  Role,
  SendPolicy,
} from '@evenkeel/kernel'
import { createChangeStatus, type StatusChange } from './commands/change-status.ts'
import { createIssueCredential, type IssueCredential } from './commands/issue-credential.ts'
import { createIssuedQueries, type IssuedQueries } from './commands/list-issued.ts'
import { createStatusPublisher, type PublishedList } from './commands/publish-status.ts'
import { assertIssuerConfig, type IssuerConfig } from './config.ts'
import { HEAD_LOG_BUDGET_MS, HEAD_LOG_RESEND_MS } from './limits.ts'

type Change = (
  credentialId: CredentialId,
  reason: string,
) => Promise<Result<StatusChange, Reasoned>>

/** Issues credentials and tells their status; knows nothing of who verifies. */
export interface Issuer extends Role, IssuedQueries {
  readonly issueCredential: IssueCredential
  /** Ends a credential for ever and publishes at once; see `createChangeStatus`. */
  readonly revokeCredential: Change
  /** Ends a credential until it is reinstated or revoked. */
  readonly suspendCredential: Change
  readonly reinstateCredential: Change
  /** A status list as it is served; undefined for one that was never published. */
  statusList(number: number): Promise<PublishedList | undefined>
  /** Publishes every list that has a change or needs a new lease. */
  publishStatus(): Promise<void>
}

/** Logging a head is owed, not urgent: readers take the list by its URL. */
const headPolicy: SendPolicy<'network.append'> = {
  kind: 'network.append',
  budgetMs: HEAD_LOG_BUDGET_MS,
  defaults: [
    { afterMs: HEAD_LOG_RESEND_MS, act: 'resend' },
    { afterMs: HEAD_LOG_BUDGET_MS - HEAD_LOG_RESEND_MS, act: 'escalate' },
  ],
}

/** The one form of a list's path: no leading zeros, so that a list has one URL. */
const STATUS_PATH = /^\/status\/([1-9][0-9]{0,9})$/

/** Makes the issuer's role; throws on a configuration that would break a promise. */
export function createIssuer(context: PartyContext, config: IssuerConfig): Issuer {
  assertIssuerConfig(config)
  const publisher = createStatusPublisher(context, config)
  const changeStatus = createChangeStatus(context, publisher)
  return {
    sendPolicies: [headPolicy],
    receiveHandlers: [],
    ...createIssuedQueries(context, publisher),
    issueCredential: createIssueCredential(context, config, publisher),
    revokeCredential: (id, reason) => changeStatus(id, 'invalid', reason),
    suspendCredential: (id, reason) => changeStatus(id, 'suspended', reason),
    reinstateCredential: (id, reason) => changeStatus(id, 'valid', reason),
    statusList: publisher.read,
    publishStatus: publisher.publishDue,
    sweep: publisher.publishDue,
    async document(path) {
      const number = STATUS_PATH.exec(path)?.[1]
      return number === undefined ? undefined : (await publisher.read(Number(number)))?.token
    },
  }
}
