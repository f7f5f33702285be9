import type { JsonObject, JsonValue } from '@evenkeel/kernel'
import { AUDIENCE, NOW_S } from '../support/test-world.ts'
import { attackerSigner, digestOf, NONCE } from './draft.ts'
import { macUnderPublicKey, set } from './mutate-claims.ts'
import type { Mutation } from './mutation.ts'

/** What the holder signed. */
export const bindingMutations: readonly Mutation[] = [
  {
    name: 'binding: stripped',
    apply: (draft, random) => {
      draft.onBinding.push(() => '')
      if (random.below(2) === 0) draft.onText.push((text) => text.replace(/~+$/, ''))
    },
  },
  {
    name: 'binding: doubled',
    apply: (draft, random) => {
      const between = random.pick(['~', '', '.'])
      draft.onBinding.push((jwt) => `${jwt}${between}${jwt}`)
    },
  },
  {
    name: 'binding: the issuer’s JWT in its place',
    apply: (draft) => {
      draft.onText.push((text) => {
        const jwt = text.slice(0, text.indexOf('~'))
        return text.slice(0, text.lastIndexOf('~') + 1) + jwt
      })
    },
  },
  {
    name: 'binding: of another presentation',
    apply: (draft, random) => {
      draft.kbPayload.json = set(draft.kbPayload.json, { sd_hash: digestOf(`x${random.below(9)}`) })
    },
  },
  {
    name: 'binding: its digest missing or in another form',
    apply: (draft, random) => {
      draft.kbPayload.json = set(draft.kbPayload.json, {
        sd_hash: random.pick<JsonValue>(['', 5, null, [], {}, true]),
      })
    },
  },
  {
    name: 'binding: its digest spelled otherwise or by its old name',
    apply: (draft, random) => {
      const isOld = random.below(2) === 0
      draft.kbPayload.edits.push((text) =>
        isOld
          ? text.replace('"sd_hash"', '"_sd_hash"')
          : text.replace(/("sd_hash":"[^"]*)"/, (_, start: string) => `${start}="`),
      )
    },
  },
  {
    name: 'binding: another audience',
    differs: ['exact_audience'],
    apply: (draft, random) => {
      draft.kbPayload.json = set(draft.kbPayload.json, {
        aud: random.pick<JsonValue | undefined>([
          'https://other.example',
          `${AUDIENCE}/`,
          AUDIENCE.toUpperCase(),
          [AUDIENCE],
          [AUDIENCE, 'https://other.example'],
          { 0: AUDIENCE },
          '',
          5,
          null,
          undefined,
        ]),
      })
    },
  },
  {
    name: 'binding: another nonce',
    apply: (draft, random) => {
      draft.kbPayload.json = set(draft.kbPayload.json, {
        nonce: random.pick<JsonValue | undefined>([
          'nonce-2',
          ` ${NONCE}`,
          NONCE.toUpperCase(),
          [NONCE],
          '',
          1,
          null,
          undefined,
        ]),
      })
    },
  },
  {
    name: 'binding: its time',
    differs: ['binding_freshness'],
    apply: (draft, random) => {
      draft.kbPayload.json = set(draft.kbPayload.json, {
        iat: random.pick<JsonValue | undefined>([
          NOW_S - 300,
          NOW_S - 301,
          NOW_S + 60,
          NOW_S + 61,
          NOW_S + 0.5,
          1,
          0,
          -1,
          1e300,
          String(NOW_S),
          null,
          true,
          undefined,
        ]),
      })
    },
  },
  {
    name: 'binding: times of its own',
    differs: ['binding_freshness'],
    apply: (draft, random) => {
      draft.kbPayload.json = set(draft.kbPayload.json, {
        [random.pick(['exp', 'nbf'])]: random.pick<JsonValue>([
          NOW_S - 1,
          NOW_S,
          NOW_S + 1,
          NOW_S + 500,
          'soon',
          null,
        ]),
      })
    },
  },
  {
    name: 'binding: another typ',
    apply: (draft, random) => {
      draft.kbHeader.json = set(draft.kbHeader.json, {
        typ: random.pick(['JWT', 'KB+JWT', 'application/kb+jwt', 'dc+sd-jwt', '', 5, undefined]),
      })
    },
  },
  {
    name: 'binding: another alg',
    differs: ['checked_header'],
    apply: (draft, random) => {
      draft.kbHeader.json = set(draft.kbHeader.json, {
        alg: random.pick(['none', 'HS256', 'ES384', 'ES256', 'EdDSA', '', 5, undefined]),
      })
    },
  },
  {
    name: 'binding: a MAC under the holder’s public key',
    apply: (draft) => {
      draft.kbHeader.json = set(draft.kbHeader.json, { alg: 'HS256' })
      draft.onBinding.push((jwt) => macUnderPublicKey(jwt, { issuer: draft.holder }))
    },
  },
  {
    name: 'binding: critical extensions',
    differs: ['checked_header'],
    apply: (draft, random) => {
      draft.kbHeader.json = set(draft.kbHeader.json, {
        crit: random.pick<JsonValue>([[], ['b64'], 'exp']),
      })
    },
  },
  {
    name: 'binding: by another key',
    apply: (draft, random) => {
      const signer = random.pick([attackerSigner, draft.issuer])
      draft.holder = signer
      const jwk = random.pick<JsonObject>([{}, { jwk: { ...signer.publicJwk } as never }])
      draft.kbHeader.json = set(draft.kbHeader.json, { alg: signer.alg, ...jwk })
    },
  },
  {
    name: 'binding: members beyond its own',
    differs: ['exact_transaction'],
    apply: (draft, random) => {
      draft.kbPayload.json = set(draft.kbPayload.json, {
        ...random.pick<JsonObject>([
          { transaction_data_hashes: [digestOf('another payout')] },
          { transaction_data_hashes: [] },
          { iss: 'x', sub: 'y', jti: 'z' },
          { claims: { a: [1, 2] } },
        ]),
      })
    },
  },
]
