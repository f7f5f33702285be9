import type {
  CredentialId,
  PartyContext,
  Reasoned,
  Result,
  Role,
  SendPolicy,
} from '@evenkeel/kernel'
import { type CancelAct, createCancelAct } from './commands/cancel-act.ts'
import {
  type ChangeOptions,
  createChangeStatus,
  type StatusChange,
} from './commands/change-status.ts'
import { createIssueCredential, type IssueCredential } from './commands/issue-credential.ts'
import { createIssuedQueries, type IssuedQueries } from './commands/list-issued.ts'
import { createStatusPublisher, type PublishedList } from './commands/publish-status.ts'
import { createReadFreshHead, type ReadFreshHead } from './commands/read-fresh-head.ts'
import { assertIssuerConfig, type IssuerConfig } from './config.ts'
import { HEAD_LOG_BUDGET_MS, HEAD_LOG_RESEND_MS } from './limits.ts'
import type { CredentialStatus } from './model/credential-status.ts'
import { FORM_PATHS, type PublicationForm } from './model/publication.ts'

type Change = (
  credentialId: CredentialId,
  reason: string,
  options?: ChangeOptions,
) => Promise<Result<StatusChange, Reasoned>>

/** Issues credentials and tells their status; knows nothing of who verifies. */
export interface Issuer extends Role, IssuedQueries {
  readonly issueCredential: IssueCredential
  /** Ends a credential for ever: at once, or at a time that is announced at once; see `createChangeStatus`. */
  readonly revokeCredential: Change
  /** Ends a credential until it is reinstated or revoked. */
  readonly suspendCredential: Change
  readonly reinstateCredential: Change
  /** Takes an announced change back, while nobody can have gone by it; see `createCancelAct`. */
  readonly cancelAct: CancelAct
  /** A status list as it is served, in the plain form if none is named; undefined for one that was never published. */
  statusList(number: number, form?: PublicationForm): Promise<PublishedList | undefined>
  /** A head for a decision that needs an online proof; see `createReadFreshHead`. */
  readonly freshHead: ReadFreshHead
  /** Publishes every list that has a change, needs a new lease, or has come to an announced time. */
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
const STATUS_PATH = /^\/status\/([1-9][0-9]{0,9})(\/[a-z/]+)?$/
const FRESH_HEAD_PATH = /^\/status\/([1-9][0-9]{0,9})\/head\/max-age\/([1-9][0-9]{0,7})$/

const FORMS: readonly PublicationForm[] = ['token', 'head', 'revocation', 'suspension']

/** Makes the issuer's role; throws on a configuration that would break a promise. */
export function createIssuer(context: PartyContext, config: IssuerConfig): Issuer {
  assertIssuerConfig(config)
  const publisher = createStatusPublisher(context, config)
  const freshHead = createReadFreshHead(context, config, publisher)
  const changeStatus = createChangeStatus(context, config, publisher)
  const changeTo =
    (to: CredentialStatus): Change =>
    (credentialId, reason, options) =>
      changeStatus(credentialId, to, { ...options, reason })
  return {
    sendPolicies: [headPolicy],
    receiveHandlers: [],
    ...createIssuedQueries(context, publisher),
    issueCredential: createIssueCredential(context, config, publisher),
    revokeCredential: changeTo('invalid'),
    suspendCredential: changeTo('suspended'),
    reinstateCredential: changeTo('valid'),
    cancelAct: createCancelAct(context, publisher),
    statusList: publisher.read,
    freshHead,
    publishStatus: publisher.publishDue,
    sweep: publisher.publishDue,
    async document(path) {
      const [, scope, seconds] = FRESH_HEAD_PATH.exec(path) ?? []
      if (seconds !== undefined)
        return (await freshHead(Number(scope), Number(seconds) * 1_000))?.bytes
      const [, number, rest = ''] = STATUS_PATH.exec(path) ?? []
      const form = FORMS.find((each) => FORM_PATHS[each] === rest)
      if (number === undefined || form === undefined) return undefined
      return (await publisher.read(Number(number), form))?.bytes
    },
  }
}
