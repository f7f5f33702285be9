import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import {
  type CampaignRule,
  CLAIM_TYP,
  canonicalJson,
  encodeHex,
  type PublicJwk,
  payoutCommitment,
  RECEIPT_TYP,
  type Signer,
  sha256,
  thumbprintJwk,
} from '@evenkeel/kernel'
import { framed, renderRequest } from './claims-file.ts'

export interface MintOptions {
  readonly path: string
  readonly count: number
  readonly rule: CampaignRule
  /** Path of the route, as the server has it. */
  readonly target: string
  readonly verifier: Signer
}

/** Every claim has a person, a receipt and an ES256 holder key of its own, and its payout goes where nobody else's does. */
export async function mintClaims(options: MintOptions): Promise<void> {
  const file = openSync(options.path, 'w')
  for (let position = 0; position < options.count; position += 1) {
    writeSync(file, framed(await mintClaim(options, position)))
  }
  closeSync(file)
}

async function mintClaim(
  { rule, target, verifier }: MintOptions,
  position: number,
): Promise<Buffer> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = publicKey.export({ format: 'jwk' }) as unknown as PublicJwk
  const opening = { salt: 'c2FsdHNhbHRzYWx0c2FsdA', target: payeeOf(position) }
  const nowS = Math.floor(Date.now() / 1_000)
  const receipt = await signCompact(
    { typ: RECEIPT_TYP, kid: verifier.keyId, alg: verifier.alg },
    {
      v: 1,
      id: `receipt-${position}`,
      iss: rule.verifiers[0],
      aud: [`campaign:${rule.id}`, 'members-gate'],
      nonce: encodeHex(sha256(`nonce ${position}`)),
      iat: nowS,
      exp: nowS + RECEIPT_VALID_S,
      outcome: 'accepted',
      verdictHash: encodeHex(sha256(`verdict ${position}`)),
      policyId: rule.policy.id,
      policyHash: encodeHex(sha256(canonicalJson(rule.policy))),
      horizon: {
        'https://issuer.example/status/1': 1,
        'https://network.example/accreditations': 7,
      },
      handle: encodeHex(sha256(`handle ${position}`)),
      nullifier: encodeHex(sha256(`nullifier ${position}`)),
      outputs: { tier: 'full' },
      holderKey: thumbprintJwk(jwk),
      payoutCommitment: payoutCommitment(opening),
    },
    async (data) => Buffer.from(await verifier.sign(data)),
  )
  const claim = await signCompact(
    { typ: CLAIM_TYP, alg: 'ES256', jwk: { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y } },
    {
      campaignId: rule.id,
      receiptHash: encodeHex(sha256(receipt)),
      payoutTarget: opening.target,
      payoutSalt: opening.salt,
      iat: nowS,
    },
    async (data) => signEs256(data, privateKey),
  )
  return renderRequest(target, Buffer.from(JSON.stringify({ v: 1, receipt, claim })))
}

/** Longer than any run. */
const RECEIPT_VALID_S = 3_600

/** Who is paid for a claim. */
export function payeeOf(position: number): string {
  return `purse-${position}`
}

async function signCompact(
  header: object,
  payload: object,
  signData: (data: Buffer) => Promise<Buffer>,
): Promise<string> {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part(header)}.${part(payload)}`
  return `${input}.${(await signData(Buffer.from(input))).toString('base64url')}`
}

function signEs256(data: Buffer, key: KeyObject): Buffer {
  return sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' })
}
