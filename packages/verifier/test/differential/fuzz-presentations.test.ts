import { describe, expect, test } from 'vitest'
import { rules } from './rules.ts'
import { classifyCase, type FuzzCase, mutations, runFuzz } from './run.ts'

/** Enough for every mutation some fifty times. */
const CASES = 3_000
const SEED = 1
/** The first takes luck: one character in three hundred. The others take a second mutation: withholding, or an open claim of that name. */
const NOT_SHOWN_ALONE = [
  'text: a character became another: strict_encoding',
  'disclosures: a registered claim, signed for: registered_claims',
  'disclosures: names of the language, signed for: name_taken',
]

describe('mutated presentations, read by us and by the reference library', async () => {
  const report = await runFuzz(SEED, CASES)

  test('we never take what the library refuses, and every presentation that only we refuse has a named rule', () => {
    expect(report.unexplained).toEqual([])
    expect(report.bothAccept + report.bothRefuse + report.differences).toBe(CASES)
  })

  test('both kinds of agreement and every mutation are among the cases', () => {
    expect(report.bothAccept).toBeGreaterThan(CASES / 10)
    expect(report.bothRefuse).toBeGreaterThan(CASES / 10)
    expect(Object.entries(report.mutations).filter(([, cases]) => cases === 0)).toEqual([])
  })

  test('each rule that a mutation names explains at least one case of it', () => {
    expect(report.unshown).toEqual(NOT_SHOWN_ALONE)
    expect(Object.keys(report.explained)).toEqual(Object.keys(rules).toSorted())
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length)
  })

  test('the same seed gives the same report', async () => {
    expect(await runFuzz(SEED, 100)).toEqual(await runFuzz(SEED, 100))
  })
})

test('a difference that no rule of its mutations explains is reported as unexplained', () => {
  const [mutation] = mutations.filter(({ differs }) => differs?.includes('exact_audience'))
  const played = (ours: FuzzCase['ours'], library: FuzzCase['library']): FuzzCase => ({
    index: 0,
    mutations: mutation === undefined ? [] : [mutation],
    presentation: '',
    ours,
    library,
  })
  const accepted = { accepted: true, claims: '{}', reasons: [] }
  const refused = (...reasons: string[]) => ({ accepted: false, reasons })
  const kindOf = (...answers: Parameters<typeof played>) => classifyCase(played(...answers)).kind
  expect(kindOf(refused('audience_mismatch'), accepted)).toBe('explained')
  expect(kindOf(refused('nonce_mismatch'), accepted)).toBe('unexplained')
  expect(kindOf(refused('audience_mismatch', 'nonce_mismatch'), accepted)).toBe('unexplained')
  expect(kindOf(accepted, refused('Invalid sd_hash'))).toBe('unexplained')
  expect(kindOf(accepted, { ...accepted, claims: '{"a":1}' })).toBe('unexplained')
})
