import type { Mutation } from './support/hostile-world.ts'

/** A guard taken away, and a row of the table that must then come out differently. */
export interface GuardMutant extends Mutation {
  readonly row: string
}

const mutant = (row: string, file: string, find: string, replace = ''): GuardMutant => ({
  row,
  file,
  find,
  replace,
})

const BINDING = 'verifier/src/model/checks/check-holder-binding.ts'
const VALIDITY = 'verifier/src/model/checks/check-validity.ts'
const SUBMISSION = 'distributor/src/commands/evaluate-claims.ts'
const PROOF = 'issuer/src/openid4vci/model/check-proof.ts'

/** One guard for each kind of row; what two guards hold is not here, as taking one away changes nothing. */
export const guardMutants: readonly GuardMutant[] = [
  mutant(
    'a presentation that was made for another verifier',
    BINDING,
    "if (payload.aud !== input.audience) return 'audience_mismatch'",
  ),
  mutant(
    'a presentation whose nonce is that of another session',
    BINDING,
    "if (payload.nonce !== input.nonce) return 'nonce_mismatch'",
  ),
  mutant(
    'a presentation and its nonce used a second time',
    BINDING,
    "return input.nonceState === 'replayed' ? 'nonce_replayed' : undefined",
    'return undefined',
  ),
  mutant(
    'a disclosure that somebody added after the holder had signed',
    BINDING,
    "if (payload.sd_hash !== sdHash(presented.sdJwt)) return 'holder_binding_invalid'",
  ),
  mutant(
    'a presentation bound by a key that is not the credential’s',
    BINDING,
    'const fault = signatures.holder\n',
    'const fault = true\n',
  ),
  mutant(
    'a key binding signed an hour ago',
    BINDING,
    'return (\n    nowMs - ',
    'return true || (\n    nowMs - ',
  ),
  mutant('a credential that has expired', VALIDITY, 'hasEnded(exp * 1_000, input)', 'false'),
  mutant('a credential that is not valid yet', VALIDITY, '!hasBegun(nbf * 1_000, input)', 'false'),
  mutant(
    'a disclosure that the issuer never made',
    'kernel/src/sd-jwt/resolve-disclosures.ts',
    'resolution.used === disclosures.length ?',
    'true ?',
  ),
  mutant(
    'a proof MACed with its own public key',
    'kernel/src/crypto/jws.ts',
    'alg !== key.alg || ',
  ),
  mutant(
    'a credential whose JSON says one thing twice',
    'kernel/src/json/parse-json.ts',
    'content.members !== shape.colons',
    'false',
  ),
  mutant(
    'JSON that nests ten thousand deep',
    'kernel/src/json/parse-json.ts',
    'shape.depth > limits.maxDepth',
    'false',
  ),
  mutant(
    'a status list that is another list’s',
    'kernel/src/heads/head.ts',
    "if (parsed.value.scope !== scope) return refuse('status_list_mismatch')",
  ),
  mutant(
    'a status list older than the one before',
    'verifier/src/model/decide-replacement.ts',
    "if (offered.seq < newest.seq) return refuse('status_rolled_back')",
  ),
  mutant(
    'a status list that grows a hundred times as large as any',
    'kernel/src/status/deflate-status-list.ts',
    'maxOutputLength: limits.maxBytes,',
  ),
  mutant(
    'a status list whose deflate stream is cut short',
    'kernel/src/status/deflate-status-list.ts',
    'info: true }',
    'info: true, finishFlush: 2 }',
  ),
  mutant(
    'a status list behind a redirect to a service inside',
    'kernel/src/adapters/http-client.ts',
    'const response = await send(request, target.value, agents, signal)',
    `const response = await send(request, target.value, agents, signal)
    if (response.headers.location) return exchangeWithin({ ...request, url: response.headers.location }, signal)`,
  ),
  mutant(
    'a status list at a name that leads to this machine',
    'kernel/src/adapters/http-target.ts',
    '!addresses.every(isAllowed)',
    'false',
  ),
  mutant(
    'a body that comes a byte at a time and never ends',
    'node/src/http/read-body.ts',
    "'the body')), msMax)",
    "'the body')), 60_000)",
  ),
  mutant(
    'chunks without an end',
    'node/src/http/read-body.ts',
    'if (body.length + chunk.length > bytesMax) end(tooLarge())',
    'if (false) end(tooLarge())',
  ),
  mutant(
    'a claim whose payout target somebody changed on its way',
    SUBMISSION,
    "if (!holds[position + 1]) return refuse('claim_signature_invalid')",
  ),
  mutant(
    'a wallet’s approval of another presentation',
    'distributor/src/model/read-submission.ts',
    "if (nonce !== receipt.nonce) return refuse('claim_receipt_mismatch')",
  ),
  mutant(
    'a receipt made out to another campaign',
    'distributor/src/model/decide-claim.ts',
    "if (!receipt.aud.includes(campaignAudience(rule.id))) return refusal('receipt_wrong_audience')",
  ),
  mutant(
    'a receipt used again for another payout',
    'distributor/src/commands/commit-claims.ts',
    "if (!equalBytes(stored.bodyHash, bodyHash)) return { kind: 'refused', reason: 'claim_conflict' }",
  ),
  mutant(
    'a proof for another issuer',
    PROOF,
    "if (aud !== expected.audience) return refuse('audience_mismatch')",
  ),
  mutant(
    'the right transaction code after five wrong ones',
    'issuer/src/openid4vci/commands/exchange-token.ts',
    'if (attempts < TX_CODE_ATTEMPTS_MAX) {',
    'if (true) {',
  ),
  mutant(
    'an access token for a deferred credential of somebody else',
    'issuer/src/openid4vci/commands/request-credentials.ts',
    'transactionId !== id || ',
  ),
  mutant(
    'a result read by who only saw the request',
    'verifier/src/openid4vp/show-presentation.ts',
    'sessions.find(keys.requestId(sessionId))',
    'sessions.find(sessionId)',
  ),
  mutant(
    'a request that sends people to a thief’s page',
    'verifier/src/openid4vp/create-request.ts',
    "if (redirectUri !== undefined && wayBack === undefined) return refuse('redirect_not_allowed')",
  ),
  mutant(
    'an answer that inflates to a bomb',
    'verifier/src/openid4vp/read-response.ts',
    "if (zip !== undefined) return 'zip'",
  ),
  mutant(
    'another request under a used idempotency key',
    'node/src/http/idempotency.ts',
    "if (!equalBytes(row.content_hash, contentHash)) return { kind: 'conflict' }",
  ),
]
