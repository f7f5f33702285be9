import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { AdapterError } from '../../src/adapters/adapter-error.ts'
import { readOrCreateKeyFile } from '../../src/adapters/key-file.ts'
import { systemRandom } from '../../src/adapters/system-random.ts'
import type { Random } from '../../src/ports.ts'

const root = mkdtempSync(join(tmpdir(), 'evenkeel-keys-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('key file', () => {
  it('is made once, for its owner alone, and gives the same seed ever after', () => {
    const path = join(root, 'new', 'issuer.key')
    const seed = readOrCreateKeyFile(path, systemRandom)
    expect(seed).toHaveLength(32)
    expect(readOrCreateKeyFile(path, systemRandom)).toEqual(seed)
    const modes = [join(root, 'new'), path].map((entry) => statSync(entry).mode & 0o777)
    expect(modes).toEqual([0o700, 0o600])
    expect(readdirSync(join(root, 'new'))).toEqual(['issuer.key'])
  })

  it('of two processes that make it together both get the seed of the first', () => {
    const path = join(root, 'raced.key')
    const first = new Uint8Array(32).fill(1)
    // The other process makes the file while this one draws its randomness.
    const slow: Random = {
      ...systemRandom,
      bytes: (length) => {
        writeFileSync(path, first, { mode: 0o600 })
        return systemRandom.bytes(length)
      },
    }
    expect(readOrCreateKeyFile(path, slow)).toEqual(first)
  })

  it('is refused when others may read it', () => {
    const path = join(root, 'open.key')
    readOrCreateKeyFile(path, systemRandom)
    for (const mode of [0o640, 0o604, 0o660]) {
      chmodSync(path, mode)
      expect(() => readOrCreateKeyFile(path, systemRandom)).toThrow(`mode ${mode.toString(8)}`)
    }
  })

  it('is refused and left alone when it holds anything but 32 bytes', () => {
    const path = join(root, 'short.key')
    writeFileSync(path, 'not a seed', { mode: 0o600 })
    expect(() => readOrCreateKeyFile(path, systemRandom)).toThrow(AdapterError)
    expect(readFileSync(path, 'utf8')).toBe('not a seed')
  })

  it('that cannot be made is a key_file_unsafe', () => {
    const path = join(root, 'short.key', 'below.key')
    expect(() => readOrCreateKeyFile(path, systemRandom)).toThrow('key_file_unsafe')
  })
})
