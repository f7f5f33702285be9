import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemRandom } from '@evenkeel/kernel/adapters'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_PUBLIC_URL, keepWorldFile, readWorldFile } from '../../src/adapters/world-file.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evenkeel-world-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const keep = (publicUrl?: string) =>
  keepWorldFile(directory, publicUrl === undefined ? {} : { publicUrl }, systemRandom).publicUrl
const readPublicUrl = (path: string) => readWorldFile(path)?.publicUrl

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

describe('the times of a world', () => {
  const keepLease = (wanted: Parameters<typeof keepWorldFile>[1]) => {
    const { lease, clockBoundMs } = keepWorldFile(directory, wanted, systemRandom)
    return { lease, clockBoundMs }
  }

  it('are what it was made with, and others are refused', () => {
    expect(keepLease({ lease: '1h', clockBoundMs: 5_000 })).toEqual({
      lease: '1h',
      clockBoundMs: 5_000,
    })
    expect(keepLease({})).toEqual({ lease: '1h', clockBoundMs: 5_000 })
    expect(keepLease({ lease: '1h' })).toEqual({ lease: '1h', clockBoundMs: 5_000 })
    for (const wanted of [{ lease: '5min' }, { clockBoundMs: 2_000 }] as const) {
      expect(() => keepLease(wanted)).toThrow('made with leases of 1h')
    }
  })

  it('are the shortest leases unless it is told otherwise, also when it was made before there was a choice', () => {
    writeFileSync(join(directory, 'world.json'), '{"v":1,"publicUrl":"https://one.example"}')
    expect(keepLease({})).toEqual({ lease: '60s', clockBoundMs: 2_000 })
  })

  it('are none under which a verifier would run out of heads', () => {
    const unworkable = () => keepLease({ lease: '60s', clockBoundMs: 30_000 })
    expect(unworkable).toThrow('the lease of 60000 ms has to be above')
    expect(unworkable).toThrow(expect.objectContaining({ code: 'lease_rule_unworkable' }))
    expect(readWorldFile(directory)).toBeUndefined()
  })

  it.each(['"2min"', '"toString"', '60'])('are not read from a file that says %s', (lease) => {
    const text = `{"v":1,"publicUrl":"https://one.example","lease":${lease}}`
    writeFileSync(join(directory, 'world.json'), text)
    expect(() => keepLease({})).toThrow('not what a world writes')
  })
})
