import { encodeBase64url } from '@evenkeel/kernel'
import type { Draft, DraftPart } from './draft.ts'
import type { Mutation } from './mutation.ts'
import type { CaseRandom } from './random.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Faults of the text itself: damage on the way, and other spellings of the same bytes. */
export const textMutations: readonly Mutation[] = [
  {
    name: 'text: a character became another',
    differs: ['strict_encoding'],
    apply: (draft, random) => {
      draft.onText.push((text) =>
        replaceAt(text, random.below(text.length), random.pick([...ALPHABET, '.', '~', '=', ' '])),
      )
    },
  },
  {
    name: 'text: a bit flipped in one part',
    apply: (draft, random) => {
      draft.onText.push((text) =>
        changePart(text, random, (part) => {
          const bytes = Buffer.from(part, 'base64url')
          const bit = random.below(Math.max(1, bytes.length * 8))
          bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
          return encodeBase64url(bytes)
        }),
      )
    },
  },
  {
    name: 'text: cut off',
    apply: (draft, random) => {
      draft.onText.push((text) => text.slice(0, random.below(text.length)))
    },
  },
  {
    name: 'text: two presentations one after the other',
    apply: (draft, random) => {
      const between = random.pick(['', '~', '.', ','])
      draft.onText.push((text) => `${text}${between}${text}`)
    },
  },
  {
    name: 'text: two parts changed places',
    apply: (draft, random) => {
      draft.onText.push((text) => {
        const parts = text.split(/[.~]/)
        const one = random.below(parts.length)
        const other = random.below(parts.length)
        const joints = text.match(/[.~]/g) ?? []
        const swapped = parts.with(one, parts[other] ?? '').with(other, parts[one] ?? '')
        return swapped.map((part, index) => `${part}${joints[index] ?? ''}`).join('')
      })
    },
  },
  {
    name: 'text: a separator more, or one less',
    apply: (draft, random) => {
      const separator = random.pick(['~', '.'])
      const more = random.below(2) === 0
      draft.onText.push((text) => {
        const places = [...text.matchAll(/[.~]/g)].filter(([found]) => found === separator)
        const at = places.length === 0 ? 0 : random.pick(places).index
        return text.slice(0, at) + (more ? separator : '') + text.slice(more ? at : at + 1)
      })
    },
  },
  {
    name: 'text: white space in it or around it',
    differs: ['strict_encoding'],
    apply: (draft, random) => {
      const space = random.pick([' ', '\n', '\t', '\r\n', '\u00a0', '\ufeff'])
      draft.onText.push((text) => {
        const at = random.pick([0, text.length, random.below(text.length)])
        return text.slice(0, at) + space + text.slice(at)
      })
    },
  },
  ...(['issuer', 'holder'] as const).map(
    (who): Mutation => ({
      name: `text: the ${who}’s signature in another spelling`,
      differs: ['strict_encoding'],
      apply: (draft, random) => {
        const spell = random.pick(OTHER_SPELLINGS)
        const change = (jwt: string) => onSignature(jwt, (bytes) => spell(bytes))
        if (who === 'issuer') draft.onJwt.push(change)
        else draft.onBinding.push(change)
      },
    }),
  ),
  {
    name: 'text: a signed part in another spelling',
    differs: ['strict_encoding'],
    apply: (draft, random) => {
      randomPart(draft, random).spell = random.pick(OTHER_SPELLINGS)
    },
  },
  {
    name: 'text: a disclosure in another spelling, bound',
    differs: ['strict_encoding'],
    apply: (draft, random) => {
      const spell = random.pick(OTHER_SPELLINGS)
      draft.onDisclosures.push((all) =>
        all.map((encoded, index) =>
          index === 0 ? spell(new Uint8Array(Buffer.from(encoded, 'base64url'))) : encoded,
        ),
      )
    },
  },
  ...(['issuer', 'holder'] as const).map(
    (who): Mutation => ({
      name: `signature: the ${who}’s as a twin, as DER, shortened, zero or empty`,
      apply: (draft, random) => {
        const alg = draft[who].alg
        const forge = random.pick([...FORGED, ...(alg === 'ES256' ? [twin, toDer] : [addOrder])])
        const change = (jwt: string) => onSignature(jwt, (bytes) => encodeBase64url(forge(bytes)))
        if (who === 'issuer') draft.onJwt.push(change)
        else draft.onBinding.push(change)
      },
    }),
  ),
]

