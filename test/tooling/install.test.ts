import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { repoRoot } from '../repo.ts'

const wanted = {
  '': { name: 'evenkeel' },
  'node_modules/node': { version: '26.10.0', integrity: 'sha512-a' },
  'node_modules/typebox': { version: '1.4.3', integrity: 'sha512-b' },
  'node_modules/only-on-windows': { version: '1.0.0', integrity: 'sha512-c', optional: true },
}
const present = {
  'node_modules/node': wanted['node_modules/node'],
  'node_modules/typebox': wanted['node_modules/typebox'],
}

let checkout = ''

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'evenkeel-install-'))
  cpSync(join(repoRoot, 'scripts/install.mjs'), join(checkout, 'scripts/install.mjs'))
  writeLock('package-lock.json', wanted)
})

afterEach(() => rmSync(checkout, { recursive: true, force: true }))

function writeLock(path: string, packages: object): void {
  writeFileSync(join(checkout, path), JSON.stringify({ lockfileVersion: 3, packages }))
}

function fillNodeModules(packages: object): void {
  mkdirSync(join(checkout, 'node_modules/node/bin'), { recursive: true })
  writeFileSync(join(checkout, 'node_modules/node/bin/node'), '')
  writeLock('node_modules/.package-lock.json', packages)
}

/** Runs the script with an npm that only notes how it was called and then runs this line of shell. */
function install(npmDoes: string, ...nodeArgs: string[]): ReturnType<typeof spawnSync> {
  const bin = join(checkout, 'bin')
  mkdirSync(bin)
  const script = `#!/bin/sh\necho "$@" > '${checkout}/npm-args'\ncd '${checkout}'\n${npmDoes}\n`
  writeFileSync(join(bin, 'npm'), script, { mode: 0o755 })
  return spawnSync(process.execPath, [...nodeArgs, join(checkout, 'scripts/install.mjs')], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  })
}

const npmRan = () => existsSync(join(checkout, 'npm-args'))
const installsWell = `mkdir -p node_modules/node/bin && touch node_modules/node/bin/node
echo '${JSON.stringify({ packages: present })}' > node_modules/.package-lock.json`

describe('the install before start and test', () => {
  it('does nothing and says nothing when node_modules is as the lockfile wants it', () => {
    fillNodeModules(present)
    expect(install('')).toMatchObject({ status: 0, stdout: '', stderr: '' })
    expect(npmRan()).toBe(false)
  })

  it('installs when there is no node_modules', () => {
    expect(install(installsWell)).toMatchObject({ status: 0 })
    expect(npmRan()).toBe(true)
  })

  it.each([
    ['a package of another version', { ...present, 'node_modules/typebox': { version: '1.4.2' } }],
    ['a package missing', { 'node_modules/node': present['node_modules/node'] }],
    ['a package too many', { ...present, 'node_modules/left-pad': { version: '1.0.0' } }],
  ])('installs when node_modules has %s', (_fault, packages) => {
    fillNodeModules(packages)
    expect(install(installsWell)).toMatchObject({ status: 0 })
    expect(npmRan()).toBe(true)
  })

  it('installs when the pinned Node is missing', () => {
    fillNodeModules(present)
    rmSync(join(checkout, 'node_modules/node/bin/node'))
    expect(install(installsWell)).toMatchObject({ status: 0 })
    expect(npmRan()).toBe(true)
  })

  it('fails with the next step when npm fails', () => {
    const ended = install('exit 7')
    expect(ended.status).toBe(1)
    expect(ended.stderr).toContain('npm ci failed (exit code 7)')
  })

  it('fails when npm ends well without having installed the pinned Node', () => {
    const ended = install(`${installsWell}\nrm node_modules/node/bin/node`)
    expect(ended.status).toBe(1)
    expect(ended.stderr).toContain('Were install scripts blocked?')
  })

  it('refuses a Node that is too old before it calls npm', () => {
    const oldNode = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'16.20.2'})`
    const ended = install('', '--import', oldNode)
    expect(ended.status).toBe(1)
    expect(ended.stderr).toContain('Node 16.20.2 is too old')
    expect(npmRan()).toBe(false)
  })
})
