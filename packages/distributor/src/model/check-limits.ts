import { type CampaignRule, declaresOutput, limitKinds } from '@evenkeel/kernel'
import { limitOutputs } from './limit-keys.ts'

/** What a rule's limits contradict, if anything: each limits something, and goes by what the receipts say. */
export function checkLimits({
  limits,
  policy,
}: Pick<CampaignRule, 'limits' | 'policy'>): string | undefined {
  for (const kind of limitKinds) {
    const limit = limits?.[kind]
    if (limit === undefined) continue
    if (limit.claimsMax === undefined && limit.amountMinorMax === undefined) {
      return `\`${kind}\` limits nothing`
    }
    const output = limitOutputs[kind]
    if (output !== undefined && !declaresOutput(policy, output)) {
      return `the policy declares no output \`${output}\`, by which \`${kind}\` goes`
    }
  }
  return undefined
}