/** Any of the four JSON parts. */
export function randomPart(draft: Draft, random: CaseRandom): DraftPart {
  return draft[random.pick(['header', 'payload', 'kbHeader', 'kbPayload'] as const)]
}

const OTHER_SPELLINGS: readonly ((bytes: Uint8Array) => string)[] = [
  (bytes) => `${encodeBase64url(bytes)}=`,
  (bytes) => Buffer.from(bytes).toString('base64'),
  (bytes) => `${encodeBase64url(bytes)}\n`,
  (bytes) => encodeBase64url(bytes).replace(/^./, (first) => `${first} `),
  setTrailingBit,
]

/** The same bytes with a bit set that no byte takes up, where the length leaves one. */
function setTrailingBit(bytes: Uint8Array): string {
  const text = encodeBase64url(bytes)
  if (bytes.length % 3 === 0) return `${text}=`
  const last = ALPHABET.indexOf(text.at(-1) ?? '')
  return text.slice(0, -1) + (ALPHABET[last | 1] ?? '')
}

const FORGED: readonly ((bytes: Uint8Array) => Uint8Array)[] = [
  () => new Uint8Array(),
  (bytes) => new Uint8Array(bytes.length),
  (bytes) => bytes.slice(0, -1),
  (bytes) => Uint8Array.of(...bytes, 0),
  (bytes) => Uint8Array.of(0, ...bytes),
]

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const ED25519_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n

/** ECDSA holds for s and n − s alike (RFC 7518 §3.4 asks for neither). */
function twin(bytes: Uint8Array): Uint8Array {
  const s = BigInt(`0x0${Buffer.from(bytes.subarray(32)).toString('hex')}`)
  const other = (P256_ORDER - (s % P256_ORDER)).toString(16).padStart(64, '0')
  return Uint8Array.of(...bytes.subarray(0, 32), ...Buffer.from(other, 'hex'))
}

/** S + L, which a lax Ed25519 would take (RFC 8032 §5.1.7 forbids it). */
function addOrder(bytes: Uint8Array): Uint8Array {
  const s = BigInt(`0x0${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`)
  const more = (s + ED25519_ORDER).toString(16).padStart(64, '0')
  return Uint8Array.of(...bytes.subarray(0, 32), ...Buffer.from(more, 'hex').reverse())
}

function toDer(bytes: Uint8Array): Uint8Array {
  const integer = (digits: Uint8Array) => [2, digits.length + 1, 0, ...digits]
  const body = [...integer(bytes.subarray(0, 32)), ...integer(bytes.subarray(32))]
  return Uint8Array.of(0x30, body.length, ...body)
}

function onSignature(jwt: string, change: (bytes: Uint8Array) => string): string {
  const [header, payload, signature = ''] = jwt.split('.')
  const bytes = new Uint8Array(Buffer.from(signature, 'base64url'))
  return `${header}.${payload}.${change(bytes)}`
}

function changePart(text: string, random: CaseRandom, change: (part: string) => string): string {
  const parts = [...text.matchAll(/[^.~]+/g)]
  if (parts.length === 0) return text
  const { 0: part, index } = random.pick(parts)
  return text.slice(0, index) + change(part) + text.slice(index + part.length)
}

function replaceAt(text: string, at: number, character: string): string {
  return text.slice(0, at) + character + text.slice(at + 1)
}
