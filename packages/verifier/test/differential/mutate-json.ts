import { type Draft, disclosureOf } from './draft.ts'
import type { Mutation } from './mutation.ts'
import type { CaseRandom } from './random.ts'

/** JSON that two readers may read differently, signed as it is. */
export const jsonMutations: readonly Mutation[] = [
  {
    name: 'json: a member twice, with the same value',
    differs: ['repeated_member'],
    apply: onAnyText((text) => {
      const first = /^\{("[^"]+":(?:"[^"]*"|[0-9]+)),/.exec(text)?.[1]
      return first === undefined ? text : `${text.slice(0, -1)},${first}}`
    }),
  },
  {
    name: 'json: a member twice, the last one right',
    differs: ['repeated_member'],
    apply: onAnyText((text) => {
      const name = /^\{"([^"]+)":/.exec(text)?.[1] ?? 'x'
      return `{"${name}":"another",${text.slice(1)}`
    }),
  },
  {
    name: 'json: a member twice, once with its name escaped',
    differs: ['repeated_member'],
    apply: onAnyText((text) => {
      const name = /^\{"([^"]+)":/.exec(text)?.[1] ?? 'x'
      return `{"${escapeFirst(name)}":"another",${text.slice(1)}`
    }),
  },
  {
    name: 'json: escapes and white space that change nothing',
    apply: onAnyText((text, random) =>
      random.below(2) === 0
        ? text.replace(/"([a-z])/, (_, letter: string) => `"${escapeFirst(letter)}`)
        : text.replaceAll(',"', ' ,\n "'),
    ),
  },
  {
    name: 'json: a number that a double cannot hold',
    differs: ['exact_json'],
    apply: onAnyText((text, random) => addMember(text, `"n":${random.pick(['1e400', '-1e999'])}`)),
  },
  {
    name: 'json: a number that a double rounds',
    apply: onAnyText((text, random) =>
      addMember(text, `"n":${random.pick(['9007199254740993', '0.1e1', '-0', '1e21'])}`),
    ),
  },
  {
    name: 'json: a lone surrogate',
    differs: ['exact_json'],
    apply: onAnyText((text) => addMember(text, '"s":"\\ud800"')),
  },
  {
    name: 'json: members with names of the language',
    differs: ['claims_kept'],
    apply: onAnyText((text, random) =>
      addMember(text, `"${random.pick(['__proto__', 'constructor', 'toString'])}":{"x":1}`),
    ),
  },
  {
    name: 'json: nested deeper than anybody needs',
    differs: ['bounded_depth'],
    apply: onAnyText((text, random) => {
      const depth = random.pick([15, 17, 100, 2_000])
      return addMember(text, `"d":${'['.repeat(depth)}${']'.repeat(depth)}`)
    }),
  },
  {
    name: 'json: not JSON, or no object',
    apply: onAnyText((text, random) =>
      random.pick([
        `${text}x`,
        `${text}{}`,
        text.slice(0, -1),
        `${text.slice(0, -1)},}`,
        text.replaceAll('"', "'"),
        `/* */${text}`,
        '',
      ]),
    ),
  },
  {
    name: 'json: an array, a string or null in place of an object',
    differs: ['object_parts'],
    apply: onAnyText((text, random) => random.pick([`[${text}]`, '[]', 'null', '"x"', '1'])),
  },
  {
    name: 'json: bytes that are not UTF-8, or a byte order mark',
    differs: ['exact_json'],
    apply: (draft, random) => {
      const part = draft[random.pick(PARTS)]
      const { spell } = part
      const isMark = random.below(2) === 0
      part.spell = (bytes) =>
        spell(
          isMark
            ? Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes)
            : Uint8Array.of(...bytes.slice(0, -1), ...Buffer.from(',"u":"'), 0xff, 0x22, 0x7d),
        )
    },
  },
  {
    name: 'json: a disclosure that two readers may read differently',
    differs: ['repeated_member', 'exact_json', 'bounded_depth'],
    apply: (draft, random) => {
      const value = random.pick([
        '{"a":1,"a":1}',
        '{"a":1,"\\u0061":2}',
        '1e400',
        '"\\ud800"',
        `${'['.repeat(20)}${']'.repeat(20)}`,
        '{"a" : [ 1 , 2 ]}',
        '9007199254740993',
      ])
      const { encoded, digest } = disclosureOf(`["c2FsdC1vZi0xNi1ieXRlcw","odd",${value}]`)
      draft.payload.json = { ...draft.payload.json, odd_sd: { _sd: [digest] } }
      draft.disclosures.push(encoded)
    },
  },
]

const PARTS = ['header', 'payload', 'kbHeader', 'kbPayload'] as const

function onAnyText(edit: (text: string, random: CaseRandom) => string): Mutation['apply'] {
  return (draft: Draft, random: CaseRandom) => {
    draft[random.pick(PARTS)].edits.push((text) => edit(text, random))
  }
}

function addMember(text: string, member: string): string {
  return text.endsWith('}') ? `${text.slice(0, -1)},${member}}` : text
}

function escapeFirst(name: string): string {
  return `\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}`
}
