import type { Check } from '@evenkeel/kernel'
import { type CheckContext, failed, passed } from './check-context.ts'

/** Checks that the policy takes credentials of this type. Reason: credential_type_not_accepted. */
export function checkType({ input, presentation }: CheckContext): Check {
  const evidence = { kind: 'rule', source: input.policy.id } as const
  return input.policy.credentialTypes.includes(presentation.claims.vct)
    ? passed('type', evidence)
    : failed('type', 'credential_type_not_accepted', evidence)
}
