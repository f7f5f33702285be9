import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkPolicyTerms, compileExpression } from '../../src/conditions/index.ts'
import { createParser, parsePolicy } from '../../src/index.ts'
import { lossesSchema } from '../../src/messages/rule/losses.ts'

const guide = readFileSync(
  join(import.meta.dirname, '../../../../docs/guides/conditions.md'),
  'utf8',
)
const blocks = (language: string) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(
    ([, block = '']) => block,
  )

test('every expression in the guide to conditions compiles', () => {
  const lines = blocks('cel').flatMap((block) => block.trim().split('\n'))
  expect(lines.length).toBeGreaterThan(5)
  for (const line of lines) expect(compileExpression(line)).toMatchObject({ ok: true })
})

test('the policy, the overlays and the losses in the guide to conditions are taken', () => {
  const [policy, overlays, losses] = blocks('json').map(
    (block) => JSON.parse(`{${block}}`) as Record<string, object>,
  )
  const whole = {
    ...{ id: 'p', statusAgeMaxMs: 60_000, onUndetermined: 'hold', requiredClaims: {} },
    ...{ subjectClaim: 'person_number', receiptTtlMs: 60_000 },
    ...policy?.policy,
    ...overlays,
  }
  const parsed = parsePolicy(whole)
  expect(parsed).toMatchObject({ ok: true })
  if (parsed.ok) expect(checkPolicyTerms(parsed.value)).toMatchObject({ ok: true })
  const parseLosses = createParser(lossesSchema, { maxBytes: 1_024, maxDepth: 1 })
  expect(parseLosses(losses?.losses)).toMatchObject({ ok: true })
})
