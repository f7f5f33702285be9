import { encodeHex, sha256 } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import {
  DAY_MS,
  MINUTE_MS,
  quote,
  readClaims,
  readId,
  readWholeNumber,
  VALID_DAYS_MAX,
} from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { describeOffer } from './describe-offer.ts'

/** Most credentials of one offer that the command asks for; the issuer has a limit of its own. */
const BATCH_MAX = 1_000
/** Thirty days. */
const EXPIRES_MINUTES_MAX = 43_200

interface OfferCreateOptions {
  readonly issuer: string
  readonly configuration: string
  readonly claim: readonly string[]
  readonly validDays: string
  readonly expiresMinutes: string
  readonly batch: string
  readonly txCode?: boolean
  readonly deferred?: boolean
  readonly idempotencyKey?: string
}

/** `evenkeel offer create`: a link with which an ordinary wallet fetches a credential. */
export async function offerCreate(
  { output, streams, withWorld }: Session,
  options: OfferCreateOptions,
): Promise<ExitCode> {
  const { issuer, configuration, txCode = false, deferred = false, idempotencyKey } = options
  const key = idempotencyKey === undefined ? undefined : readId<string>(idempotencyKey, 'request')
  const request = {
    configurationId: readId<string>(configuration, 'credential configuration'),
    claims: readClaims(options.claim),
    transactionCode: txCode,
    deferred,
    batchSize: readWholeNumber(options.batch, { flag: '--batch', min: 1, max: BATCH_MAX }),
    validForMs:
      DAY_MS *
      readWholeNumber(options.validDays, { flag: '--valid-days', min: 1, max: VALID_DAYS_MAX }),
    expiresMs:
      MINUTE_MS *
      readWholeNumber(options.expiresMinutes, {
        flag: '--expires-minutes',
        min: 1,
        max: EXPIRES_MINUTES_MAX,
      }),
    ...(key === undefined ? {} : { offerId: `offer-${encodeHex(sha256(key))}` }),
  }
  return withWorld(async (world) => {
    const party = world.find('issuer', issuer)
    if (party === undefined) {
      return output.refuse({ what: `No issuer is called ${quote(issuer)}.`, code: 'not_found' })
    }
    const created = await party.role.openid4vci.createOffer(request)
    if (!created.ok) return output.refuse({ what: 'Nothing was offered.', ...created.error })
    await world.quiesce()
    output.result(
      'evenkeel.offer-created/v1',
      { issuer, ...created.value },
      describeOffer(created.value, streams),
    )
    return EXIT.done
  })
}
