import { expect, it } from 'vitest'
import { runVesting } from './run-vesting.ts'

it('a campaign that pays in parts keeps D1, D4, D5 and D9 whatever is lost, repeated, cancelled, revoked, paused or crashes', async () => {
  const happened = new Set<string>()
  for (let seed = 1; seed <= 4; seed += 1) {
    const report = await runVesting(seed)
    expect(report.violations, `seed ${seed}`).toEqual([])
    for (const [what, times] of Object.entries(report.happened)) if (times > 0) happened.add(what)
  }
  for (const what of [
    'claims paid settled',
    'claims cancelled settled',
    'claims revoked settled',
    'ended early with a part paid',
    'crashes',
  ]) {
    expect([...happened]).toContain(what)
  }
}, 120_000)
