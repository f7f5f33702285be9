import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemRandom } from '@evenkeel/kernel/adapters'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_PUBLIC_URL, keepPublicUrl, readPublicUrl } from '../../src/adapters/world-file.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evenkeel-world-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const keep = (wanted?: string) => keepPublicUrl(directory, wanted, systemRandom)

describe('the public URL of a world', () => {
  it('is what it was first, whoever asks later', () => {
    expect(readPublicUrl(directory)).toBeUndefined()
    expect(keep('https://one.example/world/')).toBe('https://one.example/world')
    expect(keep()).toBe('https://one.example/world')
    expect(keep('https://one.example/world')).toBe('https://one.example/world')
    expect(() => keep('https://other.example')).toThrow('https://one.example/world')
    expect(readPublicUrl(directory)).toBe('https://one.example/world')
  })

  it('is on this machine unless it is told otherwise', () => {
    expect(keep()).toBe(DEFAULT_PUBLIC_URL)
  })

  it.each([
    'ftp://one.example',
    'one.example',
    'https://user:word@one.example',
    'https://one.example/?a=1',
    'https://one.example/#a',
  ])('is never %s', (url) => {
    expect(() => keep(url)).toThrow('is not the URL of a world')
    expect(readPublicUrl(directory)).toBeUndefined()
  })

  it('is not made up for a world whose file is missing or damaged', () => {
    writeFileSync(join(directory, 'ledger.db'), '')
    expect(() => keep()).toThrow('world.json is missing')
    writeFileSync(join(directory, 'world.json'), '{')
    expect(() => keep()).toThrow('not what a world writes')
  })
})
