import type { JsonValue } from '@evenkeel/kernel'
import { type Draft, disclosureOf } from './draft.ts'
import type { Mutation } from './mutation.ts'

const SALT = 'c2FsdC1vZi0xNi1ieXRlcw'

/** What the holder shows. All but the last are bound by the holder: the fault is the holder's own. */
export const disclosureMutations: readonly Mutation[] = [
  {
    name: 'disclosures: one withheld',
    differs: ['unreferenced_disclosure'],
    apply: (draft, random) =>
      onDisclosures(draft, (all) => all.toSpliced(random.below(all.length + 1), 1)),
  },
  {
    name: 'disclosures: in another order',
    apply: (draft) => onDisclosures(draft, (all) => all.toReversed()),
  },
  {
    name: 'disclosures: one twice',
    differs: ['repeated_digest'],
    apply: (draft, random) =>
      onDisclosures(draft, (all) => (all.length === 0 ? all : [...all, random.pick(all)])),
  },
  {
    name: 'disclosures: one that no digest names',
    differs: ['unreferenced_disclosure'],
    apply: (draft, random) => {
      const name = random.pick(['tier', 'more', 'iss', 'cnf'])
      const { encoded } = disclosureOf(JSON.stringify([SALT, name, 'platinum']))
      onDisclosures(draft, (all) => all.toSpliced(random.below(all.length + 1), 0, encoded))
    },
  },
  {
    name: 'disclosures: one with another value',
    differs: ['unreferenced_disclosure'],
    apply: (draft) =>
      onDisclosures(draft, ([first, ...rest]) => {
        if (first === undefined) return []
        const json = Buffer.from(first, 'base64url').toString()
        return [disclosureOf(json.replace(/"[^"]*"\]$/, '"platinum"]')).encoded, ...rest]
      }),
  },
  {
    name: 'disclosures: an empty one',
    apply: (draft, random) =>
      onDisclosures(draft, (all) => all.toSpliced(random.below(all.length + 1), 0, '')),
  },
  {
    name: 'disclosures: one of another form, signed for',
    differs: ['disclosure_shape', 'claims_kept'],
    apply: (draft, random) => {
      const json = random.pick<JsonValue>([
        [],
        [SALT],
        [SALT, 'a', 1, 2],
        [5, 'a', 1],
        [null, 'a', 1],
        [SALT, 5, 1],
        [SALT, null, 1],
        [SALT, '', 1],
        { 0: SALT, 1: 'a', 2: 1, length: 3 },
        'text',
        5,
        null,
        [SALT, 'an element in place of a claim'],
      ])
      signFor(draft, json)
    },
  },
  {
    name: 'disclosures: a claim in place of an element, signed for',
    differs: ['disclosure_shape'],
    apply: (draft) => {
      const { encoded, digest } = disclosureOf(JSON.stringify([SALT, 'a', 1]))
      draft.payload.json = { ...draft.payload.json, list: [{ '...': digest }] }
      draft.disclosures.push(encoded)
    },
  },
  {
    name: 'disclosures: a reserved name, signed for',
    differs: ['reserved_name'],
    apply: (draft, random) => {
      const name = random.pick(['_sd', '_sd_alg', '...'])
      signFor(draft, [SALT, name, random.pick<JsonValue>(['x', [], 'sha-512'])])
    },
  },
  {
    name: 'disclosures: a registered claim, signed for',
    differs: ['never_disclosed', 'name_taken', 'registered_claims'],
    apply: (draft, random) => {
      const name = random.pick(['iss', 'vct', 'nbf', 'exp', 'cnf', 'status', 'iat'])
      if (random.below(2) === 0) {
        const { [name]: hidden, ...rest } = draft.payload.json
        draft.payload.json = rest
        signFor(draft, [SALT, name, hidden ?? 'x'])
      } else {
        signFor(draft, [SALT, name, 'x'])
      }
    },
  },
  {
    name: 'disclosures: a name that is taken, signed for',
    differs: ['name_taken'],
    apply: (draft, random) => {
      const isOpen = random.below(2) === 0
      if (isOpen) draft.payload.json = { ...draft.payload.json, taken: 'open' }
      else signFor(draft, [`${SALT}x`, 'taken', 'first'])
      signFor(draft, [SALT, 'taken', 'second'])
    },
  },
  {
    name: 'disclosures: names of the language, signed for',
    differs: ['claims_kept', 'name_taken'],
    apply: (draft, random) =>
      signFor(draft, [SALT, random.pick(['__proto__', 'constructor', 'toString']), { x: 1 }]),
  },
  {
    name: 'disclosures: changed after they were bound',
    apply: (draft, random) => {
      draft.onText.push((text) => {
        const [jwt = '', ...rest] = text.split('~')
        const binding = rest.pop() ?? ''
        const changed = random.pick([rest.slice(1), rest.toReversed(), [...rest, ...rest]])
        return [jwt, ...changed, binding].join('~')
      })
    },
  },
]

function onDisclosures(draft: Draft, change: (all: string[]) => string[]): void {
  draft.onDisclosures.push(change)
}

/** Shows a disclosure of any JSON whose digest the issuer signed. */
function signFor(draft: Draft, json: JsonValue): void {
  const { encoded, digest } = disclosureOf(JSON.stringify(json))
  const { _sd = [] } = draft.payload.json
  // Another mutation's list that is none stays so: a new one would drop its digests.
  if (!Array.isArray(_sd)) return
  draft.payload.json = { ...draft.payload.json, _sd: [..._sd, digest] }
  draft.disclosures.push(encoded)
}
