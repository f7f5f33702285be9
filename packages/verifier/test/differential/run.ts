import { createDraft, writeDraft } from './draft.ts'
import { type Judgement, judgeLibrary, judgeOurs } from './judges.ts'
import { bindingMutations } from './mutate-binding.ts'
import { claimMutations } from './mutate-claims.ts'
import { disclosureMutations } from './mutate-disclosures.ts'
import { jsonMutations } from './mutate-json.ts'
import { textMutations } from './mutate-text.ts'
import type { Mutation } from './mutation.ts'
import { caseRandom } from './random.ts'
import { type RuleName, rules } from './rules.ts'

export const mutations: readonly Mutation[] = [
  ...textMutations,
  ...jsonMutations,
  ...claimMutations,
  ...disclosureMutations,
  ...bindingMutations,
]

/** How many mutations a case gets: one in sixteen is left as it is, one in four has two or three. */
const MUTATIONS_PER_CASE = [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3]

/** One presentation and both answers to it. */
export interface FuzzCase {
  readonly index: number
  readonly mutations: readonly Mutation[]
  readonly presentation: string
  readonly ours: Judgement
  readonly library: Judgement
}

export type CaseClass =
  | { readonly kind: 'both_accept' | 'both_refuse' }
  /** They differ, and the rules say why. */
  | { readonly kind: 'explained'; readonly by: readonly RuleName[] }
  | { readonly kind: 'unexplained' }

export interface FuzzReport {
  readonly seed: number
  readonly count: number
  readonly bothAccept: number
  readonly bothRefuse: number
  /** Cases by the rule that explains the difference; a case with several rules counts under each. */
  readonly explained: Readonly<Record<string, number>>
  readonly differences: number
  /** What a mutation says of itself and no case of it alone has shown, as `mutation: rule`. */
  readonly unshown: readonly string[]
  /** Cases in which each mutation took part. */
  readonly mutations: Readonly<Record<string, number>>
  /** Differences that no rule explains: faults of ours, or rules not written yet. */
  readonly unexplained: readonly UnexplainedCase[]
}

export interface UnexplainedCase {
  readonly seed: number
  readonly index: number
  readonly mutations: readonly string[]
  readonly ours: Judgement
  readonly library: Judgement
  readonly presentation: string
}

/** Makes a case of a run and has both read it. */
export async function playCase(seed: number, index: number): Promise<FuzzCase> {
  const random = caseRandom(seed, index)
  const draft = createDraft(random)
  const count = random.pick(MUTATIONS_PER_CASE)
  const picked = Array.from({ length: count }, () => random.pick(mutations))
  // One mutation twice would only repeat itself.
  const applied = [...new Set(picked)]
  for (const mutation of applied) mutation.apply(draft, random)
  const presentation = await writeDraft(draft)
  return {
    index,
    mutations: applied,
    presentation,
    ours: judgeOurs(presentation, draft.nowS),
    library: await judgeLibrary(presentation, draft.nowS),
  }
}

/** Says how the two answers go together. A refusal of ours is explained when rules of the case's mutations name every one of its reasons. */
export function classifyCase({ mutations: applied, ours, library }: FuzzCase): CaseClass {
  const candidates = [...new Set(applied.flatMap(({ differs }) => differs ?? []))]
  if (ours.accepted !== library.accepted) {
    if (ours.accepted) return { kind: 'unexplained' }
    const by = candidates.filter((name) => ours.reasons.some(isReasonOf(name)))
    const isWhole = ours.reasons.every((reason) => by.some((name) => isReasonOf(name)(reason)))
    return isWhole && by.length > 0 ? { kind: 'explained', by } : { kind: 'unexplained' }
  }
  if (!ours.accepted) return { kind: 'both_refuse' }
  if (ours.claims === library.claims) return { kind: 'both_accept' }
  const by = candidates.filter((name) => rules[name].claimsDiffer === true)
  return by.length > 0 ? { kind: 'explained', by } : { kind: 'unexplained' }
}

/** Plays the cases of a seed one after the other. The same seed and count give the same report. */
export async function runFuzz(seed: number, count: number): Promise<FuzzReport> {
  const kinds = { both_accept: 0, both_refuse: 0, explained: 0, unexplained: 0 }
  const explained = new Map<string, number>()
  const used = new Map<string, number>(mutations.map(({ name }) => [name, 0]))
  const unexplained: UnexplainedCase[] = []
  const unshown = new Set(
    mutations.flatMap(({ name, differs = [] }) => differs.map((rule) => `${name}: ${rule}`)),
  )
  for (let index = 0; index < count; index += 1) {
    const played = await playCase(seed, index)
    const found = classifyCase(played)
    kinds[found.kind] += 1
    const names = played.mutations.map(({ name }) => name)
    for (const name of names) add(used, name)
    if (found.kind === 'explained') {
      for (const rule of found.by) add(explained, rule)
      if (names.length === 1) for (const rule of found.by) unshown.delete(`${names[0]}: ${rule}`)
    }
    if (found.kind === 'unexplained') {
      const { ours, library, presentation } = played
      unexplained.push({ seed, index, mutations: names, ours, library, presentation })
    }
  }
  return {
    seed,
    count,
    bothAccept: kinds.both_accept,
    bothRefuse: kinds.both_refuse,
    differences: kinds.explained + kinds.unexplained,
    explained: Object.fromEntries([...explained].toSorted()),
    unshown: [...unshown],
    mutations: Object.fromEntries(used),
    unexplained,
  }
}

const isReasonOf = (name: RuleName) => (reason: string) =>
  rules[name].reasons.some((code) => code === reason)

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
