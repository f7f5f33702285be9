import { describe, expect, it } from 'vitest'
import { listFiles, readText } from '../repo.ts'

describe('the auditor of somebody else', () => {
  it('imports nothing but the kernel and the platform, so that none of the audited code is trusted', () => {
    const sources = listFiles('examples/auditor/src', '.ts')
    const imported = sources.flatMap((path) =>
      [...readText(path).matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, name]) => name),
    )
    const ofKernel = imported.filter((name) => name?.startsWith('@evenkeel/kernel'))
    expect(ofKernel).toContain('@evenkeel/kernel/audit')
    expect(
      imported.filter((name) => !/^(?:@evenkeel\/kernel(?:\/audit)?$|node:)/.test(String(name))),
    ).toEqual([])
  })

  it('finds in the kernel’s audit nothing that opens a store, a file or a connection', () => {
    const sources = listFiles('packages/kernel/src/audit', '.ts')
    const imported = sources.flatMap((path) =>
      [...readText(path).matchAll(/from '([^']+)'/g)].map(([, name]) => String(name)),
    )
    expect(imported).toContain('../allocation/allocate.ts')
    expect(imported.filter((name) => /adapters|store|party|handoff/.test(name))).toEqual([])
    expect(imported.filter((name) => name.startsWith('node:'))).toEqual(['node:buffer'])
  })
})
