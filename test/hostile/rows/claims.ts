import { randomBytes } from 'node:crypto'
import {
  encodeHex,
  encodePayoutTransaction,
  type JsonObject,
  RECEIPT_TYP,
  sha256,
  transactionDataHash,
} from '@evenkeel/kernel'
import { DEMO_CAMPAIGN } from '@evenkeel/node'
import type { HostileRow } from '../row.ts'
import { payloadOf, sign, unsigned, withPayload } from '../support/forge.ts'
import {
  type Certified,
  certify,
  joinMember,
  newSigner,
  nowS,
  postClaim,
  presentForClaim,
  signClaim,
  type WalletClaim,
} from '../support/honest.ts'
import type { HostileWorld } from '../support/hostile-world.ts'
import { OTHER_CAMPAIGN } from '../support/world-protocol.ts'

const ROUTE = 'POST /distributor/campaigns/:campaignId/claims'

interface Refused {
  readonly status: number
  readonly code: string
  readonly covers?: NonNullable<HostileRow['covers']>
}

/** A row in which somebody who has a receipt sends a claim of their own making. */
function claiming(
  name: string,
  expected: Refused,
  forge: (certified: Certified, world: HostileWorld) => Promise<object>,
): HostileRow {
  return {
    name,
    ...expected,
    route: ROUTE,
    async prepare(world) {
      const submission = await forge(await certify(world), world)
      return () => postClaim(world, submission)
    },
  }
}

/** A row in which what a wallet approved was changed on its way. */
function relaying(
  name: string,
  expected: Refused,
  change: (claim: WalletClaim, world: HostileWorld) => object | Promise<object>,
): HostileRow {
  return {
    name,
    ...expected,
    route: ROUTE,
    async prepare(world) {
      const claim = await presentForClaim(world, await joinMember(world))
      const submission = await change(claim, world)
      return () => postClaim(world, submission)
    },
  }
}

const own = (receipt: string, claim: string) => ({ v: 1, receipt, claim })
const approving = (claim: WalletClaim, change: Partial<WalletClaim['approval']>) => ({
  ...claim,
  approval: { ...claim.approval, ...change },
})

/** The payout of a wallet's claim, to somebody else. */
function redirected({ approval }: WalletClaim): string {
  const payout = JSON.parse(Buffer.from(approval.transactionData, 'base64url').toString())
  return encodePayoutTransaction({ ...payout, payout_target: 'purse-of-a-thief' })
}

/** A receipt that the verifier could sign if it lied. */
async function receiptOf(
  certified: Certified,
  world: HostileWorld,
  change: JsonObject,
): Promise<Certified> {
  const payload = { ...payloadOf(certified.receipt), ...change }
  const header = { kid: world.verifierSigner.keyId }
  return { ...certified, receipt: await sign(world.verifierSigner, RECEIPT_TYP, payload, header) }
}

const payoutRows: readonly HostileRow[] = [
  claiming(
    'a claim whose payout target somebody changed on its way',
    {
      status: 422,
      code: 'claim_signature_invalid',
      covers: 'payout target changed after signing: own claim',
    },
    async (certified) => {
      const claim = await signClaim(certified)
      const forged = withPayload(claim, { ...payloadOf(claim), payoutTarget: 'purse-of-a-thief' })
      return own(certified.receipt, forged)
    },
  ),
  claiming(
    'a claim whose holder wants another payout than the receipt commits to',
    { status: 422, code: 'claim_payout_mismatch' },
    async (certified) =>
      own(certified.receipt, await signClaim(certified, { payoutTarget: 'another-purse' })),
  ),
  relaying(
    'a wallet’s approval sent with the payout to somebody else',
    {
      status: 422,
      code: 'claim_payout_mismatch',
      covers: 'payout target changed after signing: wallet approval',
    },
    (claim) => approving(claim, { transactionData: redirected(claim) }),
  ),
  relaying(
    'a wallet’s approval whose hashes were changed with the payout',
    { status: 422, code: 'claim_signature_invalid' },
    (claim) => {
      const transactionData = redirected(claim)
      const { keyBinding } = claim.approval
      const hashes = { transaction_data_hashes: [transactionDataHash(transactionData)] }
      const forged = withPayload(keyBinding, { ...payloadOf(keyBinding), ...hashes })
      return approving(claim, { transactionData, keyBinding: forged })
    },
  ),
  relaying(
    'a wallet’s approval signed anew with a key of the thief',
    { status: 422, code: 'claim_holder_key_mismatch' },
    async (claim) => {
      const thief = newSigner()
      const transactionData = redirected(claim)
      const hashes = { transaction_data_hashes: [transactionDataHash(transactionData)] }
      const payload = { ...payloadOf(claim.approval.keyBinding), ...hashes }
      const keyBinding = await sign(thief, 'kb+jwt', payload)
      return approving(claim, { transactionData, keyBinding, holderJwk: thief.publicJwk })
    },
  ),
  relaying(
    'a wallet’s approval of another presentation',
    { status: 422, code: 'claim_receipt_mismatch' },
    async (claim, world) => {
      const other = await presentForClaim(world, await joinMember(world))
      return { ...claim, approval: other.approval }
    },
  ),
  claiming(
    'a claim that somebody else signed for a stolen receipt',
    { status: 422, code: 'claim_holder_key_mismatch' },
    async (certified) => own(certified.receipt, await signClaim(certified, {}, newSigner())),
  ),
  claiming(
    'a claim under alg none',
    { status: 422, code: 'algorithm_not_accepted' },
    async (certified) => own(certified.receipt, unsigned(await signClaim(certified))),
  ),
]

