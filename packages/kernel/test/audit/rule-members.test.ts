import { expect, it } from 'vitest'
import { listNotChecked } from '../../src/audit/rule-members.ts'
import type { CampaignRule } from '../../src/messages/campaign-rule.ts'

it('a member of a rule that the auditor does not know is named as not checked, never passed over', () => {
  const rule = { window: 'instant', allocation: { kind: 'fixed' }, surprise: 1 } as unknown
  const named = listNotChecked(rule as CampaignRule)
  expect(named.find(({ what }) => what === 'rule.surprise')?.why).toContain('does not recompute')
  expect(named.map(({ what }) => what)).not.toContain('rule.window')
})
