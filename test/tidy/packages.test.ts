import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readText, repoRoot } from '../repo.ts'

interface Manifest {
  readonly name: string
  readonly license: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const roots = ['packages', 'apps'].flatMap((folder) =>
  readdirSync(join(repoRoot, folder)).map((name) => `${folder}/${name}`),
)
const manifests = new Map(['.', ...roots].map((root) => [root, readManifest(root)] as const))

function readManifest(root: string): Manifest {
  return JSON.parse(readText(`${root}/package.json`)) as Manifest
}

function dependenciesOf(manifest: Manifest): readonly (readonly [string, string])[] {
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
}

/** A package's own copy of a dependency comes before the one that all share. */
function installedManifest(root: string, name: string): Manifest {
  const own = `${root}/node_modules/${name}`
  return readManifest(existsSync(join(repoRoot, own)) ? own : `node_modules/${name}`)
}

/** Packages of ours that this one may depend on (DESIGN §11: apps -> roles -> kernel; the lab may import all but the front door). */
function mayDependOn(root: string): (name: string) => boolean {
  if (root === 'packages/kernel') return () => false
  if (root === 'apps/cli') return () => true
  if (root === 'packages/lab') return (name) => name !== '@evenkeel/cli'
  if (root === 'apps/node') return (name) => !['@evenkeel/lab', '@evenkeel/cli'].includes(name)
  return (name) => name === '@evenkeel/kernel'
}

describe('package manifests', () => {
  it.each(roots)('%s depends only on packages that the arrows allow', (root) => {
    const ours = dependenciesOf(readManifest(root)).map(([name]) => name)
    const allowed = mayDependOn(root)
    expect(ours.filter((name) => name.startsWith('@evenkeel/') && !allowed(name))).toEqual([])
  })

  it('pin every dependency to one exact version', () => {
    const loose = [...manifests].flatMap(([root, manifest]) =>
      dependenciesOf(manifest)
        .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${root}: ${name}@${version}`),
    )
    expect(loose).toEqual([])
  })

  it('have an entry in docs/reference/dependencies.md for each dependency, with its licence, and the reverse', () => {
    const used = new Map(
      [...manifests].flatMap(([root, manifest]) =>
        dependenciesOf(manifest)
          .filter(([name]) => !name.startsWith('@evenkeel/'))
          .map(([name]) => [name, installedManifest(root, name)] as const),
      ),
    )
    const expected = [...used].map(([name, { license }]) => `${name}: ${license}`).sort()
    const rows = readText('docs/reference/dependencies.md').matchAll(
      /^\| `([^`]+)` \|.*\| ([^|]+) \|/gm,
    )
    expect([...rows].map(([, name, licence]) => `${name}: ${licence}`).sort()).toEqual(expected)
  })
})

describe('package READMEs', () => {
  it.each(roots.filter((root) => root.startsWith('packages/')))(
    '%s says what it promises, which ports it needs and where to start reading',
    (root) => {
      const headings = readText(`${root}/README.md`).match(/^## .+$/gm)
      expect(headings).toEqual(['## Promises', '## Ports', '## Where to start reading'])
    },
  )
})
