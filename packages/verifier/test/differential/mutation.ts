import type { Draft } from './draft.ts'
import type { CaseRandom } from './random.ts'
import type { RuleName } from './rules.ts'

/** One way in which a presentation goes wrong, or only looks as if. */
export interface Mutation {
  readonly name: string
  /** Why our reader may answer otherwise than the library; without any, the two must agree. */
  readonly differs?: readonly RuleName[]
  apply(draft: Draft, random: CaseRandom): void
}
