import { setTimeout as sleep } from 'node:timers/promises'
import { createClaimSubmission } from '@evenkeel/holder'
import {
  type CampaignRule,
  canonicalJson,
  createKbJwt,
  createSeededSigner,
  encodeBase64url,
  encodePayoutTransaction,
  encodeUtf8,
  hmacSha256,
  parseSdJwt,
  presentSdJwt,
  type Signer,
  transactionDataHash,
  unwrap,
} from '@evenkeel/kernel'
import type { World } from '../open-world.ts'
import type { DropRow } from '../replay/read-drop.ts'
import { REPLAY_VERIFIER } from '../replay/replay-world.ts'
import { ACCOUNT_TYPE } from './flagship-rule.ts'
import { PRESENTED_AGAIN_MS, PRESENTED_TIMES_MAX } from './limits.ts'

const YEAR_MS = 31_536_000_000
/** What a person at a counter waits for a verdict, in milliseconds. */
const VERIFY_WITHIN_MS = 30_000
const CREDENTIAL_LIMITS = { maxBytes: 16_384, maxDepth: 8 }

/** The issuer that is not withdrawn, and the one that is. */
export const STEADY_ISSUER = 'issuer-strict'
export const WITHDRAWN_ISSUER = 'issuer-sloppy'

/** Which issuer knows the account of a row: one in eight is of the one that will be withdrawn. */
export function issuerOf(index: number): string {
  return index % 8 === 7 ? WITHDRAWN_ISSUER : STEADY_ISSUER
}

/**
 * Has a credential issued for each row, presents it to the verifier, and makes the claim with its receipt. All are issued before any is presented, so
 * that those who do the same thing share their commits.
 */
export async function preparePresented(
  world: World,
  rule: CampaignRule,
  secret: Uint8Array,
  rows: readonly DropRow[],
): Promise<readonly Uint8Array[]> {
  const issued = await Promise.all(rows.map((row) => issueFor(world, rule, secret, row)))
  return Promise.all(issued.map((one) => presentFor(world, rule, one)))
}

/** Somebody with a credential about their account. */
interface Issued {
  readonly holder: Signer
  readonly account: string
  readonly payoutSalt: string
  readonly credential: string
}

async function issueFor(
  world: World,
  rule: CampaignRule,
  secret: Uint8Array,
  { index, account }: DropRow,
): Promise<Issued> {
  const derive = (purpose: string): Uint8Array =>
    hmacSha256(secret, encodeUtf8(canonicalJson([purpose, rule.id, index])))
  const holder = createSeededSigner('EdDSA', derive('holder key'))
  const { credential } = unwrap(
    await world.the('issuer', issuerOf(index)).role.issueCredential({
      vct: ACCOUNT_TYPE,
      claims: { account },
      disclose: ['account'],
      holderJwk: holder.publicJwk,
      validForMs: YEAR_MS,
    }),
  )
  const payoutSalt = encodeBase64url(derive('payout salt').subarray(0, 16))
  return { holder, account, payoutSalt, credential }
}

async function presentFor(
  world: World,
  rule: CampaignRule,
  { holder, account, payoutSalt, credential }: Issued,
): Promise<Uint8Array> {
  const transactionData = encodePayoutTransaction({
    type: 'evenkeel.payout',
    credential_ids: ['credential'],
    campaign_id: rule.id,
    payout_target: account,
    payout_salt: payoutSalt,
  })
  const receipt = await present(world, rule, holder, { credential, transactionData })
  const issuedAtS = Math.floor(world.the('verifier').ports.clock.nowMs() / 1_000)
  return createClaimSubmission(holder, {
    receipt,
    campaignId: rule.id,
    payoutTarget: account,
    payoutSalt,
    issuedAtS,
  })
}

/** Presents a credential for the campaign, again while the verifier cannot tell; the compact receipt. Throws when there is none. */
async function present(
  world: World,
  rule: CampaignRule,
  holder: Signer,
  shown: { readonly credential: string; readonly transactionData: string },
): Promise<string> {
  for (let left = PRESENTED_TIMES_MAX; ; left -= 1) {
    const { verdict, receipt } = await presentOnce(world, rule, holder, shown)
    if (receipt !== undefined) return receipt.compact
    if (verdict.outcome !== 'undetermined' || left === 0) {
      throw new Error(`no receipt: ${verdict.outcome}, ${verdict.reason}`)
    }
    await sleep(PRESENTED_AGAIN_MS)
  }
}

async function presentOnce(
  world: World,
  rule: CampaignRule,
  holder: Signer,
  shown: { readonly credential: string; readonly transactionData: string },
) {
  const { transactionData } = shown
  const { role, ports } = world.the('verifier', REPLAY_VERIFIER)
  const nonce = await role.createNonce()
  const credential = unwrap(parseSdJwt(shown.credential, CREDENTIAL_LIMITS))
  const sdJwt = unwrap(presentSdJwt(credential, ['account']))
  const keyBinding = await createKbJwt({
    sdJwt,
    audience: role.audience,
    nonce,
    issuedAtS: Math.floor(ports.clock.nowMs() / 1_000),
    claims: {
      transaction_data_hashes: [transactionDataHash(transactionData)],
      transaction_data_hashes_alg: 'sha-256',
    },
    signer: holder,
  })
  return unwrap(
    await role.verifyForCampaign({
      campaignId: rule.id,
      presentation: `${sdJwt}${keyBinding}`,
      nonce,
      transactionData,
      deadlineMs: ports.clock.monotonicMs() + VERIFY_WITHIN_MS,
    }),
  )
}
