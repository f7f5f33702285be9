import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** Everything that a module loads, by file or by package name; types load nothing. */
function loads(file: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  const imports = /^(?:import|export) (?!type )[^']*? from '([^']+)'/gms
  for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(imports)) {
    if (from.startsWith('.')) loads(join(dirname(file), from), seen)
    else seen.add(from)
  }
  return seen
}

const entry = (path: string) => join(import.meta.dirname, '../src', path)

test('who embeds the verifier as a library loads the kernel and nothing of OpenID4VP', () => {
  const loaded = [...loads(entry('index.ts'))]
  expect(loaded.filter((name) => !name.endsWith('.ts'))).toEqual([
    '@evenkeel/kernel',
    '@evenkeel/kernel/conditions',
  ])
  expect(loaded.filter((name) => name.includes('openid4vp'))).toEqual([])
  expect([...loads(entry('openid4vp/index.ts'))]).toContain('jose')
})
