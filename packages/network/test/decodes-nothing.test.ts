import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

describe('the network', () => {
  it('has no code that could decode a credential, a presentation, a receipt or a claim', () => {
    const source = join(import.meta.dirname, '../src')
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    const code = files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(source, file), 'utf8'))
    expect(code.length).toBeGreaterThan(10)
    const decoders = /sd-?jwt|disclosure|parseCredential|parseReceipt|parseClaim|parseTicket/i
    for (const text of code) expect(text).not.toMatch(decoders)
  })
})
