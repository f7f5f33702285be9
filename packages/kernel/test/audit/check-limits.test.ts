import { expect, it } from 'vitest'
import type { CampaignLine } from '../../src/audit/audit-line.ts'
import type { AuditedClaim } from '../../src/audit/campaign-section.ts'
import { checkLimitKeys } from '../../src/audit/check-limits.ts'

it('a claim of a place that is none, or is written otherwise than its code, differs: one place by two names would have two limits', () => {
  const rule = { limits: { perJurisdiction: { claimsMax: 1 } }, window: { kind: 'batch' } }
  const keysOf = (perJurisdiction: string) =>
    checkLimitKeys(
      { rule } as unknown as CampaignLine,
      { line: 7, limitKeys: { perJurisdiction } } as unknown as AuditedClaim,
    )
  for (const place of ['DE', 'DE-BY', 'CH-ZH']) expect(keysOf(place)).toBeUndefined()
  for (const none of ['de', 'De', 'Germany', 'DE ', '']) {
    expect(keysOf(none)).toMatchObject({ line: 7, check: 'entitled', found: none })
  }
})