const receiptRows: readonly HostileRow[] = [
  claiming(
    'a receipt made out to another campaign',
    {
      status: 422,
      code: 'receipt_wrong_audience',
      covers: 'receipt for another audience',
    },
    async (_, world) => {
      const other = await certify(world, OTHER_CAMPAIGN)
      return own(other.receipt, await signClaim(other, { campaignId: DEMO_CAMPAIGN }))
    },
  ),
  claiming(
    'a receipt made out to a shop alone',
    { status: 422, code: 'receipt_wrong_audience' },
    async (certified, world) => {
      const shop = await receiptOf(certified, world, { aud: ['members-gate'] })
      return own(shop.receipt, await signClaim(shop))
    },
  ),
  claiming(
    'a receipt that has expired',
    { status: 422, code: 'receipt_expired' },
    async (certified, world) => {
      const old = await receiptOf(certified, world, { iat: nowS() - 900, exp: nowS() - 300 })
      return own(old.receipt, await signClaim(old))
    },
  ),
  claiming(
    'a receipt under another policy',
    { status: 422, code: 'receipt_policy_mismatch' },
    async (certified, world) => {
      const other = await receiptOf(certified, world, { policyHash: '0'.repeat(64) })
      return own(other.receipt, await signClaim(other))
    },
  ),
  claiming(
    'a receipt that was changed after the verifier had signed it',
    { status: 422, code: 'receipt_signature_invalid' },
    async (certified) => {
      const payload = { ...payloadOf(certified.receipt), nullifier: 'somebody-new' }
      const forged = { ...certified, receipt: withPayload(certified.receipt, payload) }
      return own(forged.receipt, await signClaim(forged))
    },
  ),
  claiming(
    'a receipt of a verifier that the campaign does not name',
    { status: 422, code: 'receipt_verifier_not_named' },
    async (certified, world) => {
      const stranger = await receiptOf(certified, world, { iss: 'observer' })
      return own(stranger.receipt, await signClaim(stranger))
    },
  ),
  claiming(
    'a receipt that its own claimant signed in the verifier’s name',
    { status: 422, code: 'algorithm_not_accepted' },
    async (certified, world) => {
      const { signer } = certified.member
      const header = { kid: world.verifierSigner.keyId }
      const receipt = await sign(signer, RECEIPT_TYP, payloadOf(certified.receipt), header)
      const forged = { ...certified, receipt }
      return own(receipt, await signClaim(forged))
    },
  ),
  {
    name: 'a receipt used again for another payout',
    covers: 'replayed receipt',
    route: ROUTE,
    status: 409,
    code: 'claim_conflict',
    async prepare(world) {
      const certified = await certify(world)
      await postClaim(world, own(certified.receipt, await signClaim(certified)))
      const again = own(
        certified.receipt,
        await signClaim(certified, { payoutTarget: 'another-purse' }),
      )
      return () => postClaim(world, again)
    },
  },
  {
    name: 'the same claim sent again',
    route: ROUTE,
    status: 200,
    code: undefined,
    async prepare(world) {
      const certified = await certify(world)
      const submission = own(certified.receipt, await signClaim(certified))
      await postClaim(world, submission)
      return () => postClaim(world, submission)
    },
  },
  {
    name: 'a second receipt of somebody who was paid',
    route: ROUTE,
    status: 409,
    code: 'already_claimed',
    async prepare(world) {
      const member = await joinMember(world)
      await postClaim(world, await presentForClaim(world, member))
      const second = await presentForClaim(world, member)
      return () => postClaim(world, second)
    },
  },
]

const campaignRows: readonly HostileRow[] = [
  claiming(
    'a claim in a campaign that nobody made',
    { status: 422, code: 'claim_campaign_mismatch' },
    async (certified) =>
      own(certified.receipt, await signClaim(certified, { campaignId: 'no-such-campaign' })),
  ),
  {
    name: 'a claim to a campaign that nobody made',
    covers: 'unknown campaign',
    route: ROUTE,
    status: 404,
    code: 'campaign_unknown',
    async prepare(world) {
      const certified = await certify(world)
      const campaignId = 'no-such-campaign'
      const submission = own(certified.receipt, await signClaim(certified, { campaignId }))
      return () => postClaim(world, submission, campaignId)
    },
  },
  {
    name: 'a good claim sent to another campaign',
    route: ROUTE,
    status: 422,
    code: 'claim_campaign_mismatch',
    async prepare(world) {
      const claim = await presentForClaim(world, await joinMember(world))
      return () => postClaim(world, claim, OTHER_CAMPAIGN)
    },
  },
  {
    name: 'a claim id that nobody has',
    route: 'GET /distributor/claims/:claimId',
    status: 404,
    code: 'claim_unknown',
    prepare: async (world) => () =>
      world.http('distributor', {
        method: 'GET',
        path: `/claims/claim-${encodeHex(sha256(randomBytes(16)))}`,
      }),
  },
]

export const claimRows: readonly HostileRow[] = [...payoutRows, ...receiptRows, ...campaignRows]
