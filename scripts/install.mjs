// Runs before `npm start` and `npm test`: installs when something is missing or out of date, and otherwise says nothing.
// Plain JavaScript that Node 18 understands, because the pinned Node comes with this very install.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NODE_MAJOR_MIN = 18
const root = dirname(dirname(fileURLToPath(import.meta.url)))

if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR_MIN) {
  fail(
    `Node ${process.versions.node} is too old to install Evenkeel.`,
    `Install Node ${NODE_MAJOR_MIN} or later; the version that runs Evenkeel comes with the install.`,
  )
}
if (!isInstalled()) {
  console.error('Installing what package-lock.json names ...')
  // Warnings are left out: a dozen of them would say that this Node is older than the one being installed.
  const npm = spawnSync('npm', ['ci', '--include=dev', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (npm.error) fail(`npm cannot be started: ${npm.error.message}.`, 'Is npm on the PATH?')
  if (npm.status !== 0) {
    fail(
      `npm ci failed (${npm.signal ?? `exit code ${npm.status}`}).`,
      'Its messages are above. Is the registry within reach? Run it again, or `npm ci --verbose`.',
    )
  }
  if (!isInstalled()) {
    fail(
      'npm ci ended well, but node_modules does not match package-lock.json or has no Node in it.',
      'Were install scripts blocked? Evenkeel needs that of the package `node`.',
    )
  }
}

/** Says whether node_modules holds exactly the versions of package-lock.json that belong on this machine, and the pinned Node. */
function isInstalled() {
  const wanted = readPackages('package-lock.json')
  const present = readPackages('node_modules/.package-lock.json')
  if (wanted === undefined || present === undefined) return false
  if (wanted['node_modules/node'] && !existsSync(join(root, 'node_modules/node/bin/node'))) {
    return false
  }
  const paths = Object.keys(wanted).filter((path) => path !== '')
  return (
    paths.every((path) => isSame(wanted[path], present[path])) &&
    Object.keys(present).every((path) => wanted[path] !== undefined)
  )
}

/** Compares one entry; a package for another platform is optional and rightly absent. */
function isSame(wanted, present) {
  if (present === undefined) return wanted.optional === true
  return wanted.version === present.version && wanted.integrity === present.integrity
}

function readPackages(lockPath) {
  const path = join(root, lockPath)
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined
}

function fail(what, next) {
  console.error(`${what}\n${next}`)
  process.exit(1)
}
