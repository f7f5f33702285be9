import {
  canonicalJson,
  createJws,
  encodeBase64url,
  encodePayoutTransaction,
  encodeUtf8,
  KEY_BINDING_TYP,
  type PayoutTransaction,
  type Signer,
  transactionDataHash,
} from '@evenkeel/kernel'
import {
  type ClaimOptions,
  fixedRule,
  holderOf,
  makeClaim,
  NOW,
  textsOf,
  type World,
} from './world.ts'

export interface ApprovalOptions extends ClaimOptions {
  /** Members of the key binding JWT that differ; undefined leaves one out. */
  readonly keyBinding?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  readonly payout?: Partial<Record<keyof PayoutTransaction, unknown>>
  /** What the wallet approved, if not what is sent along. */
  readonly approved?: (sent: string) => unknown
  readonly signer?: Signer
  readonly holderJwk?: object
}

/** The bytes of a claim by an ordinary wallet, with the receipt of `makeClaim`, right in every respect that the options leave alone. */
export async function makeApproval(
  world: World,
  options: ApprovalOptions = {},
): Promise<Uint8Array> {
  const { rule = fixedRule, person = 'ada', visit = 1 } = options
  const { receipt } = textsOf(await makeClaim(world, options))
  const holder = holderOf(person, options.alg)
  const payout = {
    type: 'evenkeel.payout' as const,
    credential_ids: ['credential'],
    campaign_id: rule.id,
    payout_target: `account-of-${person}`,
    payout_salt: 'c2FsdHNhbHRzYWx0c2FsdA',
  }
  const transactionData = options.payout
    ? encodeBase64url(encodeUtf8(canonicalJson({ ...payout, ...options.payout })))
    : encodePayoutTransaction(payout)
  const hashes = options.approved?.(transactionData) ?? [transactionDataHash(transactionData)]
  const payload = {
    iat: NOW / 1000,
    aud: 'x509_san_dns:verifier.example',
    nonce: `nonce-${visit}`,
    sd_hash: 'fJjGbCGvHkWfZZNNvbGvpwMqBCMhFhTyYnzvWvKzI0E',
    transaction_data_hashes: hashes,
    ...options.keyBinding,
  }
  const given = Object.entries(payload).filter(([, value]) => value !== undefined)
  const keyBinding = await createJws({
    header: { typ: KEY_BINDING_TYP, ...options.header },
    payload: Object.fromEntries(given),
    signer: options.signer ?? holder,
  })
  const approval = { keyBinding, holderJwk: options.holderJwk ?? holder.publicJwk, transactionData }
  return encodeUtf8(JSON.stringify({ v: 1, receipt, approval }))
}
