import type { CredentialId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { DAY_MS, readClaims, readId, readWholeNumber, VALID_DAYS_MAX } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { describeOffer } from './describe-offer.ts'
import { findIssued } from './find-issued.ts'

/** As long as an offer stands: the new one can be fetched for as long as the old one stands. */
const GRACE_DAYS_MAX = 30

interface CredentialReissueOptions {
  readonly claim: readonly string[]
  readonly validDays: string
  readonly graceDays: string
  readonly txCode?: boolean
  readonly subjectChanges?: boolean
  readonly yes?: boolean
  readonly dryRun?: boolean
}

/** `evenkeel credential reissue`: offers a new one in the place of an old one; without --yes it changes nothing. */
export async function credentialReissue(
  { output, streams, withWorld }: Session,
  id: string,
  options: CredentialReissueOptions,
): Promise<ExitCode> {
  const credentialId = readId<CredentialId>(id, 'credential')
  const { validDays, graceDays, txCode = false, subjectChanges = false } = options
  const days = readWholeNumber(validDays, { flag: '--valid-days', min: 1, max: VALID_DAYS_MAX })
  const grace = readWholeNumber(graceDays, { flag: '--grace-days', min: 1, max: GRACE_DAYS_MAX })
  const request = {
    claims: readClaims(options.claim),
    validForMs: days * DAY_MS,
    graceMs: grace * DAY_MS,
    transactionCode: txCode,
    subjectChanges,
  }
  return withWorld(async (world) => {
    const found = await findIssued(world, credentialId)
    if (!found.ok) return output.refuse({ what: `There is no credential ${id}.`, ...found.error })
    const { issuer } = found.value
    if (options.yes !== true || options.dryRun === true) {
      output.result('evenkeel.preview/v1', { credentialId, issuer: issuer.id, wouldReplace: 1 }, [
        `Would replace 1 credential of ${issuer.id}: ${credentialId}`,
        `  It ends when its wallet has the new one, and in ${grace} days at the latest.`,
        '  next: the same command with --yes and without --dry-run',
      ])
      return EXIT.done
    }
    const offered = await issuer.role.openid4vci.reissueCredential(credentialId, request)
    if (!offered.ok) {
      return output.refuse({ what: `${credentialId} was not re-issued.`, ...offered.error })
    }
    await world.quiesce()
    output.result(
      'evenkeel.credential-reissued/v1',
      { issuer: issuer.id, replaces: credentialId, graceMs: request.graceMs, ...offered.value },
      describeOffer(offered.value, streams),
    )
    return EXIT.done
  })
}
